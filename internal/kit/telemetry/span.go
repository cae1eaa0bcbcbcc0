package telemetry

import (
	"context"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"kontor/internal/kit/db"
	"kontor/internal/kit/web"
)

// Handler traces requests. Answered names them.
func (t *Telemetry) Handler(next http.Handler) http.Handler {
	if t == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := t.origin.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := t.tracer.Start(ctx, r.Method, trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Answered says of the span of a request what is known at its end: the route,
// never the path.
func (t *Telemetry) Answered(r *http.Request, trail *web.Trail) {
	span := trace.SpanFromContext(r.Context())
	if t == nil || !span.IsRecording() {
		return
	}
	if trail.Route != "" {
		span.SetName(trail.Route)
	}
	span.SetAttributes(attribute.String("http.request.method", r.Method), attribute.String("http.route", trail.Route),
		attribute.Int("http.response.status_code", trail.Status), attribute.String("kontor.request", web.RequestID(r.Context())))
	if trail.Status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, "")
	}
}

// Statement adds a span for a statement that has ended, to those of a traced
// request or job.
func (t *Telemetry) Statement(ctx context.Context, engine db.Engine, s db.Statement) {
	if t == nil || !trace.SpanFromContext(ctx).IsRecording() {
		return
	}
	system := "postgresql"
	if engine == db.SQLite {
		system = "sqlite"
	}
	_, span := t.tracer.Start(ctx, s.Verb(), trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(s.Began),
		trace.WithAttributes(attribute.String("db.system.name", system), attribute.String("db.query.text", s.Text())))
	span.End(trace.WithTimestamp(s.Began.Add(s.Took)))
}

// Job traces one run of a job of a kind.
func (t *Telemetry) Job(ctx context.Context, kind string, run func(ctx context.Context) error) error {
	if t == nil {
		return run(ctx)
	}
	ctx, span := t.tracer.Start(ctx, "job "+kind, trace.WithSpanKind(trace.SpanKindConsumer), trace.WithTimestamp(time.Now()))
	defer span.End()
	err := run(ctx)
	if err != nil {
		span.SetStatus(codes.Error, "") // why is in the log: it may name records
	}
	return err
}
