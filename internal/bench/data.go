package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"kontor/internal/app"
	"kontor/internal/kit/db/pgtest"
)

// cache is where databases are kept between runs, as long as the schema and
// what fills it stay the same.
const cache = "build/bench"

// whole is the size up to which the data has deals, tasks and history; past
// it there are contacts and companies alone, for lists and long work.
const whole = 200_000

// made is a database with sample data.
type made struct {
	engine   string
	contacts int
	url, dir string
	filled   time.Duration // how long filling took; 0 when it was there already
}

// databases makes what is missing and returns all that are measured, and of
// each engine a tenth and all of what is sold.
func databases(ctx context.Context, o options) (all []made, pairs [][]made, stop func(), err error) {
	stop = func() {}
	root, err := folder()
	if err != nil {
		return nil, nil, stop, err
	}
	for _, engine := range o.engines {
		var base string
		if engine == "postgres" {
			fmt.Fprintln(os.Stderr, "starting PostgreSQL, durable as in production")
			s, err := pgtest.StartWith(pgtest.Settings{Dir: filepath.Join(root, "postgres"), Durable: true})
			if err != nil {
				return nil, nil, stop, err
			}
			base, stop = s.URL, s.Stop
			postmaster = s.Process()
		}
		some, err := fillEach(ctx, root, engine, base, o.sizes)
		if err != nil {
			return nil, nil, stop, err
		}
		all = append(all, some...)
		pair, err := fillEach(ctx, root, engine, base, o.pair())
		if err != nil {
			return nil, nil, stop, err
		}
		if len(pair) > 0 {
			pairs = append(pairs, pair)
		}
	}
	return all, pairs, stop, nil
}

func fillEach(ctx context.Context, root, engine, base string, sizes []int) (all []made, err error) {
	for _, size := range sizes {
		m, err := fill(ctx, root, engine, base, size)
		if err != nil {
			return nil, fmt.Errorf("fill %s with %d contacts: %w", engine, size, err)
		}
		all = append(all, m)
	}
	return all, nil
}

// warm reads a SQLite file once, so that the system has it in memory.
func (m made) warm() error {
	if m.engine != "sqlite" {
		return nil
	}
	file, err := os.Open(filepath.Join(m.dir, "kontor.db"))
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(io.Discard, file)
	return err
}

// serve runs the application on the database, which is read once before.
func (m made) serve() (me server, c *child, err error) {
	if err := m.warm(); err != nil {
		return me, nil, err
	}
	c, err = start(&me, "serve", m.url, m.dir)
	return me, c, err
}

// postmaster is the first process of PostgreSQL, for its share of the work.
var postmaster int

// folder is named after everything the data depends on; older ones go.
func folder() (string, error) {
	h := sha256.New()
	for _, dir := range []string{"internal/kit/db/migrations", "internal/demo", "internal/kit/search"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			h.Write(text)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("read what the data depends on: %w (run it in the root of the repository)", err)
		}
	}
	name := hex.EncodeToString(h.Sum(nil))[:12]
	old, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil {
		return "", err
	}
	for _, path := range old {
		if filepath.Base(path) != name {
			os.RemoveAll(path)
		}
	}
	root, err := filepath.Abs(filepath.Join(cache, name))
	if err != nil {
		return "", err
	}
	return root, os.MkdirAll(root, 0o755)
}

// done is the file that says that the database is as it was filled.
func (m made) done() string { return filepath.Join(m.dir, "done") }

// fill makes one database unless it is there.
func fill(ctx context.Context, root, engine, base string, size int) (made, error) {
	name := engine + "_" + strconv.Itoa(size)
	m := made{engine: engine, contacts: size, dir: filepath.Join(root, name)}
	m.url = "sqlite:///" + filepath.Join(m.dir, "kontor.db")
	if engine == "postgres" {
		m.url = pgtest.WithDatabase(base, name)
	}
	if _, err := os.Stat(m.done()); err == nil {
		return m, nil
	}
	if err := fresh(ctx, m, base, name); err != nil {
		return m, err
	}
	fmt.Fprintf(os.Stderr, "filling %s with %d contacts\n", engine, size)
	var took time.Duration
	sales := size
	if size > whole {
		sales = 0
	}
	c, err := start(&took, "fill", m.url, m.dir, strconv.Itoa(size), strconv.Itoa(sales))
	if err != nil {
		return m, err
	}
	c.stop()
	m.filled = took
	return m, os.WriteFile(m.done(), []byte(took.String()), 0o644)
}

func fresh(ctx context.Context, m made, base, name string) error {
	if err := os.RemoveAll(m.dir); err != nil {
		return err
	}
	if err := os.MkdirAll(m.dir, 0o755); err != nil {
		return err
	}
	if m.engine == "sqlite" {
		return nil
	}
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name + " TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// found makes the workspace as the first page does.
func found(a *app.App) error {
	form := url.Values{"workspace": {"Vitosha Instruments"}, "country": {"BG"}, "currency": {"EUR"}, "language": {"en"},
		"email": {"elena@vitosha.example"}, "password": {"quiet-river-4711"}}
	r := httptest.NewRequest(http.MethodPost, "http://localhost/setup", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		return fmt.Errorf("set up: %d %.400s", w.Code, w.Body)
	}
	return nil
}
