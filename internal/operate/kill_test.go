package operate_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestKill_LosesNothing kills a node and a worker in turn while contacts are
// written and files imported: what was acknowledged is there, once, each import
// has all of its rows, once, and both the database and the audit log are whole.
func TestKill_LosesNothing(t *testing.T) {
	each(t, func(t *testing.T, url string) {
		s := newSite(t, url)
		port := freePort(t)
		web, base := s.serve(t, port, "--worker=false"), "http://127.0.0.1:"+port
		worker := s.start(t, "worker")
		token := s.setUp(t, base)
		l := begin(t, 3, func() *client { return newClient(base, token, nil) })
		in := importing(t, l, newClient(base, token, nil))
		r, done := newRounds(t, 6, 100), 0
		for ; !r.enough(done); done++ {
			time.Sleep(time.Duration(300+rand.IntN(500)) * time.Millisecond)
			if done%2 == 0 {
				web.kill()
				web = s.serve(t, port, "--worker=false")
			} else {
				worker.kill()
				worker = s.start(t, "worker")
			}
		}
		l.stop()
		in.finish(t)
		in.kept(t, url)
		noneLeft(t, url)
		l.kept(t, url)
		worker.stop(t)
		web.stop(t)
		s.intact(t)
		r.tell(t, "Kill -9 of node and worker in turn, "+engineOf(url), done, l)
	})
}

func engineOf(url string) string {
	name, _, _ := strings.Cut(url, ":")
	return map[string]string{"sqlite": "SQLite", "postgres": "PostgreSQL"}[name]
}

// rowsOf is how many rows each imported file has: more than one transaction takes.
const rowsOf = 1200

// imports starts one import after the other.
type imports struct {
	c       *client
	started []string // ids of those whose start was acknowledged
	files   int
}

// importing imports files until the load is stopped.
func importing(t *testing.T, l *load, c *client) *imports {
	t.Helper()
	in, quit, ended := &imports{c: c}, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-quit:
				return
			case <-time.After(700 * time.Millisecond):
				in.one()
			}
		}
	}()
	stop, once := l.stop, sync.Once{}
	l.stop = func() { once.Do(func() { close(quit); <-ended; stop() }) }
	return in
}

// one sends a file and starts its import; a server that is away just then is
// what this test is about.
func (in *imports) one() {
	in.files++
	var file strings.Builder
	file.WriteString("First name,Last name\n")
	for row := range rowsOf {
		fmt.Fprintf(&file, "File,%d of %d\n", row, in.files)
	}
	a, err := in.c.do(http.MethodPost, "/api/v1/imports?name=people.csv", "text/csv", strings.NewReader(file.String()))
	var made struct {
		ID string `json:"id"`
	}
	if err != nil || a.status != http.StatusCreated || json.Unmarshal([]byte(a.body), &made) != nil {
		return
	}
	a, err = in.c.json(http.MethodPatch, "/api/v1/imports/"+made.ID, map[string]any{"options": map[string]any{"duplicates": "add"}})
	if err != nil || a.status != http.StatusOK {
		return
	}
	if a, err = in.c.json(http.MethodPost, "/api/v1/imports/"+made.ID+"/start", nil); err == nil && a.status == http.StatusOK {
		in.started = append(in.started, made.ID)
	}
}

// finish waits until each import whose start was acknowledged is done.
func (in *imports) finish(t *testing.T) {
	t.Helper()
	if len(in.started) == 0 {
		t.Fatal("no import was started: this shows nothing")
	}
	for _, id := range in.started {
		within(t, 4*time.Minute, "import "+id, func() error {
			a, err := in.c.get("/api/v1/imports/" + id)
			if err == nil && !strings.Contains(a.body, `"status":"done"`) {
				err = fmt.Errorf("%.600s", a.body)
			}
			return err
		})
	}
}

// kept fails unless every file whose import was acknowledged is there row by
// row, and no row twice.
func (in *imports) kept(t *testing.T, url string) {
	t.Helper()
	twice := values[string](t, url, `SELECT last_name FROM contacts WHERE first_name = 'File' GROUP BY last_name HAVING count(*) > 1`)
	if len(twice) > 0 {
		t.Errorf("%d rows are there more than once, such as %s", len(twice), twice[0])
	}
	done := values[int64](t, url, `SELECT created FROM imports WHERE status = 'done'`)
	for _, n := range done {
		if n != rowsOf {
			t.Errorf("an import of %d rows made %d", rowsOf, n)
		}
	}
	rows := values[int64](t, url, `SELECT count(*) FROM contacts WHERE first_name = 'File'`)[0]
	if want := int64(len(done)) * rowsOf; rows != want || len(done) < len(in.started) {
		t.Errorf("%d imports were acknowledged, %d are done, with %d rows instead of %d", len(in.started), len(done), rows, want)
	}
}

// noneLeft fails when jobs do not come to an end, or ended badly.
func noneLeft(t *testing.T, url string) {
	t.Helper()
	within(t, 4*time.Minute, "all jobs are done", func() error {
		left := values[string](t, url, `SELECT kind || ' ' || CAST(state AS TEXT) FROM river_job WHERE state IN ('running', 'available', 'retryable')`)
		if len(left) > 0 {
			return fmt.Errorf("%s", strings.Join(left, ", "))
		}
		return nil
	})
	if bad := values[string](t, url, `SELECT kind FROM river_job WHERE state IN ('discarded', 'cancelled')`); len(bad) > 0 {
		t.Errorf("jobs that failed for good: %s", strings.Join(bad, ", "))
	}
}
