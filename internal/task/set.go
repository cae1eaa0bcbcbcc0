package task

import (
	"context"
	"strconv"
	"strings"
	"time"

	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// Set puts a text into a field; see record.Editable.
func (in *TaskInput) Set(ctx context.Context, field, text string) error {
	if to := in.idOf(field); to != nil {
		id, err := db.ParseID(strings.TrimSpace(text))
		if err != nil && strings.TrimSpace(text) != "" {
			return fault.Invalid{field: i18n.T(ctx, "Choose one from the list.")}
		}
		*to = id
		return nil
	}
	if to := in.textOf(field); to != nil {
		*to = text
		return nil
	}
	switch field {
	case "due_at":
		return in.setMoment(ctx, text)
	case "remind_before":
		return in.setReminder(ctx, text)
	}
	if record.SetCustom(&in.Custom, field, text) {
		return nil
	}
	return fault.Invalid{field: i18n.T(ctx, "There is no such field.")}
}

// Text is a field as Set reads it.
func (in *TaskInput) Text(field string) string {
	if to := in.idOf(field); to != nil {
		return to.String()
	}
	if to := in.textOf(field); to != nil {
		return *to
	}
	switch field {
	case "due_at":
		return in.moment()
	case "remind_before":
		return number(in.RemindBefore)
	}
	if customfield.IsKey(field) {
		return in.Custom[field]
	}
	return ""
}

func (in *TaskInput) idOf(field string) *db.ID {
	switch field {
	case "assigned_to":
		return &in.AssignedTo
	case "team":
		return &in.TeamID
	case "contact":
		return &in.ContactID
	case "company":
		return &in.CompanyID
	case "deal":
		return &in.DealID
	}
	return nil
}

func (in *TaskInput) textOf(field string) *string {
	switch field {
	case "title":
		return &in.Title
	case "description":
		return &in.Description
	case "task_type":
		return &in.TaskType
	case "priority":
		return &in.Priority
	case "status":
		return &in.Status
	case "due_date":
		return &in.DueDate
	case "repeat":
		return &in.Repeat
	}
	return nil
}

// moment is when the task is due as history keeps it, in milliseconds; empty
// where no time of day is said.
func (in *TaskInput) moment() string {
	at, err := time.ParseInLocation(time.DateOnly+" 15:04", in.DueDate+" "+in.DueTime, in.zone())
	if err != nil {
		return ""
	}
	return strconv.FormatInt(at.UnixMilli(), 10)
}

func (in *TaskInput) zone() *time.Location {
	if in.in == nil {
		return time.UTC
	}
	return in.in
}

// setMoment takes what history kept of a time of day.
func (in *TaskInput) setMoment(ctx context.Context, text string) error {
	if text == "" {
		in.DueTime = ""
		return nil
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return fault.Invalid{"due_time": i18n.T(ctx, "This is not a time of day. Write it like 14:30.")}
	}
	at := time.UnixMilli(ms).In(in.zone())
	in.DueDate, in.DueTime = at.Format(time.DateOnly), at.Format("15:04")
	return nil
}

func (in *TaskInput) setReminder(ctx context.Context, text string) error {
	if text == "" {
		in.RemindBefore = nil
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return fault.Invalid{"remind_before": i18n.T(ctx, "Choose a reminder up to a year before.")}
	}
	in.RemindBefore = &n
	return nil
}
