package task_test

import (
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/task"
)

func TestCalendar_ShowsTasksAndMeetings(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.User))
		person := v.post("/contacts/new", "first_name", "Anna").location()
		v.post("/tasks/new", "title", "Whole day", "due_date", "2026-04-14").location()
		v.post("/tasks/new", "title", "At three", "due_date", "2026-04-14", "due_time", "15:00").location()
		v.post(person+"/notes", "kind", "meeting", "title", "Kick-off", "on_date", "2026-04-15", "at_time", "10:00", "minutes", "90", "place", "Plovdiv").location()
		v.get("/calendar?day=2026-04-01").is(200).has("April 2026", "Whole day", "15:00", "At three", "10:00", "Kick-off", "/tasks/new?due_date=2026-04-14")
		v.get("/calendar?day=2026-04-14&view=week").is(200).has("13 Apr 2026", "Kick-off")
		v.get("/calendar?day=2026-05-20&view=week").is(200).lacks("Kick-off")
		v.get("/calendar?day=nonsense").is(200)
		v.get(person+"?show=meetings").is(200).has("noted a meeting: Kick-off", "90 minutes", "Plovdiv")
		colleague := h.visitor(t, accounttest.Member(t, d, v.actor, account.User))
		colleague.get("/calendar?day=2026-04-01").is(200).lacks("At three", "Kick-off")
		colleague.get("/calendar?day=2026-04-01&who=all").is(200).has("At three", "Kick-off")
		h.visitor(t, accounttest.Stranger(t, d)).get("/calendar?day=2026-04-01&who=all").is(200).lacks("At three", "Kick-off")
	})
}

func TestFeed_IsReadByASecretLinkUntilItEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.User))
		v.post("/tasks/new", "title", "Срок; с, знаци", "due_date", today(v, 3)).location()
		v.post("/tasks/new", "title", "Call", "due_date", today(v, 4), "due_time", "15:30").location()
		page := v.post("/calendar/feed").is(200)
		_, rest, _ := strings.Cut(page.body, "/calendar/feed/")
		path := "/calendar/feed/" + rest[:strings.Index(rest, ".ics")+4]
		v.cookie.Value = ""
		answer := v.get(path).is(200)
		cal, err := ical.NewDecoder(strings.NewReader(answer.body)).Decode()
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, e := range cal.Events() {
			name, _ := e.Props.Text(ical.PropSummary)
			start, err := e.DateTimeStart(v.actor.Zone)
			if err != nil {
				t.Error(err)
			}
			found[name] = start.In(v.actor.Zone).Format("2006-01-02 15:04")
		}
		equal(t, "the whole day", found["Срок; с, знаци"], today(v, 3)+" 00:00")
		equal(t, "the hour", found["Call"], today(v, 4)+" 15:30")
		v.get("/calendar/feed/nonsense.ics").is(404)
		wants := func(second bool) {
			t.Helper()
			err := d.InTx(t.Context(), func(tx *db.Tx) error {
				return db.Changed(tx.Exec(t.Context(), "UPDATE workspaces SET second_factor = $1 WHERE id = $2", second, v.actor.Workspace))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		wants(true) // and they have none
		v.get(path).is(404)
		wants(false)
		v.get(path).is(200)
		if err := h.Feeds.Revoke(t.Context(), v.actor); err != nil {
			t.Fatal(err)
		}
		v.get(path).is(404)
		n, err := db.Value[int](t.Context(), d, `SELECT count(*) FROM calendar_feeds`)
		if err != nil || n != 0 {
			t.Errorf("%d links left, %v", n, err)
		}
	})
}

func TestReminder_TellsTheAssigneeOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.User)
		colleague := accounttest.Member(t, d, actor, account.User)
		in := task.NewInput(actor)
		in.Title, in.AssignedTo, in.DueDate = "Due", colleague.Member, time.Now().In(actor.Zone).AddDate(0, 0, 1).Format(time.DateOnly)
		if _, err := h.Tasks.Create(t.Context(), actor, in); err != nil {
			t.Fatal(err)
		}
		for _, at := range []time.Time{time.Now(), time.Now().Add(48 * time.Hour), time.Now().Add(49 * time.Hour)} {
			err := d.InTx(t.Context(), func(tx *db.Tx) error {
				_, err := task.Remind(t.Context(), tx, at)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		all, err := h.notes.Inbox.List(t.Context(), colleague, true, db.ID{}, 50)
		if err != nil || len(all) != 2 || all[0].Event != activity.TaskDue || all[1].Event != activity.TaskAssigned {
			t.Errorf("%+v %v", all, err)
		}
	})
}
