package app_test

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/jobs"
)

var adminPages = []string{"/admin", "/admin/users", "/admin/users?q=elena", "/admin/workspaces", "/admin/jobs", "/admin/jobs?state=discarded&kind=x&before=9", "/admin/backups", "/admin/audit", "/admin/audit?before=x", "/admin/settings"}

// administrator returns the owner of a workspace who runs the server as well.
func administrator(t *testing.T, s *apptest.Server) account.Actor {
	t.Helper()
	a := accounttest.Actor(t, s.DB(), account.Owner)
	err := s.DB().InTx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), "UPDATE users SET superuser = $1 WHERE id = $2", true, a.User)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Superuser = true
	return a
}

func TestAdmin_IsThereForAdministratorsOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		admin := administrator(t, s)
		owner := accounttest.Stranger(t, s.DB())
		for _, path := range adminPages {
			if a := s.Browser(t, admin).Get(path); a.Status != 200 {
				t.Errorf("%s: the administrator got %d %.300s", path, a.Status, a.Body)
			}
			if a := s.Browser(t, owner).Get(path); a.Status != 404 {
				t.Errorf("%s: the owner of a workspace got %d", path, a.Status)
			}
			if a := s.Program(t, admin, "read,write").Get(path); a.Status == 200 {
				t.Errorf("%s: a token of the administrator got %d", path, a.Status)
			}
		}
	})
}

func TestAdmin_SettingsKeepTheirSecrets(t *testing.T) {
	s := apptest.Start(t, dbtest.SQLiteURL(t), "STRIPE_SECRET_KEY=sk_test_hush", "METRICS_TOKEN=metrics-hush-hush-hush")
	page := s.Browser(t, administrator(t, s)).Get("/admin/settings").Body
	if strings.Contains(page, "hush") || !strings.Contains(page, "STRIPE_SECRET_KEY") || !strings.Contains(page, "•••") {
		t.Errorf("the page of settings: %.2000s", page)
	}
}

func TestAdmin_DeactivatedUserIsOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		admin := administrator(t, s)
		member := accounttest.Member(t, s.DB(), admin, account.User)
		theirs, mine := s.Browser(t, member), s.Browser(t, admin)
		set := func(id db.ID, active, superuser string) int {
			return mine.Post("/admin/users/"+id.String(), url.Values{"active": {active}, "superuser": {superuser}}).Status
		}
		if a := theirs.Get("/contacts"); a.Status != 200 {
			t.Fatalf("before: %d", a.Status)
		}
		if got := set(member.User, "0", "0"); got != 303 {
			t.Fatalf("deactivate: %d", got)
		}
		if a := theirs.Get("/contacts"); a.Status == 200 {
			t.Error("a deactivated user still sees contacts")
		}
		if got := set(member.User, "1", "1"); got != 303 {
			t.Fatalf("reactivate: %d", got)
		}
		if a := s.Browser(t, member).Get("/admin"); a.Status != 200 {
			t.Errorf("a new administrator gets %d", a.Status)
		}
		if got := set(admin.User, "0", "0"); got != 409 {
			t.Errorf("deactivating oneself: %d", got)
		}
		said, err := db.Values[string](t.Context(), s.DB(), `SELECT action FROM audit_entries WHERE workspace_id = 0 AND record_id = $1 ORDER BY id`, member.User)
		if err != nil || !slices.Equal(said, []string{"deactivate", "reactivate", "superuser"}) {
			t.Errorf("the audit log of the server says %q, %v", said, err)
		}
		seen(t, mine, "/admin/audit", "Made administrator of the server")
		if a := mine.Get("/admin/users"); a.Status != 200 || !strings.Contains(a.Body, member.Email) {
			t.Errorf("the list of users: %d", a.Status)
		}
	})
}

type doomed struct{}

func (doomed) Kind() string { return "test.doomed" }

// A job that fails is on the page with its error, can be run again, and ended.
func TestAdmin_FailedJobIsRunAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		mine := s.Browser(t, administrator(t, s))
		enqueueDoomed(t, s)
		seen(t, mine, "/admin/jobs?kind=test.doomed", "not registered")
		page := seen(t, mine, "/admin/jobs?kind=test.doomed&state=retryable", "/retry?state=retryable")
		id := between(page, `action="/admin/jobs/`, "/retry")
		if a := mine.Post("/admin/jobs/"+id+"/retry", nil); a.Status != 303 {
			t.Fatalf("retry: %d %.300s", a.Status, a.Body)
		}
		seen(t, mine, "/admin/jobs?kind=test.doomed", "2 / 25") // at once, not when its turn would come
		if a := mine.Post("/admin/jobs/"+id+"/cancel", nil); a.Status != 303 {
			t.Fatalf("cancel: %d", a.Status)
		}
		seen(t, mine, "/admin/jobs?state=cancelled", "test.doomed")
		if a := mine.Post("/admin/jobs/99999999/retry", nil); a.Status != 404 {
			t.Errorf("no such job: %d", a.Status)
		}
	})
}

// enqueueDoomed leaves a job that this version of the application does not
// know, as an older one may.
func enqueueDoomed(t *testing.T, s *apptest.Server) {
	t.Helper()
	q := jobs.New(s.DB(), slog.New(slog.DiscardHandler))
	jobs.Handle(q, func(context.Context, doomed) error { return nil })
	if err := q.Open(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	if err := s.DB().InTx(t.Context(), func(tx *db.Tx) error { return q.Enqueue(t.Context(), tx, doomed{}) }); err != nil {
		t.Fatal(err)
	}
}

// seen waits until a page has the text.
func seen(t *testing.T, c *apptest.Client, path, text string) string {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if page := c.Get(path).Body; strings.Contains(page, text) {
			return page
		}
	}
	t.Fatalf("%s does not show %q", path, text)
	return ""
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}
