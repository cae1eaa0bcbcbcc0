package logs

import (
	"context"
	"errors"
	"log/slog"
)

// security is the name of the attribute that marks lines for the security log.
const security = "security"

// Security is the attribute of lines about who may do what: sign-ins, refusals,
// tokens.
func Security() slog.Attr { return slog.Bool(security, true) }

// Sink takes the lines that it wants.
type Sink struct {
	slog.Handler
	Wants func(level slog.Level, security bool) bool
}

// Spread hands every line to all sinks that want it, with what fields says of
// the request it belongs to.
type Spread struct {
	sinks  []Sink
	fields func(ctx context.Context) []slog.Attr
}

// NewSpread returns a handler over sinks; fields may be nil.
func NewSpread(fields func(ctx context.Context) []slog.Attr, sinks ...Sink) *Spread {
	return &Spread{sinks: sinks, fields: fields}
}

// Enabled tells whether any sink may want the level.
func (s *Spread) Enabled(ctx context.Context, level slog.Level) bool {
	for _, sink := range s.sinks {
		if sink.Enabled(ctx, level) {
			return true
		}
	}
	return false
}

// Handle writes one line.
func (s *Spread) Handle(ctx context.Context, r slog.Record) (err error) {
	isSecurity, has := false, map[string]bool{}
	r.Attrs(func(a slog.Attr) bool {
		has[a.Key] = true
		isSecurity = isSecurity || a.Key == security && a.Value.Kind() == slog.KindBool && a.Value.Bool()
		return true
	})
	if s.fields != nil {
		r = r.Clone()
		for _, a := range s.fields(ctx) {
			if !has[a.Key] {
				r.AddAttrs(a)
			}
		}
	}
	for _, sink := range s.sinks {
		if sink.Enabled(ctx, r.Level) && sink.Wants(r.Level, isSecurity) {
			err = errors.Join(err, sink.Handle(ctx, r))
		}
	}
	return err
}

// WithAttrs returns a handler whose lines have the attributes.
func (s *Spread) WithAttrs(attrs []slog.Attr) slog.Handler {
	return s.each(func(h slog.Handler) slog.Handler { return h.WithAttrs(attrs) })
}

// WithGroup returns a handler whose attributes are in a group.
func (s *Spread) WithGroup(name string) slog.Handler {
	return s.each(func(h slog.Handler) slog.Handler { return h.WithGroup(name) })
}

func (s *Spread) each(f func(slog.Handler) slog.Handler) *Spread {
	c := *s
	c.sinks = make([]Sink, len(s.sinks))
	for i, sink := range s.sinks {
		c.sinks[i] = Sink{f(sink.Handler), sink.Wants}
	}
	return &c
}
