package account

import (
	"net/http"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) workspaceRoutes(r *web.Router) {
	r.Handle("GET /settings/workspace", d.showWorkspace)
	r.Handle("POST /settings/workspace", d.updateWorkspace)
}

// firmForm is a firm with the version it was read at.
type firmForm struct {
	Firm
	Version int64 `json:"version"`
}

func (d *Domain) showWorkspace(w http.ResponseWriter, r *http.Request) error {
	if err := canManage(r.Context(), Of(r), ManageWorkspace); err != nil {
		return err
	}
	ws, err := d.Workspaces.Get(r.Context(), Of(r))
	if err != nil {
		return err
	}
	return d.render(w, r, http.StatusOK, i18n.T(r.Context(), "General"), workspacePage(web.FormOf(&firmForm{ws.Firm, ws.Version})))
}

func (d *Domain) updateWorkspace(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in firmForm
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		err = d.Workspaces.Update(r.Context(), Of(r), in.Firm, in.Version)
	}
	if err == nil {
		web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Workspace saved")})
		return web.Redirect(w, r, "/settings/workspace")
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid || !Of(r).Can(ManageWorkspace) {
		return err
	}
	return d.render(w, r, http.StatusUnprocessableEntity, i18n.T(r.Context(), "General"), workspacePage(form))
}
