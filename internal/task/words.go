package task

import (
	"context"
	"time"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// label names a field of a task as its list does, unless its form has another
// word for it.
func label(ctx context.Context, field string) string {
	switch field {
	case "team_id":
		field = "team"
	case "contact_id":
		field = "contact"
	case "company_id":
		field = "company"
	case "deal_id":
		field = "deal"
	case "due_time", "due_at":
		return i18n.T(ctx, "Time")
	case "remind_before":
		return i18n.T(ctx, "Reminder")
	}
	if name, ok := entity().Label(ctx, field); ok {
		return name
	}
	return field
}

func typeName(ctx context.Context, key string) string {
	switch key {
	case "call":
		return i18n.T(ctx, "Call")
	case "email":
		return i18n.T(ctx, "E-mail")
	case "meeting":
		return i18n.T(ctx, "Meeting")
	case "deadline":
		return i18n.T(ctx, "Deadline")
	}
	return i18n.T(ctx, "To-do")
}

func typeIcon(key string) string {
	switch key {
	case "call":
		return "phone"
	case "email":
		return "mail"
	case "meeting":
		return "calendar"
	case "deadline":
		return "flag"
	}
	return "circle-check"
}

func priorityName(ctx context.Context, key string) string {
	switch key {
	case "low":
		return i18n.T(ctx, "Low priority")
	case "high":
		return i18n.T(ctx, "High priority")
	}
	return i18n.T(ctx, "Medium priority")
}

func statusName(ctx context.Context, key string) string {
	switch key {
	case InProgress:
		return i18n.T(ctx, "In progress")
	case Done:
		return i18n.T(ctx, "Done")
	}
	return i18n.T(ctx, "Not begun")
}

// repeatName says how often a task comes again, as far as it is a usual rule.
func repeatName(ctx context.Context, rule string) string {
	switch rule {
	case "":
		return i18n.T(ctx, "Does not repeat")
	case "FREQ=DAILY":
		return i18n.T(ctx, "Every day")
	case "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR":
		return i18n.T(ctx, "Every weekday")
	case "FREQ=WEEKLY":
		return i18n.T(ctx, "Every week")
	case "FREQ=WEEKLY;INTERVAL=2":
		return i18n.T(ctx, "Every two weeks")
	case "FREQ=MONTHLY":
		return i18n.T(ctx, "Every month")
	case "FREQ=MONTHLY;INTERVAL=3":
		return i18n.T(ctx, "Every quarter")
	case "FREQ=YEARLY":
		return i18n.T(ctx, "Every year")
	}
	return i18n.T(ctx, "By a rule: %s", rule)
}

func repeatOptions(ctx context.Context, current string) []ui.Option {
	rules := []string{"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY"}
	return optionsOf(ctx, rules, current, repeatName)
}

// optionsOf are the keys to choose from, and the current one if it is none of
// them.
func optionsOf(ctx context.Context, keys []string, current string, name func(context.Context, string) string) []ui.Option {
	var all []ui.Option
	known := current == ""
	for _, key := range keys {
		known = known || key == current
		all = append(all, ui.Option{Value: key, Label: name(ctx, key)})
	}
	if !known {
		all = append(all, ui.Option{Value: current, Label: name(ctx, current)})
	}
	return all
}

// remindName says how long before a task its reminder comes, in minutes.
func remindName(ctx context.Context, minutes int64) string {
	const hour, day = 60, 24 * 60
	switch {
	case minutes == 0:
		return i18n.T(ctx, "When it is due")
	case minutes%day == 0:
		return i18n.N(ctx, "%s day before", "%s days before", int(minutes/day))
	case minutes%hour == 0:
		return i18n.N(ctx, "%s hour before", "%s hours before", int(minutes/hour))
	}
	return i18n.N(ctx, "%s minute before", "%s minutes before", int(minutes))
}

// dueText writes when a task is due as short as a line needs it.
func dueText(ctx context.Context, t Task, now time.Time) string {
	zone := i18n.From(ctx).Zone
	day, clock := t.due(zone)
	if day == "" {
		return ""
	}
	date, ok := readDay(day, zone)
	if !ok || date == nil {
		return day
	}
	today := now.In(zone)
	name := ""
	switch day {
	case today.Format(time.DateOnly):
		if clock != "" {
			return clock
		}
		return i18n.T(ctx, "Today")
	case today.AddDate(0, 0, -1).Format(time.DateOnly):
		name = i18n.T(ctx, "Yesterday")
	case today.AddDate(0, 0, 1).Format(time.DateOnly):
		name = i18n.T(ctx, "Tomorrow")
	default:
		name = i18n.Date(ctx, *date)
		if date.Year() == today.Year() {
			name = i18n.DayMonth(ctx, *date)
		}
	}
	if clock != "" {
		name += ", " + clock
	}
	return name
}
