package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/pprof"
	"strings"
	"time"

	"kontor/internal/app"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// server is what the child tells about itself: the application is running with
// all of its middleware, and these let one in.
type server struct {
	URL, Cookie, Token string
	Contacts           []string // ids of some contacts
	Deals, Stages      []string // ids of open deals and of open stages
}

// serveChild runs the application on the database and data folder in the
// arguments.
func serveChild(ctx context.Context) error {
	a, err := open(ctx, os.Args[2], os.Args[3])
	if err != nil {
		return err
	}
	defer a.Close()
	hello, err := invite(ctx, a)
	if err != nil {
		return err
	}
	handler := a.Handler()
	if err := a.Queue.Open(ctx, true); err != nil {
		return err
	}
	if err := a.Queue.Start(ctx); err != nil {
		return err
	}
	defer a.Queue.Stop(ctx)
	if err := quiet(ctx, a.Queue); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s := &http.Server{Handler: handler}
	go s.Serve(l)
	defer s.Close()
	hello.URL = "http://" + l.Addr().String()
	return answerAll(hello, func(line string) (any, error) { return serverAnswer(a.DB(), handler, hello, line) })
}

// quiet waits until what the fresh data asks for once is done, such as the
// search for duplicates among all of it.
func quiet(ctx context.Context, q *jobs.Queue) error {
	for still := 0; still < 10; still++ {
		all, err := q.Count(ctx)
		if err != nil {
			return err
		}
		if all["running"]+all["available"]+all["retryable"] > 0 {
			still = -1
		}
		time.Sleep(300 * time.Millisecond)
	}
	return nil
}

func open(ctx context.Context, databaseURL, dir string) (*app.App, error) {
	app.Tune()
	cfg, err := app.LoadConfig([]string{"DATABASE_URL=" + databaseURL, "DATA_DIR=" + dir, "ADDR=127.0.0.1:0", "RATE_LIMIT_USER=off"}, "none")
	if err != nil {
		return nil, err
	}
	if err := cfg.Prepare(); err != nil {
		return nil, err
	}
	return app.New(ctx, cfg, "bench", slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})))
}

// invite signs the owner of the workspace in, by session and by token.
func invite(ctx context.Context, a *app.App) (server, error) {
	actor, err := a.Accounts.Operator(ctx, "")
	if err != nil {
		return server{}, err
	}
	session, err := a.Accounts.Sessions.Start(ctx, actor, "127.0.0.1", "bench")
	if err != nil {
		return server{}, fmt.Errorf("sign in: %w", err)
	}
	token, err := a.Accounts.Tokens.Create(ctx, actor, "bench", "read", 1)
	if err != nil {
		return server{}, fmt.Errorf("make token: %w", err)
	}
	ids, err := db.Values[db.ID](ctx, a.DB(), `SELECT id FROM contacts WHERE workspace_id = $1 AND deleted_at IS NULL
		ORDER BY id DESC LIMIT 1000`, actor.Workspace)
	hello := server{Cookie: a.Accounts.SessionCookie(session).String(), Token: token}
	hello.Cookie, _, _ = strings.Cut(hello.Cookie, ";")
	for i := 0; i < len(ids); i += max(1, len(ids)/100) {
		hello.Contacts = append(hello.Contacts, ids[i].String())
	}
	if err != nil {
		return hello, err
	}
	return hello, hello.sell(ctx, a.DB(), actor)
}

// serverAnswer does what the measuring process asks for.
func serverAnswer(d *db.DB, handler http.Handler, me server, line string) (any, error) {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "usage":
		return ownUsage(), nil
	case "settle":
		settle()
		return nil, nil
	case "record":
		var r request
		if err := json.Unmarshal([]byte(rest), &r); err != nil {
			return nil, err
		}
		return record(d, handler, me, r)
	case "profile":
		_, err := profiled(rest)
		return nil, err
	case "unprofile":
		pprof.StopCPUProfile()
		return nil, nil
	}
	return nil, fmt.Errorf("asked for %q", line)
}

// request is one thing that is asked of the server.
type request struct {
	Path   string
	Header map[string]string
}

func (r request) sign(me server, to *http.Request) {
	if strings.HasPrefix(r.Path, "/api/") {
		to.Header.Set("Authorization", "Bearer "+me.Token)
	} else {
		to.Header.Set("Cookie", me.Cookie)
	}
	for name, value := range r.Header {
		to.Header.Set(name, value)
	}
}

// record answers the request inside the process, twice, and returns what the
// second answer asked of the database and what it wrote.
func record(d *db.DB, handler http.Handler, me server, r request) (answer, error) {
	var got answer
	for range 2 {
		got = answer{}
		d.OnQuery = func(query string, args []any) { got.ask(query, args) }
		w := httptest.NewRecorder()
		to := httptest.NewRequest(http.MethodGet, me.URL+r.Path, nil)
		r.sign(me, to)
		handler.ServeHTTP(w, to)
		d.OnQuery = nil
		got.Status, got.Type, got.ETag, got.Body = w.Code, w.Header().Get("Content-Type"), w.Header().Get("ETag"), w.Body.Bytes()
	}
	return got, got.err
}
