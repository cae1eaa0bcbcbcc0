// Command schema prints the whole database schema as it is now, for reading.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kontor/internal/kit/db"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "kontor-schema-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	d, err := db.Open(ctx, "sqlite:///"+filepath.Join(dir, "schema.db"))
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	statements, err := db.Values[string](ctx, d, `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
		AND tbl_name NOT LIKE 'goose%' AND tbl_name NOT LIKE 'sqlite%'
		AND tbl_name NOT GLOB 'search_*_*' ORDER BY tbl_name, type DESC, name`)
	if err != nil {
		return err
	}
	fmt.Println("-- The schema as SQLite has it, generated from migrations/ for reading. PostgreSQL's differs in words only.")
	for _, s := range statements {
		fmt.Printf("\n%s;\n", strings.TrimSpace(s))
	}
	return nil
}
