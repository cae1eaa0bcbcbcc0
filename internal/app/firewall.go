package app

import (
	"context"
	"log/slog"
	"net/http"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/firewall"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/logs"
	"kontor/internal/kit/web"
)

// newFirewall reads the rules if there is to be a firewall: without one they
// cost nothing.
func (a *App) newFirewall() (*firewall.Firewall, error) {
	if !oneOf(a.Config.WAF, "detect", "block") {
		return nil, nil
	}
	return firewall.New(a.Config.WAF == "block", a.seen)
}

// seen writes down that a request looks like an attack: by which rules, and
// nothing of what it holds.
func (a *App) seen(ctx context.Context, e firewall.Event) {
	a.log.LogAttrs(ctx, slog.LevelWarn, "looks like an attack", logs.Security(), slog.String("rules", e.Text()), slog.Bool("blocked", e.Blocked),
		slog.String("address", web.ClientOf(ctx).IP.String()))
}

// refuse answers what the firewall does not let through.
func (a *App) refuse(w http.ResponseWriter, r *http.Request) {
	a.fail(w, r, fault.Forbidden{Text: i18n.T(r.Context(), "This looks like an attack and was not carried out. If it was none, tell whoever runs this server the number %s.", web.RequestID(r.Context()))})
}
