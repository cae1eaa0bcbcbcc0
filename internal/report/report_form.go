package report

import (
	"context"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

func periodName(ctx context.Context, key string) string {
	switch key {
	case "month":
		return i18n.T(ctx, "This month")
	case "last-month":
		return i18n.T(ctx, "Last month")
	case "quarter":
		return i18n.T(ctx, "This quarter")
	case "last-quarter":
		return i18n.T(ctx, "Last quarter")
	case "year":
		return i18n.T(ctx, "This year")
	case "last-year":
		return i18n.T(ctx, "Last year")
	}
	return i18n.T(ctx, "Last 12 months")
}

func periodOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, key := range periodKeys() {
		all = append(all, ui.Option{Value: key, Label: periodName(ctx, key)})
	}
	return append(all, ui.Option{Value: "other", Label: i18n.T(ctx, "Other months")})
}

func (f *filter) chosenPeriod() string {
	if f.Period.Key == "" {
		return "other"
	}
	return f.Period.Key
}

func (f *filter) pipelineOptions() []ui.Option {
	var all []ui.Option
	for _, p := range f.Pipelines {
		all = append(all, ui.Option{Value: p.ID.String(), Label: p.Name})
	}
	return all
}

// anyPipeline is the choice of all of them, where a report can be about more
// than one.
func (f *filter) anyPipeline(ctx context.Context) string {
	if f.kind.Stage {
		return ""
	}
	return i18n.T(ctx, "Every pipeline")
}

func (f *filter) whoseOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, t := range f.Choices.Teams {
		all = append(all, ui.Option{Value: "team:" + t.ID.String(), Label: t.Name, Group: i18n.T(ctx, "Teams")})
	}
	for _, m := range f.Choices.Members {
		all = append(all, ui.Option{Value: "member:" + m.ID.String(), Label: m.Name, Group: i18n.T(ctx, "Members")})
	}
	return all
}

func id(id db.ID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}
