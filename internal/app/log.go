package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/logs"
	"kontor/internal/kit/web"
)

// Log is where this process writes its lines.
type Log struct {
	*slog.Logger
	files []io.Closer
}

// NewLog returns a log on the console and, unless LOG_DIR is empty or files is
// false, in app.log (warnings and errors) and security.log.
func NewLog(cfg Config, console io.Writer, isTerminal, files bool) (*Log, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.LogLevel)); err != nil {
		level = slog.LevelInfo // Check has refused anything else
	}
	sinks := []logs.Sink{{Handler: consoleHandler(cfg, console, isTerminal, level), Wants: func(slog.Level, bool) bool { return true }}}
	l := &Log{}
	if files && cfg.LogDir != "" {
		app, err := logs.Open(cfg.LogDir, "app.log", logs.MaxSize)
		if err != nil {
			return nil, err
		}
		safe, err := logs.Open(cfg.LogDir, "security.log", logs.MaxSize)
		if err != nil {
			return nil, errors.Join(err, app.Close())
		}
		l.files = []io.Closer{app, safe}
		sinks = append(sinks,
			logs.Sink{Handler: slog.NewJSONHandler(app, nil), Wants: func(l slog.Level, s bool) bool { return l >= slog.LevelWarn && !s }},
			logs.Sink{Handler: slog.NewJSONHandler(safe, nil), Wants: func(_ slog.Level, s bool) bool { return s }})
	}
	l.Logger = slog.New(logs.NewSpread(ofRequest, sinks...))
	return l, nil
}

func consoleHandler(cfg Config, to io.Writer, isTerminal bool, level slog.Level) slog.Handler {
	options := &slog.HandlerOptions{Level: level}
	if cfg.LogFormat == "text" || cfg.LogFormat == "" && isTerminal {
		return slog.NewTextHandler(to, options)
	}
	return slog.NewJSONHandler(to, options)
}

// Close frees the files.
func (l *Log) Close() {
	for _, f := range l.files {
		_ = f.Close() // every line has been written
	}
}

// ofRequest is what every line says of the request it belongs to.
func ofRequest(ctx context.Context) []slog.Attr {
	id := web.RequestID(ctx)
	if id == "" {
		return nil
	}
	all := []slog.Attr{slog.String("request", id)}
	t := web.TrailOf(ctx)
	if t == nil {
		return all
	}
	if t.Route != "" {
		all = append(all, slog.String("route", t.Route))
	}
	if t.User != "" {
		all = append(all, slog.Int64("workspace", t.Workspace), slog.String("user", t.User))
	}
	return all
}

// withName writes down who asks, as soon as that is known.
func withName(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if actor, ok := account.ActorFrom(r.Context()); ok {
			if t := web.TrailOf(r.Context()); t != nil {
				t.Workspace, t.User, t.Via = int64(actor.Workspace), actor.User.String(), actor.Via
			}
		}
		next.ServeHTTP(w, r)
	})
}

// answered writes one line a request: never a query string, which may hold what
// people search for.
func (a *App) answered(r *http.Request, t *web.Trail) {
	ctx := r.Context()
	a.metrics.count(t)
	a.telemetry.Answered(r, t)
	if a.reports != nil {
		a.reports.request(r, t)
	}
	level := slog.LevelDebug
	if t.Status >= http.StatusInternalServerError {
		level = slog.LevelInfo // why is a line of its own
	}
	what := []slog.Attr{slog.String("method", r.Method), slog.String("path", loggedPath(r.URL.Path)),
		slog.Int("status", t.Status), slog.Float64("ms", float64(t.Took.Microseconds())/1000)}
	a.log.LogAttrs(ctx, level, "request", what...)
	if event := securityEvent(r, t); event != "" {
		a.log.LogAttrs(ctx, slog.LevelInfo, event, append(what, slog.String("address", web.ClientOf(ctx).IP.String()), logs.Security())...)
	}
}

// keyed are the beginnings of addresses that are secrets: whoever has one may
// come in, read along, or choose a new password.
func keyed() []string { return []string{"/reset/", "/address/", "/join/", "/calendar/feed/"} }

// loggedPath is a path without what is secret in it. It may be a whole address.
func loggedPath(path string) string {
	for _, begin := range keyed() {
		if before, _, found := strings.Cut(path, begin); found {
			return before + begin + "…"
		}
	}
	return path
}

// slowStatement is how long a statement may take before it is written down.
const slowStatement = 500 * time.Millisecond

// ended traces a statement, and writes it down if it took long: under a name
// that is the same whatever its values are.
func (a *App) ended(ctx context.Context, s db.Statement) {
	a.telemetry.Statement(ctx, a.db.Engine, s)
	if s.Took >= slowStatement {
		a.log.WarnContext(ctx, "slow statement", "fingerprint", s.Fingerprint(), "ms", s.Took.Milliseconds(), "statement", s.Text())
	}
}

// securityEvent names answers that whoever guards the server wants to know of.
func securityEvent(r *http.Request, t *web.Trail) string {
	isWrite := r.Method != http.MethodGet && r.Method != http.MethodHead
	switch {
	case t.Status == http.StatusForbidden:
		return "permission refused"
	case t.Status == http.StatusTooManyRequests:
		return "too many requests"
	case t.Status == http.StatusUnauthorized:
		return "token refused"
	case t.Via == "api" && isWrite:
		return "token used"
	}
	return ""
}
