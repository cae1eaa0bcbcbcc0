package dav_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/app/apptest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/task"
)

// desk is an application with a phone of its owner.
type desk struct {
	*apptest.Server
	owner    account.Actor
	password string
}

func each(t *testing.T, f func(t *testing.T, d *desk)) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		f(t, &desk{s, owner, passwordOf(t, s, owner)})
	})
}

func passwordOf(t *testing.T, s *apptest.Server, actor account.Actor) string {
	t.Helper()
	token, err := s.Accounts.Tokens.Create(t.Context(), actor, "Phone", account.ScopeDAV, 0)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func basic(email, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(email+":"+password))
}

// ask sends a request as the owner's phone does.
func (d *desk) ask(t *testing.T, method, path, body string, header ...string) apptest.Answer {
	t.Helper()
	return d.Anonymous(t).Do(method, path, strings.NewReader(body), append([]string{"Authorization", basic(d.owner.Email, d.password)}, header...)...)
}

func (d *desk) person(t *testing.T, first, last string) contact.Contact {
	t.Helper()
	in := contact.NewContactInput(d.owner)
	in.FirstName, in.LastName, in.Email, in.Phone = first, last, "ivan@x.example", "0888 123 456"
	c, err := d.Contacts.Contacts.Create(t.Context(), d.owner, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (d *desk) todo(t *testing.T, change func(*task.TaskInput)) task.Task {
	t.Helper()
	in := task.NewInput(d.owner)
	in.Title, in.DueDate, in.DueTime = "Обади се на Иван", time.Now().AddDate(0, 0, 2).Format(time.DateOnly), "14:30"
	if change != nil {
		change(&in)
	}
	made, err := d.Tasks.Tasks.Create(t.Context(), d.owner, in)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func holds(t *testing.T, a apptest.Answer, status int, words ...string) {
	t.Helper()
	if a.Status != status {
		t.Errorf("%d, want %d: %.500s", a.Status, status, a.Body)
	}
	for _, w := range words {
		if !strings.Contains(a.Body, w) {
			t.Errorf("%q is not in %.3000s", w, a.Body)
		}
	}
}

const allProps = `<propfind xmlns="DAV:"><allprop/></propfind>`

func TestDAV_LetsOnlyPhonesIn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		stranger := accounttest.Stranger(t, d.DB())
		api, err := d.Accounts.Tokens.Create(t.Context(), d.owner, "API", account.ScopeWrite, 0)
		if err != nil {
			t.Fatal(err)
		}
		anybody := d.Anonymous(t)
		for name, authorization := range map[string]string{
			"nobody": "", "the own password": basic(d.owner.Email, accounttest.Password), "an API token": basic(d.owner.Email, api),
			"another's address": basic(stranger.Email, d.password), "a bearer": "Bearer " + d.password, "garbage": "Basic !!!",
		} {
			a := anybody.Do("PROPFIND", "/dav/", strings.NewReader(""), "Authorization", authorization)
			if a.Status != http.StatusUnauthorized || !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), "Basic ") {
				t.Errorf("%s: %d", name, a.Status)
			}
		}
		if a := anybody.Get("/api/v1/contacts", "Authorization", "Bearer "+d.password); a.Status != http.StatusUnauthorized {
			t.Errorf("the API with the password of a phone: %d", a.Status)
		}
		holds(t, d.ask(t, "PROPFIND", "/dav/", allProps, "Depth", "0"), 207, "/dav/me/")
		for _, well := range []string{"caldav", "carddav"} {
			if a := anybody.Do("PROPFIND", "/.well-known/"+well, nil); a.Status != http.StatusMovedPermanently || a.Location() != "/dav/" {
				t.Errorf("%s: %d to %q", well, a.Status, a.Location())
			}
		}
		for range 40 {
			anybody.Do("PROPFIND", "/dav/", nil, "Authorization", basic(d.owner.Email, "guess"))
		}
		if a := anybody.Do("PROPFIND", "/dav/", nil, "Authorization", basic(d.owner.Email, "guess")); a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" {
			t.Errorf("after many guesses: %d", a.Status)
		}
		holds(t, d.ask(t, "PROPFIND", "/dav/", allProps, "Depth", "0"), 207) // the owner is not locked out
	})
}

func TestDAV_ShowsOnlyTheOwn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		c, own := d.person(t, "Иван", "Колев"), d.todo(t, nil)
		stranger := accounttest.Stranger(t, d.DB())
		theirs := basic(stranger.Email, passwordOf(t, d.Server, stranger))
		colleague := accounttest.Member(t, d.DB(), d.owner, account.User)
		member := basic(colleague.Email, passwordOf(t, d.Server, colleague))
		card, todo := "/dav/me/books/contacts/"+c.ID.String()+".vcf", "/dav/me/calendars/tasks/"+own.ID.String()+".ics"
		for _, path := range []string{card, todo} {
			for _, method := range []string{"GET", "DELETE", "PROPFIND"} {
				holds(t, d.Anonymous(t).Do(method, path, nil, "Authorization", theirs), 404)
			}
		}
		holds(t, d.Anonymous(t).Do("GET", card, nil, "Authorization", member), 200, "Колев")
		holds(t, d.Anonymous(t).Do("GET", todo, nil, "Authorization", member), 404) // not theirs to do
		holds(t, d.Anonymous(t).Do("PUT", card, strings.NewReader("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:X\r\nN:X;;;;\r\nEND:VCARD\r\n"), "Authorization", member), 403)
		holds(t, d.ask(t, "DELETE", card, ""), 403)
		if _, err := d.Contacts.Contacts.Get(t.Context(), d.owner, c.ID); err != nil {
			t.Error(err)
		}
	})
}

func TestDAV_TasksBothWays(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		one := d.todo(t, func(in *task.TaskInput) { in.Description, in.Priority = "Виж, после; пиши", "high" })
		path := "/dav/me/calendars/tasks/" + one.ID.String() + ".ics"
		got := d.ask(t, "GET", path, "")
		holds(t, got, 200, "BEGIN:VTODO", "SUMMARY:Обади се на Иван", `DESCRIPTION:Виж\, после\; пиши`, "PRIORITY:1", "STATUS:NEEDS-ACTION", "TRIGGER")
		done := strings.Replace(strings.Replace(got.Body, "STATUS:NEEDS-ACTION", "STATUS:COMPLETED", 1), "SUMMARY:Обади се на Иван", "SUMMARY:Обадих се", 1)
		holds(t, d.ask(t, "PUT", path, done, "If-Match", `"99"`), 412)
		holds(t, d.ask(t, "PUT", path, done, "If-None-Match", "*"), 412)
		holds(t, d.ask(t, "PUT", path, done, "If-Match", got.Header.Get("ETag")), 204)
		now, err := d.Tasks.Tasks.Get(ctx, d.owner, one.ID)
		if err != nil || !now.IsDone() || now.Title != "Обадих се" || *now.DueAt != *one.DueAt || now.RemindBefore == nil {
			t.Errorf("%+v, %v", now, err)
		}
		holds(t, d.Browser(t, d.owner).Get("/tasks/"+one.ID.String()), 200, "on a phone")

		const fresh = "/dav/me/calendars/tasks/ABC-123.ics"
		made := d.ask(t, "PUT", fresh, lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VTODO", "UID:abc@phone", "DTSTAMP:20260101T000000Z",
			"SUMMARY:Купи хартия", "DUE;VALUE=DATE:20270115", "PRIORITY:9", "END:VTODO", "END:VCALENDAR"), "If-None-Match", "*")
		holds(t, made, 201)
		again := d.ask(t, "GET", fresh, "")
		holds(t, again, 200, "UID:abc@phone", "SUMMARY:Купи хартия", "DUE;VALUE=DATE:20270115", "PRIORITY:9")
		holds(t, d.ask(t, "PROPFIND", "/dav/me/calendars/tasks/", allProps), 207, fresh, path)
		holds(t, d.ask(t, "DELETE", fresh, "", "If-Match", again.Header.Get("ETag")), 204)
		holds(t, d.ask(t, "GET", fresh, ""), 404)
		holds(t, d.ask(t, "PUT", fresh, again.Body, "If-None-Match", "*"), 201) // the phone took its deletion back
		holds(t, d.ask(t, "GET", fresh, ""), 200, "UID:abc@phone")

		for name, body := range map[string]string{
			"no calendar": "hello", "another kind": lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z", "DTSTART:20260101T000000Z", "END:VEVENT", "END:VCALENDAR"),
			"without a title": lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VTODO", "UID:1", "DTSTAMP:20260101T000000Z", "END:VTODO", "END:VCALENDAR"),
			"a bad day":       lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VTODO", "UID:1", "DTSTAMP:20260101T000000Z", "SUMMARY:x", "DUE:never", "END:VTODO", "END:VCALENDAR"),
		} {
			if a := d.ask(t, "PUT", "/dav/me/calendars/tasks/x.ics", body); a.Status < 400 || a.Status >= 500 {
				t.Errorf("%s: %d %s", name, a.Status, a.Body)
			}
		}
	})
}

func lines(all ...string) string { return strings.Join(all, "\r\n") + "\r\n" }

func TestDAV_ContactsBothWays(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx, c := t.Context(), d.person(t, "Иван", "Колев")
		path := "/dav/me/books/contacts/" + c.ID.String() + ".vcf"
		got := d.ask(t, "GET", path, "")
		holds(t, got, 200, "FN:Иван Колев", "N:Колев;Иван;;;", "ivan@x.example", "+359888123456")
		changed := strings.Replace(strings.Replace(got.Body, "N:Колев;Иван", "N:Колева;Ивана", 1), "END:VCARD", "ORG:Тунджа Металс\r\nTITLE:Директор\r\nEND:VCARD", 1)
		holds(t, d.ask(t, "PUT", path, changed, "If-Match", got.Header.Get("ETag")), 204)
		now, err := d.Contacts.Contacts.Get(ctx, d.owner, c.ID)
		if err != nil || now.FirstName != "Ивана" || now.Position != "Директор" || now.CompanyName != "Тунджа Металс" || now.Phone != "0888 123 456" || len(now.Emails) != 1 {
			t.Errorf("%+v, %v", now, err)
		}
		holds(t, d.ask(t, "PUT", path, changed, "If-Match", got.Header.Get("ETag")), 412)
		holds(t, d.ask(t, "PUT", "/dav/me/books/contacts/new.vcf", lines("BEGIN:VCARD", "VERSION:4.0", "UID:u-1", "FN:Мария Караджова", "TEL;TYPE=cell:+359888000111", "BDAY:19850412", "END:VCARD")), 201)
		holds(t, d.ask(t, "GET", "/dav/me/books/contacts/new.vcf", ""), 200, "UID:u-1", "Караджова", "1985-04-12")
		holds(t, d.ask(t, "PUT", "/dav/me/books/contacts/bad.vcf", "hello"), 400)
	})
}

func TestDAV_MeetingsAreReadAndMoved(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		c := d.person(t, "Иван", "Колев")
		minutes := int64(45)
		day := time.Now().AddDate(0, 0, 3).Format(time.DateOnly)
		n, err := d.Activity.Notes.Create(t.Context(), d.owner, activity.Subject{Kind: "contact", ID: c.ID},
			activity.NoteInput{Kind: activity.MeetingKind, Title: "Оглед", Place: "Пловдив", Date: day, Clock: "10:00", Minutes: &minutes})
		if err != nil {
			t.Fatal(err)
		}
		path := "/dav/me/calendars/meetings/" + n.ID.String() + ".ics"
		got := d.ask(t, "GET", path, "")
		holds(t, got, 200, "BEGIN:VEVENT", "SUMMARY:Оглед", "LOCATION:Пловдив")
		begins := time.UnixMilli(n.At).UTC().Format("20060102T150405Z")
		later := time.UnixMilli(n.At).UTC().Add(30 * time.Minute).Format("20060102T150405Z")
		holds(t, d.ask(t, "PUT", path, strings.Replace(got.Body, "DTSTART:"+begins, "DTSTART:"+later, 1), "If-Match", got.Header.Get("ETag")), 204)
		now, err := d.Activity.Notes.Get(t.Context(), d.owner, n.ID)
		if err != nil || now.At != n.At+30*60_000 || *now.EndsAt != *n.EndsAt {
			t.Errorf("%+v, %v", now, err)
		}
		holds(t, d.ask(t, "PUT", "/dav/me/calendars/meetings/new.ics", got.Body), 403)
	})
}

func TestDAV_TellsWhatChanged(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		one, two := d.todo(t, nil), d.todo(t, nil)
		const room = "/dav/me/calendars/tasks/"
		sync := func(token string) apptest.Answer {
			return d.ask(t, "REPORT", room, `<sync-collection xmlns="DAV:"><sync-token>`+token+`</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>`)
		}
		tokenOf := func(a apptest.Answer) string {
			_, rest, _ := strings.Cut(a.Body, "<D:sync-token>")
			token, _, _ := strings.Cut(rest, "</D:sync-token>")
			return token
		}
		whole := sync("")
		holds(t, whole, 207, one.ID.String(), two.ID.String())
		before := d.ask(t, "PROPFIND", room, `<propfind xmlns="DAV:" xmlns:S="http://calendarserver.org/ns/"><prop><S:getctag/><sync-token/></prop></propfind>`, "Depth", "0")
		holds(t, before, 207, "<S:getctag>"+tokenOf(whole), "<D:sync-token>"+tokenOf(whole))
		if _, err := d.Tasks.Tasks.Delete(t.Context(), d.owner, one.ID, 0); err != nil {
			t.Fatal(err)
		}
		news := sync(tokenOf(whole))
		holds(t, news, 207, "<D:href>"+room+one.ID.String()+".ics</D:href><D:status>HTTP/1.1 404 Not Found</D:status>")
		if tokenOf(news) == tokenOf(whole) {
			t.Error("the token stayed the same")
		}
		holds(t, sync("urn:x:nonsense"), 403, "valid-sync-token")
		holds(t, d.ask(t, "REPORT", room, multiget(room, two.ID, db.NewID())), 207, "BEGIN:VTODO", "404 Not Found")
		holds(t, d.ask(t, "REPORT", room, query("VTODO")), 207, two.ID.String())
		if a := d.ask(t, "REPORT", room, query("VEVENT")); strings.Contains(a.Body, two.ID.String()) {
			t.Errorf("tasks where events are asked for: %s", a.Body)
		}
		holds(t, d.ask(t, "PROPPATCH", room, `<propertyupdate xmlns="DAV:"><set><prop><displayname>x</displayname></prop></set></propertyupdate>`), 207, "403 Forbidden")
		holds(t, d.ask(t, "OPTIONS", room, ""), 204)
		for name, body := range map[string]string{"no XML": "<a", "none": "", "unknown": `<x xmlns="DAV:"/>`, "deep": strings.Repeat("<a>", 100)} {
			if a := d.ask(t, "REPORT", room, body); a.Status < 400 || a.Status >= 500 {
				t.Errorf("%s: %d", name, a.Status)
			}
		}
	})
}

func multiget(room string, ids ...db.ID) string {
	var b strings.Builder
	b.WriteString(`<C:calendar-multiget xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/><C:calendar-data/></prop>`)
	for _, id := range ids {
		fmt.Fprintf(&b, "<href>%s%s.ics</href>", room, id)
	}
	return b.String() + `</C:calendar-multiget>`
}

func query(component string) string {
	return `<C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/></prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="` +
		component + `"/></C:comp-filter></C:filter></C:calendar-query>`
}

func TestPhonePage(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.Browser(t, d.owner)
		holds(t, b.Get("/settings/phone"), 200, d.URL+"/dav/", d.owner.Email, "Make a password for a phone")
		if a := b.Post("/settings/tokens", url.Values{"name": {"Phone"}, "scope": {"dav"}, "days": {"0"}}); a.Status != 200 || !strings.Contains(a.Body, "kt_") {
			t.Errorf("a password: %d to %q", a.Status, a.Location())
		}
	})
}

func TestDAV_FileWithoutItsNameIsNotKept(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		holds(t, d.ask(t, "PUT", "/dav/me/calendars/tasks/one.ics", todoText("one")), 201)
		err := d.DB().InTx(t.Context(), func(tx *db.Tx) error { // no further name can be written
			_, err := tx.Exec(t.Context(), `CREATE UNIQUE INDEX dav_names_one ON dav_names (workspace_id)`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		card := lines("BEGIN:VCARD", "VERSION:4.0", "UID:u-1", "FN:Мария Караджова", "END:VCARD")
		for path, text := range map[string]string{"/dav/me/calendars/tasks/two.ics": todoText("two"), "/dav/me/books/contacts/new.vcf": card} {
			if a := d.ask(t, "PUT", path, text); a.Status < 400 {
				t.Errorf("%s: %d", path, a.Status)
			}
		}
		n, err := db.Value[int](t.Context(), d.DB(), `SELECT (SELECT count(*) FROM tasks) + (SELECT count(*) FROM contacts)`)
		if err != nil || n != 1 {
			t.Errorf("%d records are kept, %v", n, err)
		}
	})
}

func todoText(uid string) string {
	return lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VTODO", "UID:"+uid, "DTSTAMP:20260101T000000Z", "SUMMARY:"+uid, "END:VTODO", "END:VCALENDAR")
}

// No entity is known but those of XML itself, and none can be made.
func TestDAV_TakesNoEntities(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		const ask = `<D:propfind xmlns:D="DAV:"><D:prop><D:displayname>%s</D:displayname></D:prop></D:propfind>`
		holds(t, d.ask(t, "PROPFIND", "/dav/", fmt.Sprintf(ask, "&amp;"), "Depth", "0"), http.StatusMultiStatus)
		for _, body := range []string{
			`<!DOCTYPE x>` + fmt.Sprintf(ask, ""),
			`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>` + fmt.Sprintf(ask, "&e;"),
			`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>` + fmt.Sprintf(ask, "&b;"),
			fmt.Sprintf(ask, "&e;"),
		} {
			for _, method := range []string{"PROPFIND", "REPORT", "PROPPATCH"} {
				if a := d.ask(t, method, "/dav/", body, "Depth", "0"); method == "PROPFIND" && a.Status != http.StatusBadRequest || a.Status < 400 {
					t.Errorf("%s %s: %d", method, body, a.Status)
				}
			}
		}
	})
}
