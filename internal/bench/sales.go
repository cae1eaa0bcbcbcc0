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
	aims
}

// aims are what an errand should keep to.
type aims struct {
	most float64 // ms, of the slowest in a hundred
	grow float64 // times, from a tenth of the data; 0 for no aim
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

// sold is a database with what errands took on it.
type sold struct {
	made
	errands []errand
}

// sales measures home, the board, a card dragged on it, and reports, on a tenth
// of the data and on all of it in turn, request by request: how they compare
// does not hang on what else the machine does just then.
func sales(ctx context.Context, o options, pair []made) ([]sold, error) {
	all, kinds := make([]sold, len(pair)), make([][]errandKind, len(pair))
	for i, m := range pair {
		me, c, err := m.serve()
		if err != nil {
			return nil, err
		}
		defer c.stop()
		all[i].made, kinds[i] = m, errands(me)
	}
	rounds := 300
	if o.quick {
		rounds = 40
	}
	for n := range kinds[0] {
		var same []errandKind
		for i := range kinds {
			same = append(same, kinds[i][n])
		}
		took, err := inTurn(ctx, same, rounds)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", pair[0].engine, same[0].name, err)
		}
		for i, d := range took {
			fmt.Fprintf(os.Stderr, "%-9s %7d  %-22s p50 %6.1f ms  p99 %6.1f ms\n", pair[i].engine, pair[i].contacts, d.name, d.half, d.p99)
			all[i].errands = append(all[i].errands, errand{d, same[i].aims})
		}
	}
	return all, nil
}

type errandKind struct {
	name string
	aims
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
		{"home", aims{60, 1.3}, get("/", "/?period=month", "/?whose=me", "/?period=year")},
		{"board, 5,000 open deals", aims{60, 1.3}, get("/deals/board")},
		{"card dragged", aims{20, 1.3}, drags(me)},
		{"report: funnel", aims{most: 100}, get("/reports/funnel", "/reports/funnel?period=quarter&whose=me")},
		{"report: velocity", aims{most: 100}, get("/reports/velocity", "/reports/velocity?period=year")},
		{"report: won and lost", aims{most: 100}, get("/reports/outcomes", "/reports/outcomes?whose=me")},
		{"report: members", aims{most: 100}, get("/reports/members", "/reports/members?period=last-quarter")},
		{"report: revenue", aims{most: 100}, get("/reports/revenue", "/reports/revenue?period=year")},
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

// inTurn asks the same of several servers one after the other, with a pause as
// a person makes it.
func inTurn(ctx context.Context, same []errandKind, rounds int) ([]delay, error) {
	client, took := browser(len(same)), make([][]float64, len(same))
	for i := range rounds + rounds/5 {
		for n, e := range same {
			asked := time.Now()
			if err := e.shots[i%len(e.shots)].fire(ctx, client); err != nil {
				return nil, err
			}
			if i >= rounds/5 { // the beginning warms up
				took[n] = append(took[n], float64(time.Since(asked).Microseconds())/1000)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	var all []delay
	for n, e := range same {
		slices.Sort(took[n])
		all = append(all, delay{e.name, at(took[n], 50), at(took[n], 99), len(took[n])})
	}
	return all, nil
}

// sales prints what errands took, and how they grew.
func (t *tables) sales(all []sold) {
	var rows [][]string
	for i, s := range all {
		for j, e := range s.errands {
			grew := "–"
			if i > 0 && all[i-1].engine == s.engine {
				times := e.half / all[i-1].errands[j].half
				grew = fmt.Sprintf("%.2f", times)
				if e.grow > 0 {
					grew += fmt.Sprintf(" (aim ≤ %.1f: %s)", e.grow, met(times <= e.grow))
				}
			}
			rows = append(rows, []string{title(s.engine), strconv.Itoa(s.contacts), e.name, fmt.Sprintf("%.1f", e.half), fmt.Sprintf("%.1f", e.p99),
				fmt.Sprintf("< %.0f: %s", e.most, met(e.p99 < e.most)), grew})
		}
	}
	t.table("Sales, one request after the other: time to the last byte in ms; growth of the middle from a tenth of the data",
		[]string{"database", "contacts", "request", "p50", "p99", "aim of p99", "growth"}, rows)
}
