package activity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
)

// digestHour is when the letter of the day is posted, in the member's zone.
const digestHour = 7

// postDigests posts the letters of the day to those whose morning it is.
type postDigests struct{}

func (postDigests) Kind() string { return "notification.digest" }

func (d *Domain) digestJobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, _ postDigests) error { return d.Digest(ctx, time.Now()) })
	jobs.Every(q, time.Hour, func() jobs.Args { return postDigests{} })
}

// reader is a member with something unread, and where they live.
type reader struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Member    db.ID          `db:"id"`
	Zone      string         `db:"timezone"`
	Lang      string         `db:"language"`
	Address   string         `db:"email"`
}

// Digest posts a letter to every member whose morning it is at the moment
// now and who has unread notifications of the last day; once a day for each.
func (d *Domain) Digest(ctx context.Context, now time.Time) error {
	since := now.Add(-24 * time.Hour).UnixMilli()
	all, err := db.Select[reader](ctx, d.db, `SELECT m.workspace_id, m.id, u.timezone, u.language, u.email FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.active AND u.active AND EXISTS (SELECT 1 FROM notifications n WHERE n.workspace_id = m.workspace_id AND n.member_id = m.id AND n.read_at IS NULL
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

// digest posts the letter of the day, if there is something to tell and nobody
// has posted it yet.
func (d *Domain) digest(ctx context.Context, m reader, local time.Time, since int64) error {
	told, err := d.wanted(ctx, m, since)
	if err != nil || len(told) == 0 {
		return err
	}
	mail := account.Mail{Workspace: m.Workspace, Kind: "digest", To: m.Address, Body: d.letter(ctx, told),
		Subject: i18n.N(ctx, "%s notification is unread", "%s notifications are unread", len(told))}
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `INSERT INTO digests (workspace_id, member_id, day, created_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (workspace_id, member_id, day) DO NOTHING`, m.Workspace, m.Member, local.Format(time.DateOnly), local.UnixMilli())
		if err != nil || n == 0 {
			return err
		}
		return d.Outbox.Post(ctx, tx, mail)
	})
}

// wanted are the unread notifications since then that the member wants in a
// letter.
func (d *Domain) wanted(ctx context.Context, m reader, since int64) ([]Notification, error) {
	actor := account.Actor{Workspace: m.Workspace, Member: m.Member}
	unread, err := d.Inbox.List(ctx, actor, true, db.ID{}, inboxPage+1)
	if err != nil {
		return nil, err
	}
	wishes, err := d.Inbox.Wishes(ctx, actor)
	if err != nil {
		return nil, err
	}
	wants := map[string]bool{}
	for _, w := range wishes {
		wants[w.Event] = w.Digest
	}
	return slices.DeleteFunc(unread, func(n Notification) bool { return !wants[wish(n.Event)] || n.CreatedAt <= since }), nil
}

// letter says what happened, with the time and where it leads.
func (d *Domain) letter(ctx context.Context, told []Notification) string {
	var b strings.Builder
	for _, n := range told {
		fmt.Fprintf(&b, "- %s, %s\n", n.text(ctx), i18n.Time(ctx, n.CreatedAt))
		if d.Site != "" {
			fmt.Fprintf(&b, "  %s%s\n", d.Site, n.Subject().Path())
		}
	}
	if d.Site != "" {
		fmt.Fprintf(&b, "\n%s\n%s/settings/notifications\n", i18n.T(ctx, "Which letters you get is said here:"), d.Site)
	}
	return b.String()
}
