package task

import (
	"context"
	"strconv"

	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// trackedWith are the fields whose changes history keeps, with those the
// workspace added.
func trackedWith(set *customfield.Set) []record.Tracked[Task] {
	return append([]record.Tracked[Task]{
		{Field: "title", Value: func(t Task) string { return t.Title }},
		{Field: "description", Value: func(t Task) string { return t.Description }},
		{Field: "task_type", Value: func(t Task) string { return t.TaskType }},
		{Field: "priority", Value: func(t Task) string { return t.Priority }},
		{Field: "status", Value: func(t Task) string { return t.Status }},
		{Field: "due_date", Value: func(t Task) string { return orEmpty(t.DueDate) }},
		{Field: "due_at", Value: func(t Task) string { return number(t.DueAt) }},
		{Field: "repeat", Value: func(t Task) string { return t.Repeat }},
		{Field: "remind_before", Value: func(t Task) string { return number(t.RemindBefore) }},
		{Field: "assigned_to", Value: func(t Task) string { return t.AssignedTo.String() }, Label: func(t Task) string { return t.AssigneeName }},
		{Field: "team", Value: func(t Task) string { return t.TeamID.String() }, Label: func(t Task) string { return t.TeamName }},
		{Field: "contact", Value: func(t Task) string { return t.ContactID.String() }, Label: func(t Task) string { return t.ContactName }},
		{Field: "company", Value: func(t Task) string { return t.CompanyID.String() }, Label: func(t Task) string { return t.CompanyName }},
		{Field: "deal", Value: func(t Task) string { return t.DealID.String() }, Label: func(t Task) string { return t.DealName }},
	}, record.CustomTracked(set, func(t Task) customfield.Values { return t.Extra })...)
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func number(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// differences returns a line of history for every field that the draft
// changes.
func (d *draft) differences() []activity.Change {
	return record.ChangesOf(trackedWith(d.Extra.Set()), Kind, d.ID, d.batch, d.UpdatedAt, d.old, d.Task)
}

// shown writes a value as history keeps it for the reader.
func shown(ctx context.Context, field, value string) string {
	if value == "" {
		return ""
	}
	switch field {
	case "task_type":
		return typeName(ctx, value)
	case "priority":
		return priorityName(ctx, value)
	case "status":
		return statusName(ctx, value)
	case "due_date":
		return i18n.ISODate(ctx, value)
	case "due_at":
		if ms, err := strconv.ParseInt(value, 10, 64); err == nil {
			return i18n.Clock(ctx, ms)
		}
	case "repeat":
		return repeatName(ctx, value)
	case "remind_before":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return remindName(ctx, n)
		}
	}
	return value
}
