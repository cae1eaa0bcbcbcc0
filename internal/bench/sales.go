package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// errand is something that is asked for again and again, one after the other:
// how long it takes to the last byte, and how long it may.
type errand struct {
	delay
	most float64 // ms, of the slowest in a hundred
}

// sell finds deals to move.
func (s *server) sell(ctx context.Context, d *db.DB, actor account.Actor) error {
	for query, to := range map[string]*[]string{
		`SELECT id FROM deals WHERE workspace_id = $1 AND status = 'open' AND deleted_at IS NULL ORDER BY id DESC LIMIT 200`: &s.Deals,
		`SELECT id FROM stages WHERE workspace_id = $1 AND kind = 'open' ORDER BY position`:                                  &s.Stages,
	} {
		ids, err := db.Values[db.ID](ctx, d, query, actor.Workspace)
		if err != nil {
			return err
		}
		for _, id := range ids {
			*to = append(*to, id.String())
		}
	}
	return nil
}

// sales measures home, the board, a card dragged on it, and reports.
func sales(ctx context.Context, o options, m made) ([]errand, error) {
	if err := m.warm(); err != nil {
		return nil, err
	}
	var me server
	c, err := start(&me, "serve", m.url, m.dir)
	if err != nil {
		return nil, err
	}
	defer c.stop()
	rounds := 300
	if o.quick {
		rounds = 40
	}
	var all []errand
	for _, e := range errands(me) {
		took, err := e.run(ctx, rounds)
		if err != nil {
			return nil, fmt.Errorf("%s, %d contacts, %s: %w", m.engine, m.contacts, e.name, err)
		}
		fmt.Fprintf(os.Stderr, "%-9s %7d  %-22s p50 %6.1f ms  p99 %6.1f ms\n", m.engine, m.contacts, e.name, took.half, took.p99)
		all = append(all, errand{took, e.most})
	}
	return all, nil
}

type errandKind struct {
	name  string
	most  float64
	shots []shot
}

func errands(me server) []errandKind {
	get := func(paths ...string) (all []shot) {
		for _, path := range paths {
			all = append(all, shotAt(me, request{Path: path}, answer{}, false))
		}
		return all
	}
	return []errandKind{
		{"home", 60, get("/", "/?period=month", "/?whose=me", "/?period=year")},
		{"board, 5,000 open deals", 60, get("/deals/board")},
		{"card dragged", 20, drags(me)},
		{"report: funnel", 100, get("/reports/funnel", "/reports/funnel?period=quarter&whose=me")},
		{"report: velocity", 100, get("/reports/velocity", "/reports/velocity?period=year")},
		{"report: won and lost", 100, get("/reports/outcomes", "/reports/outcomes?whose=me")},
		{"report: members", 100, get("/reports/members", "/reports/members?period=last-quarter")},
		{"report: revenue", 100, get("/reports/revenue", "/reports/revenue?period=year")},
	}
}

// drags move cards to the next column, again and again.
func drags(me server) []shot {
	var all []shot
	for i, id := range me.Deals {
		s := shotAt(me, request{Path: "/deals/" + id + "/move"}, answer{}, false)
		s.header.Set("HX-Request", "true")
		s.header.Set("Content-Type", "application/x-www-form-urlencoded")
		s.form = url.Values{"to": {me.Stages[i%len(me.Stages)]}, "board": {""}}.Encode()
		all = append(all, s)
	}
	for i := range me.Deals { // and on, so that none stays where it is
		s := all[i]
		s.form = url.Values{"to": {me.Stages[(i+1)%len(me.Stages)]}, "board": {""}}.Encode()
		all = append(all, s)
	}
	return all
}

// run asks one after the other, with a pause as a person makes it.
func (e errandKind) run(ctx context.Context, rounds int) (delay, error) {
	client := browser(1)
	var took []float64
	for i := range rounds + rounds/5 {
		asked := time.Now()
		if err := e.shots[i%len(e.shots)].fire(ctx, client); err != nil {
			return delay{}, err
		}
		if i >= rounds/5 { // the beginning warms up
			took = append(took, float64(time.Since(asked).Microseconds())/1000)
		}
		time.Sleep(5 * time.Millisecond)
	}
	slices.Sort(took)
	return delay{e.name, at(took, 50), at(took, 99), len(took)}, nil
}

// sales prints what errands took, and how they grew.
func (t *tables) sales(sets []set) {
	var rows [][]string
	for i, s := range sets {
		for j, e := range s.sales {
			grew := "–"
			if i > 0 && sets[i-1].engine == s.engine {
				times := e.half / sets[i-1].sales[j].half
				grew = fmt.Sprintf("%.2f (%s)", times, met(times <= 1.3))
			}
			rows = append(rows, []string{title(s.engine), strconv.Itoa(s.contacts), e.name, fmt.Sprintf("%.1f", e.half), fmt.Sprintf("%.1f", e.p99),
				fmt.Sprintf("< %.0f: %s", e.most, met(e.p99 < e.most)), grew})
		}
	}
	t.table("Sales, one request after the other: time to the last byte in ms; growth of the middle from a tenth of the data, aim ≤ 1.3",
		[]string{"database", "contacts", "request", "p50", "p99", "aim of p99", "growth"}, rows)
}
