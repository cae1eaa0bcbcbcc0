package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"kontor/internal/app"
)

// mostChain is the share of a list request that the chain of middleware may
// cost.
const mostChain = 0.15

// chained is what a request costs with the chain around it and without, ms.
type chained struct {
	Path          string
	With, Without float64
}

func (c chained) share() float64 { return (c.With - c.Without) / c.With }

// chain measures what the chain costs lists, on one database.
func chain(ctx context.Context, o options, m made) ([]chained, error) {
	var me server
	child, err := start(&me, "chain", m.url, m.dir)
	if err != nil {
		return nil, err
	}
	defer child.stop()
	var all []chained
	for _, path := range []string{"/contacts", "/api/v1/contacts?limit=50"} {
		c := chained{Path: path}
		var with, without []float64
		for range o.rounds + 1 {
			var got chained
			if err := child.ask(&got, path); err != nil {
				return nil, fmt.Errorf("the chain of %s: %w", path, err)
			}
			with, without = append(with, got.With), append(without, got.Without)
		}
		c.With, c.Without = middle(with[1:]), middle(without[1:]) // the first warms up
		all = append(all, c)
	}
	return all, nil
}

// chainChild answers requests inside the process, in turn with the chain and
// without: the same handler, for the same person.
func chainChild(ctx context.Context) error {
	a, err := open(ctx, os.Args[2], os.Args[3])
	if err != nil {
		return err
	}
	defer a.Close()
	me, err := invite(ctx, a)
	if err != nil {
		return err
	}
	me.URL = "http://127.0.0.1"
	return answerAll(me, func(path string) (any, error) { return bothWays(a, me, path) })
}

// shotsInTurn is how many requests go one way before the other has its turn.
const shotsInTurn, turns = 20, 15

func bothWays(a *app.App, me server, path string) (chained, error) {
	whole, bare := a.Handler(), a.Bare()
	past := passed(a, me, path)
	var c chained
	for range turns {
		with, err := spent(whole, func() *http.Request { return asked(me, path) })
		if err != nil {
			return c, err
		}
		without, err := spent(bare, func() *http.Request { return asked(me, path).WithContext(past) })
		if err != nil {
			return c, err
		}
		c.With, c.Without = c.With+with/turns, c.Without+without/turns
	}
	return c, nil
}

func asked(me server, path string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, me.URL+path, nil)
	request{Path: path}.sign(me, r)
	return r
}

// passed is the context of a request that has been through the chain.
func passed(a *app.App, me server, path string) context.Context {
	ctx := context.Background()
	a.Chain(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { ctx = r.Context() })).ServeHTTP(httptest.NewRecorder(), asked(me, path))
	return ctx
}

// spent is the CPU time of one request, ms.
func spent(h http.Handler, next func() *http.Request) (float64, error) {
	before := ownUsage().CPU
	for range shotsInTurn {
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, next()); w.Code != http.StatusOK {
			return 0, fmt.Errorf("answered %d: %.200s", w.Code, w.Body)
		}
	}
	return float64(ownUsage().CPU-before) / 1e6 / shotsInTurn, nil
}

func (t *tables) chains(sets []set) {
	var rows [][]string
	for _, s := range sets {
		for _, c := range s.chain {
			verdict := "met"
			if c.share() > mostChain {
				verdict = "missed"
			}
			rows = append(rows, []string{string(s.engine), fmt.Sprint(s.contacts), c.Path, fmt.Sprintf("%.3f", c.With), fmt.Sprintf("%.3f", c.Without),
				fmt.Sprintf("%.1f %%", 100*c.share()), fmt.Sprintf("≤ %.0f %%: %s", 100*mostChain, verdict)})
		}
	}
	if len(rows) > 0 {
		t.table("What the chain of middleware costs a list, ms of CPU", []string{"database", "contacts", "request", "with it", "without", "share", "aim"}, rows)
	}
}
