package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"kontor/internal/account"
	"kontor/internal/app"
	"kontor/internal/demo"
)

type demoCmd struct {
	Contacts  int    `help:"How many contacts, up to 1,000,000." default:"120"`
	Sales     int    `help:"With how many of them something was sold, done or said." default:"${sales}"`
	Seed      uint64 `help:"The same seed makes the same people." default:"1"`
	Workspace string `help:"Slug of the workspace, if there are several." placeholder:"SLUG"`
	Remove    bool   `help:"Take all sample data away."`
}

func (c demoCmd) Run(ctx context.Context) error {
	a, actor, err := operate(ctx, c.Workspace)
	if err != nil {
		return err
	}
	defer a.Close()
	if c.Remove {
		n, err := demo.Remove(ctx, a.DB(), actor)
		if err == nil {
			fmt.Printf("Removed %d sample records.\n", n)
		}
		return err
	}
	start := time.Now()
	bar := progress(c.Contacts)
	if err := demo.Fill(ctx, a.DB(), actor, demo.Options{Contacts: c.Contacts, Sales: c.Sales, Seed: c.Seed, Progress: bar}); err != nil {
		return err
	}
	if err := a.Report.Tallies.Fold(ctx); err != nil {
		return err
	}
	fmt.Printf("Added %d contacts in %s.\n", c.Contacts, time.Since(start).Round(100*time.Millisecond))
	return nil
}

// operate opens the application and acts as the owner of a workspace. Nothing
// is worked in the background, but jobs can be enqueued.
func operate(ctx context.Context, slug string) (*app.App, account.Actor, error) {
	a, err := open(ctx)
	if err != nil {
		return nil, account.Actor{}, err
	}
	if err := a.Queue.Open(ctx, false); err != nil {
		a.Close()
		return nil, account.Actor{}, err
	}
	actor, err := a.Accounts.Operator(ctx, slug)
	if err != nil {
		a.Close()
		return nil, account.Actor{}, err
	}
	return a, actor, nil
}

// progress shows a bar on a terminal and nothing elsewhere.
func progress(total int) func(done, total int) {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return func(int, int) {}
	}
	bar := progressbar.NewOptions(total, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	return func(done, total int) {
		bar.ChangeMax(total)
		_ = bar.Set(done) // a bar that cannot be drawn must not stop the work
	}
}
