package activity

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// noteView is a note as programs see it.
type noteView struct {
	ID        db.ID      `json:"id" format:"uuid"`
	Version   int64      `json:"version"`
	Kind      string     `json:"kind" enum:"note,call,meeting"`
	Title     string     `json:"title" doc:"Of a meeting"`
	Body      string     `json:"body"`
	Direction string     `json:"direction" doc:"Of a call: out or in"`
	Result    string     `json:"result" doc:"Of a call"`
	Place     string     `json:"place" doc:"Of a meeting"`
	Attendees string     `json:"attendees" doc:"Whom a meeting is with; members by @ and their name"`
	At        time.Time  `json:"at" doc:"When it was written, or begins"`
	EndsAt    *time.Time `json:"ends_at" doc:"When a call or meeting ends"`
	Pinned    bool       `json:"pinned"`
	AuthorID  db.ID      `json:"author_id" format:"uuid" nullable:"true"`
	Author    string     `json:"author"`
	ContactID db.ID      `json:"contact_id" format:"uuid" nullable:"true"`
	CompanyID db.ID      `json:"company_id" format:"uuid" nullable:"true"`
	DealID    db.ID      `json:"deal_id" format:"uuid" nullable:"true"`
	CreatedAt time.Time  `json:"created_at"`
	UpdatedAt time.Time  `json:"updated_at"`

	AttendeeIDs []db.ID `json:"attendee_ids" doc:"The members among the attendees"`
}

func viewOf(n Note) noteView {
	d := n.Says()
	return noteView{n.ID, n.Version, n.Kind, n.Title, n.Body, d.Direction, d.Result, d.Place, d.Attendees, api.Moment(n.At), api.MomentOrNil(n.EndsAt), n.Pinned, n.Member, n.MemberName, n.ContactID, n.CompanyID, n.DealID,
		api.Moment(n.CreatedAt), api.Moment(n.UpdatedAt), n.AttendeeIDs()}
}

// AttendeeIDs are the members that a meeting is with.
func (n Note) AttendeeIDs() []db.ID {
	ids := []db.ID{}
	for _, m := range n.Says().With {
		ids = append(ids, m.ID)
	}
	return ids
}

type noteOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     noteView
}

func outOf(n Note) *noteOut { return &noteOut{ETag: api.ETag(n.Version), Body: viewOf(n)} }

type noteBody struct {
	Kind      string `json:"kind,omitempty" enum:"note,call,meeting" doc:"note if absent"`
	Title     string `json:"title,omitempty" maxLength:"200" doc:"Of a meeting"`
	Body      string `json:"body,omitempty" maxLength:"10000"`
	Direction string `json:"direction,omitempty" enum:"out,in" doc:"Of a call"`
	Result    string `json:"result,omitempty" enum:"reached,no_answer,busy,voicemail" doc:"Of a call"`
	Place     string `json:"place,omitempty" maxLength:"200" doc:"Of a meeting"`
	Attendees string `json:"attendees,omitempty" maxLength:"1000" doc:"Whom a meeting is with; members by @ and their name"`
	Date      string `json:"on_date,omitempty" doc:"YYYY-MM-DD in your time zone; today if absent"`
	Clock     string `json:"at_time,omitempty" doc:"HH:MM in your time zone"`
	Minutes   *int64 `json:"minutes,omitempty" doc:"How long it took"`
	Pinned    bool   `json:"pinned,omitempty"`
	ContactID db.ID  `json:"contact_id,omitempty" format:"uuid" nullable:"true" doc:"The contact it is about; this, company_id or deal_id"`
	CompanyID db.ID  `json:"company_id,omitempty" format:"uuid" nullable:"true"`
	DealID    db.ID  `json:"deal_id,omitempty" format:"uuid" nullable:"true"`

	AttendeeIDs []string `json:"attendee_ids,omitempty" maxItems:"50" doc:"The members that a meeting is with, instead of those that attendees names"`
}

// subject is the record that the body names; ok is false unless it names one.
func (b noteBody) subject() (on Subject, field string, ok bool) {
	named := 0
	for _, s := range []Subject{{"contact", b.ContactID}, {"company", b.CompanyID}, {"deal", b.DealID}} {
		if !s.ID.IsZero() {
			on, field, named = s, s.Kind+"_id", named+1
		}
	}
	return on, field, named == 1
}

type notePatch struct {
	Title     *string `json:"title,omitempty" maxLength:"200"`
	Body      *string `json:"body,omitempty" maxLength:"10000"`
	Direction *string `json:"direction,omitempty" enum:"out,in"`
	Result    *string `json:"result,omitempty" enum:"reached,no_answer,busy,voicemail"`
	Place     *string `json:"place,omitempty" maxLength:"200"`
	Attendees *string `json:"attendees,omitempty" maxLength:"1000"`
	Date      *string `json:"on_date,omitempty" doc:"YYYY-MM-DD in your time zone"`
	Clock     *string `json:"at_time,omitempty" doc:"HH:MM in your time zone"`
	Minutes   *int64  `json:"minutes,omitempty"`
	Pinned    *bool   `json:"pinned,omitempty"`
	Version   int64   `json:"version,omitempty" doc:"The version this change is based on, if If-Match is not sent"`

	AttendeeIDs []string `json:"attendee_ids,omitempty" maxItems:"50"`
}

// onto puts what the patch says into the input.
func (p notePatch) onto(in *NoteInput) {
	for to, said := range map[*string]*string{&in.Title: p.Title, &in.Body: p.Body, &in.Direction: p.Direction, &in.Result: p.Result, &in.Place: p.Place,
		&in.Attendees: p.Attendees, &in.Date: p.Date, &in.Clock: p.Clock} {
		if said != nil {
			*to = *said
		}
	}
	if p.Minutes != nil {
		in.Minutes = p.Minutes
	}
	if p.Pinned != nil {
		in.Pinned = *p.Pinned
	}
}

// attendeeIDs reads ids of members; nil stays nil.
func attendeeIDs(ctx context.Context, texts []string) ([]db.ID, error) {
	var ids []db.ID
	if texts != nil {
		ids = make([]db.ID, len(texts))
	}
	for i, text := range texts {
		var err error
		if ids[i], err = db.ParseID(text); err != nil {
			return nil, fault.Invalid{"attendee_ids": i18n.T(ctx, "There is no member %s in this workspace.", text)}
		}
	}
	return ids, nil
}

// NoteRef names a note in the address.
type NoteRef struct {
	ID string `path:"id" doc:"Id of the note"`
}

// API adds the operations on notes and on notifications.
func (d *Domain) API(a *api.API) {
	d.inboxAPI(a)
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/notes" + path, Summary: summary, Tags: []string{"Notes"}, DefaultStatus: status}
	}
	api.Register(a, op("list-notes", http.MethodGet, "", "List notes, newest first", 0), d.listNotes)
	api.Register(a, op("create-note", http.MethodPost, "", "Write a note or log a call or a meeting on a contact, company or deal", http.StatusCreated), d.apiCreate)
	api.Register(a, op("get-note", http.MethodGet, "/{id}", "Get a note", 0), d.apiGet)
	api.Register(a, op("update-note", http.MethodPatch, "/{id}", "Change a note", 0), d.apiUpdate)
	api.Register(a, op("delete-note", http.MethodDelete, "/{id}", "Move a note to the recycle bin", http.StatusNoContent), d.apiDelete)
	api.Register(a, op("restore-note", http.MethodPost, "/{id}/restore", "Take a note out of the recycle bin", 0), d.apiRestore)
}

type listIn struct {
	ContactID string `query:"contact_id" format:"uuid" doc:"Only notes on this contact"`
	CompanyID string `query:"company_id" format:"uuid" doc:"Only notes on this company"`
	DealID    string `query:"deal_id" format:"uuid" doc:"Only notes on this deal"`
	Limit     int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor    string `query:"cursor" maxLength:"200"`
}

type listOut struct{ Body api.Page[noteView] }

func (d *Domain) listNotes(ctx context.Context, in *listIn) (*listOut, error) {
	actor := account.ActorOf(ctx)
	from, err := parseMark(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	notes, err := d.Notes.list(ctx, actor, in, from)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(notes) > in.Limit {
		notes = notes[:in.Limit]
		last := notes[in.Limit-1]
		next = mark{last.CreatedAt, last.ID}.String()
	}
	views := make([]noteView, len(notes))
	for i, n := range notes {
		views[i] = viewOf(n)
	}
	return &listOut{Body: api.PageOf(views, next)}, nil
}

// list returns one note more than asked for where there are more.
func (s *Notes) list(ctx context.Context, actor account.Actor, in *listIn, from mark) ([]Note, error) {
	var q db.SQL
	q.S(selectNote).P(actor.Workspace).S(" AND a.deleted_at IS NULL")
	for _, link := range []struct {
		id     string
		column db.Expr
	}{{in.ContactID, "lc.contact_id"}, {in.CompanyID, "lk.company_id"}, {in.DealID, "ld.deal_id"}} {
		if link.id == "" {
			continue
		}
		of, err := db.ParseID(link.id)
		if err != nil {
			return nil, fault.NotFound{}
		}
		q.S(" AND ").S(link.column).S(" = ").P(of)
	}
	q.S(" AND ")
	WhereSeen(&q, actor)
	from.after(&q, "a.at", "a.id")
	q.S(" ORDER BY a.at DESC, a.id DESC LIMIT ").P(in.Limit + 1)
	return db.Select[Note](ctx, s.db, q.Text(), q.Args()...)
}

func (d *Domain) apiCreate(ctx context.Context, in *struct{ Body noteBody }) (*noteOut, error) {
	actor := account.ActorOf(ctx)
	b := in.Body
	on, field, ok := b.subject()
	if !ok {
		return nil, fault.Invalid{"contact_id": i18n.T(ctx, "Give one of contact_id, company_id and deal_id.")}
	}
	ids, err := attendeeIDs(ctx, b.AttendeeIDs)
	if err != nil {
		return nil, err
	}
	n, err := d.Notes.Create(ctx, actor, on, NoteInput{Kind: b.Kind, Title: b.Title, Body: b.Body, Direction: b.Direction, Result: b.Result, Place: b.Place,
		Attendees: b.Attendees, Date: b.Date, Clock: b.Clock, Minutes: b.Minutes, Pinned: b.Pinned, AttendeeIDs: ids})
	if fault.IsNotFound(err) {
		return nil, fault.Invalid{field: i18n.T(ctx, "There is no such record in this workspace.")}
	}
	if err != nil {
		return nil, err
	}
	out := outOf(n)
	out.Location = "/api/v1" + notePath(n, "")
	return out, nil
}

func apiID(text string) (db.ID, error) {
	id, err := db.ParseID(text)
	if err != nil {
		return id, fault.NotFound{}
	}
	return id, nil
}

func (d *Domain) apiGet(ctx context.Context, in *NoteRef) (*noteOut, error) {
	actor := account.ActorOf(ctx)
	id, err := apiID(in.ID)
	if err != nil {
		return nil, err
	}
	n, err := d.Notes.Get(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	return outOf(n), nil
}

type updateIn struct {
	NoteRef
	IfMatch string `header:"If-Match"`
	Body    notePatch
}

func (d *Domain) apiUpdate(ctx context.Context, in *updateIn) (*noteOut, error) {
	actor := account.ActorOf(ctx)
	id, err := apiID(in.ID)
	if err != nil {
		return nil, err
	}
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	n, err := d.Notes.Get(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	change := n.Input(actor.Zone)
	change.Version = max(version, in.Body.Version)
	in.Body.onto(&change)
	if change.AttendeeIDs, err = attendeeIDs(ctx, in.Body.AttendeeIDs); err != nil {
		return nil, err
	}
	if n, err = d.Notes.Update(ctx, actor, id, change); err != nil {
		return nil, err
	}
	return outOf(n), nil
}

type deleteIn struct {
	NoteRef
	IfMatch string `header:"If-Match"`
}

func (d *Domain) apiDelete(ctx context.Context, in *deleteIn) (*struct{}, error) {
	actor := account.ActorOf(ctx)
	id, err := apiID(in.ID)
	if err != nil {
		return nil, err
	}
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	_, err = d.Notes.Delete(ctx, actor, id, version)
	return nil, err
}

func (d *Domain) apiRestore(ctx context.Context, in *NoteRef) (*noteOut, error) {
	actor := account.ActorOf(ctx)
	id, err := apiID(in.ID)
	if err != nil {
		return nil, err
	}
	n, err := d.Notes.Restore(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	return outOf(n), nil
}
