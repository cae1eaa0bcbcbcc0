package task_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/list/listtest"
	"kontor/internal/task"
)

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func today(v *visitor, days int) string {
	return time.Now().In(v.actor.Zone).AddDate(0, 0, days).Format(time.DateOnly)
}

func TestTask_FromFormToBinAndBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.User))
		v.get("/tasks?view=all").is(200).has("Nothing to do yet", "/tasks/new")
		person := v.post("/contacts/new", "first_name", "Ивайло", "last_name", "Стоянов").location()
		id := strings.TrimPrefix(person, "/contacts/")
		v.get("/tasks/new?contact_id="+id).is(200).has("Ивайло Стоянов", `value="`+id+`"`)
		v.post("/tasks/new", "title", " ").is(422).has("Say what is to be done.")
		made := v.post("/tasks/new", "title", "Обади се за офертата", "task_type", "call", "priority", "high",
			"due_date", today(v, 0), "due_time", "15:30", "contact_id", id, "remind_before", "10")
		path := made.location()
		equal(t, "flash", made.flash().Text, "Обади се за офертата added")
		v.get(path).is(200).has("Обади се за офертата", "High priority", "Ивайло Стоянов", "10 minutes before", "added this")
		v.get(person).is(200).has("Обади се за офертата", path, "15:30")
		v.get("/tasks?view=day").is(200).has("Обади се за офертата", path+"/complete")
		v.get("/tasks?view=overdue").is(200).lacks("офертата")
		v.part("/search?q=oferta").is(200).has("Обади се за офертата", "New task “oferta”")

		form := v.get(path + "/edit").is(200).has("15:30")
		v.post(path+"/edit", "version", form.field("version"), "due_date", today(v, -1)).location()
		v.get(path).has("Late", "changed")
		v.get("/tasks?view=overdue").has("офертата")
		v.post(path+"/edit", "version", form.field("version"), "title", "Друго").is(409).has("Somebody changed this", "What you typed is still here")
		clash := v.post(path+"/edit", "version", form.field("version"), "updated_at", form.field("updated_at"), "title", "Друго", "due_date", today(v, 5), "due_time", "15:30").is(409)
		clash.has(`name="take.due_date"`, "What is saved now").lacks(`name="take.title"`)
		v.post(path+"/edit", "version", clash.field("version"), "updated_at", clash.field("updated_at"), "title", "Обади се за офертата", "due_date", today(v, 5), "due_time", "15:30", "take.due_date", "theirs", "take.due_at", "theirs").location()
		v.get("/tasks?view=overdue").has("офертата")

		v.post(path+"/edit", "contact_id", id, "contact_id_text", "").location()
		v.get(person).is(200).lacks(path)

		gone := v.post(path + "/delete")
		equal(t, "to the list", gone.location(), "/tasks")
		v.get(path).is(404).has("in the recycle bin", path+"/restore")
		v.get("/tasks/bin").is(200).has("офертата")
		v.post(gone.flash().Post).location()
		v.get(path).is(200).has("restored this from the recycle bin")
	})
}

func TestTask_CompletedAsksForTheNextStep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.User))
		path := v.post("/tasks/new", "title", "Send samples", "due_date", today(v, 0)).location()
		done := v.post(path+"/complete", "done", "1")
		next := done.location()
		if !strings.HasPrefix(next, path+"/next") {
			t.Fatalf("led to %s", next)
		}
		v.get(next).is(200).has("What is the next step?", "Nothing for now")
		v.get(path).is(200).has("Open again")
		v.get("/tasks?view=day").lacks("Send samples")
		v.get("/tasks?view=done").has("Send samples")
		v.post(done.flash().Post, "done", "").location()
		v.get("/tasks?view=day").has("Send samples")
		v.post(path+"/complete", "done", "toggle").location()
		v.get("/tasks?view=done").has("Send samples")
	})
}

func TestTask_RepeatsWhenDone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.User)
		in := task.NewInput(actor)
		monday := time.Now().In(actor.Zone)
		in.Title, in.DueDate, in.DueTime, in.Repeat = "Weekly report", monday.Format(time.DateOnly), "09:00", "FREQ=WEEKLY;COUNT=2"
		first, err := h.Tasks.Create(t.Context(), actor, in)
		if err != nil {
			t.Fatal(err)
		}
		done, next, err := h.Tasks.Complete(t.Context(), actor, first.ID, true)
		if err != nil || done.CompletedAt == nil || next.ID.IsZero() {
			t.Fatalf("%v, %+v", err, next)
		}
		equal(t, "the next day", *next.DueDate, monday.AddDate(0, 0, 7).Format(time.DateOnly))
		equal(t, "the same time", time.UnixMilli(*next.DueAt).In(actor.Zone).Format("15:04"), "09:00")
		equal(t, "the last one", next.Repeat, "")
		if _, third, err := h.Tasks.Complete(t.Context(), actor, next.ID, true); err != nil || !third.ID.IsZero() {
			t.Errorf("a third came: %v %v", third.ID, err)
		}
		again, _, err := h.Tasks.Complete(t.Context(), actor, first.ID, false)
		if err != nil || again.CompletedAt != nil || again.Status != task.Open {
			t.Errorf("opened again: %v %+v", err, again)
		}
	})
}

func TestTask_BadInput(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.User))
		other := h.visitor(t, accounttest.Stranger(t, d))
		theirs := strings.TrimPrefix(other.post("/contacts/new", "first_name", "Theirs").location(), "/contacts/")
		for _, bad := range [][3]string{
			{"due_date", "2026-02-30", "not a date"}, {"due_time", "25:00", "not a time"}, {"task_type", "dance", "not a valid value"},
			{"priority", "urgent", "not a valid value"}, {"repeat", "FREQ=SECONDLY", "not a repetition"}, {"repeat", "nonsense", "not a repetition"},
			{"remind_before", "-1", "up to a year"}, {"contact_id", theirs, "no such contact"}, {"assigned_to", other.actor.Member.String(), "no such member"},
			{"title", strings.Repeat("ж", 201), "longer than"}, {"nonsense", "x", "no field"},
		} {
			if bad[0] == "title" || bad[0] == "due_date" {
				v.post("/tasks/new", bad[0], bad[1]).is(422)
				continue
			}
			v.post("/tasks/new", "title", "Kept as typed", "due_date", today(v, 1), bad[0], bad[1]).is(422).has(bad[2], "Kept as typed")
		}
		v.post("/tasks/new", "title", "A", "due_time", "10:00").is(422).has("needs a day")
		v.post("/tasks/new", "title", "A", "repeat", "FREQ=DAILY").is(422).has("needs a day")
	})
}

func TestTask_API(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.User))
		made := v.call("POST", "/tasks", `{"title":"Call","due_date":"2026-04-25","due_time":"14:30","task_type":"call"}`).is(201)
		body := made.json()
		equal(t, "due", body["due_at"].(string), "2026-04-25T11:30:00Z")
		path := "/tasks/" + body["id"].(string)
		v.call("POST", "/tasks", `{"title":"","due_date":"soon"}`).is(422)
		v.call("POST", "/tasks", `{"title":"x","colour":"red"}`).is(422)
		etag := made.header.Get("ETag")
		v.call("PATCH", path, `{"priority":"high"}`, "If-Match", etag).is(200).has(`"high"`, `"2026-04-25"`)
		v.call("PATCH", path, `{"priority":"low"}`, "If-Match", etag).is(412)
		v.call("GET", "/tasks?due_date=2026-04&assigned_to=me", "").is(200).has(`"Call"`)
		v.call("GET", "/tasks?colour=red", "").is(422)
		v.call("POST", path+"/complete", "").is(200).has(`"done"`)
		v.call("DELETE", path, "").is(204)
		v.call("GET", path, "").is(404)
		v.call("POST", path+"/restore", "").is(200)
		var page struct {
			Data []map[string]any `json:"data"`
		}
		if err := json.Unmarshal([]byte(v.call("GET", "/tasks", "").is(200).body), &page); err != nil || len(page.Data) != 1 {
			t.Errorf("%v %v", err, page)
		}
	})
}

func TestTask_WhoMayChangeIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		assignee := h.visitor(t, accounttest.Member(t, d, owner.actor, account.User))
		other := h.visitor(t, accounttest.Member(t, d, owner.actor, account.User))
		path := owner.post("/tasks/new", "title", "Shared", "assigned_to", assignee.actor.Member.String(), "assigned_to_text", "x").location()
		assignee.post(path+"/complete", "done", "1").is(303)
		other.get(path).is(200).has("Shared")
		other.post(path+"/complete", "done", "1").is(403)
		other.post(path + "/delete").is(403)
		mine := other.post("/tasks/new", "title", "Given away", "assigned_to", assignee.actor.Member.String(), "assigned_to_text", "x").location()
		other.post(mine+"/complete", "done", "1").is(303)
		h.visitor(t, accounttest.Stranger(t, d)).get(path).is(404)
	})
}

func TestTasks_TickedRowsAreDoneDeletedAndBroughtBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		var ids []string
		for _, name := range []string{"Uno", "Deux", "Tre"} {
			ids = append(ids, strings.TrimPrefix(v.post("/tasks/new", "title", name).location(), "/tasks/"))
		}
		done := v.post("/tasks/complete", "id", ids[0])
		equal(t, "done", done.flash().Text, "1 record changed")
		gone := v.post("/tasks/bulk", "action", "delete", "id", ids[0], "id", ids[1])
		equal(t, "flash", gone.flash().Text, "2 records deleted")
		v.get("/tasks?view=all").has("Tre").lacks(">Uno<", ">Deux<")
		v.post(gone.flash().Post).location()
		v.get("/tasks?view=all").has(">Uno<", ">Deux<", ">Tre<")
		v.post("/tasks/bulk", "action", "delete").is(422)
		v.get("/tasks/export?format=csv").is(200).has("Uno", "Done on")
	})
}

func TestTasks_Conform(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		for i := range 60 {
			in := task.NewInput(actor)
			in.Title, in.Priority = "Task "+strings.Repeat("x", i%7), task.Priorities()[i%3]
			if i%2 == 0 {
				in.DueDate = time.Now().AddDate(0, 0, i).Format(time.DateOnly)
			}
			if _, err := h.Tasks.Create(t.Context(), actor, in); err != nil {
				t.Fatal(err)
			}
		}
		listtest.Conforms(t, d, task.Entity(), actor.Scope(task.Kind))
	})
}

func TestTasks_StayWhenTheirContactGoesForGood(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		path := v.post("/tasks/new", "title", "Old").location()
		v.post(path+"/notes", "body", "A note").location()
		v.get(path).is(200).has("A note")
		v.post(path + "/delete").location()
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			more, err := h.contacts.Records.Purge(t.Context(), tx, time.Now().Add(time.Hour))
			if err == nil && !more {
				t.Error("nothing was purged")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		v.get(path).is(404)
		v.post(path + "/restore").is(404)
	})
}
