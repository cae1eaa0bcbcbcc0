package task

import (
	"fmt"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// parseRule reads the value of an RRULE that begins at the moment start.
// Repetitions below a day are refused: a task is done once a day at most.
func parseRule(rule string, start time.Time) (*rrule.RRule, error) {
	option, err := rrule.StrToROption(strings.ToUpper(rule))
	if err != nil {
		return nil, err
	}
	if option.Freq > rrule.DAILY {
		return nil, fmt.Errorf("repeats more than once a day")
	}
	option.Dtstart = start
	return rrule.NewRRule(*option)
}

// next returns when a repeating task is due again after it was done: the first
// time after it was due that is not in the past. ok is false when the rule has
// ended, or there is none.
func (t Task) next(now time.Time, zone *time.Location) (day string, at *int64, ok bool) {
	if t.Repeat == "" || t.DueDate == nil {
		return "", nil, false
	}
	start, err := time.ParseInLocation(time.DateOnly, *t.DueDate, zone)
	if err != nil {
		return "", nil, false
	}
	if t.DueAt != nil {
		start = time.UnixMilli(*t.DueAt).In(zone)
	}
	rule, err := parseRule(t.Repeat, start)
	if err != nil {
		return "", nil, false
	}
	from := start
	if today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone).Add(-time.Second); today.After(from) {
		from = today
	}
	due := rule.After(from, false)
	if due.IsZero() {
		return "", nil, false
	}
	if t.DueAt != nil {
		ms := due.UnixMilli()
		at = &ms
	}
	return due.Format(time.DateOnly), at, true
}

// left is the rule for the next task: one that counts has one time less.
func left(rule string) string {
	option, err := rrule.StrToROption(rule)
	if err != nil || option.Count == 0 {
		return rule
	}
	if option.Count <= 2 {
		return ""
	}
	parts := strings.Split(rule, ";")
	for i, part := range parts {
		if strings.HasPrefix(part, "COUNT=") {
			parts[i] = fmt.Sprintf("COUNT=%d", option.Count-1)
		}
	}
	return strings.Join(parts, ";")
}
