package redis

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// spans adds a span for every command to those of a traced request or job: its
// name, never its keys and values. It sends them where the request's go, so it
// needs no provider of its own.
type spans struct{}

// DialHook changes nothing.
func (spans) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook traces one command.
func (spans) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		return traced(ctx, cmd.Name(), func(ctx context.Context) error { return next(ctx, cmd) })
	}
}

// ProcessPipelineHook traces several commands as one.
func (spans) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		return traced(ctx, "pipeline", func(ctx context.Context) error { return next(ctx, cmds) })
	}
}

func traced(ctx context.Context, name string, run func(ctx context.Context) error) error {
	parent := trace.SpanFromContext(ctx)
	if !parent.IsRecording() {
		return run(ctx)
	}
	ctx, span := parent.TracerProvider().Tracer("kontor").Start(ctx, "redis "+name, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("db.system.name", "redis"), attribute.String("db.operation.name", name)))
	defer span.End()
	err := run(ctx)
	if err != nil && !errors.Is(err, redis.Nil) {
		span.SetStatus(codes.Error, "")
	}
	return err
}
