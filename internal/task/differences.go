package task

import (
	"context"
	"strconv"

	"kontor/internal/activity"
	"kontor/internal/kit/i18n"
)

// tracked is a field whose changes history keeps: value is what is compared
// and kept, label what a person reads where the value is an id.
type tracked struct {
	field        string
	value, label func(Task) string
}

func fields() []tracked {
	return []tracked{
		{field: "title", value: func(t Task) string { return t.Title }},
		{field: "description", value: func(t Task) string { return t.Description }},
		{field: "task_type", value: func(t Task) string { return t.TaskType }},
		{field: "priority", value: func(t Task) string { return t.Priority }},
		{field: "status", value: func(t Task) string { return t.Status }},
		{field: "due_date", value: func(t Task) string { return orEmpty(t.DueDate) }},
		{field: "due_at", value: func(t Task) string { return number(t.DueAt) }},
		{field: "repeat", value: func(t Task) string { return t.Repeat }},
		{field: "remind_before", value: func(t Task) string { return number(t.RemindBefore) }},
		{field: "assigned_to", value: func(t Task) string { return t.AssignedTo.String() }, label: func(t Task) string { return t.AssigneeName }},
		{field: "team", value: func(t Task) string { return t.TeamID.String() }, label: func(t Task) string { return t.TeamName }},
		{field: "contact", value: func(t Task) string { return t.ContactID.String() }, label: func(t Task) string { return t.ContactName }},
		{field: "company", value: func(t Task) string { return t.CompanyID.String() }, label: func(t Task) string { return t.CompanyName }},
		{field: "deal", value: func(t Task) string { return t.DealID.String() }, label: func(t Task) string { return t.DealName }},
	}
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

// differences returns a line of history for every field that differs.
func differences(old, now Task) []activity.Change {
	var all []activity.Change
	for _, f := range fields() {
		before, after := f.value(old), f.value(now)
		if before == after {
			continue
		}
		c := activity.Change{Kind: Kind, Record: old.ID, Action: activity.Updated, At: now.UpdatedAt, Field: f.field, Old: before, New: after}
		if f.label != nil {
			c.OldLabel, c.NewLabel = f.label(old), f.label(now)
		}
		all = append(all, c)
	}
	return all
}

// Describe says in words what a line of a task's history changed.
func Describe(ctx context.Context, c activity.Change) activity.Words {
	from, to := c.Old, c.New
	if c.OldLabel != "" || c.NewLabel != "" {
		from, to = c.OldLabel, c.NewLabel
	}
	return activity.Words{Field: label(ctx, c.Field), From: shown(ctx, c.Field, from), To: shown(ctx, c.Field, to)}
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
