package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"kontor/internal/app"
	"kontor/internal/demo"
)

// shown is what `kontor demo` took.
type shown struct {
	contacts int
	took     time.Duration
}

// show fills a new SQLite database as `kontor demo` does, in a process of its
// own.
func show(contacts int) (shown, error) {
	s := shown{contacts: contacts}
	dir, err := os.MkdirTemp("", "kontor-bench-")
	if err != nil {
		return s, err
	}
	defer os.RemoveAll(dir)
	c, err := start(&s.took, "fill", "sqlite:///"+filepath.Join(dir, "kontor.db"), dir, strconv.Itoa(contacts), strconv.Itoa(demo.Some))
	if err != nil {
		return s, err
	}
	c.stop()
	return s, nil
}

// fillChild sets a workspace up as a person would, and fills it; the arguments
// are database, data folder, contacts and with how many of them there is more.
func fillChild(ctx context.Context) error {
	a, err := open(ctx, os.Args[2], os.Args[3])
	if err != nil {
		return err
	}
	var o demo.Options
	for i, into := range []*int{&o.Contacts, &o.Sales} {
		if *into, err = strconv.Atoi(os.Args[4+i]); err != nil {
			return fmt.Errorf("fill: %w", err)
		}
	}
	took, err := fillAll(ctx, a, o)
	if err != nil {
		return err
	}
	if err := a.DB().Close(); err != nil {
		return err
	}
	return answerAll(took, func(string) (any, error) { return nil, nil })
}

func fillAll(ctx context.Context, a *app.App, o demo.Options) (took time.Duration, err error) {
	if err := found(a); err != nil {
		return 0, err
	}
	actor, err := a.Accounts.Operator(ctx, "")
	if err != nil {
		return 0, err
	}
	o.Seed = 1
	begin := time.Now()
	if err := demo.Fill(ctx, a.DB(), actor, o); err != nil {
		return 0, err
	}
	if err := a.Report.Tallies.Fold(ctx); err != nil {
		return 0, err
	}
	took = time.Since(begin)
	return took, addCustom(ctx, a, actor)
}
