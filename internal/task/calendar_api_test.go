package task_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// office is two colleagues and a contact of the first.
type office struct {
	*house
	anna, boro *visitor
	contact    string
}

func newOffice(t *testing.T, d *db.DB) office {
	t.Helper()
	h := newHouse(t, d)
	anna := h.visitor(t, accounttest.Actor(t, d, account.User))
	boro := h.visitor(t, accounttest.Member(t, d, anna.actor, account.User))
	made := anna.call(http.MethodPost, "/contacts", `{"first_name":"Ivan"}`).is(201).json()
	return office{h, anna, boro, made["id"].(string)}
}

// meet lets Anna's program note a meeting; more is more of its body.
func (o office) meet(more string) answer {
	return o.anna.call(http.MethodPost, "/notes", `{"contact_id":"`+o.contact+`","kind":"meeting","title":"Kick-off","on_date":"2026-04-15","at_time":"10:00","minutes":90`+more+`}`)
}

func (o office) told(t *testing.T, who *visitor) []activity.Notification {
	t.Helper()
	all, err := o.notes.Inbox.List(t.Context(), who.actor, true, db.ID{}, 50)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestMeeting_IsInTheCalendarOfItsAttendeesWhoAreTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		boro := o.boro.actor.Member.String()
		const april = "/calendar?from=2026-04-01&to=2026-04-30"
		o.meet(`,"attendees":"Mr. Kolev","place":"Plovdiv"`).is(201)
		o.boro.call(http.MethodGet, april, "").is(200).lacks("Kick-off")
		note := o.meet(`,"attendees":"Mr. Kolev","attendee_ids":["`+boro+`","`+boro+`"]`).is(201).has(`"attendees":"Mr. Kolev, @`+o.boro.actor.Name, `"attendee_ids":["`+boro+`"]`).json()
		o.boro.call(http.MethodGet, april, "").is(200).has(`"kind":"meeting"`, `"day":"2026-04-15"`, `"at":"2026-04-15T07:00:00Z"`, `"attendee_ids":["`+boro+`"]`, `"contact_id":"`+o.contact)
		o.boro.get("/calendar?day=2026-04-01").is(200).has("Kick-off")
		told := o.told(t, o.boro)
		if len(told) != 1 || told[0].Event != activity.Invited || told[0].Title != "Ivan" || told[0].Body != "Kick-off" || len(o.told(t, o.anna)) != 0 {
			t.Fatalf("%+v", told)
		}
		path := "/notes/" + note["id"].(string)
		o.anna.call(http.MethodPatch, path, `{"at_time":"11:00"}`).is(200).has(`"attendee_ids":["` + boro)
		if again := o.told(t, o.boro); len(again) != 1 {
			t.Errorf("told %d times", len(again))
		}
		o.anna.call(http.MethodPatch, path, `{"attendee_ids":[]}`).is(200).has(`"attendee_ids":[]`, `"attendees":"Mr. Kolev"`)
		o.boro.call(http.MethodGet, april, "").is(200).lacks("Kick-off")
		o.boro.call(http.MethodGet, april+"&who=all", "").is(200).has("Kick-off")
	})
}

func TestMeeting_TellsWhoIsPutDownWhatBecomesOfIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		boro := o.boro.actor.Member.String()
		day := time.Now().AddDate(0, 0, 10).Format(time.DateOnly)
		path := "/notes/" + o.meet(`,"attendee_ids":["` + boro + `"],"on_date":"` + day + `"`).is(201).json()["id"].(string)
		heard := func(n int, event string) {
			t.Helper()
			if told := o.told(t, o.boro); len(told) != n || told[0].Event != event || len(o.told(t, o.anna)) != 0 {
				t.Errorf("%+v", told)
			}
		}
		heard(1, activity.Invited)
		o.anna.get("/contacts/"+o.contact).is(200).has(">Next</h3>", "Kick-off", ">Today</h3>")
		o.anna.call(http.MethodPatch, path, `{"title":"Start"}`).is(200)
		heard(1, activity.Invited)
		o.anna.call(http.MethodPatch, path, `{"at_time":"11:00"}`).is(200)
		heard(2, activity.Moved)
		o.anna.call(http.MethodPatch, path, `{"place":"Ruse"}`).is(200)
		heard(3, activity.Moved)
		o.boro.get("/inbox").is(200).has("changed the time or place of a meeting with you on Ivan")
		o.anna.call(http.MethodPatch, path, `{"attendee_ids":[]}`).is(200)
		heard(4, activity.CalledOff)
		o.anna.call(http.MethodPatch, path, `{"attendee_ids":["`+boro+`"]}`).is(200)
		heard(5, activity.Invited)
		o.anna.call(http.MethodDelete, path, "").is(204)
		heard(6, activity.CalledOff)
		o.boro.get("/inbox").is(200).has("called off your meeting on Ivan")
	})
}

func TestMeeting_NamesItsAttendeesOnAPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		page := "/contacts/" + o.contact
		o.anna.post(page+"/notes", "kind", "meeting", "title", "Kick-off", "on_date", "2026-04-15", "attendees", "Kolev and @"+strings.ToLower(o.boro.actor.Name)).location()
		o.anna.get(page).is(200).has("noted a meeting: Kick-off", "Kolev and @"+strings.ToLower(o.boro.actor.Name))
		o.boro.get("/calendar?day=2026-04-01").is(200).has("Kick-off")
		if told := o.told(t, o.boro); len(told) != 1 || told[0].Event != activity.Invited {
			t.Fatalf("%+v", told)
		}
		all := o.anna.call(http.MethodGet, "/notes", "").is(200).json()["data"].([]any)
		o.anna.post("/notes/"+all[0].(map[string]any)["id"].(string), "title", "Kick-off", "attendees", "Kolev").location()
		o.boro.get("/calendar?day=2026-04-01").is(200).lacks("Kick-off")
	})
}

func TestMeeting_RefusesAttendeesFromElsewhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		stranger, nobody := accounttest.Stranger(t, d).Member.String(), db.NewID().String()
		for _, id := range []string{stranger, nobody} {
			o.meet(`,"attendee_ids":["`+o.boro.actor.Member.String()+`","`+id+`"]`).is(422).has("body.attendee_ids", "There is no member "+id)
		}
		note := o.meet("").is(201).json()
		o.anna.call(http.MethodPatch, "/notes/"+note["id"].(string), `{"attendee_ids":["`+stranger+`"]}`).is(422).has("body.attendee_ids", stranger)
		o.meet(`,"attendee_ids":["x"]`).is(422).has("body.attendee_ids", "There is no member x")
		if told := o.told(t, o.boro); len(told) != 0 {
			t.Errorf("told of a meeting that was refused: %+v", told)
		}
		n, err := db.Value[int](t.Context(), d, `SELECT count(*) FROM activity_attendees`)
		if err != nil || n != 0 {
			t.Errorf("%d attendees, %v", n, err)
		}
	})
}

func TestCalendarAPI_ListsByDayAndRefusesImpossibleOnes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		for _, body := range []string{`{"title":"At three","due_date":"2026-04-15","due_time":"15:00"}`, `{"title":"Whole day","due_date":"2026-04-15"}`, `{"title":"Later","due_date":"2026-05-01"}`} {
			o.anna.call(http.MethodPost, "/tasks", body).is(201)
		}
		o.meet("").is(201)
		var got []string
		for _, e := range o.anna.call(http.MethodGet, "/calendar?from=2026-04-01&to=2026-04-30", "").is(200).json()["data"].([]any) {
			e := e.(map[string]any)
			got = append(got, fmt.Sprint(e["kind"], " ", e["title"], " ", e["at"]))
		}
		equal(t, "April", strings.Join(got, ", "), "task Whole day <nil>, meeting Kick-off 2026-04-15T07:00:00Z, task At three 2026-04-15T12:00:00Z")
		o.boro.call(http.MethodGet, "/calendar?from=2026-04-01&to=2026-04-30", "").is(200).lacks("At three", "Kick-off")
		stranger := o.visitor(t, accounttest.Stranger(t, d))
		stranger.call(http.MethodGet, "/calendar?from=2026-04-01&to=2026-04-30&who=all", "").is(200).has(`"data":[]`)
		for query, field := range map[string]string{"from=2026-02-30&to=2026-03-30": "from", "from=2026-03-30&to=x": "to", "from=2026-04-30&to=2026-04-01": "to", "from=2026-01-01&to=2027-01-02": "to"} {
			o.anna.call(http.MethodGet, "/calendar?"+query, "").is(422).has("." + field)
		}
		o.anna.call(http.MethodGet, "/calendar", "").is(422).has("query.from", "query.to")
	})
}
