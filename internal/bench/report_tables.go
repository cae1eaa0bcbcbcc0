package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

func (t *tables) set(s set) {
	var rows [][]string
	for _, l := range s.lines {
		rows = append(rows, []string{
			l.name, ms(l.ours.CPU), ms(l.ours.Least), ms(l.ours.Database), ms(l.floor.CPU), ms(l.floor.Least), ms(l.floor.Database),
			l.verdict(), strconv.FormatFloat(l.ours.Rate, 'f', 0, 64), strconv.FormatFloat(l.floor.Rate, 'f', 0, 64),
			strconv.Itoa(l.statements), fmt.Sprintf("%.1f kB", float64(l.bytes)/1000),
		})
	}
	t.table(fmt.Sprintf("%s, %d contacts", title(s.engine), s.contacts), []string{
		"request", "CPU ms", "least", "database", "floor ms", "least", "database", "ratio", "req/s", "floor req/s", "statements", "answer"}, rows)
}

func title(engine string) string {
	if engine == "postgres" {
		return "PostgreSQL"
	}
	return "SQLite"
}

func ms(v float64) string {
	if v == 0 {
		return "–"
	}
	return strconv.FormatFloat(v, 'f', 3, 64)
}

// verdict is the ratio or the limit, beside the aim.
func (l line) verdict() string {
	switch {
	case l.most > 0:
		return "aim ≤ " + ms(l.most) + ": " + met(l.ours.CPU <= l.most)
	case l.aim > 0:
		return fmt.Sprintf("%.2f (aim ≥ %.1f: %s)", l.ratio(), l.aim, met(l.ratio() >= l.aim))
	}
	return fmt.Sprintf("%.2f", l.ratio())
}

func met(ok bool) string {
	if ok {
		return "met"
	}
	return "missed"
}

// growth compares the large database with the small one.
func (t *tables) growth(sets []set) {
	var rows [][]string
	for i := 1; i < len(sets); i++ {
		small, large := sets[i-1], sets[i]
		if small.engine != large.engine {
			continue
		}
		for j, l := range large.lines {
			was := small.lines[j].ours
			times := (l.ours.CPU + l.ours.Database) / (was.CPU + was.Database)
			rows = append(rows, []string{title(large.engine), fmt.Sprintf("%d / %d", large.contacts, small.contacts), l.name, fmt.Sprintf("%.2f", times), met(times <= 1.3)})
		}
	}
	if len(rows) > 0 {
		t.table("A larger database against the one before: CPU per request, aim ≤ 1.3", []string{"database", "contacts", "request", "times", "aim"}, rows)
	}
}

func (t *tables) delays(sets []set) {
	var rows [][]string
	for _, s := range sets {
		for _, d := range s.delays {
			rows = append(rows, []string{title(s.engine), strconv.Itoa(s.contacts), d.name, fmt.Sprintf("%.1f", d.half), fmt.Sprintf("%.1f", d.p99),
				strconv.Itoa(d.asked), met(d.p99 < 50)})
		}
	}
	t.table(fmt.Sprintf("%d people at the same time, who think 0.5 to 1.5 s between requests (4 of 10 ask for lists, 4 for records, 2 search): time to the last byte in ms, aim p99 < 50", users),
		[]string{"database", "contacts", "request", "p50", "p99", "requests", "aim"}, rows)
}

// toil are the long pieces of work.
func (t *tables) toil(sets []set) {
	var rows [][]string
	for _, s := range sets {
		for _, l := range s.toil {
			rows = append(rows, []string{title(s.engine), strconv.Itoa(s.contacts), l.Name, fmt.Sprintf("%.2f s", l.Took.Seconds()), fmt.Sprintf("%.2f s", l.CPU.Seconds()),
				fmt.Sprintf("%.1f", l.Half.Seconds()*1000), fmt.Sprintf("%.1f", l.Most.Seconds()*1000)})
		}
	}
	t.table("Long pieces of work, and how many ms somebody else waits for a small write meanwhile", []string{"database", "contacts", "work", "took", "CPU of the server", "p50", "p99"}, rows)
}

// single are the figures that come alone.
func (t *tables) single(r report) {
	rows := [][]string{
		{"start to first answer, middle of " + strconv.Itoa(len(r.started.answer)), fmt.Sprintf("%.0f ms", middle(r.started.answer)), "< 300 ms", met(middle(r.started.answer) < 300)},
		{"memory of the idle process (RSS)", mega(r.started.idle), "< 60 MB", met(r.started.idle < 60<<20)},
		{"script and style of the first view, compressed (" + strings.Join(r.started.files, ", ") + ")", fmt.Sprintf("%.1f kB", float64(r.started.weight)/1000),
			"≤ 60 kB", met(r.started.weight <= 60_000)},
	}
	if b := r.brought; b != nil {
		rows = append(rows,
			[]string{fmt.Sprintf("import of %d rows of CSV into SQLite", b.Rows), fmt.Sprintf("%.0f rows/s (%.0f a second of CPU)", b.rate(), float64(b.Rows)/b.CPU.Seconds()), "≥ 10,000 rows/s", met(b.rate() >= 10_000)},
			[]string{"the driver alone writing the same rows", fmt.Sprintf("%.0f rows/s", float64(b.Rows)/b.Driver.Seconds()), "", ""},
			[]string{"most memory during it", mega(b.Peak) + " (Go heap " + mega(b.Heap) + ")", "bounded", ""})
	}
	rows = append(rows, []string{fmt.Sprintf("kontor demo --contacts %d into SQLite", r.shown.contacts), fmt.Sprintf("%.1f s", r.shown.took.Seconds()), "< 60 s", met(r.shown.took < time.Minute)})
	for _, s := range r.sets {
		if s.filled > 0 {
			rows = append(rows, []string{fmt.Sprintf("the same with sales and history of all, %d into %s", s.contacts, title(s.engine)), fmt.Sprintf("%.1f s", s.filled.Seconds()), "", ""})
		}
	}
	t.table("The rest", []string{"what", "measured", "aim", ""}, rows)
}

func mega(bytes int64) string { return fmt.Sprintf("%.0f MB", float64(bytes)/(1<<20)) }
