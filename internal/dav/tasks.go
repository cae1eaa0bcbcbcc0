package dav

import (
	"context"
	"encoding/xml"
	"strconv"
	"time"

	"github.com/emersion/go-ical"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/task"
)

// tasks are the member's own, as VTODO.
type tasks struct{ shelf *task.Tasks }

func (t *tasks) about(ctx context.Context) about {
	return about{kind: task.Kind, title: i18n.T(ctx, "Tasks"), ending: ".ics", media: calendarMedia, data: xml.Name{Space: nsCal, Local: "calendar-data"},
		types: "<C:calendar/>", props: components(ical.CompToDo), colour: "#0F766EFF"}
}

func (t *tasks) list(ctx context.Context, actor account.Actor, only []db.ID, texts bool, uids map[db.ID]string) ([]object, error) {
	found, err := t.shelf.OnPhone(ctx, actor, only, time.Now())
	if err != nil {
		return nil, err
	}
	all := make([]object, len(found))
	for i, one := range found {
		all[i] = object{ID: one.ID, Version: one.Version}
		if !texts {
			continue
		}
		if all[i].Text, err = calendarText(todo(one, uidOf(uids, one.ID, "@kontor"))); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// todo writes a task.
func todo(t task.Task, uid string) *ical.Component {
	c := component(ical.CompToDo, uid, t.CreatedAt, t.UpdatedAt)
	c.Props.SetText(ical.PropSummary, t.Title)
	optional(c, ical.PropDescription, t.Description)
	c.Props.SetText(ical.PropStatus, map[string]string{task.Done: "COMPLETED", task.InProgress: "IN-PROCESS"}[t.Status])
	if t.Status == task.Open {
		c.Props.SetText(ical.PropStatus, "NEEDS-ACTION")
	}
	set(c, ical.PropPriority, map[string]string{"high": "1", "medium": "5", "low": "9"}[t.Priority])
	switch {
	case t.DueAt != nil:
		c.Props.SetDateTime(ical.PropDue, time.UnixMilli(*t.DueAt).UTC())
	case t.DueDate != nil:
		day, _ := time.Parse(time.DateOnly, *t.DueDate) // it was checked when it was kept
		c.Props.SetDate(ical.PropDue, day)
	}
	if t.CompletedAt != nil {
		c.Props.SetDateTime(ical.PropCompleted, time.UnixMilli(*t.CompletedAt).UTC())
		set(c, ical.PropPercentComplete, "100")
	}
	set(c, ical.PropRecurrenceRule, t.Repeat)
	if t.RemindBefore != nil && t.DueDate != nil && !t.IsDone() {
		c.Children = append(c.Children, alarm(t.Title, *t.RemindBefore))
	}
	return c
}

// set writes a value as it stands, where there is one.
func set(c *ical.Component, name, value string) {
	if value == "" {
		return
	}
	p := ical.NewProp(name)
	p.Value = value
	c.Props.Set(p)
}

// alarm is the reminder, for the phone to give.
func alarm(title string, minutes int64) *ical.Component {
	c := ical.NewComponent(ical.CompAlarm)
	c.Props.SetText(ical.PropAction, "DISPLAY")
	c.Props.SetText(ical.PropDescription, title)
	p := ical.NewProp(ical.PropTrigger)
	p.Value = "-PT" + strconv.FormatInt(minutes, 10) + "M"
	p.Params.Set(ical.ParamRelated, "END")
	c.Props.Set(p)
	return c
}

func (t *tasks) put(ctx context.Context, actor account.Actor, id db.ID, version int64, text []byte, made naming) error {
	c, err := readComponent(text, ical.CompToDo)
	if err != nil {
		return err
	}
	if id.IsZero() {
		in := task.NewInput(actor)
		take(&in, c, actor.Zone)
		_, err := t.shelf.CreateAnd(ctx, actor, in, func(tx *db.Tx, id db.ID) error { return made(tx, id, textOf(c, ical.PropUID)) })
		return err
	}
	_, err = t.shelf.Patch(ctx, actor, id, func(old task.Task) (task.TaskInput, error) {
		in := old.Input(actor.Zone)
		in.Version = version
		take(&in, c, actor.Zone)
		return in, nil
	})
	return err
}

// take puts what a VTODO says into a task.
func take(in *task.TaskInput, c *ical.Component, zone *time.Location) {
	in.Title, in.Description = textOf(c, ical.PropSummary), textOf(c, ical.PropDescription)
	_, in.DueDate, in.DueTime = when(c, ical.PropDue, zone)
	in.Repeat = textOf(c, ical.PropRecurrenceRule)
	if in.DueDate == "" {
		in.Repeat = ""
	}
	switch {
	case textOf(c, ical.PropStatus) == "COMPLETED", c.Props.Get(ical.PropCompleted) != nil && textOf(c, ical.PropStatus) == "":
		in.Status = task.Done
	case textOf(c, ical.PropStatus) == "IN-PROCESS":
		in.Status = task.InProgress
	default:
		in.Status = task.Open
	}
	if p, err := strconv.Atoi(textOf(c, ical.PropPriority)); err == nil && p > 0 {
		in.Priority = map[bool]string{true: "high", false: "low"}[p < 5]
		if p == 5 {
			in.Priority = "medium"
		}
	}
}

func (t *tasks) remove(ctx context.Context, actor account.Actor, id db.ID, version int64) error {
	_, err := t.shelf.Delete(ctx, actor, id, version)
	return err
}
