package task

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// States of a task.
const (
	Open       = "open"
	InProgress = "in_progress"
	Done       = "done"
)

// Types and priorities of tasks, in the order they are offered.
func Types() []string      { return []string{"todo", "call", "email", "meeting", "deadline"} }
func Priorities() []string { return []string{"low", "medium", "high"} }
func Statuses() []string   { return []string{Open, InProgress, Done} }

// Lengths in characters.
const (
	maxTitle = 200
	maxText  = 10000
)

// Task is something to be done.
type Task struct {
	Workspace    db.WorkspaceID `db:"workspace_id"`
	ID           db.ID          `db:"id"`
	Version      int64          `db:"version"`
	Title        string         `db:"title"`
	TitleKey     string         `db:"title_key"`
	Description  string         `db:"description"`
	TaskType     string         `db:"task_type"`
	Priority     string         `db:"priority"`
	PriorityKey  string         `db:"priority_key"`
	Status       string         `db:"status"`
	DueDate      *string        `db:"due_date"` // YYYY-MM-DD, in the zone of whoever set it
	DueAt        *int64         `db:"due_at"`   // where a time of day was said
	Repeat       string         `db:"repeat"`   // the value of an RRULE; empty: once
	RemindBefore *int64         `db:"remind_before"`
	RemindAt     *int64         `db:"remind_at"` // nil once told
	AssignedTo   db.ID          `db:"owner_id"`
	CreatedBy    db.ID          `db:"created_by"` // who made it
	TeamID       db.ID          `db:"team_id"`
	ContactID    db.ID          `db:"contact_id"`
	CompanyID    db.ID          `db:"company_id"`
	DealID       db.ID          `db:"deal_id"`
	Custom       db.JSON        `db:"custom"`
	CompletedAt  *int64         `db:"completed_at"`
	CreatedAt    int64          `db:"created_at"`
	UpdatedAt    int64          `db:"updated_at"`
	DeletedAt    *int64         `db:"deleted_at"`

	AssigneeName string `db:"assignee_name,ro"`
	CreatorName  string `db:"creator_name,ro"`
	TeamName     string `db:"team_name,ro"`
	ContactName  string `db:"contact_name,ro"`
	CompanyName  string `db:"company_name,ro"`
	DealName     string `db:"deal_name,ro"`

	Extra customfield.Values `db:"-"` // of the fields the workspace added
}

// TaskInput is what a person can say about a task. The day and time are those of
// the actor's zone.
type TaskInput struct {
	Title        string `json:"title" required:"false" maxLength:"200"`
	Description  string `json:"description" required:"false" maxLength:"10000"`
	TaskType     string `json:"task_type" required:"false" enum:"todo,call,email,meeting,deadline"`
	Priority     string `json:"priority" required:"false" enum:"low,medium,high"`
	Status       string `json:"status" required:"false" enum:"open,in_progress,done"`
	DueDate      string `json:"due_date" required:"false" maxLength:"20" doc:"YYYY-MM-DD; empty for no day"`
	DueTime      string `json:"due_time" required:"false" maxLength:"10" doc:"HH:MM in your time zone; empty for the whole day"`
	Repeat       string `json:"repeat" required:"false" maxLength:"500" doc:"The value of an RRULE of RFC 5545, such as FREQ=WEEKLY; completing the task makes the next one"`
	RemindBefore *int64 `json:"remind_before" required:"false" nullable:"true" minimum:"0" maximum:"525600" doc:"Minutes before it is due; null for no reminder"`
	AssignedTo   db.ID  `json:"assigned_to,omitempty" format:"uuid" nullable:"true" doc:"A member of the workspace"`
	TeamID       db.ID  `json:"team_id,omitempty" format:"uuid" nullable:"true"`
	ContactID    db.ID  `json:"contact_id,omitempty" format:"uuid" nullable:"true"`
	CompanyID    db.ID  `json:"company_id,omitempty" format:"uuid" nullable:"true"`
	DealID       db.ID  `json:"deal_id,omitempty" format:"uuid" nullable:"true"`
	Version      int64  `json:"version,omitempty" doc:"The version this change is based on; 0 or absent: whatever is there"`

	in     *time.Location    // the zone of the day and time; nil is UTC
	Custom map[string]string `json:"-"`                    // by the key of a custom field, as people write it; what is not named stays
	_      struct{}          `additionalProperties:"true"` // custom fields stand among the others
}

// said are the names of a task's fields in a JSON body.
var said = sync.OnceValue(fields.Of[TaskInput])

// NewInput returns what a new task starts from: assigned to the actor, and
// told of when it is due.
func NewInput(actor account.Actor) TaskInput {
	return TaskInput{TaskType: "todo", Priority: "medium", Status: Open, AssignedTo: actor.Member, RemindBefore: new(int64), in: actor.Zone}
}

// Input returns the task as what the actor could have said about it: a change
// starts from it.
func (t Task) Input(zone *time.Location) TaskInput {
	day, clock := t.due(zone)
	return TaskInput{
		Title: t.Title, Description: t.Description, TaskType: t.TaskType, Priority: t.Priority, Status: t.Status,
		DueDate: day, DueTime: clock, Repeat: t.Repeat, RemindBefore: t.RemindBefore,
		AssignedTo: t.AssignedTo, TeamID: t.TeamID, ContactID: t.ContactID, CompanyID: t.CompanyID, DealID: t.DealID,
		in: zone, Custom: t.Extra.Texts(),
	}
}

// due is when the task is due, as a reader in the zone says it.
func (t Task) due(zone *time.Location) (day, clock string) {
	if t.DueAt != nil {
		at := time.UnixMilli(*t.DueAt).In(zone)
		return at.Format(time.DateOnly), at.Format("15:04")
	}
	if t.DueDate != nil {
		return *t.DueDate, ""
	}
	return "", ""
}

// IsDone tells whether the task is completed.
func (t Task) IsDone() bool { return t.Status == Done }

// Late tells whether the task should have been done by now, for a reader in
// the zone.
func (t Task) Late(now time.Time, zone *time.Location) bool {
	switch {
	case t.IsDone() || t.DueDate == nil:
		return false
	case t.DueAt != nil:
		return *t.DueAt < now.UnixMilli()
	}
	return *t.DueDate < now.In(zone).Format(time.DateOnly)
}

// MayChange tells whether the actor may change the task: it is theirs or their
// team's, or they made it.
func (t Task) MayChange(actor account.Actor) bool {
	if actor.Scope(Kind).MayWrite(t.AssignedTo, t.TeamID) {
		return true
	}
	return actor.May(account.Edit, Kind) && t.CreatedBy == actor.Member
}

// MayDelete tells whether the actor may delete the task, or take it out of the
// recycle bin.
func (t Task) MayDelete(actor account.Actor) bool {
	if actor.Scope(Kind).MayDelete(t.AssignedTo, t.TeamID) {
		return true
	}
	return actor.May(account.Delete, Kind) && t.CreatedBy == actor.Member
}

// SearchTexts are what a task is found by.
func (t Task) SearchTexts() []string {
	return append([]string{t.Title, t.Description, t.ContactName, t.CompanyName, t.DealName}, t.Extra.SearchTexts()...)
}

// draft is a task on its way into the database.
type draft struct {
	Task
	old     Task
	invalid fault.Invalid
	batch   db.ID // of the history it writes; zero if it is alone
	said    map[string]string
}

func (d *draft) add(field, message string) { d.invalid.Add(field, message) }

// prepare checks everything about an input that can be known without the
// database; what is wrong is in the draft's invalid.
func prepare(ctx context.Context, actor account.Actor, in TaskInput) *draft {
	d := &draft{invalid: fault.Invalid{}, said: in.Custom}
	d.Workspace = actor.Workspace
	d.Title = strings.Join(strings.Fields(in.Title), " ")
	d.Description = strings.TrimSpace(strings.ReplaceAll(in.Description, "\r\n", "\n"))
	d.text(ctx, "title", d.Title, maxTitle)
	d.text(ctx, "description", d.Description, maxText)
	if d.Title == "" {
		d.add("title", i18n.T(ctx, "Say what is to be done."))
	}
	d.TitleKey = search.Key(d.Title)
	d.TaskType = d.oneOf(ctx, "task_type", in.TaskType, Types(), "todo")
	d.Priority = d.oneOf(ctx, "priority", in.Priority, Priorities(), "medium")
	d.Status = d.oneOf(ctx, "status", in.Status, Statuses(), Open)
	d.PriorityKey = priorityKey(d.Priority)
	d.when(ctx, actor.Zone, in)
	d.AssignedTo, d.TeamID = in.AssignedTo, in.TeamID
	d.ContactID, d.CompanyID, d.DealID = in.ContactID, in.CompanyID, in.DealID
	return d
}

// priorityKey sorts priorities by weight, which their names do not.
func priorityKey(priority string) string {
	return string(rune('1' + slices.Index(Priorities(), priority)))
}

func (d *draft) text(ctx context.Context, field, s string, most int) {
	if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
		d.add(field, i18n.T(ctx, "This holds characters that cannot be stored."))
	}
	if utf8.RuneCountInString(s) > most {
		d.add(field, i18n.N(ctx, "This is longer than %s character.", "This is longer than %s characters.", most))
	}
}

func (d *draft) oneOf(ctx context.Context, field, value string, all []string, usual string) string {
	if value == "" {
		return usual
	}
	if !slices.Contains(all, value) {
		d.add(field, i18n.T(ctx, "This is not a valid value. Choose another one."))
		return usual
	}
	return value
}

// when reads the day, the time, the repetition and the reminder.
func (d *draft) when(ctx context.Context, zone *time.Location, in TaskInput) {
	day, ok := readDay(in.DueDate, zone)
	if !ok {
		d.add("due_date", i18n.T(ctx, "This is not a date. Write it like 2026-04-25."))
		return
	}
	clock := strings.TrimSpace(in.DueTime)
	if clock != "" {
		at, err := time.Parse("15:04", clock)
		switch {
		case err != nil:
			d.add("due_time", i18n.T(ctx, "This is not a time of day. Write it like 14:30."))
		case day == nil:
			d.add("due_date", i18n.T(ctx, "A time needs a day. Choose one."))
		default:
			ms := time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), 0, 0, zone).UnixMilli()
			d.DueAt = &ms
		}
	}
	if day != nil {
		text := day.Format(time.DateOnly)
		d.DueDate = &text
	}
	d.repeats(ctx, in.Repeat)
	d.reminds(ctx, zone, in.RemindBefore)
}

func (d *draft) repeats(ctx context.Context, rule string) {
	rule = strings.TrimPrefix(strings.TrimSpace(rule), "RRULE:")
	if rule == "" {
		return
	}
	if _, err := parseRule(rule, time.Now()); err != nil {
		d.add("repeat", i18n.T(ctx, "This is not a repetition. Choose one of the list, or write a rule like FREQ=WEEKLY."))
		return
	}
	if d.DueDate == nil {
		d.add("due_date", i18n.T(ctx, "What repeats needs a day to begin with. Choose one."))
		return
	}
	d.Repeat = strings.ToUpper(rule)
}

const maxRemind = 525_600 // minutes, a year

func (d *draft) reminds(ctx context.Context, zone *time.Location, before *int64) {
	if before == nil {
		return
	}
	if *before < 0 || *before > maxRemind {
		d.add("remind_before", i18n.T(ctx, "Choose a reminder up to a year before."))
		return
	}
	d.RemindBefore = before
	d.RemindAt = d.remindAt(zone)
}

// morning is the hour at which whole days are told of.
const morning = 9

// remindAt is when to tell of the task; nil when nobody wants to hear of it.
func (t Task) remindAt(zone *time.Location) *int64 {
	if t.RemindBefore == nil || t.DueDate == nil || t.IsDone() {
		return nil
	}
	at := int64(0)
	if t.DueAt != nil {
		at = *t.DueAt
	} else if day, ok := readDay(*t.DueDate, zone); ok && day != nil {
		at = time.Date(day.Year(), day.Month(), day.Day(), morning, 0, 0, 0, zone).UnixMilli()
	}
	at -= *t.RemindBefore * time.Minute.Milliseconds()
	return &at
}

// readDay reads 2026-04-25 or 25.4.2026; ok is false for a text that is
// neither, and the day nil for none.
func readDay(s string, zone *time.Location) (day *time.Time, ok bool) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "г."))
	if s == "" {
		return nil, true
	}
	for _, layout := range []string{time.DateOnly, "2.1.2006"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil && t.Year() >= 1900 && t.Year() <= 9999 {
			return &t, true
		}
	}
	return nil, false
}
