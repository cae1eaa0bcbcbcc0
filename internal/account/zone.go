package account

import (
	"context"
	_ "embed"
	"strings"
	"sync"
	"time"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// zones.txt has a line for each time zone of the tz database that is a place,
// followed by the countries whose usual zone it is.
//
//go:embed zones.txt
var zonesText string

type zoneTable struct {
	names     []string
	byCountry map[string]string
}

var zones = sync.OnceValue(func() zoneTable {
	t := zoneTable{byCountry: map[string]string{}}
	for line := range strings.Lines(zonesText) {
		words := strings.Fields(line)
		t.names = append(t.names, words[0])
		for _, country := range words[1:] {
			t.byCountry[country] = words[0]
		}
	}
	return t
})

// zoneOf loads a time zone that was checked when it was kept.
func zoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC // renamed since; a wrong clock is better than no page
	}
	return zone
}

// zoneFor is the usual time zone of a country; UTC when the country is not
// known.
func zoneFor(country string) string {
	if name, ok := zones().byCountry[country]; ok {
		return name
	}
	return "UTC"
}

// isZone tells whether name is one of the tz database. "Local" is the server's
// own and no zone of a person.
func isZone(name string) bool {
	if name == "" || name == "Local" || len(name) > 64 {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// zoneOptions lists the zones by region; current is among them even if it is
// an old name.
func zoneOptions(ctx context.Context, current string) []ui.Option {
	var all []ui.Option
	known := false
	for _, name := range zones().names {
		known = known || name == current
		region, place, ok := strings.Cut(name, "/")
		if !ok {
			region, place = "", name
		}
		all = append(all, ui.Option{Value: name, Label: strings.ReplaceAll(place, "_", " "), Group: regionName(ctx, region)})
	}
	if !known && current != "" {
		all = append([]ui.Option{{Value: current, Label: current}}, all...)
	}
	return all
}

func regionName(ctx context.Context, region string) string {
	switch region {
	case "Africa":
		return i18n.T(ctx, "Africa")
	case "America":
		return i18n.T(ctx, "America")
	case "Antarctica":
		return i18n.T(ctx, "Antarctica")
	case "Arctic":
		return i18n.T(ctx, "Arctic")
	case "Asia":
		return i18n.T(ctx, "Asia")
	case "Atlantic":
		return i18n.T(ctx, "Atlantic")
	case "Australia":
		return i18n.T(ctx, "Australia")
	case "Europe":
		return i18n.T(ctx, "Europe")
	case "Indian":
		return i18n.T(ctx, "Indian Ocean")
	case "Pacific":
		return i18n.T(ctx, "Pacific")
	}
	return region
}
