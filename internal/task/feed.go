package task

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"github.com/emersion/go-ical"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Feeds keeps the secret links of calendars, one for each member.
type Feeds struct{ db *db.DB }

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte("calendar\x00" + token))
	return sum[:]
}

type feedRow struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Member    db.ID          `db:"member_id"`
	Hash      []byte         `db:"hash"`
	CreatedAt int64          `db:"created_at"`
}

// Create makes the secret of the actor's link and returns it: it is not kept
// and cannot be shown again. A link they had before ends.
func (s *Feeds) Create(ctx context.Context, actor account.Actor) (token string, err error) {
	if actor.ReadOnly {
		return "", fault.Forbidden{}
	}
	secret := make([]byte, 32)
	rand.Read(secret) // never fails
	token = base64.RawURLEncoding.EncodeToString(secret)
	row := feedRow{actor.Workspace, db.NewID(), actor.Member, hashOf(token), time.Now().UnixMilli()}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := revoke(ctx, tx, actor); err != nil {
			return err
		}
		return db.Insert(ctx, tx, "calendar_feeds", &row)
	})
	return token, err
}

// Revoke ends the actor's link at once.
func (s *Feeds) Revoke(ctx context.Context, actor account.Actor) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error { return revoke(ctx, tx, actor) })
}

func revoke(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	_, err := tx.Exec(ctx, `DELETE FROM calendar_feeds WHERE workspace_id = $1 AND member_id = $2`, actor.Workspace, actor.Member)
	return err
}

// Since returns when the actor's link was made; 0 if there is none.
func (s *Feeds) Since(ctx context.Context, actor account.Actor) (int64, error) {
	all, err := db.Values[int64](ctx, s.db, `SELECT created_at FROM calendar_feeds WHERE workspace_id = $1 AND member_id = $2`, actor.Workspace, actor.Member)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	return all[0], nil
}

// find returns whose link a secret is.
func (s *Feeds) find(ctx context.Context, token string) (feedRow, error) {
	return db.Get[feedRow](ctx, s.db, `SELECT workspace_id, id, member_id, hash, created_at FROM calendar_feeds WHERE hash = $1`, hashOf(token))
}

// How far a feed looks.
const (
	feedBack  = 90 * 24 * time.Hour
	feedAhead = 366 * 24 * time.Hour
)

// writeFeed writes the actor's tasks and meetings as a calendar (RFC 5545).
func (d *Domain) writeFeed(ctx context.Context, actor account.Actor, w io.Writer, now time.Time) error {
	local := now.In(actor.Zone)
	s := span{first: local.Add(-feedBack), last: local.Add(feedAhead)}
	days, err := d.entries(ctx, actor, s, true)
	if err != nil {
		return err
	}
	cal := ical.NewCalendar()
	cal.Props.SetText(ical.PropVersion, "2.0")
	cal.Props.SetText(ical.PropProductID, "-//Kontor//Calendar//EN")
	cal.Props.SetText("X-WR-CALNAME", actor.WorkspaceName)
	for day, all := range days {
		for _, e := range all {
			cal.Children = append(cal.Children, e.event(day, actor.Zone, now).Component)
		}
	}
	if len(cal.Children) == 0 { // a calendar without components is not valid
		_, err := io.WriteString(w, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kontor//Calendar//EN\r\nEND:VCALENDAR\r\n")
		return err
	}
	if err := ical.NewEncoder(w).Encode(cal); err != nil {
		return fmt.Errorf("write calendar: %w", err)
	}
	return nil
}

// usual is how long something in the calendar takes that does not say.
const usual = 30 * time.Minute

// event is the entry for programs.
func (e entry) event(day string, zone *time.Location, now time.Time) *ical.Event {
	event := ical.NewEvent()
	event.Props.SetDateTime(ical.PropDateTimeStamp, now.UTC())
	title, id, text := e.Meeting.Title, e.Meeting.ID, e.Meeting.Body
	if e.isTask() {
		title, id, text = e.Task.Title, e.Task.ID, e.Task.Description
		if e.Task.IsDone() {
			title = "✓ " + title
		}
	} else if place := e.Meeting.Says().Place; place != "" {
		event.Props.SetText(ical.PropLocation, place)
	}
	event.Props.SetText(ical.PropUID, id.String()+"@kontor")
	event.Props.SetText(ical.PropSummary, title)
	if text != "" {
		event.Props.SetText(ical.PropDescription, text)
	}
	if e.At == 0 {
		date, _ := time.ParseInLocation(time.DateOnly, day, zone) // it was checked when it was kept
		event.Props.SetDate(ical.PropDateTimeStart, date)
		event.Props.SetDate(ical.PropDateTimeEnd, date.AddDate(0, 0, 1))
		return event
	}
	begins := time.UnixMilli(e.At).UTC()
	ends := begins.Add(usual)
	if e.EndsAt != nil && *e.EndsAt > e.At {
		ends = time.UnixMilli(*e.EndsAt).UTC()
	}
	event.Props.SetDateTime(ical.PropDateTimeStart, begins)
	event.Props.SetDateTime(ical.PropDateTimeEnd, ends)
	return event
}
