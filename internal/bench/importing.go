package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"

	"kontor/internal/importing"
	"kontor/internal/kit/db"
)

// brought is what an import took.
type brought struct {
	Rows       int
	Took       time.Duration
	CPU        time.Duration
	Driver     time.Duration // of the driver alone, see driven
	Peak, Heap int64         // bytes, the most
}

func (b brought) rate() float64 { return float64(b.Rows) / b.Took.Seconds() }

// bring writes contacts of a measured database into a CSV file and imports it
// into a new SQLite database, in a process of its own.
func bring(ctx context.Context, o options, all []made) (*brought, error) {
	dir, err := os.MkdirTemp("", "kontor-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "contacts.csv")
	if err := writeFile(ctx, all[len(all)-1], file); err != nil {
		return nil, fmt.Errorf("write the file to import: %w", err)
	}
	var b brought
	args := []string{"import", "sqlite:///" + filepath.Join(dir, "kontor.db"), dir, file}
	if o.profile != "" {
		args = append(args, filepath.Join(o.profile, "import.prof"))
	}
	c, err := start(&b, args...)
	if err != nil {
		return nil, err
	}
	c.stop()
	return &b, nil
}

// mostRows is how many rows the file has at most.
const mostRows = 100_000

type fileRow struct {
	First    string  `db:"first_name"`
	Last     string  `db:"last_name"`
	Company  string  `db:"company"`
	Position string  `db:"position"`
	Email    string  `db:"email"`
	Phone    string  `db:"phone"`
	Mobile   string  `db:"mobile"`
	City     string  `db:"city"`
	Country  string  `db:"country"`
	Birthday *string `db:"birthday"`
}

func writeFile(ctx context.Context, m made, path string) error {
	d, err := db.Open(ctx, m.url)
	if err != nil {
		return err
	}
	defer d.Close()
	rows, err := db.Select[fileRow](ctx, d, `SELECT c.first_name, c.last_name, coalesce(o.name, '') AS company, c.position, c.email, c.phone, c.mobile,
		c.city, c.country, c.birthday FROM contacts c LEFT JOIN companies o ON o.workspace_id = c.workspace_id AND o.id = c.company_id LIMIT $1`, mostRows)
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := csv.NewWriter(file)
	w.Write(strings.Split("First name,Last name,Company,Job title,E-mail,Phone,Mobile,City,Country,Birthday", ","))
	for _, r := range rows {
		birthday := ""
		if r.Birthday != nil {
			birthday = *r.Birthday
		}
		w.Write([]string{r.First, r.Last, r.Company, r.Position, r.Email, r.Phone, r.Mobile, r.City, r.Country, birthday})
	}
	w.Flush()
	return w.Error()
}

// importChild imports the file in the arguments as a person would.
func importChild(ctx context.Context) error {
	a, err := open(ctx, os.Args[2], os.Args[3])
	if err != nil {
		return err
	}
	defer a.Close()
	if err := found(a); err != nil {
		return err
	}
	if err := a.Queue.Open(ctx, false); err != nil {
		return err
	}
	actor, err := a.Accounts.Operator(ctx, "")
	if err != nil {
		return err
	}
	file, err := os.Open(os.Args[4])
	if err != nil {
		return err
	}
	defer file.Close()
	stop := func() {}
	if len(os.Args) > 5 {
		if stop, err = profiled(os.Args[5]); err != nil {
			return err
		}
	}
	watch := make(chan int64)
	end := make(chan struct{})
	go func() { watch <- highest(end) }()
	begin, before := time.Now(), ownUsage().CPU
	imp, err := a.Contacts.Imports.Imports.Upload(ctx, actor, importing.Contacts, file.Name(), file, importing.ImportOptions{Duplicates: "skip", CreateCompanies: true})
	if err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	if imp, err = a.Contacts.Imports.Imports.Run(ctx, actor, imp.ID, nil); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	b := brought{Rows: int(imp.Position), Took: time.Since(begin), CPU: time.Duration(ownUsage().CPU - before)}
	stop()
	close(end)
	b.Heap, b.Peak = <-watch, ownUsage().Peak
	if imp.Created+imp.Skipped != imp.Position {
		return fmt.Errorf("of %d rows %d were created, %d skipped, %d failed", imp.Position, imp.Created, imp.Skipped, imp.Failed)
	}
	if b.Driver, err = driven(ctx, a.DB()); err != nil {
		return err
	}
	return answerAll(b, func(string) (any, error) { return nil, nil })
}

// profiled writes a CPU profile until stop.
func profiled(path string) (stop func(), err error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return pprof.StopCPUProfile, pprof.StartCPUProfile(file)
}

// highest watches Go's heap until end is closed.
func highest(end <-chan struct{}) int64 {
	var most uint64
	for {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapAlloc)
		select {
		case <-end:
			return int64(most)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
