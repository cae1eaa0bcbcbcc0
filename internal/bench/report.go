package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

// report is everything that was measured.
type report struct {
	o       options
	sets    []set
	sold    []sold
	started started
	brought *brought
	shown   shown
}

// set is what was measured on one database.
type set struct {
	made
	lines  []line
	delays []delay
	toil   []labour
	chain  []chained
}

func run(ctx context.Context, o options) error {
	all, pairs, stop, err := databases(ctx, o)
	defer stop()
	if err != nil {
		return err
	}
	r := report{o: o}
	for _, pair := range pairs {
		sold, err := sales(ctx, o, pair)
		if err != nil {
			return err
		}
		r.sold = append(r.sold, sold...)
	}
	if o.only != "" {
		return r.part(ctx, all)
	}
	for _, m := range all {
		s := set{made: m}
		if s.lines, err = measureAll(ctx, o, m); err != nil {
			return err
		}
		if s.chain, err = chain(ctx, o, m); err != nil {
			return err
		}
		if s.delays, err = office(ctx, o, m); err != nil {
			return err
		}
		r.sets = append(r.sets, s)
	}
	if r.started, err = begin(ctx, o, all[min(len(all), len(o.sizes))-1]); err != nil {
		return err
	}
	if r.brought, err = bring(ctx, o, all); err != nil {
		return err
	}
	if r.shown, err = show(min(all[len(all)-1].contacts, whole)); err != nil {
		return err
	}
	for i, m := range all {
		if r.sets[i].toil, err = toil(ctx, o, m); err != nil {
			return err
		}
	}
	r.write(os.Stdout, true)
	if o.report == "" || o.quick {
		return nil
	}
	return r.save(o.report)
}

// The last sections of the report are others': what -only million printed, and
// what `make soak` writes.
const (
	million = "\n## A million contacts\n"
	faults  = "\n## Faults under load\n"
)

// save writes the report and keeps what is not its own.
func (r report) save(path string) error {
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	var page bytes.Buffer
	r.write(&page, false)
	for _, section := range []string{million, faults} {
		if _, kept, there := bytes.Cut(old, []byte(section)); there {
			page.WriteString(section)
			page.Write(kept)
			break
		}
	}
	return os.WriteFile(path, page.Bytes(), 0o644)
}

// part measures one thing alone and prints it.
func (r report) part(ctx context.Context, all []made) (err error) {
	t := &tables{to: os.Stdout, plain: true}
	for _, m := range all {
		s := set{made: m}
		switch r.o.only {
		case "toil":
			s.toil, err = toil(ctx, r.o, m)
		case "chain":
			s.chain, err = chain(ctx, r.o, m)
		case "office":
			s.delays, err = office(ctx, r.o, m)
		case "million":
			err = s.million(ctx, r.o)
		}
		if err != nil {
			return err
		}
		r.sets = append(r.sets, s)
	}
	switch r.o.only {
	case "toil":
		t.toil(r.sets)
	case "chain":
		t.chains(r.sets)
	case "office":
		t.delays(r.sets)
	case "million":
		for _, s := range r.sets {
			t.set(s)
		}
		t.delays(r.sets)
		t.toil(r.sets)
	default:
		t.sales(r.sold)
	}
	return nil
}

// million measures what a million contacts are for.
func (s *set) million(ctx context.Context, o options) (err error) {
	if s.lines, err = measureAll(ctx, o, s.made); err != nil {
		return err
	}
	if s.delays, err = office(ctx, o, s.made); err != nil {
		return err
	}
	s.toil, err = toil(ctx, o, s.made)
	return err
}

// write prints tables for a terminal, or the page of the documentation.
func (r report) write(to io.Writer, plain bool) {
	t := &tables{to: to, plain: plain}
	if !plain {
		fmt.Fprint(to, preface(r.o))
	}
	for _, s := range r.sets {
		t.set(s)
	}
	t.growth(r.sets)
	t.delays(r.sets)
	t.sales(r.sold)
	t.toil(r.sets)
	t.chains(r.sets)
	t.single(r)
}

func preface(o options) string {
	return fmt.Sprintf(`# Benchmarks

Written by %s on %s: %s, %d cores, load %s when it ended. %d rounds.

**What is compared.** *Ours* is the whole application in a process of its own: sign-in by session or token, headers, cross-site
protection, ETags, the list machine, markup or JSON, background jobs idle beside it. The *floor* is the smallest handler of
net/http that runs the same prepared statements with the driver, reads every value of every row and writes the same bytes, which it
was given before: it formats nothing, knows nobody and checks nothing, so no real handler gets there. On PostgreSQL the floor is
pgx without database/sql. Ours and the floor take turns, round by round, with %d connections over loopback from a third process.

**What is counted.** CPU time of the server process (getrusage) per request, the middle of the rounds and the least of them; on
PostgreSQL that of its processes as well (ticks of 10 ms, so small figures are coarse). The ratio is floor ÷ ours, both with the
database's share: 1 is the floor itself. PostgreSQL runs with fsync and synchronous commits, as in production.

Databases are warm: the file was read and everything asked for once before.

**The data** is that of %s: half of it Bulgarian, the rest from thirteen other countries, 1 company to 8 contacts; with %s for all, to
200,000 contacts 100,000 deals, 5,000 of them open, 200,000 tasks and some 500,000 notes, calls and meetings. A million contacts stand alone, with their companies and tags.

`, "`make bench`", time.Now().UTC().Format(time.DateOnly), machine(), runtime.NumCPU(), loadAverage(), o.rounds, connections, "`kontor demo`", "`--sales`")
}

func machine() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for l := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(l, "model name\t: "); ok {
			return strings.TrimSpace(name)
		}
	}
	return runtime.GOARCH
}

func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(text))[0]
}

// tables writes tables: columns on a terminal, Markdown in a file.
type tables struct {
	to    io.Writer
	plain bool
}

func (t *tables) table(title string, head []string, rows [][]string) {
	if !t.plain {
		fmt.Fprintf(t.to, "## %s\n\n| %s |\n|%s\n", title, strings.Join(head, " | "), strings.Repeat("---|", len(head)))
		for _, r := range rows {
			fmt.Fprintf(t.to, "| %s |\n", strings.Join(r, " | "))
		}
		fmt.Fprintln(t.to)
		return
	}
	fmt.Fprintf(t.to, "\n%s\n", title)
	w := tabwriter.NewWriter(t.to, 2, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(head, "\t"))
	for _, r := range rows {
		fmt.Fprintln(w, strings.Join(r, "\t"))
	}
	w.Flush() // the terminal
}
