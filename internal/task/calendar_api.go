package task

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

func (d *Domain) calendarAPI(a *api.API) {
	api.Register(a, huma.Operation{OperationID: "get-calendar", Method: http.MethodGet, Path: "/api/v1/calendar", Tags: []string{"Calendar"},
		Summary: "List tasks and meetings by day", Description: "At most 2000 tasks and 1000 meetings, ordered by day and time of day in your time zone."}, d.apiCalendar)
}

// entryJSON is a task or a meeting in the calendar as programs see it.
type entryJSON struct {
	Kind        string     `json:"kind" enum:"task,meeting"`
	ID          db.ID      `json:"id" format:"uuid" doc:"Of the task, or of the note that is the meeting"`
	Title       string     `json:"title"`
	Day         string     `json:"day" format:"date" doc:"In your time zone"`
	At          *time.Time `json:"at" doc:"null for the whole day"`
	EndsAt      *time.Time `json:"ends_at"`
	Done        bool       `json:"done" doc:"Of a task"`
	Place       string     `json:"place" doc:"Of a meeting"`
	AssignedTo  *taskRef   `json:"assigned_to" doc:"Of a task"`
	Attendees   string     `json:"attendees" doc:"Of a meeting"`
	AttendeeIDs []db.ID    `json:"attendee_ids" doc:"The members among them"`
	Contact     db.ID      `json:"contact_id" format:"uuid" nullable:"true"`
	Company     db.ID      `json:"company_id" format:"uuid" nullable:"true"`
	Deal        db.ID      `json:"deal_id" format:"uuid" nullable:"true"`
}

type calendarIn struct {
	From string `query:"from" required:"true" doc:"The first day, YYYY-MM-DD"`
	To   string `query:"to" required:"true" doc:"The last day, a year later at most"`
	Who  string `query:"who" enum:"me,all" default:"me" doc:"Yours, or everybody's that you see"`
}

type calendarOut struct{ Body api.Page[entryJSON] }

// maxDays is how much of a calendar is answered at once.
const maxDays = 366

// span is what was asked for, in the reader's zone.
func (in *calendarIn) span(ctx context.Context, zone *time.Location) (s span, err error) {
	invalid := fault.Invalid{}
	for field, said := range map[string]struct {
		text string
		to   *time.Time
	}{"from": {in.From, &s.first}, "to": {in.To, &s.last}} {
		if *said.to, err = time.ParseInLocation(time.DateOnly, said.text, zone); err != nil {
			invalid.Add(field, i18n.T(ctx, "There is no such day. Write it as 2026-04-30."))
		}
	}
	s.last = s.last.AddDate(0, 0, 1)
	switch {
	case len(invalid) > 0:
	case !s.last.After(s.first):
		invalid.Add("to", i18n.T(ctx, "The last day is before the first."))
	case s.last.After(s.first.AddDate(0, 0, maxDays)):
		invalid.Add("to", i18n.T(ctx, "Ask for a year at most."))
	}
	return s, invalid.OrNil()
}

func (d *Domain) apiCalendar(ctx context.Context, in *calendarIn) (*calendarOut, error) {
	actor := account.ActorOf(ctx)
	s, err := in.span(ctx, actor.Zone)
	if err != nil {
		return nil, err
	}
	days, err := d.entries(ctx, actor, s, in.Who != "all")
	if err != nil {
		return nil, err
	}
	var all []entryJSON
	for day := s.first; day.Before(s.last); day = day.AddDate(0, 0, 1) {
		name := day.Format(time.DateOnly)
		for _, e := range days[name] {
			all = append(all, e.json(name))
		}
	}
	return &calendarOut{api.PageOf(all, "")}, nil
}

func (e entry) json(day string) entryJSON {
	if t := e.Task; e.isTask() {
		return entryJSON{Kind: "task", ID: t.ID, Title: t.Title, Day: day, At: api.MomentOrNil(t.DueAt), Done: t.IsDone(), AssignedTo: refOf(t.AssignedTo, t.AssigneeName),
			AttendeeIDs: []db.ID{}, Contact: t.ContactID, Company: t.CompanyID, Deal: t.DealID}
	}
	m := e.Meeting
	return entryJSON{Kind: activity.MeetingKind, ID: m.ID, Title: m.Title, Day: day, At: api.MomentOrNil(&m.At), EndsAt: api.MomentOrNil(m.EndsAt), Place: m.Says().Place,
		Attendees: m.Says().Attendees, AttendeeIDs: m.AttendeeIDs(), Contact: m.ContactID, Company: m.CompanyID, Deal: m.DealID}
}
