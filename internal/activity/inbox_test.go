package activity_test

import (
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/secret"
)

// desk is two colleagues and a record of the first.
type desk struct {
	domain     *activity.Domain
	anna, boro account.Actor
	on         activity.Subject
}

func newDesk(t *testing.T, d *db.DB) desk {
	t.Helper()
	anna := accounttest.Actor(t, d, account.Owner)
	boro := accounttest.Member(t, d, anna, account.User)
	domain := activity.New(d, nil)
	domain.Outbox, domain.Site = account.New(d, account.Config{Secret: []byte(strings.Repeat("s", 32)), Box: box(), DefaultLang: "en", Log: slog.New(slog.DiscardHandler)}).Outbox, "https://crm.example"
	return desk{domain, anna, boro, record(t, d, anna)}
}

func (k desk) inbox(t *testing.T, actor account.Actor) []activity.Notification {
	t.Helper()
	all, err := k.domain.Inbox.List(t.Context(), actor, true, db.ID{}, 50)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestMention_TellsTheMemberOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		note, err := k.domain.Notes.Create(t.Context(), k.anna, k.on, activity.NoteInput{Body: "Look, @" + strings.ToUpper(k.boro.Name) + ", and @nobody"})
		if err != nil {
			t.Fatal(err)
		}
		all := k.inbox(t, k.boro)
		if len(all) != 1 || all[0].Event != activity.Mentioned || all[0].Title != "Anna" || all[0].ActorName != k.anna.Name {
			t.Fatalf("%+v", all)
		}
		in := note.Input(k.anna.Zone)
		in.Body += ". Soon."
		if _, err := k.domain.Notes.Update(t.Context(), k.anna, note.ID, in); err != nil {
			t.Fatal(err)
		}
		if again := k.inbox(t, k.boro); len(again) != 1 {
			t.Errorf("told %d times", len(again))
		}
		if mine := k.inbox(t, k.anna); len(mine) != 0 {
			t.Errorf("told of one's own: %+v", mine)
		}
		if _, err := k.domain.Inbox.Read(t.Context(), k.anna, all[0].ID, true); err == nil {
			t.Error("read somebody else's")
		}
		if n, err := k.domain.Inbox.ReadAll(t.Context(), k.boro); err != nil || n != 1 {
			t.Errorf("%d %v", n, err)
		}
		if n, err := k.domain.Inbox.Unread(t.Context(), k.boro); err != nil || n != 0 {
			t.Errorf("%d unread, %v", n, err)
		}
	})
}

func TestMention_IsNotToldToWhoDoesNotWant(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		if err := k.domain.Inbox.SetWishes(t.Context(), k.boro, []activity.Wish{{Event: activity.Mentioned}}); err != nil {
			t.Fatal(err)
		}
		if _, err := k.domain.Notes.Create(t.Context(), k.anna, k.on, activity.NoteInput{Body: "@" + k.boro.Name}); err != nil {
			t.Fatal(err)
		}
		if all := k.inbox(t, k.boro); len(all) != 0 {
			t.Errorf("%+v", all)
		}
	})
}

func TestCall_AndMeetingAreLogged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		minutes := int64(14)
		call, err := k.domain.Notes.Create(t.Context(), k.anna, k.on, activity.NoteInput{Kind: activity.CallKind, Direction: "in", Result: "reached",
			Date: "2026-04-10", Clock: "09:30", Minutes: &minutes, Body: "Budget signed off"})
		if err != nil {
			t.Fatal(err)
		}
		if call.Says().Direction != "in" || *call.EndsAt-call.At != 14*60_000 || time.UnixMilli(call.At).UTC().Format("2006-01-02 15:04") != "2026-04-10 06:30" {
			t.Errorf("%+v %s", call, call.Details)
		}
		for _, bad := range []activity.NoteInput{
			{Kind: activity.MeetingKind}, {Kind: activity.CallKind, Direction: "sideways"}, {Kind: "dance"}, {Kind: activity.CallKind, Date: "2026-02-30"}, {Body: " "},
		} {
			if _, err := k.domain.Notes.Create(t.Context(), k.anna, k.on, bad); err == nil {
				t.Errorf("accepted %+v", bad)
			}
		}
		in := call.Input(k.anna.Zone)
		in.Date, in.Result = "2026-04-11", "voicemail"
		if _, err := k.domain.Notes.Update(t.Context(), k.anna, call.ID, in); err != nil {
			t.Fatal(err)
		}
		if _, err := k.domain.Notes.Create(t.Context(), k.anna, k.on, activity.NoteInput{Kind: activity.MeetingKind, Title: "Kick-off", Place: "Plovdiv"}); err != nil {
			t.Fatal(err)
		}
		for show, want := range map[string]int{activity.ShowCalls: 1, activity.ShowMeetings: 1, activity.ShowNotes: 0} {
			story, err := k.domain.History.Story(t.Context(), k.anna, k.on, show, "")
			if err != nil || len(story.Items) != want {
				t.Errorf("%s: %d items, %v", show, len(story.Items), err)
			}
		}
	})
}

// box seals the mails of a desk.
func box() *secret.Box { return secret.New([]byte(strings.Repeat("s", 32))) }

// letters are the mails of the day that were posted, opened.
func (k desk) letters(t *testing.T, d *db.DB) []account.Mail {
	t.Helper()
	all, err := db.Select[account.Mail](t.Context(), d, `SELECT workspace_id, id, kind, address, subject, body, created_at, sent_at FROM outbox WHERE workspace_id = $1 AND kind = 'digest'`, k.boro.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range all {
		if all[i].Body, err = box().Open("mail|"+m.ID.String(), m.Body); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// morning is a moment at which it is seven where somebody is.
func morning(zone *time.Location) time.Time {
	at := time.Now().In(zone)
	for at.Hour() != 7 {
		at = at.Add(time.Hour)
	}
	return at
}

func TestDigest_IsPostedOnceInTheMorning(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE users SET language = 'bg' WHERE id = $1`, k.boro.User)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.domain.Notes.Create(t.Context(), k.anna, k.on, activity.NoteInput{Body: "@" + k.boro.Name}); err != nil {
			t.Fatal(err)
		}
		seven := morning(k.boro.Zone)
		var nodes sync.WaitGroup
		for _, at := range []time.Time{seven.Add(time.Hour), seven, seven, seven} {
			nodes.Go(func() {
				if err := k.domain.Digest(t.Context(), at); err != nil {
					t.Error(err)
				}
			})
		}
		nodes.Wait()
		all := k.letters(t, d)
		if len(all) != 1 {
			t.Fatalf("%d letters", len(all))
		}
		m := all[0]
		if m.Subject != "1 непрочетено известие" || !strings.Contains(m.Body, "Anna") || !strings.Contains(m.Body, "https://crm.example/contacts/"+k.on.ID.String()) {
			t.Errorf("%s to %s: %s", m.Subject, m.To, m.Body)
		}
	})
}

func TestDigest_SaysNothingThatIsNotWanted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		if err := k.domain.Digest(t.Context(), morning(k.boro.Zone)); err != nil {
			t.Fatal(err)
		}
		if err := k.domain.Inbox.SetWishes(t.Context(), k.boro, []activity.Wish{{Event: activity.Mentioned, Inbox: true}}); err != nil {
			t.Fatal(err)
		}
		if _, err := k.domain.Notes.Create(t.Context(), k.anna, k.on, activity.NoteInput{Body: "@" + k.boro.Name}); err != nil {
			t.Fatal(err)
		}
		if err := k.domain.Digest(t.Context(), morning(k.boro.Zone)); err != nil {
			t.Fatal(err)
		}
		if all := k.letters(t, d); len(all) != 0 {
			t.Errorf("%d letters, %q", len(all), all[0].Body)
		}
	})
}
