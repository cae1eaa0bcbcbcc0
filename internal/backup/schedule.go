package backup

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// maxRun is how long a scheduled backup may take.
const maxRun = 6 * time.Hour

// daily makes the backup that was due at a time. The time is part of what makes
// the job unique: there is one for each day, whatever the number of nodes and
// whichever way their clocks are set.
type daily struct {
	Due string `json:"due" river:"unique"`
}

func (daily) Kind() string { return "backup.daily" }

// Schedule makes a backup each day at s.At, local time, on one node. One that
// was missed while nothing ran is made up for at the next start.
func Schedule(q *jobs.Queue, s Settings, d *db.DB, log *slog.Logger) {
	at, err := ParseAt(s.At)
	if s.At == "" || err != nil { // settings are judged elsewhere
		jobs.Handle(q, func(context.Context, daily) error { return nil }) // one may be left from before
		return
	}
	jobs.HandleLong(q, maxRun, func(ctx context.Context, args daily) error { return run(ctx, s, d, log, args) })
	jobs.Daily(q, at, func(due time.Time) jobs.Args { return daily{due.Format(time.RFC3339)} })
}

// ParseAt reads a time of day such as 02:00.
func ParseAt(s string) (time.Duration, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf("write it as 02:00, or leave it empty for none")
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
}

func run(ctx context.Context, s Settings, d *db.DB, log *slog.Logger, args daily) error {
	due, err := time.Parse(time.RFC3339, args.Due)
	if err != nil {
		return nil // not a job of ours
	}
	if needed, err := isNeeded(ctx, d, due); err != nil || !needed {
		return err
	}
	res, err := Run(ctx, s, d)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	log.InfoContext(ctx, "backup made and verified", "file", res.Path, "bytes", res.Bytes, "rows", res.Manifest.Rows(), "took", res.Took)
	return nil
}

// isNeeded tells whether there was something to keep at the time, and no good
// backup has been made since.
func isNeeded(ctx context.Context, d *db.DB, due time.Time) (bool, error) {
	good, _, err := Last(ctx, d)
	if err != nil || good.StartedAt >= due.UnixMilli() {
		return false, err
	}
	n, err := db.Value[int64](ctx, d, `SELECT count(*) FROM workspaces WHERE created_at < $1`, due.UnixMilli())
	return n > 0, err
}
