package activity

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
)

// digestHour is when the letter of the day is prepared, in the member's zone.
const digestHour = 7

// prepareDigests writes the letters of the day for those whose morning it is.
type prepareDigests struct{}

func (prepareDigests) Kind() string { return "notification.digest" }

func (d *Domain) digestJobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, _ prepareDigests) error { return d.Digest(ctx, time.Now()) })
	jobs.Every(q, time.Hour, func() jobs.Args { return prepareDigests{} })
}

// reader is a member with something unread, and where they live.
type reader struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Member    db.ID          `db:"id"`
	Zone      string         `db:"timezone"`
	Lang      string         `db:"language"`
}

// Digest prepares a letter for every member whose morning it is at the moment
// now and who has unread notifications of the last day; once a day for each.
func (d *Domain) Digest(ctx context.Context, now time.Time) error {
	since := now.Add(-24 * time.Hour).UnixMilli()
	all, err := db.Select[reader](ctx, d.db, `SELECT m.workspace_id, m.id, u.timezone, u.language FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.active AND EXISTS (SELECT 1 FROM notifications n WHERE n.workspace_id = m.workspace_id AND n.member_id = m.id AND n.read_at IS NULL
		AND n.created_at > $1)`, since)
	if err != nil {
		return fmt.Errorf("read whom to write: %w", err)
	}
	for _, m := range all {
		zone, err := time.LoadLocation(m.Zone)
		if err != nil {
			zone = time.UTC
		}
		local := now.In(zone)
		if local.Hour() != digestHour {
			continue
		}
		if err := d.digest(i18n.With(ctx, i18n.Locale{Lang: m.Lang, Zone: zone}), m, local, since); err != nil {
			return err
		}
	}
	return nil
}

func (d *Domain) digest(ctx context.Context, m reader, local time.Time, since int64) error {
	actor := account.Actor{Workspace: m.Workspace, Member: m.Member}
	unread, err := d.Inbox.List(ctx, actor, true, db.ID{})
	if err != nil {
		return err
	}
	wishes, err := d.Inbox.Wishes(ctx, actor)
	if err != nil {
		return err
	}
	wants := map[string]bool{}
	for _, w := range wishes {
		wants[w.Event] = w.Digest
	}
	var lines []string
	for _, n := range unread {
		if wants[n.Event] && n.CreatedAt > since {
			lines = append(lines, "- "+n.text(ctx))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	subject := i18n.N(ctx, "%s notification is unread", "%s notifications are unread", len(lines))
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO digests (workspace_id, member_id, day, subject, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (workspace_id, member_id, day) DO NOTHING`, m.Workspace, m.Member, local.Format(time.DateOnly), subject, strings.Join(lines, "\n"), local.UnixMilli())
		return err
	})
}
