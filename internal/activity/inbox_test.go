package activity_test

import (
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
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
	return desk{activity.New(d, nil), anna, boro, record(t, d, anna)}
}

func (k desk) inbox(t *testing.T, actor account.Actor) []activity.Notification {
	t.Helper()
	all, err := k.domain.Inbox.List(t.Context(), actor, true, db.ID{})
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

func TestDigest_IsPreparedOnceInTheMorning(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		if _, err := k.domain.Notes.Create(t.Context(), k.anna, k.on, activity.NoteInput{Body: "@" + k.boro.Name}); err != nil {
			t.Fatal(err)
		}
		morning := time.Now().In(k.boro.Zone)
		for morning.Hour() != 7 {
			morning = morning.Add(time.Hour)
		}
		for _, at := range []time.Time{morning.Add(time.Hour), morning, morning} {
			if err := k.domain.Digest(t.Context(), at); err != nil {
				t.Fatal(err)
			}
		}
		n, err := db.Value[int](t.Context(), d, `SELECT count(*) FROM digests`)
		if err != nil || n != 1 {
			t.Errorf("%d letters, %v", n, err)
		}
	})
}
