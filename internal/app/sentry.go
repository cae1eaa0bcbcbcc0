package app

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"regexp"
	"time"

	"github.com/getsentry/sentry-go"

	"kontor/internal/kit/logs"
	"kontor/internal/kit/web"
)

// reports sends our errors, and how long a share of the requests took, to
// Sentry: never who asked, from where, or what they typed.
type reports struct {
	client *sentry.Client
	share  float64 // of the requests
	attrs  []slog.Attr
}

// newReports returns nil when there is no SENTRY_DSN.
func newReports(cfg Config, version string) (*reports, error) {
	if cfg.SentryDSN == "" {
		return nil, nil
	}
	environment := cfg.SentryEnvironment
	if environment == "" {
		environment = "production"
		if cfg.Local() {
			environment = "local"
		}
	}
	client, err := sentry.NewClient(sentry.ClientOptions{
		Dsn: cfg.SentryDSN, Release: "kontor@" + version, Environment: environment,
		EnableTracing: true, TracesSampleRate: 1, // the share is drawn before, see request
	})
	if err != nil {
		return nil, fmt.Errorf("SENTRY_DSN: copy it from the settings of your project: %w", err)
	}
	return &reports{client: client, share: cfg.SentryTraces}, nil
}

// with returns a log whose errors are reported too.
func (p *reports) with(log *slog.Logger) *slog.Logger {
	return slog.New(logs.NewSpread(ofRequest,
		logs.Sink{Handler: log.Handler(), Wants: func(slog.Level, bool) bool { return true }},
		logs.Sink{Handler: p, Wants: func(_ slog.Level, security bool) bool { return !security }}))
}

// Enabled takes errors only.
func (p *reports) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

// told are the attributes of a line that may leave the server.
var told = map[string]bool{"request": true, "route": true, "method": true, "kind": true, "job_kind": true, "attempt": true, "job_id": true}

// Handle reports one error.
func (p *reports) Handle(_ context.Context, r slog.Record) error {
	e := sentry.NewEvent()
	e.Level, e.Timestamp = sentry.LevelError, r.Time
	e.Message = scrub(r.Message)
	value := r.Message
	each := func(a slog.Attr) bool {
		if told[a.Key] {
			e.Tags[a.Key] = scrub(a.Value.String())
		} else if a.Key == "error" || a.Key == "err" {
			value = a.Value.String()
		}
		return true
	}
	for _, a := range p.attrs {
		each(a)
	}
	r.Attrs(each)
	e.Exception = []sentry.Exception{{Type: scrub(r.Message), Value: scrub(value)}}
	p.client.CaptureEvent(e, nil, nil)
	return nil
}

// WithAttrs keeps what all lines of a logger say.
func (p *reports) WithAttrs(attrs []slog.Attr) slog.Handler {
	c := *p
	c.attrs = append(append([]slog.Attr{}, p.attrs...), attrs...)
	return &c
}

// WithGroup changes nothing: no attribute in a group is told.
func (p *reports) WithGroup(string) slog.Handler { return p }

var (
	addresses = regexp.MustCompile(`[^\s"'<>()=]+@[^\s"'<>()]+`)
	literals  = regexp.MustCompile(`"[^"\n]*"|'[^'\n]*'|\(([^()\n]*)\)=\([^()\n]*\)`)
)

// scrub takes out what somebody may have typed: texts in quotes, the values of
// keys and addresses.
func scrub(s string) string {
	return addresses.ReplaceAllString(literals.ReplaceAllString(s, "…"), "…")
}

// request reports how long one request took, for a share of them.
func (p *reports) request(r *http.Request, t *web.Trail) {
	if t.Route == "" || rand.Float64() >= p.share { //nolint:gosec // chance, no secret
		return
	}
	hub := sentry.NewHub(p.client, sentry.NewScope())
	ctx := sentry.SetHubOnContext(context.WithoutCancel(r.Context()), hub)
	tx := sentry.StartTransaction(ctx, t.Route, sentry.WithOpName("http.server"), sentry.WithTransactionSource(sentry.SourceRoute))
	tx.StartTime = time.Now().Add(-t.Took)
	tx.Status = sentry.HTTPtoSpanStatus(t.Status)
	tx.Finish()
}

// close sends what waits.
func (p *reports) close() { p.client.Flush(2 * time.Second) }
