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
	var me server
	c, err := start(&me, "serve", m.url, m.dir)
	if err != nil {
		return nil, err
	}
	defer c.stop()
	last := 40 * time.Second
	if o.quick {
		last = 6 * time.Second
	}
	kinds := officeKinds(me)
	took := make([][]float64, len(kinds))
	var lock sync.Mutex
	var failed error
	var wait sync.WaitGroup
	client := browser(users)
	begin := time.Now()
	for range users {
		wait.Go(func() {
			time.Sleep(rand.N(time.Second))
			for time.Since(begin) < last && ctx.Err() == nil {
				kind := []int{0, 0, 0, 0, 1, 1, 1, 1, 2, 2}[rand.IntN(10)]
				s := kinds[kind].shots[rand.IntN(len(kinds[kind].shots))]
				at := time.Now()
				err := s.fire(ctx, client)
				ms := float64(time.Since(at).Microseconds()) / 1000
				lock.Lock()
				if err != nil {
					failed = err
				}
				if time.Since(begin) > last/8 { // the beginning warms up
					took[kind] = append(took[kind], ms)
				}
				lock.Unlock()
				if err != nil {
					return
				}
				time.Sleep(thinking())
			}
		})
	}
	wait.Wait()
	var all []delay
	for i, k := range kinds {
		slices.Sort(took[i])
		all = append(all, delay{k.name, at(took[i], 50), at(took[i], 99), len(took[i])})
	}
	return all, failed
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
