package operate_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kontor/internal/kit/db/pgtest"
)

// TestPostgres_RestartIsSurvived restarts the database under a node and a
// worker: requests fail while it is down and at no other time, and neither
// process has to be restarted.
func TestPostgres_RestartIsSurvived(t *testing.T) {
	pg := server(t, pgtest.Settings{Durable: true})
	s, l, web, worker := onPostgres(t, pg.URL)
	var down []span
	r, done := newRounds(t, 2, 20), 0
	for ; !r.enough(done); done++ {
		time.Sleep(time.Second)
		from := time.Now()
		pg.Halt()
		time.Sleep(500 * time.Millisecond)
		if err := pg.Resume(); err != nil {
			t.Fatal(err)
		}
		down = append(down, span{from, time.Now().Add(300 * time.Millisecond)})
	}
	time.Sleep(time.Second)
	l.stop()
	for _, f := range l.outside(down) {
		t.Errorf("failed while the database was there: %v", f.err)
	}
	goesOn(t, s, l, web, worker)
	r.tell(t, "Restart of PostgreSQL", done, l)
}

// TestPostgres_FailoverToTheReplica crashes the primary under load and promotes
// its replica: pages are answered again at once, and nothing that was
// acknowledged is lost.
func TestPostgres_FailoverToTheReplica(t *testing.T) {
	first := server(t, pgtest.Settings{Durable: true, More: []string{"synchronous_standby_names=*"}})
	second, err := first.Replica()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(second.Stop)
	both := strings.Replace(first.URL, first.Address(), first.Address()+","+second.Address(), 1) + "&target_session_attrs=read-write"
	s, l, web, worker := onPostgres(t, both)
	r := newRounds(t, 1, 1)
	browser := signIn(t, web.base, nil)
	time.Sleep(2 * time.Second)
	crashed := time.Now()
	first.Crash()
	if err := second.Promote(); err != nil {
		t.Fatal(err)
	}
	promoted := time.Now()
	within(t, 5*time.Second, "a page after the failover", func() error {
		a, err := browser.get("/contacts")
		if err == nil && a.status != http.StatusOK {
			err = fmt.Errorf("status %d", a.status)
		}
		return err
	})
	again := time.Now()
	time.Sleep(2 * time.Second)
	l.stop()
	for _, f := range l.outside([]span{{crashed, again.Add(time.Second)}}) {
		t.Errorf("failed while a database was there: %v", f.err)
	}
	t.Logf("the replica took over within %s, pages came %s later", promoted.Sub(crashed).Round(time.Millisecond), again.Sub(promoted).Round(time.Millisecond))
	goesOn(t, s, l, web, worker)
	r.tell(t, "Failover of PostgreSQL to its replica", 1, l)
}

// node is a process with the address it answers on.
type node struct {
	*process
	base string
}

// onPostgres is an installation on a server of its own, with a node, a worker
// and load.
func onPostgres(t *testing.T, url string) (*site, *load, node, *process) {
	t.Helper()
	s := newSite(t, url)
	port := freePort(t)
	web := node{s.serve(t, port, "--worker=false"), "http://127.0.0.1:" + port}
	worker := s.start(t, "worker")
	token := s.setUp(t, web.base)
	return s, begin(t, 3, func() *client { return newClient(web.base, token, nil) }), web, worker
}

// goesOn fails unless both processes are those of the beginning, the worker
// works, and all that was acknowledged is there.
func goesOn(t *testing.T, s *site, l *load, web node, worker *process) {
	t.Helper()
	if !web.runs() || !worker.runs() {
		t.Fatalf("a process of ours ended:\n%s\n%s", web.said, worker.said)
	}
	l.kept(t, s.url)
	in := &imports{c: newClient(web.base, s.token(t), nil)}
	in.one()
	in.finish(t)
	noneLeft(t, s.url)
	worker.stop(t)
	web.stop(t)
	s.intact(t)
}
