package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kontor/internal/account"
	"kontor/internal/app"
	"kontor/internal/importing"
	"kontor/internal/kit/fault"
)

type importCmd struct {
	Contacts importContactsCmd `cmd:"" help:"Import contacts, and the companies they work for."`
	Deals    importDealsCmd    `cmd:"" help:"Import deals, with the companies and contacts they are about."`
	Tasks    importTasksCmd    `cmd:"" help:"Import tasks, with the companies and contacts they are about."`
}

type importContactsCmd struct{ importFile }

func (c importContactsCmd) Run(ctx context.Context) error { return c.run(ctx, "contacts") }

type importDealsCmd struct{ importFile }

func (c importDealsCmd) Run(ctx context.Context) error { return c.run(ctx, "deals") }

type importTasksCmd struct{ importFile }

func (c importTasksCmd) Run(ctx context.Context) error { return c.run(ctx, "tasks") }

// importFile is one file, and how its rows come in.
type importFile struct {
	File       string `arg:"" help:"Excel workbook, CSV in any separator and encoding, or, for contacts, vCard." type:"existingfile"`
	Workspace  string `help:"Slug of the workspace, if there are several." placeholder:"SLUG"`
	DryRun     bool   `help:"Only tell what each row would do."`
	Duplicates string `help:"What is there already: skip, update or add; as the last time, or skip, without it." enum:",skip,update,add" default:""`
	Sheet      string `help:"Sheet of a workbook; the first with cells without it." placeholder:"NAME"`
	Fresh      bool   `help:"Guess the columns, whatever was remembered of such files."`
}

func (c importFile) run(ctx context.Context, kind string) error {
	a, actor, err := operate(ctx, c.Workspace)
	if err != nil {
		return err
	}
	defer a.Close()
	imp, err := c.upload(ctx, a, actor, kind)
	if err != nil {
		return spoken(err)
	}
	printMapping(imp)
	if c.DryRun {
		return c.tell(ctx, a, actor, imp)
	}
	bar := progress(int(imp.Total))
	imp, err = a.Imports.Imports.Run(ctx, actor, imp.ID, func(done, total int64) { bar(int(done), int(total)) })
	if err != nil {
		return spoken(err)
	}
	fmt.Printf("%d rows: %d created, %d updated, %d skipped, %d failed.\n", imp.Position, imp.Created, imp.Updated, imp.Skipped, imp.Failed)
	return c.keepFailures(ctx, a, actor, imp)
}

func (c importFile) upload(ctx context.Context, a *app.App, actor account.Actor, kind string) (importing.Import, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return importing.Import{}, err
	}
	defer f.Close()
	imports := a.Imports.Imports
	imp, err := imports.Upload(ctx, actor, kind, c.File, f, importing.NewOptions())
	if err == nil && c.Fresh {
		imp, err = imports.Forget(ctx, actor, imp.ID)
	}
	if err != nil || c.Duplicates == "" && c.Sheet == "" {
		return imp, err
	}
	opt := imp.Options
	if opt.Sheet = c.Sheet; c.Duplicates != "" {
		opt.Duplicates = c.Duplicates
	}
	return imports.Map(ctx, actor, imp.ID, nil, opt)
}

func printMapping(imp importing.Import) {
	read := imp.Details.Encoding
	if imp.Details.Sheet != "" {
		read = "sheet " + imp.Details.Sheet
	}
	fmt.Printf("%s, %s, %d rows\n", imp.FileName, read, imp.Total)
	if last := imp.Details.Recalled; last != nil {
		fmt.Printf("Columns, options and values are set as for %s on %s; --fresh guesses them anew.\n", last.File, last.At.Format(time.DateOnly))
	}
	for _, col := range imp.Columns {
		field := col.Field
		if field == "" {
			field = "not imported"
		}
		fmt.Printf("  %-30s %s\n", col.Name, field)
	}
}

// tell prints what each row would do, and leaves nothing behind.
func (c importFile) tell(ctx context.Context, a *app.App, actor account.Actor, imp importing.Import) error {
	p, err := a.Imports.Imports.PreviewAll(ctx, actor, imp.ID, func(row importing.ImportPreviewRow) error {
		fmt.Printf("row %d: %s %s %s %s\n", row.Row, row.Outcome, row.Name, row.Detail, row.Reason)
		return nil
	})
	if err != nil {
		return spoken(err)
	}
	fmt.Printf("%d rows looked at: %d to create, %d to update, %d to skip, %d wrong. Nothing was imported.\n",
		p.Checked, p.Created, p.Updated, p.Skipped, p.Failed)
	return a.Imports.Imports.Discard(ctx, actor, imp.ID)
}

// keepFailures writes the failed rows to the working directory, with the
// reasons.
func (c importFile) keepFailures(ctx context.Context, a *app.App, actor account.Actor, imp importing.Import) error {
	if imp.Failed == 0 {
		return nil
	}
	name := filepath.Base(c.File) + ".failures.csv"
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := a.Imports.Imports.WriteFailures(ctx, actor, imp.ID, f); err != nil {
		f.Close()
		return err
	}
	fmt.Printf("The failed rows are in %s, with the reasons.\n", name)
	return f.Close()
}

// spoken turns a fault into the one line it has to say.
func spoken(err error) error {
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		for _, message := range invalid {
			return errors.New(message)
		}
	}
	return err
}
