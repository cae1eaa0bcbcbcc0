package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"kontor/internal/kit/db"
)

// answer is what a request led to: the statements it read with, and its bytes.
type answer struct {
	Statements []statement
	Status     int
	Type, ETag string
	Body       []byte
	err        error
}

// statement is SQL with the values of its parameters, as a driver takes them.
type statement struct {
	SQL  string
	Args []value
	Anew bool // PostgreSQL plans it for its values each time, see db.ByValue
}

// value is a driver's value that survives JSON.
type value struct {
	Kind  string
	Text  string
	Bytes []byte
}

// ask notes a statement. What only serves ETags is no part of a floor.
func (a *answer) ask(query string, args []any) {
	if strings.Contains(query, "pg_current_snapshot") {
		return
	}
	s := statement{SQL: query}
	for _, arg := range args {
		if _, mode := arg.(pgx.QueryExecMode); mode {
			s.Anew = true
			continue
		}
		v, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			a.err = errors.Join(a.err, err)
			return
		}
		s.Args = append(s.Args, valueOf(v))
	}
	a.Statements = append(a.Statements, s)
}

func valueOf(v driver.Value) value {
	switch v := v.(type) {
	case []byte:
		return value{Kind: "bytes", Bytes: v}
	case string:
		return value{Kind: "text", Text: v}
	case int64:
		return value{Kind: "int", Text: strconv.FormatInt(v, 10)}
	case bool:
		return value{Kind: "bool", Text: strconv.FormatBool(v)}
	}
	return value{}
}

func (v value) arg() any {
	switch v.Kind {
	case "bytes":
		return v.Bytes
	case "text":
		return v.Text
	case "int":
		n, _ := strconv.ParseInt(v.Text, 10, 64) // written by valueOf
		return n
	case "bool":
		return v.Text == "true"
	}
	return nil
}

func (s statement) args() []any {
	all := make([]any, len(s.Args))
	for i, v := range s.Args {
		all[i] = v.arg()
	}
	return all
}

// floorChild is told the answers by name and gives them at that path: it runs
// the statements, reads every value of every row and writes the bytes.
func floorChild(ctx context.Context) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	read, err := floorReader(ctx, os.Args[2])
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	s := &http.Server{Handler: mux}
	go s.Serve(l)
	defer s.Close()
	return answerAll("http://"+l.Addr().String(), func(line string) (any, error) {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "usage":
			return ownUsage(), nil
		case "settle":
			settle()
			return nil, nil
		}
		name, text, _ := strings.Cut(rest, " ")
		var a answer
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			return nil, err
		}
		mux.HandleFunc("/"+name, floorHandler(read, a))
		return nil, nil
	})
}

// floorHandler is the floor itself.
func floorHandler(read reader, a answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, st := range a.Statements {
			if err := read(r.Context(), st); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
		}
		w.Header()["Content-Type"] = []string{a.Type}
		w.Write(a.Body)
	}
}

// reader runs a statement and reads every value.
type reader func(context.Context, statement) error

func floorReader(ctx context.Context, databaseURL string) (reader, error) {
	if strings.HasPrefix(databaseURL, "sqlite:") {
		return sqliteReader(ctx, databaseURL)
	}
	return postgresReader(ctx, databaseURL)
}

// sqliteReader prepares once; the pool is opened as the application does it.
func sqliteReader(ctx context.Context, databaseURL string) (reader, error) {
	d, err := db.Open(ctx, databaseURL)
	if err != nil {
		return nil, err
	}
	var lock sync.Mutex
	prepared := map[string]*sql.Stmt{}
	prepare := func(ctx context.Context, text string) (*sql.Stmt, error) {
		lock.Lock()
		defer lock.Unlock()
		if stmt, ok := prepared[text]; ok {
			return stmt, nil
		}
		stmt, err := d.Reader().PrepareContext(ctx, text)
		prepared[text] = stmt
		return stmt, err
	}
	return func(ctx context.Context, st statement) error {
		stmt, err := prepare(ctx, st.SQL)
		if err != nil {
			return err
		}
		rows, err := stmt.QueryContext(ctx, st.args()...)
		if err != nil {
			return err
		}
		return readAll(rows)
	}, nil
}

// readAll looks at every value without turning it into anything.
func readAll(rows *sql.Rows) error {
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	into := make([]any, len(columns))
	for i := range into {
		into[i] = new(sql.RawBytes)
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// postgresReader is pgx without database/sql; it prepares and caches by itself.
// The values stay as they came over the wire.
func postgresReader(ctx context.Context, databaseURL string) (reader, error) {
	cfg, err := pgxpool.ParseConfig(databaseURL)
	if err != nil {
		return nil, err
	}
	cfg.ConnConfig.RuntimeParams["max_parallel_workers_per_gather"] = "0"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, st statement) error {
		args := st.args()
		if st.Anew {
			args = append([]any{pgx.QueryExecModeCacheDescribe}, args...)
		}
		rows, err := pool.Query(ctx, st.SQL, args...)
		if err != nil {
			return err
		}
		return drain(rows)
	}, nil
}

func drain(rows pgx.Rows) error {
	defer rows.Close()
	size := 0
	for rows.Next() {
		for _, v := range rows.RawValues() {
			size += len(v)
		}
	}
	if size < 0 {
		return fmt.Errorf("read %d bytes", size)
	}
	return rows.Err()
}
