package operate_test

import (
	"context"
	"crypto/tls"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/redis/redistest"
)

// TestRolling_NoRequestFails restarts two nodes and two workers on one
// PostgreSQL and one Redis, one after the other behind nginx with TLS, while
// pages are read and contacts written.
func TestRolling_NoRequestFails(t *testing.T) {
	url := dbtest.EmptyPostgresURL(t)
	s := newSite(t, url, "SITE_URL=https://"+named, "ALLOWED_HOSTS="+named, "TRUSTED_PROXIES=127.0.0.1", "DRAIN_SECONDS=1", "REDIS_URL="+redistest.URL(t))
	ports := []string{freePort(t), freePort(t)}
	nodes := []*process{s.serve(t, ports[0], "--worker=false"), s.serve(t, ports[1], "--worker=false")}
	workers := []*process{s.start(t, "worker"), s.start(t, "worker")}
	p, base := startNginx(t, ports[0], ports[1]), "https://"+named
	browser := newClient(base, "", p.transport())
	open := founding()
	open.Set("setup_code", s.run(t, "setup-code"))
	a, err := browser.form("/setup", open)
	expect(t, http.StatusSeeOther, a, err)
	token := s.token(t)
	behindNginx(t, newClient(base, "", p.transport()))
	onlyStrong(t, p)
	l := begin(t, 3, func() *client { return newClient(base, token, p.transport()) })
	pages := reading(t, signIn(t, base, p.transport()))
	r, done := newRounds(t, 1, 10), 0
	for ; !r.enough(done); done++ {
		for i := range nodes {
			time.Sleep(500 * time.Millisecond)
			nodes[i].stop(t)
			nodes[i] = s.serve(t, ports[i], "--worker=false")
			workers[i].stop(t)
			workers[i] = s.start(t, "worker")
		}
	}
	time.Sleep(500 * time.Millisecond)
	l.stop()
	for _, f := range l.outside(nil) {
		t.Errorf("a write failed: %v", f.err)
	}
	t.Logf("%d pages were read", pages())
	l.kept(t, url)
	noneLeft(t, url)
	r.tell(t, "Rolling restart of two nodes and two workers behind nginx", done, l)
}

// behindNginx looks at what nginx lets through.
func behindNginx(t *testing.T, c *client) {
	t.Helper()
	if a, err := c.get("/health/"); err != nil || a.status != http.StatusOK || strings.Contains(a.body, "details") {
		t.Errorf("health through nginx: %v %+v", err, a)
	}
	if a, err := c.get("/metrics"); err != nil || a.status != http.StatusNotFound {
		t.Errorf("metrics through nginx: %v %d", err, a.status)
	}
}

// onlyStrong fails unless nginx refuses what is old and weak.
func onlyStrong(t *testing.T, p *proxy) {
	t.Helper()
	for what, cfg := range map[string]*tls.Config{
		"TLS 1.1":       {MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11},
		"a CBC cipher":  {MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA}},
		"no weak thing": {},
	} {
		cfg.RootCAs, cfg.ServerName = p.roots, named
		c, err := tls.Dial("tcp", "127.0.0.1:"+p.port, cfg)
		if err == nil {
			c.Close()
		}
		if (err == nil) != (what == "no weak thing") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// reading reads pages until its result is called, which returns how many.
func reading(t *testing.T, c *client) func() int64 {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var read atomic.Int64
	var all sync.WaitGroup
	all.Go(func() {
		for ctx.Err() == nil {
			a, err := c.get("/contacts")
			if err != nil || a.status != http.StatusOK {
				t.Errorf("a page failed: %d, %v", a.status, err)
			}
			read.Add(1)
		}
	})
	t.Cleanup(func() { stop(); all.Wait() })
	return func() int64 { stop(); all.Wait(); return read.Load() }
}
