package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/app"
	"kontor/internal/kit/db"
)

// labour is what a long piece of work took, and how long somebody else waited
// for a small write meanwhile.
type labour struct {
	Name       string
	Took, CPU  time.Duration
	Half, Most time.Duration // of the small writes: the middle, and 99 of 100
}

// manyAtOnce is how many records a bulk changes.
const manyAtOnce = 10_000

// toil does the long pieces of work on a database; what it leaves behind is no
// longer what was filled in, so the next run makes the database anew.
func toil(ctx context.Context, o options, m made) ([]labour, error) {
	if err := os.Remove(m.done()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	file, err := os.CreateTemp("", "kontor-bench-*.csv")
	if err != nil {
		return nil, err
	}
	file.Close()
	defer os.Remove(file.Name())
	if err := writeFile(ctx, m, file.Name()); err != nil {
		return nil, err
	}
	var all []labour
	args := []string{"toil", m.url, m.dir, file.Name(), strconv.Itoa(min(manyAtOnce, m.contacts))}
	if o.profile != "" {
		args = append(args, o.profile)
	}
	c, err := start(&all, args...)
	if err != nil {
		return nil, err
	}
	c.stop()
	return all, nil
}

// worker does the pieces and keeps what they took.
type worker struct {
	*app.App
	actor   account.Actor
	subject activity.Subject // of the notes
	folder  string           // for CPU profiles; empty for none
	all     []labour
}

func toilChild(ctx context.Context) error {
	a, err := open(ctx, os.Args[2], os.Args[3])
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Queue.Open(ctx, true); err != nil {
		return err
	}
	if err := a.Queue.Start(ctx); err != nil {
		return err
	}
	defer a.Queue.Stop(ctx)
	w := worker{App: a}
	if w.actor, err = a.Accounts.Operator(ctx, ""); err != nil {
		return err
	}
	last, err := db.Value[db.ID](ctx, a.DB(), `SELECT id FROM companies WHERE workspace_id = $1 ORDER BY id DESC LIMIT 1`, w.actor.Workspace)
	if err != nil {
		return err
	}
	w.subject = activity.Subject{Kind: "company", ID: last}
	many, err := strconv.Atoi(os.Args[5])
	if err != nil {
		return err
	}
	if len(os.Args) > 6 {
		w.folder = os.Args[6]
	}
	if err := errors.Join(w.merges(ctx), w.bulk(ctx, many), w.imports(ctx, os.Args[4])); err != nil {
		return err
	}
	return answerAll(w.all, func(string) (any, error) { return nil, nil })
}

// do measures f beside somebody who writes a note every 20 ms or so.
func (w *worker) do(ctx context.Context, name string, f func() error) error {
	if w.folder != "" {
		stop, err := profiled(filepath.Join(w.folder, "toil-"+strings.ReplaceAll(name, " ", "-")+".prof"))
		if err != nil {
			return err
		}
		defer stop()
	}
	end, waits := make(chan struct{}), make(chan []time.Duration)
	go func() { waits <- w.jot(ctx, end) }()
	begin, before := time.Now(), ownUsage().CPU
	err := f()
	l := labour{Name: name, Took: time.Since(begin), CPU: time.Duration(ownUsage().CPU - before)}
	close(end)
	if all := <-waits; len(all) > 0 {
		l.Half, l.Most = all[len(all)/2], all[min(len(all)-1, len(all)*99/100)]
	}
	w.all = append(w.all, l)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// jot writes notes until end, and returns how long each took, the shortest first.
func (w *worker) jot(ctx context.Context, end <-chan struct{}) []time.Duration {
	var all []time.Duration
	for {
		begin := time.Now()
		if _, err := w.Activity.Notes.Create(ctx, w.actor, w.subject, activity.NoteInput{Body: "Called, will call again"}); err != nil {
			return nil
		}
		all = append(all, time.Since(begin))
		select {
		case <-end:
			slices.Sort(all)
			return all
		case <-time.After(20 * time.Millisecond):
		}
	}
}
