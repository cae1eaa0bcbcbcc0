package main

import (
	"context"
	"fmt"

	"kontor/internal/app"
	"kontor/internal/kit/db"
)

type migrateCmd struct {
	Status bool `help:"Only tell which steps are applied."`
}

func (c migrateCmd) Run(ctx context.Context) error {
	cfg, err := settings()
	if err != nil {
		return err
	}
	if c.Status {
		return status(ctx, cfg)
	}
	d, err := app.OpenDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	fmt.Println("The schema is up to date.")
	return d.Close()
}

func status(ctx context.Context, cfg app.Config) error {
	d, err := db.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.Migrations(ctx)
	for _, m := range all {
		state := "pending"
		if m.Applied {
			state = "applied"
		}
		fmt.Printf("%-8s %s\n", state, m.Name)
	}
	return err
}
