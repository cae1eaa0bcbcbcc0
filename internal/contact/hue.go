package contact

import (
	"context"
	"strconv"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// hues are the colours of tags, in the order of their numbers.
func hues(ctx context.Context) []ui.Option {
	names := [...]string{
		i18n.T(ctx, "Automatic"), i18n.T(ctx, "Petrol"), i18n.T(ctx, "Blue"), i18n.T(ctx, "Violet"), i18n.T(ctx, "Pink"),
		i18n.T(ctx, "Red"), i18n.T(ctx, "Orange"), i18n.T(ctx, "Yellow"), i18n.T(ctx, "Olive"), i18n.T(ctx, "Green"),
	}
	options := make([]ui.Option, len(names))
	for i, name := range names {
		options[i] = ui.Option{Value: strconv.Itoa(i), Label: name}
	}
	return options
}
