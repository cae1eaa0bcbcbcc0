package account

import (
	"net/http"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) sessionRoutes(r *web.Router) {
	r.Handle("GET /settings/sessions", d.listSessions)
	r.Handle("POST /settings/sessions/{id}/end", d.Confirmed(d.endSession))
	r.Handle("POST /settings/sessions/end-others", d.Confirmed(d.endOtherSessions))
	r.Handle("POST /workspaces/switch", d.switchWorkspace)
}

func (d *Domain) listSessions(w http.ResponseWriter, r *http.Request) error {
	all, err := d.Sessions.List(r.Context(), Of(r))
	if err != nil {
		return err
	}
	history, err := d.Sessions.History(r.Context(), Of(r))
	if err != nil {
		return err
	}
	return d.render(w, r, http.StatusOK, i18n.T(r.Context(), "Sessions"), sessionsPage(all, Of(r).Session, history))
}

func (d *Domain) endSession(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := d.Sessions.End(r.Context(), Of(r), id); err != nil {
		return err
	}
	if id == Of(r).Session {
		d.clear(w)
		return web.Redirect(w, r, "/login")
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Session ended")})
	return web.Redirect(w, r, "/settings/sessions")
}

func (d *Domain) endOtherSessions(w http.ResponseWriter, r *http.Request) error {
	n, err := d.Sessions.EndOthers(r.Context(), Of(r))
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.N(r.Context(), "One session ended", "%s sessions ended", n)})
	return web.Redirect(w, r, "/settings/sessions")
}

func (d *Domain) switchWorkspace(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var in struct {
		Workspace string `json:"workspace"`
	}
	if err := form.Decode(r.Context(), &in); err != nil {
		return err
	}
	if in.Workspace == "" { // buttons of a menu carry it in the address
		in.Workspace = r.URL.Query().Get("workspace")
	}
	if in.Workspace == "" {
		return fault.Invalid{"workspace": i18n.T(r.Context(), "Choose a workspace.")}
	}
	return d.moveTo(w, r, in.Workspace)
}

// moveTo switches to a workspace, or leads to the provider that it wants.
func (d *Domain) moveTo(w http.ResponseWriter, r *http.Request, slug string) error {
	door, err := d.mustUseProvider(r.Context(), Of(r).User, 0, slug, "")
	if err != nil {
		return err
	}
	if door != "" && !Of(r).Bound {
		return d.showDoor(w, r, door)
	}
	if err := d.Sessions.Switch(r.Context(), Of(r), slug); err != nil {
		return err
	}
	return web.Redirect(w, r, "/")
}
