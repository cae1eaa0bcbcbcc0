package activity

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// MaxNote is how many characters a note may have.
const MaxNote = 10000

// maxAttendees is how many characters may say whom a meeting is with.
const maxAttendees = 1000

// Kinds of what people write on a timeline.
const (
	NoteKind    = "note"
	CallKind    = "call"
	MeetingKind = "meeting"
)

// Note is something a person wrote about a record: a note, or a call or a
// meeting that they log.
type Note struct {
	Workspace  db.WorkspaceID `db:"workspace_id" json:"-"`
	ID         db.ID          `db:"id" json:"id"`
	Version    int64          `db:"version" json:"version"`
	Kind       string         `db:"kind" json:"kind"`
	Title      string         `db:"title" json:"title"` // of a meeting
	Body       string         `db:"body" json:"body"`
	Details    db.JSON        `db:"details" json:"-"`
	Pinned     bool           `db:"pinned" json:"pinned"`
	Member     db.ID          `db:"member_id" json:"author_id"`
	MemberName string         `db:"member_name" json:"author"`
	ContactID  db.ID          `db:"contact_id" json:"contact_id"`
	CompanyID  db.ID          `db:"company_id" json:"company_id"`
	DealID     db.ID          `db:"deal_id" json:"deal_id"`
	TaskID     db.ID          `db:"task_id" json:"task_id"`
	At         int64          `db:"at" json:"at"`           // when it was written, or begins
	EndsAt     *int64         `db:"ends_at" json:"ends_at"` // of a call or meeting
	CreatedAt  int64          `db:"created_at" json:"created_at"`
	UpdatedAt  int64          `db:"updated_at" json:"updated_at"`
	DeletedAt  *int64         `db:"deleted_at" json:"-"`
}

// Details are what only calls and meetings have, and who is mentioned.
type Details struct {
	Direction string    `json:"direction,omitempty"` // out or in
	Result    string    `json:"result,omitempty"`
	Place     string    `json:"place,omitempty"`
	Attendees string    `json:"attendees,omitempty"`
	With      []Mention `json:"with,omitempty"` // the members among the attendees
	Mentions  []Mention `json:"mentions,omitempty"`
}

// Mention is a member that a text names.
type Mention struct {
	ID   db.ID  `json:"id" db:"id"`
	Name string `json:"name" db:"name"`
}

// Says returns the details of the note.
func (n Note) Says() Details {
	var d Details
	_ = json.Unmarshal(n.Details, &d) // written by us; what cannot be read says nothing
	return d
}

// Directions and Results of calls.
func Directions() []string { return []string{"out", "in"} }
func Results() []string    { return []string{"reached", "no_answer", "busy", "voicemail"} }

// NoteInput is what a person can say about a note, a call or a meeting. Day
// and time are those of the actor's zone.
type NoteInput struct {
	Kind      string `json:"kind"`
	Title     string `json:"title"`
	Body      string `json:"body"`
	Direction string `json:"direction"`
	Result    string `json:"result"`
	Place     string `json:"place"`
	Attendees string `json:"attendees"`
	Date      string `json:"on_date"`
	Clock     string `json:"at_time"`
	Minutes   *int64 `json:"minutes"`
	Pinned    bool   `json:"pinned"`
	Version   int64  `json:"version"`

	AttendeeIDs []db.ID `json:"-"` // the members among the attendees; nil where the text says them
}

// Input returns the note as what the actor could have said about it.
func (n Note) Input(zone *time.Location) NoteInput {
	d := n.Says()
	in := NoteInput{Kind: n.Kind, Title: n.Title, Body: n.Body, Direction: d.Direction, Result: d.Result, Place: d.Place, Attendees: d.Attendees, Pinned: n.Pinned}
	if n.Kind == NoteKind {
		return in
	}
	at := time.UnixMilli(n.At).In(zone)
	in.Date, in.Clock = at.Format(time.DateOnly), at.Format("15:04")
	if n.EndsAt != nil {
		minutes := (*n.EndsAt - n.At) / time.Minute.Milliseconds()
		in.Minutes = &minutes
	}
	return in
}

// Subject returns the record the note stands on.
func (n Note) Subject() Subject {
	switch {
	case !n.CompanyID.IsZero():
		return Subject{"company", n.CompanyID}
	case !n.DealID.IsZero():
		return Subject{"deal", n.DealID}
	case !n.TaskID.IsZero():
		return Subject{"task", n.TaskID}
	}
	return Subject{"contact", n.ContactID}
}

// MayEdit tells whether the actor may change the note, on a record of which
// they may change some.
func (n Note) MayEdit(actor account.Actor) bool {
	return actor.May(account.Edit, n.Subject().Kind) && actor.Scope(account.NoteKind).MayWrite(n.Member, db.ID{})
}

// MayDelete tells whether the actor may delete the note, or take it out of the
// recycle bin.
func (n Note) MayDelete(actor account.Actor) bool {
	return actor.May(account.Edit, n.Subject().Kind) && actor.Scope(account.NoteKind).MayDelete(n.Member, db.ID{})
}

// take puts what was said into the note, and tells what is wrong with it.
func (n *Note) take(ctx context.Context, actor account.Actor, in NoteInput) error {
	invalid := fault.Invalid{}
	d := Details{Mentions: n.Says().Mentions, With: n.Says().With}
	n.Body, n.Pinned = strings.TrimSpace(strings.ReplaceAll(in.Body, "\r\n", "\n")), in.Pinned
	n.Title, d.Place, d.Attendees = oneLine(in.Title), oneLine(in.Place), oneLine(in.Attendees)
	storable(ctx, invalid, "body", n.Body, MaxNote)
	storable(ctx, invalid, "title", n.Title, 200)
	storable(ctx, invalid, "place", d.Place, 200)
	storable(ctx, invalid, "attendees", d.Attendees, maxAttendees)
	switch n.Kind {
	case NoteKind:
		if n.Body == "" {
			invalid.Add("body", i18n.T(ctx, "Write something first."))
		}
		n.Title, d.Place, d.Attendees, d.With = "", "", "", nil
	case CallKind:
		d.Direction = oneOf(ctx, invalid, "direction", in.Direction, Directions())
		d.Result = oneOf(ctx, invalid, "result", in.Result, Results())
		n.when(ctx, actor.Zone, invalid, in)
	case MeetingKind:
		if n.Title == "" {
			invalid.Add("title", i18n.T(ctx, "Say what the meeting is about."))
		}
		n.when(ctx, actor.Zone, invalid, in)
	default:
		invalid.Add("kind", i18n.T(ctx, "This is not a valid value. Choose another one."))
	}
	n.Details, _ = db.ToJSON(d) // strings and ids always encode
	return invalid.OrNil()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func storable(ctx context.Context, invalid fault.Invalid, field, s string, most int) {
	switch {
	case utf8.RuneCountInString(s) > most:
		invalid.Add(field, i18n.N(ctx, "This is longer than %s character.", "This is longer than %s characters.", most))
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		invalid.Add(field, i18n.T(ctx, "This holds characters that cannot be stored."))
	}
}

func oneOf(ctx context.Context, invalid fault.Invalid, field, value string, all []string) string {
	if value == "" {
		return all[0]
	}
	if !slices.Contains(all, value) {
		invalid.Add(field, i18n.T(ctx, "This is not a valid value. Choose another one."))
	}
	return value
}

// when reads when a call or meeting begins and how long it takes; without a
// day and a time it is now.
func (n *Note) when(ctx context.Context, zone *time.Location, invalid fault.Invalid, in NoteInput) {
	at := time.Now().In(zone).Truncate(time.Minute)
	if in.Date != "" || in.Clock != "" {
		day, clock := in.Date, in.Clock
		if day == "" {
			day = at.Format(time.DateOnly)
		}
		if clock == "" {
			clock = "09:00"
		}
		said, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, zone)
		if err != nil {
			invalid.Add("on_date", i18n.T(ctx, "This is not a day and a time. Write them like 2026-04-25 and 14:30."))
		}
		at = said
	}
	n.At, n.EndsAt = at.UnixMilli(), nil
	if in.Minutes == nil {
		return
	}
	if *in.Minutes < 0 || *in.Minutes > 7*24*60 {
		invalid.Add("minutes", i18n.T(ctx, "Enter how many minutes it took, a week at most."))
		return
	}
	ends := n.At + *in.Minutes*time.Minute.Milliseconds()
	n.EndsAt = &ends
}
