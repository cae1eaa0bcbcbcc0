package operate_test

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/db/pgtest"
)

// TestRecovery_ToAPointInTime goes back to a moment between two writes, with
// the settings that docs/operate/backup.md tells to make.
func TestRecovery_ToAPointInTime(t *testing.T) {
	primary := server(t, pgtest.Settings{Durable: true})
	archive, err := primary.Folder("archive")
	if err != nil {
		t.Fatal(err)
	}
	primary.Halt()
	if err := primary.Resume(told(t, "archive_mode", archive, "")...); err != nil {
		t.Fatal(err)
	}
	url := dbtest.EmptyPostgresOn(t, primary.URL)
	s := newSite(t, url)
	port := freePort(t)
	web := s.serve(t, port)
	c := newClient("http://127.0.0.1:"+port, s.setUp(t, "http://127.0.0.1:"+port), nil)
	write := func(name string) {
		if err := c.create(name); err != nil {
			t.Fatal(err)
		}
		time.Sleep(300 * time.Millisecond)
	}
	write("before the copy")
	base, err := primary.Base()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(base.Stop)
	write("good")
	moment := psql(t, url, "SELECT clock_timestamp()")
	time.Sleep(300 * time.Millisecond)
	write("mistake")
	psql(t, url, "SELECT pg_switch_wal()") // as archive_timeout does within a minute
	web.stop(t)
	primary.Halt()
	if err := base.Recover(told(t, "restore_command", archive, moment)...); err != nil {
		t.Fatal(err)
	}
	s.moveTo(strings.Replace(url, primary.Address(), base.Address(), 1))
	within(t, 30*time.Second, "the end of the recovery", func() error {
		if still := psql(t, base.URL, "SELECT pg_is_in_recovery()"); still != "f" {
			return fmt.Errorf("in recovery: %s", still)
		}
		return nil
	})
	s.wentBack(t, port, "before the copy", "good")
	if err := primary.Resume(); err != nil { // it is tidied up with its databases
		t.Fatal(err)
	}
}

// wentBack fails unless just these contacts are there, and it takes new ones.
func (s *site) wentBack(t *testing.T, port string, want ...string) {
	t.Helper()
	web := s.serve(t, port)
	base := "http://127.0.0.1:" + port
	got := values[string](t, s.url, `SELECT last_name FROM contacts WHERE first_name = 'Load' ORDER BY created_at`)
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("there are %q instead of %q", got, want)
	}
	a, err := signIn(t, base, nil).get("/contacts")
	expect(t, http.StatusOK, a, err)
	if err := newClient(base, s.token(t), nil).create("after"); err != nil {
		t.Error(err)
	}
	web.stop(t)
	s.intact(t)
}

// told are the lines of the block of settings in the guide that begins with a
// name, with the folder and the moment of the test in the place of those there.
func told(t *testing.T, first, archive, moment string) (lines []string) {
	t.Helper()
	guide, err := os.ReadFile("../../docs/operate/backup.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```\\n(" + first + " = .*?)```").FindSubmatch(guide)
	if block == nil {
		t.Fatalf("the guide has no block of settings that begins with %s", first)
	}
	for line := range strings.Lines(string(block[1])) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " = ")
		value = strings.ReplaceAll(strings.Trim(value, "'"), "/srv/archive", archive)
		if name == "recovery_target_time" {
			value = moment
		}
		lines = append(lines, name+"="+value)
	}
	return lines
}
