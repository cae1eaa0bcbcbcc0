package contact_test

import (
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestNotes_OnTheTimeline(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		user := h.visitor(t, accounttest.Member(t, d, v.actor, account.User))
		for _, path := range []string{
			v.post("/contacts/new", "first_name", "Anna").location(),
			v.post("/companies/new", "name", "Acme").location(),
		} {
			equal(t, "back", v.post(path+"/notes", "body", "First <script>\nline two").location(), path)
			page := v.get(path).is(200).has("First &lt;script&gt;\nline two", v.actor.Name, "Today", "added this")
			note := "/notes/" + cut(t, page.body, `id="note-`, `"`)
			v.get(path + "?show=notes").is(200).has("First").lacks("added this")
			v.get(path + "?show=changes").is(200).has("added this").lacks("First")
			v.part(path+"/timeline?show=changes").is(200).has("added this", `id="story"`).lacks("First", "<h1")

			v.get(note+"/edit").is(200).has("First", `name="version"`)
			v.part(note+"/edit").is(200).has("<li", "First").lacks("<h1")
			v.post(note, "body", "Second", "version", "1").location()
			v.post(note, "body", "Third", "version", "1").is(409).has("Third", "Second")
			v.post(note, "body", " ", "version", "2").is(422).has("Write something first")
			v.post(note, "body", strings.Repeat("x", 10001)).is(422).has("longer than 10,000")
			v.post(note, "body", "x", "color", "red").is(422)
			v.post(note+"/pin", "pinned", "1").location()
			v.get(path).is(200).has("Pinned", "Unpin", "Second")

			user.get(path).is(200).has("Second").lacks("Actions for this note")
			user.get(note + "/edit").is(403)
			for _, action := range []string{"", "/pin", "/delete", "/restore"} {
				user.post(note+action, "body", "Mine").is(403)
			}
			gone := v.post(note + "/delete")
			v.get(path).is(200).lacks("Second")
			v.post(gone.flash().Post).location()
			v.get(path).is(200).has("Second")
			v.post(path + "/delete").location()
			v.get(note + "/edit").is(404)
		}
	})
}

func TestTimeline_PagesByKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		path := v.post("/contacts/new", "first_name", "Anna").location()
		for range 40 {
			v.post(path+"/notes", "body", "A note to be counted").location()
			v.post(path+"/edit", "city", "Ruse").location()
			v.post(path+"/edit", "city", "Varna").location()
		}
		notes, changes, pages := 0, 0, 0
		for next := path; next != ""; pages++ {
			page := v.get(next).is(200).body
			notes += strings.Count(page, "A note to be counted")
			changes += strings.Count(page, "changed City")
			if next = ""; strings.Contains(page, "?cursor=") {
				next = path + "?cursor=" + cut(t, page, "?cursor=", `"`)
			}
		}
		equal(t, "notes", notes, 40)
		equal(t, "changes", changes, 80)
		equal(t, "pages", pages, 3)
		v.get(path + "?cursor=nonsense").is(400)
	})
}
