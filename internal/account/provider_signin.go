package account

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/logs"
	"kontor/internal/kit/web"
)

// providerTrips is how often somebody may be sent to a provider from one
// address: each time is a request of ours.
var providerTrips = []limit.Rate{{Times: 60, Per: 10 * time.Minute}}

func (d *Domain) providerSignInRoutes(r *web.Router) {
	r.Handle("GET /login/sso", d.chooseProvider)
	r.Handle("GET /login/sso/{workspace}", d.enterByProvider)
	r.Handle("GET "+backPath+"{workspace}", d.comeBack)
}

// door is what the page asks that finds the provider of a workspace.
type door struct {
	Workspace string `json:"workspace"`
	Next      string `json:"next"`
}

// chooseProvider goes to the only provider there is, or asks for the workspace.
func (d *Domain) chooseProvider(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	in := door{Workspace: strings.ToLower(strings.TrimSpace(q.Get("workspace"))), Next: localOr(q.Get("next"), "")}
	doors, err := d.Providers.doors(r.Context())
	if err != nil {
		return err
	}
	switch {
	case in.Workspace != "":
		return d.showDoor(w, r, ssoPath(in.Workspace, in.Next))
	case len(doors) == 1:
		return web.Redirect(w, r, ssoPath(doors[0], in.Next))
	}
	return d.renderBare(w, r, http.StatusOK, i18n.T(r.Context(), "Sign in with your company account"), doorPage(web.FormOf(&in)))
}

// showDoor leads whoever comes from a form on to a provider.
func (d *Domain) showDoor(w http.ResponseWriter, r *http.Request, path string) error {
	return d.renderBare(w, r, http.StatusOK, i18n.T(r.Context(), "Sign in with your company account"), goOnPage(path))
}

func ssoPath(slug, next string) string {
	path := "/login/sso/" + url.PathEscape(slug)
	if next == "" {
		return path
	}
	return path + "?next=" + url.QueryEscape(next)
}

func (d *Domain) enterByProvider(w http.ResponseWriter, r *http.Request) error {
	p, err := d.Providers.of(r.Context(), r.PathValue("workspace"))
	if fault.IsNotFound(err) {
		form, _ := web.FormOf(&door{Workspace: r.PathValue("workspace")}).Fail(fault.Invalid{"workspace": i18n.T(r.Context(), "No workspace of this name signs in with a provider.")})
		return d.renderBare(w, r, http.StatusNotFound, i18n.T(r.Context(), "Sign in with your company account"), doorPage(form))
	}
	next := localOr(r.URL.Query().Get("next"), "/")
	if err == nil && isFromElsewhere(r) {
		return d.showDoor(w, r, ssoPath(r.PathValue("workspace"), next))
	}
	if err == nil {
		err = d.send(w, r, p, flow{For: toEnter, Next: next})
	}
	return d.turnedAway(w, r, p, err)
}

// isFromElsewhere tells whether a page of another site led here: nobody is
// signed in, and out of their own account, without pressing something of ours.
func isFromElsewhere(r *http.Request) bool {
	from := r.Header.Get("Sec-Fetch-Site")
	return from == "cross-site" || from == "same-site"
}

// comeBack goes on with what somebody was sent to the provider for.
func (d *Domain) comeBack(w http.ResponseWriter, r *http.Request) error {
	f, p, err := d.returned(w, r)
	if fault.IsNotFound(err) {
		return web.Redirect(w, r, "/login")
	}
	var who identity
	if err == nil {
		who, err = d.identify(r, p, f, d.backTo(r, p.Slug))
	}
	if err == nil {
		err = d.carryOn(w, r, p, f, who)
	}
	return d.turnedAway(w, r, p, err)
}

func (d *Domain) carryOn(w http.ResponseWriter, r *http.Request, p Provider, f flow, who identity) error {
	actor, _ := ActorFrom(r.Context())
	switch {
	case f.For == toEnter:
		return d.enterAs(w, r, p, f, who)
	case !f.isOf(actor):
		return web.Redirect(w, r, "/login")
	case f.For == toLink:
		if err := d.Providers.Link(r.Context(), actor, p, who); err != nil {
			return err
		}
		web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Account connected")})
		return web.Redirect(w, r, factorsPath)
	}
	return d.confirmAs(w, r, p, f, who)
}

func (d *Domain) enterAs(w http.ResponseWriter, r *http.Request, p Provider, f flow, who identity) error {
	user, err := d.Providers.member(r.Context(), p, who.Subject)
	if fault.IsNotFound(err) {
		user, err = d.Providers.welcome(r.Context(), p, who)
	}
	if err != nil {
		return err
	}
	actor, err := d.Users.actorIn(r.Context(), user, p.Workspace)
	if fault.IsNotFound(err) {
		return fault.Forbidden{Text: i18n.T(r.Context(), "Your account is deactivated. Ask an administrator.")}
	}
	if err != nil {
		return err
	}
	actor.Bound, actor.Way, actor.ConfirmedAt = true, byProvider, who.provedAt()
	return d.start(w, r, actor, f.Next)
}

// confirmAs notes that whoever is signed in proved it again: just now, and as
// the same person.
func (d *Domain) confirmAs(w http.ResponseWriter, r *http.Request, p Provider, f flow, who identity) error {
	actor := Of(r)
	user, err := d.Providers.member(r.Context(), p, who.Subject)
	if ignoreMissing(err) != nil {
		return err
	}
	fresh := who.At >= f.Begun/1000-60 // clocks differ
	if user != actor.User || !fresh {
		return fault.Forbidden{Text: i18n.T(r.Context(), "The provider did not ask you again who you are. Sign out there, then try again.")}
	}
	if err := d.proven(w, r, actor); err != nil {
		return err
	}
	return d.renderBare(w, r, http.StatusOK, i18n.T(r.Context(), "Confirmed"), confirmedPage())
}

// turnedAway shows why signing in at a provider failed. What the provider
// itself said is logged, and noted where administrators of the workspace read.
func (d *Domain) turnedAway(w http.ResponseWriter, r *http.Request, p Provider, err error) error {
	text := ""
	var forbidden fault.Forbidden
	var invalid fault.Invalid
	var taken fault.Conflict
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errProvider):
		text = i18n.T(r.Context(), "The provider did not confirm who you are. Try again; if it stays so, tell an administrator.")
	case errors.As(err, &forbidden):
		text = forbidden.Text
	case errors.As(err, &taken):
		text = taken.Text
	case errors.As(err, &invalid):
		text = strings.Join(slices.Sorted(maps.Values(invalid)), " ")
	}
	if text == "" {
		return err
	}
	if err := d.noteFailure(r.Context(), p, err); err != nil {
		return err
	}
	return d.renderBare(w, r, http.StatusForbidden, i18n.T(r.Context(), "Sign-in failed"), turnedAwayPage(text))
}

func (d *Domain) noteFailure(ctx context.Context, p Provider, why error) error {
	d.log().LogAttrs(ctx, slog.LevelWarn, "sign-in at a provider failed", logs.Security(), slog.String("issuer", p.Issuer), slog.String("error", cut(why.Error(), 500)), slog.String("request", web.RequestID(ctx)))
	return d.Witness(ctx, Actor{Workspace: p.Workspace, Via: "page"}, Entry{Action: "sign_in_failed", Kind: "provider", Name: p.Issuer})
}

// mustUseProvider returns the path to the provider that the user has to sign
// in with in the workspace, named by its number or its slug; empty if a
// password does.
func (d *Domain) mustUseProvider(ctx context.Context, user db.ID, ws db.WorkspaceID, slug, next string) (path string, err error) {
	slugs, err := db.Values[string](ctx, d.db, `SELECT w.slug FROM sign_in_providers p JOIN workspaces w ON w.id = p.workspace_id
		JOIN members m ON m.workspace_id = p.workspace_id
		WHERE m.user_id = $1 AND (w.id = $2 OR w.slug = $3) AND p.required AND m.role <> 'owner' AND m.active`, user, ws, slug)
	if err != nil || len(slugs) == 0 {
		return "", err
	}
	return ssoPath(slugs[0], localOr(next, "")), nil
}
