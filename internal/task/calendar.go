package task

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
)

// maxShown is how many tasks a calendar shows.
const maxShown = 2000

// span is the days that a calendar shows: from the first up to and not
// including the last, in the reader's zone.
type span struct {
	first, last time.Time
	day         time.Time // that was asked for
	week        bool      // not the whole month
}

// spanOf returns the whole weeks around a day, which begin on Monday.
func spanOf(day time.Time, week bool) span {
	from := day
	if !week {
		from = time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, day.Location())
	}
	to := from.AddDate(0, 0, 1)
	if !week {
		to = from.AddDate(0, 1, 0)
	}
	first := from.AddDate(0, 0, -(int(from.Weekday())+6)%7)
	last := first
	for last.Before(to) {
		last = last.AddDate(0, 0, 7)
	}
	return span{first, last, day, week}
}

// entry is one thing in the calendar: a task or a meeting.
type entry struct {
	At      int64 // 0 for the whole day
	EndsAt  *int64
	Task    Task
	Meeting activity.Note
}

func (e entry) isTask() bool { return !e.Task.ID.IsZero() }

// entries returns what lies in a span, by day; of everybody if own is false.
func (d *Domain) entries(ctx context.Context, actor account.Actor, s span, own bool) (map[string][]entry, error) {
	tasks, err := d.Tasks.between(ctx, actor, s, own)
	if err != nil {
		return nil, err
	}
	meetings, err := d.activity.Notes.Meetings(ctx, actor, s.first.UnixMilli(), s.last.UnixMilli(), own)
	if err != nil {
		return nil, err
	}
	days := map[string][]entry{}
	for _, t := range tasks {
		day, _ := t.due(actor.Zone)
		e := entry{Task: t}
		if t.DueAt != nil {
			e.At = *t.DueAt
		}
		days[day] = append(days[day], e)
	}
	for _, m := range meetings {
		day := time.UnixMilli(m.At).In(actor.Zone).Format(time.DateOnly)
		days[day] = append(days[day], entry{At: m.At, EndsAt: m.EndsAt, Meeting: m})
	}
	for _, all := range days {
		slices.SortStableFunc(all, func(a, b entry) int { return int(a.At/60_000 - b.At/60_000) })
	}
	return days, nil
}

// between returns the tasks that are due in a span.
func (s *Tasks) between(ctx context.Context, actor account.Actor, days span, own bool) ([]Task, error) {
	sql := query(actor, here)
	sql.S(" AND t.due_date >= ").P(days.first.AddDate(0, 0, -1).Format(time.DateOnly)).S(" AND t.due_date <= ").P(days.last.Format(time.DateOnly))
	if own {
		sql.S(" AND t.owner_id = ").P(actor.Member)
	}
	sql.S(" ORDER BY t.due_date, t.id LIMIT ").P(maxShown)
	all, err := db.Select[Task](ctx, s.db, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read tasks of calendar: %w", err)
	}
	return all, nil
}
