package app_test

import (
	"errors"
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
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/live"
	"kontor/internal/kit/redis/redistest"
)

const soon = 5 * time.Second // far more than it takes, even on a busy machine

// office is a server with two people who work together.
type office struct {
	*apptest.Server
	anna, boris account.Actor
}

func newOffice(t *testing.T, s *apptest.Server) office {
	t.Helper()
	anna := accounttest.Actor(t, s.DB(), account.Owner)
	return office{s, anna, accounttest.Member(t, s.DB(), anna, account.Admin)}
}

func (o office) contact(t *testing.T, name string) contact.Contact {
	t.Helper()
	in := contact.NewContactInput(o.anna)
	in.FirstName = name
	c, err := o.Contacts.Contacts.Create(t.Context(), o.anna, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (o office) rename(t *testing.T, c contact.Contact, name string) {
	t.Helper()
	in := c.Input()
	in.FirstName = name
	if _, err := o.Contacts.Contacts.Update(t.Context(), o.anna, c.ID, in); err != nil {
		t.Fatal(err)
	}
}

// watch opens a stream as a page does and waits until it stands.
func watch(t *testing.T, c *apptest.Client, query string) *apptest.Stream {
	t.Helper()
	s := c.Stream("/live?" + query)
	if s.Status != http.StatusOK || s.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("GET /live?%s: %d %s", query, s.Status, s.Header.Get("Content-Type"))
	}
	s.Next("open", soon)
	return s
}

func onContact(id db.ID) string { return "record=contact." + id.String() }

func TestLive_ListAndRecordAreTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		one, other := o.contact(t, "Иван"), o.contact(t, "Мария")
		boris := s.Browser(t, o.boris)
		list, page := watch(t, boris, "list=contact"), watch(t, boris, onContact(one.ID))
		settle(list, page)

		o.rename(t, one, "Иванка")
		for _, stream := range []*apptest.Stream{list, page} {
			if e := stream.Next("changed", soon); !strings.Contains(e.Data, one.ID.String()) || e.ID == "" {
				t.Errorf("told %+v", e)
			}
		}
		o.rename(t, other, "Мариана")
		list.Next("changed", soon)
		if e, ok := page.Maybe("changed", 300*time.Millisecond); ok {
			t.Errorf("the page of one contact was told of another: %+v", e)
		}
	})
}

// settle waits for what a first listener is told: that it may have missed
// something.
func settle(all ...*apptest.Stream) {
	for _, s := range all {
		for {
			if _, ok := s.Maybe("missed", 300*time.Millisecond); !ok {
				break
			}
		}
	}
}

func TestLive_NotesApiAndBulkAreTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		c := o.contact(t, "Иван")
		page := watch(t, s.Browser(t, o.boris), onContact(c.ID))
		settle(page)

		note, err := s.Activity.Notes.Create(t.Context(), o.anna, activity.Subject{Kind: "contact", ID: c.ID}, activity.NoteInput{Body: "Called"})
		if err != nil {
			t.Fatal(err)
		}
		page.Next("changed", soon)
		if _, err := s.Activity.Notes.Delete(t.Context(), o.anna, note.ID, 0); err != nil {
			t.Fatal(err)
		}
		page.Next("changed", soon)
		program := s.Program(t, o.anna, "read,write")
		if a := program.JSON(http.MethodPatch, "/api/v1/contacts/"+c.ID.String(), map[string]any{"city": "Ruse"}); a.Status != http.StatusOK {
			t.Fatalf("PATCH: %d %s", a.Status, a.Body)
		}
		page.Next("changed", soon)
		if a := s.Browser(t, o.anna).Post("/contacts/bulk", url.Values{"action": {"delete"}, "id": {c.ID.String()}}); a.Status != http.StatusSeeOther {
			t.Fatalf("delete: %d", a.Status)
		}
		page.Next("changed", soon)
	})
}

func TestLive_RolledBackIsNotTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		c := o.contact(t, "Иван")
		list := watch(t, s.Browser(t, o.boris), "list=contact")
		settle(list)
		refused := http.ErrAbortHandler
		err := s.DB().InTx(t.Context(), func(tx *db.Tx) error {
			if err := activity.Record(t.Context(), tx, o.anna, activity.Change{Kind: "contact", Record: c.ID, Action: activity.Updated, Field: "city"}); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		if e, ok := list.Maybe("changed", 500*time.Millisecond); ok {
			t.Errorf("told of what was rolled back: %+v", e)
		}
	})
}

func TestLive_OwnPageHearsNoEcho(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		c := o.contact(t, "Иван")
		anna := s.Browser(t, o.anna)
		own, tab := watch(t, anna, onContact(c.ID)+"&page=abc123"), watch(t, anna, onContact(c.ID)+"&page=def456")
		settle(own, tab)
		if a := anna.Post("/contacts/"+c.ID.String()+"/notes", url.Values{"body": {"Called"}}, "X-Page", "abc123", "HX-Request", "true"); a.Status != http.StatusOK {
			t.Fatalf("note: %d %.300s", a.Status, a.Body)
		}
		tab.Next("changed", soon)
		if e, ok := own.Maybe("changed", 300*time.Millisecond); ok {
			t.Errorf("the page that made the change was told of it: %+v", e)
		}
	})
}

func TestLive_WhatHappenedBetweenPageAndStreamIsTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		c := o.contact(t, "Иван")
		boris := s.Browser(t, o.boris)
		first := watch(t, boris, onContact(c.ID))
		settle(first)
		o.rename(t, c, "Иво")
		told := first.Next("changed", soon)
		first.Close()
		o.contact(t, "Мария")
		c, err := s.Contacts.Contacts.Get(t.Context(), o.anna, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		o.rename(t, c, "Ивелин")
		again := watch(t, boris, onContact(c.ID)+"&since="+told.ID)
		again.Next("changed", soon)

		old := watch(t, boris, onContact(c.ID)+"&since=elsewhere.1")
		old.Next("missed", soon)
	})
}

func TestLive_StrangersAreToldNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		c := o.contact(t, "Иван")
		stranger := s.Browser(t, accounttest.Stranger(t, s.DB()))
		if a := stranger.Get("/live?" + onContact(c.ID)); a.Status != http.StatusNotFound {
			t.Errorf("a stranger watches a record: %d", a.Status)
		}
		list := watch(t, stranger, "list=contact")
		settle(list)
		o.rename(t, c, "Иво")
		if e, ok := list.Maybe("changed", 500*time.Millisecond); ok {
			t.Errorf("a stranger was told: %+v", e)
		}
		for query, want := range map[string]int{
			"": http.StatusBadRequest, "record=contact.x": http.StatusNotFound, "record=secret." + c.ID.String(): http.StatusNotFound,
			"list=contact&member=" + o.anna.Member.String(): http.StatusNotFound, strings.Repeat("list=contact&", 11): http.StatusBadRequest,
		} {
			if a := stranger.Get("/live?" + query); a.Status != want {
				t.Errorf("GET /live?%s: %d, want %d", query, a.Status, want)
			}
		}
	})
}

func TestLive_PresenceComesAndGoes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		comesAndGoes(t, o, s, s)
	})
}

// comesAndGoes looks at a record on one node while somebody comes and goes on
// another.
func comesAndGoes(t *testing.T, o office, one, other *apptest.Server) {
	t.Helper()
	c := o.contact(t, "Иван")
	anna := watch(t, one.Browser(t, o.anna), onContact(c.ID)+"&look=see")
	if e := anna.Next("here", soon); e.Data != "" {
		t.Errorf("alone, but told of %s", e.Data)
	}
	boris := watch(t, other.Browser(t, o.boris), onContact(c.ID)+"&look=edit")
	if e := boris.Next("here", soon); e.Data == "" {
		e = boris.Next("here", soon) // from another node it takes a moment
		if !strings.Contains(e.Data, o.anna.Name) {
			t.Errorf("who came second is not told of the first: %q", e.Data)
		}
	}
	if e := anna.Next("here", soon); !strings.Contains(e.Data, o.boris.Name+" is editing this") {
		t.Errorf("presence shows %q", e.Data)
	}
	boris.Close()
	if e := anna.Next("here", soon); e.Data != "" {
		t.Errorf("gone, but still shown: %q", e.Data)
	}
}

func TestLive_EndsWithTheSession(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		anna, boris := s.Browser(t, o.anna), s.Browser(t, o.boris)
		signedOut, removed := watch(t, anna, "list=contact"), watch(t, boris, "list=contact")
		stays := watch(t, s.Browser(t, o.anna), "list=contact")
		if a := anna.Post("/logout", nil); a.Status != http.StatusSeeOther {
			t.Fatalf("sign out: %d", a.Status)
		}
		if e := signedOut.Next("end", 2*soon); e.Data != "session" || !signedOut.Ended(soon) {
			t.Errorf("the stream of an ended session: %+v", e)
		}
		err := s.DB().InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE members SET active = $1 WHERE workspace_id = $2 AND id = $3", false, o.boris.Workspace, o.boris.Member)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		removed.Next("end", 2*soon)
		if stays.Ended(time.Second) {
			t.Error("another session's stream ended as well")
		}
	})
}

func TestLive_SessionsDoNotOpenStreamsWithoutEnd(t *testing.T) {
	s := apptest.Start(t, dbtest.SQLiteURL(t))
	o := newOffice(t, s)
	boris := s.Browser(t, o.boris)
	var all []*apptest.Stream
	for range live.MaxPages {
		all = append(all, watch(t, boris, "list=contact"))
	}
	if more := boris.Get("/live?list=contact"); more.Status != http.StatusTooManyRequests {
		t.Errorf("one more stream: %d", more.Status)
	}
	all[0].Close()
	for range 100 {
		more := boris.Stream("/live?list=contact")
		if more.Status == http.StatusOK {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("no stream in the place of one that ended")
}

func TestLive_DrainEndsStreamsAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		list := watch(t, s.Browser(t, o.boris), "list=contact")
		start := time.Now()
		s.Live.Drain()
		if e := list.Next("end", soon); e.Data != "restart" || !list.Ended(soon) {
			t.Errorf("%+v", e)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("draining took %s", took)
		}
	})
}

// nodes are two servers on one PostgreSQL.
func nodes(t *testing.T, settings ...string) (office, *apptest.Server) {
	t.Helper()
	url := dbtest.PostgresURL(t)
	other := apptest.Start(t, url, settings...)
	return newOffice(t, apptest.Start(t, url, settings...)), other
}

func TestLive_NodesTellEachOther(t *testing.T) {
	lines := map[string]func(t *testing.T) (office, *apptest.Server){
		"postgres": func(t *testing.T) (office, *apptest.Server) { return nodes(t) },
		"redis":    func(t *testing.T) (office, *apptest.Server) { return nodes(t, "REDIS_URL="+redistest.URL(t)) },
	}
	for name, start := range lines {
		t.Run(name, func(t *testing.T) {
			o, other := start(t)
			c := o.contact(t, "Иван")
			list := watch(t, other.Browser(t, o.boris), "list=contact")
			settle(list)
			o.rename(t, c, "Иво")
			if e := list.Next("changed", soon); !strings.Contains(e.Data, c.ID.String()) {
				t.Errorf("told %+v", e)
			}
			comesAndGoes(t, o, o.Server, other)
		})
	}
}

func TestLive_BrokenLineLeadsToOneRefresh(t *testing.T) {
	server := redistest.Start(t)
	o, other := nodes(t, "REDIS_URL="+server.URL)
	c := o.contact(t, "Иван")
	list := watch(t, other.Browser(t, o.boris), "list=contact")
	settle(list)
	server.Stop()
	o.rename(t, c, "Иво") // goes unheard elsewhere
	time.Sleep(300 * time.Millisecond)
	server.Run(t)
	list.Next("missed", 4*soon)
}

func TestLive_EndedListenerLeadsToOneRefresh(t *testing.T) {
	o, other := nodes(t)
	list := watch(t, other.Browser(t, o.boris), "list=contact")
	settle(list)
	_, err := o.DB().Writer().Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN kontor%'")
	if err != nil {
		t.Fatal(err)
	}
	list.Next("missed", soon)
	settle(list)
	o.contact(t, "Мария")
	list.Next("changed", soon)
}
