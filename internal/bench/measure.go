package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// figure is what a request costs: the middle and the least of the rounds.
type figure struct {
	CPU, Least float64 // ms of the server process
	Database   float64 // ms of PostgreSQL, 0 for SQLite
	Rate       float64 // requests a second
}

// line is a measured row.
type line struct {
	row
	ours, floor figure
	statements  int
	bytes       int
}

// target is a process that is asked and measured.
type target struct {
	*child
	client *http.Client
	shots  []shot
	cpu    []float64
	db     []float64
	rate   []float64
}

// measureAll measures every row on one database.
func measureAll(ctx context.Context, o options, m made) ([]line, error) {
	me, ours, err := m.serve()
	if err != nil {
		return nil, err
	}
	defer ours.stop()
	var address string
	floor, err := start(&address, "floor", m.url)
	if err != nil {
		return nil, err
	}
	defer floor.stop()
	var all []line
	for i, r := range rows(me.Contacts) {
		l, err := measure(ctx, o, ours, floor, me, address+"/"+strconv.Itoa(i), r)
		if err == nil && o.profile != "" {
			err = profile(ctx, o, ours, me, m, r)
		}
		if err != nil {
			return nil, fmt.Errorf("%s, %d contacts, %s: %w", m.engine, m.contacts, r.name, err)
		}
		fmt.Fprintf(os.Stderr, "%-9s %7d  %-22s %8.3f ms  floor %8.3f ms\n", m.engine, m.contacts, r.name, l.ours.CPU, l.floor.CPU)
		all = append(all, l)
	}
	return all, nil
}

// measure lets ours and the floor take turns over the rounds.
func measure(ctx context.Context, o options, ours, floor *child, me server, base string, r row) (line, error) {
	l := line{row: r}
	a, b := &target{child: ours, client: browser(connections)}, &target{child: floor, client: browser(connections)}
	for i, path := range r.paths {
		got, err := recorded(ours, r.ask(path))
		if err != nil {
			return l, err
		}
		l.statements, l.bytes = len(got.Statements), len(got.Body)
		a.shots = append(a.shots, shotAt(me, r.ask(path), got, r.unharmed))
		if r.unharmed {
			continue
		}
		at := base + "." + strconv.Itoa(i)
		if err := tell(floor, strings.TrimPrefix(at[strings.LastIndexByte(at, '/'):], "/"), got); err != nil {
			return l, err
		}
		b.shots = append(b.shots, shot{url: at, header: http.Header{}, status: got.Status})
	}
	targets := []*target{a, b}
	if r.unharmed {
		targets = targets[:1]
	}
	for _, t := range targets {
		if err := t.warm(ctx); err != nil {
			return l, err
		}
	}
	for round := range o.rounds + 1 {
		for _, t := range targets {
			if err := t.round(ctx, o, round > 0); err != nil { // the first warms up as well
				return l, err
			}
		}
		slices.Reverse(targets)
	}
	l.ours, l.floor = a.figure(), b.figure()
	return l, nil
}

// profile writes a CPU profile of the row for go tool pprof.
func profile(ctx context.Context, o options, ours *child, me server, m made, r row) error {
	if r.aim == 0 && r.most == 0 {
		return nil
	}
	if err := os.MkdirAll(o.profile, 0o755); err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%d-%s.prof", m.engine, m.contacts, strings.ReplaceAll(r.name, " ", "-"))
	if err := ours.ask(nil, "profile "+filepath.Join(o.profile, name)); err != nil {
		return err
	}
	var shots []shot
	for _, path := range r.paths {
		got, err := recorded(ours, r.ask(path))
		if err != nil {
			return err
		}
		shots = append(shots, shotAt(me, r.ask(path), got, r.unharmed))
	}
	if _, _, err := volley(ctx, browser(connections), shots, 10*time.Second); err != nil {
		return err
	}
	return ours.ask(nil, "unprofile")
}

// ask is the request for a path of the row.
func (r row) ask(path string) request {
	if r.partial {
		return request{Path: path, Header: map[string]string{"HX-Request": "true"}}
	}
	return request{Path: path}
}

func recorded(c *child, r request) (answer, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return answer{}, err
	}
	var got answer
	if err := c.ask(&got, "record "+string(text)); err != nil {
		return got, err
	}
	if got.Status != http.StatusOK {
		return got, fmt.Errorf("%s answers %d: %.300s", r.Path, got.Status, got.Body)
	}
	return got, nil
}

func tell(c *child, name string, a answer) error {
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return c.ask(nil, "answer "+name+" "+string(text))
}

func shotAt(me server, ask request, got answer, unharmed bool) shot {
	h := http.Header{}
	r := &http.Request{Header: h}
	ask.sign(me, r)
	s := shot{url: me.URL + ask.Path, header: h, status: http.StatusOK}
	if unharmed {
		s.tag, s.status = &atomic.Value{}, http.StatusNotModified
		s.tag.Store(got.ETag)
	}
	return s
}

// warm asks for everything once, so that no page is read from the disk later.
func (t *target) warm(ctx context.Context) error {
	for _, s := range t.shots {
		if err := s.fire(ctx, t.client); err != nil {
			return err
		}
	}
	return nil
}

// round fires for a while and keeps what it cost.
func (t *target) round(ctx context.Context, o options, keep bool) error {
	last := time.Second
	if o.quick {
		last = 300 * time.Millisecond
	}
	if err := t.ask(nil, "settle"); err != nil {
		return err
	}
	var before, after usage
	if err := t.ask(&before, "usage"); err != nil {
		return err
	}
	database := postgresCPU()
	n, took, err := volley(ctx, t.client, t.shots, last)
	if err != nil {
		return err
	}
	if err := t.ask(&after, "usage"); err != nil {
		return err
	}
	if keep {
		t.cpu = append(t.cpu, float64(after.CPU-before.CPU)/1e6/float64(n))
		t.db = append(t.db, (postgresCPU()-database)/float64(n))
		t.rate = append(t.rate, float64(n)/took.Seconds())
	}
	return nil
}

func (t *target) figure() figure {
	if len(t.cpu) == 0 {
		return figure{}
	}
	return figure{CPU: middle(t.cpu), Least: slices.Min(t.cpu), Database: middle(t.db), Rate: middle(t.rate)}
}

func middle(all []float64) float64 {
	s := slices.Sorted(slices.Values(all))
	if len(s) == 0 {
		return 0
	}
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// ratio is the floor's share of our cost, the database included.
func (l line) ratio() float64 {
	if l.floor.CPU == 0 {
		return 0
	}
	return (l.floor.CPU + l.floor.Database) / (l.ours.CPU + l.ours.Database)
}
