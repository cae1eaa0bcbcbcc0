package operate_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/pgtest"
)

// TestFull_DiskSaysSoAndRecovers fills the disk of the database: what cannot be
// saved is refused with the reason, pages are read all the while, nothing is
// damaged, and it goes on when there is space again.
func TestFull_DiskSaysSoAndRecovers(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		smallDisk(t, dir)
		fillUp(t, "sqlite:///"+filepath.Join(dir, "kontor.db"), dir)
	})
	t.Run("postgres", func(t *testing.T) {
		pg := server(t, pgtest.Settings{Durable: true})
		dir, err := pg.Folder("small")
		if err != nil {
			t.Fatal(err)
		}
		smallDisk(t, dir)
		t.Cleanup(pg.Halt)                            // before its disk goes
		if _, err := pg.Folder("small"); err != nil { // its owner, again
			t.Fatal(err)
		}
		psql(t, pg.URL, "CREATE TABLESPACE small LOCATION '"+dir+"'")
		psql(t, pg.URL, "CREATE DATABASE kontor TEMPLATE template0 TABLESPACE small LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
		fillUp(t, pgtest.WithDatabase(pg.URL, "kontor"), dir)
	})
}

// smallDisk mounts a disk of 64 MB for the time of the test.
func smallDisk(t *testing.T, dir string) {
	t.Helper()
	must(t, asRoot("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=64m,mode=700,uid=%d,gid=%d", os.Getuid(), os.Getgid()), "tmpfs", dir))
	t.Cleanup(func() { must(t, asRoot("umount", "--lazy", dir)) })
}

// fillUp is the test on one engine; the database lies in dir.
func fillUp(t *testing.T, address, dir string) {
	s := newSite(t, address)
	s.env = append(s.env, "DATA_DIR="+dir)
	port := freePort(t)
	base := "http://127.0.0.1:" + port
	web := s.serve(t, port)
	api := newClient(base, s.setUp(t, base), nil)
	browser := signIn(t, base, nil)
	l := &load{}
	for range 30 {
		l.write(api, db.NewID().String())
	}
	pages(t, browser, web) // some prepare what they show, once
	forgetVisits(t, address)
	web.stop(t) // who asks is asked of the database, not of memory
	web = s.serve(t, port)
	filler := fill(t, dir)
	refused(t, api, browser)
	pages(t, browser, web)
	a, err := newClient(base, "", nil).get("/health/")
	if err != nil || !strings.Contains(a.body, `"disk":"degraded"`) {
		t.Errorf("health: %v %+v", err, a)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		l.write(api, db.NewID().String())
	}
	if _, failed := l.writes(); failed > 0 {
		t.Errorf("%d writes failed with space: %v", failed, l.failed[0].err)
	}
	in := &imports{c: api}
	in.one()
	in.finish(t)
	noneLeft(t, address)
	l.kept(t, address)
	web.stop(t)
	s.intact(t)
}

// pages reads pages of every kind.
func pages(t *testing.T, browser *client, web *process) {
	t.Helper()
	for _, path := range []string{"/contacts", "/", "/deals", "/tasks", "/calendar", "/reports", "/settings/profile"} {
		if a, err := browser.get(path); err != nil || a.status != http.StatusOK {
			t.Errorf("%s: %d, %v\n%s", path, a.status, err, web.said)
		}
	}
}

// refused writes until the last free page is used, and fails unless programs and
// people are then told why.
func refused(t *testing.T, api, browser *client) {
	t.Helper()
	var a answer
	var err error
	for range 3000 {
		a, err = api.json(http.MethodPost, "/api/v1/contacts", map[string]any{"first_name": "Filler", "position": strings.Repeat("x", 80)})
		if err != nil || a.status != http.StatusCreated {
			break
		}
	}
	if err != nil || a.status != http.StatusInsufficientStorage || !strings.Contains(a.body, "disk") {
		t.Errorf("a program is told %d, %v: %s", a.status, err, a.body)
	}
	a, err = browser.form("/contacts/new", url.Values{"first_name": {"Full"}})
	if err != nil || a.status != http.StatusInsufficientStorage || !strings.Contains(a.body, "disk") {
		t.Errorf("a person is told %d, %v: %.2000s", a.status, err, a.body)
	}
}

// fill takes all the space there is and returns the file that holds it.
func fill(t *testing.T, dir string) string {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := io.Copy(f, endless{}); !errors.Is(err, unix.ENOSPC) {
		t.Fatalf("the disk does not get full: %v", err)
	}
	return f.Name()
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// forgetVisits makes the next page write when somebody was last seen.
func forgetVisits(t *testing.T, address string) {
	t.Helper()
	execute(t, address, `UPDATE sessions SET last_seen_at = 1`, `UPDATE api_tokens SET last_used_at = 1`)
}
