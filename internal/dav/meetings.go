package dav

import (
	"context"
	"encoding/xml"
	"slices"
	"time"

	"github.com/emersion/go-ical"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// meetings are those that the member noted, as VEVENT. A meeting belongs to a
// record, so none is made on a phone.
type meetings struct{ shelf *activity.Notes }

// How far a phone looks.
const (
	meetingsBack  = 90 * 24 * time.Hour
	meetingsAhead = 366 * 24 * time.Hour
)

func (m *meetings) about(ctx context.Context) about {
	return about{kind: "note", title: i18n.T(ctx, "Meetings"), ending: ".ics", media: calendarMedia, data: xml.Name{Space: nsCal, Local: "calendar-data"},
		types: "<C:calendar/>", props: components(ical.CompEvent), colour: "#4F46E5FF"}
}

func (m *meetings) list(ctx context.Context, actor account.Actor, only []db.ID, texts bool, uids map[db.ID]string) ([]object, error) {
	now := time.Now()
	found, err := m.shelf.Meetings(ctx, actor, now.Add(-meetingsBack).UnixMilli(), now.Add(meetingsAhead).UnixMilli(), true)
	if err != nil {
		return nil, err
	}
	var all []object
	for _, n := range found {
		if only != nil && !slices.Contains(only, n.ID) {
			continue
		}
		o := object{ID: n.ID, Version: n.Version}
		if texts {
			if o.Text, err = calendarText(event(n, uidOf(uids, n.ID, "@kontor"))); err != nil {
				return nil, err
			}
		}
		all = append(all, o)
	}
	return all, nil
}

// usual is how long a meeting takes that does not say.
const usual = 30 * time.Minute

// event writes a meeting.
func event(n activity.Note, uid string) *ical.Component {
	c := component(ical.CompEvent, uid, n.CreatedAt, n.UpdatedAt)
	c.Props.SetText(ical.PropSummary, n.Title)
	optional(c, ical.PropDescription, n.Body)
	optional(c, ical.PropLocation, n.Says().Place)
	begins := time.UnixMilli(n.At).UTC()
	ends := begins.Add(usual)
	if n.EndsAt != nil && *n.EndsAt > n.At {
		ends = time.UnixMilli(*n.EndsAt).UTC()
	}
	c.Props.SetDateTime(ical.PropDateTimeStart, begins)
	c.Props.SetDateTime(ical.PropDateTimeEnd, ends)
	return c
}

func (m *meetings) put(ctx context.Context, actor account.Actor, id db.ID, version int64, text []byte, _ naming) error {
	if id.IsZero() {
		return fault.Forbidden{}
	}
	c, err := readComponent(text, ical.CompEvent)
	if err != nil {
		return err
	}
	n, err := m.shelf.Get(ctx, actor, id)
	if err != nil {
		return err
	}
	in := n.Input(actor.Zone)
	in.Version = version
	in.Title, in.Body, in.Place = textOf(c, ical.PropSummary), textOf(c, ical.PropDescription), textOf(c, ical.PropLocation)
	begins, day, clock := when(c, ical.PropDateTimeStart, actor.Zone)
	in.Date, in.Clock = day, clock
	if ends, _, _ := when(c, ical.PropDateTimeEnd, actor.Zone); ends.After(begins) {
		minutes := int64(ends.Sub(begins) / time.Minute)
		in.Minutes = &minutes
	}
	_, err = m.shelf.Update(ctx, actor, id, in)
	return err
}

func (m *meetings) remove(ctx context.Context, actor account.Actor, id db.ID, version int64) error {
	_, err := m.shelf.Delete(ctx, actor, id, version)
	return err
}
