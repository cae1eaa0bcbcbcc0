package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// users ask at the same time and think between: half a second to one and a
// half, which makes about fifty requests a second.
const users = 50

func thinking() time.Duration { return 500*time.Millisecond + rand.N(time.Second) }

// delay is how long answers took, in ms.
type delay struct {
	name      string
	half, p99 float64
	asked     int
}

// office lets fifty people work for a while: of ten requests four are lists,
// four records, two searches.
func office(ctx context.Context, o options, m made) ([]delay, error) {
	me, c, err := m.serve()
	if err != nil {
		return nil, err
	}
	defer c.stop()
	last := 40 * time.Second
	if o.quick {
		last = 6 * time.Second
	}
	d := &day{kinds: officeKinds(me), client: browser(users), begin: time.Now(), last: last}
	d.took = make([][]float64, len(d.kinds))
	var wait sync.WaitGroup
	for range users {
		wait.Go(func() { d.work(ctx) })
	}
	wait.Wait()
	return d.delays(), d.failed
}

// day is what all of them do together.
type day struct {
	kinds  []officeKind
	client *http.Client
	begin  time.Time
	last   time.Duration

	lock   sync.Mutex
	took   [][]float64
	failed error
}

// work is one person's.
func (d *day) work(ctx context.Context) {
	time.Sleep(rand.N(time.Second))
	for time.Since(d.begin) < d.last && ctx.Err() == nil {
		kind := []int{0, 0, 0, 0, 1, 1, 1, 1, 2, 2}[rand.IntN(10)]
		shots := d.kinds[kind].shots
		asked := time.Now()
		err := shots[rand.IntN(len(shots))].fire(ctx, d.client)
		if d.note(kind, time.Since(asked), err); err != nil {
			return
		}
		time.Sleep(thinking())
	}
}

func (d *day) note(kind int, took time.Duration, err error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	if err != nil {
		d.failed = err
	}
	if time.Since(d.begin) > d.last/8 { // the beginning warms up
		d.took[kind] = append(d.took[kind], float64(took.Microseconds())/1000)
	}
}

func (d *day) delays() []delay {
	var all []delay
	for i, k := range d.kinds {
		slices.Sort(d.took[i])
		all = append(all, delay{k.name, at(d.took[i], 50), at(d.took[i], 99), len(d.took[i])})
	}
	return all
}

type officeKind struct {
	name  string
	shots []shot
}

func officeKinds(me server) []officeKind {
	all := []officeKind{{name: "list"}, {name: "record"}, {name: "search"}}
	add := func(kind int, paths ...string) {
		for _, path := range paths {
			h := http.Header{}
			request{Path: path}.sign(me, &http.Request{Header: h})
			all[kind].shots = append(all[kind].shots, shot{url: me.URL + path, header: h, status: http.StatusOK})
		}
	}
	add(0, "/contacts", "/contacts?sort=name", "/contacts?country=DE", "/contacts?sort=-activity_at")
	for _, id := range me.Contacts {
		add(1, "/contacts/"+id)
	}
	for _, r := range rows(nil) {
		if len(r.name) > 6 && r.name[:6] == "search" {
			add(2, r.paths...)
		}
	}
	return all
}

// at is a percentile of sorted values.
func at(sorted []float64, percent int) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}
