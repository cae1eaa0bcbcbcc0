package account

import (
	"net/http"
	"time"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) invitationRoutes(r *web.Router) {
	member := r.With(d.Require)
	member.Handle("GET /settings/invitations", d.listInvitations)
	member.Handle("POST /settings/invitations", d.Confirmed(d.createInvitation))
	member.Handle("POST /settings/invitations/{id}/revoke", d.revokeInvitation)
	r.Handle("GET /join/{token}", d.showInvitation)
	r.Handle("POST /join/{token}", d.acceptInvitation)
}

// invitationsView is what the page of invitations shows; link is that of a
// new one.
type invitationsView struct {
	form        web.Form
	invitations []Invitation
	teams       []Team
	tabs        counts
	link        string
	now         time.Time
}

func (d *Domain) listInvitations(w http.ResponseWriter, r *http.Request) error {
	return d.renderInvitations(w, r, http.StatusOK, web.FormOf(&invitationForm{Role: User}), "")
}

func (d *Domain) renderInvitations(w http.ResponseWriter, r *http.Request, status int, form web.Form, link string) (err error) {
	ctx, actor := r.Context(), Of(r)
	view := invitationsView{form: form, link: link, now: time.Now()}
	if view.invitations, err = d.Invitations.List(ctx, actor); err != nil {
		return err
	}
	if view.teams, err = d.Teams.List(ctx, actor); err != nil {
		return err
	}
	if view.tabs, err = d.counts(ctx, actor); err != nil {
		return err
	}
	if link != "" {
		w.Header().Set("Cache-Control", "no-store")
	}
	return d.render(w, r, status, i18n.T(ctx, "Invitations"), invitationsPage(view))
}

func (d *Domain) createInvitation(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in invitationForm
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	var token string
	if err == nil {
		token, err = d.Invitations.Create(r.Context(), Of(r), in.Email, in.Role, in.Team)
	}
	if err == nil {
		return d.renderInvitations(w, r, http.StatusOK, web.FormOf(&invitationForm{Role: User}), d.site(r)+"/join/"+token)
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	return d.renderInvitations(w, r, http.StatusUnprocessableEntity, form, "")
}

func (d *Domain) revokeInvitation(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := d.Invitations.Revoke(r.Context(), Of(r), id); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Invitation revoked")})
	return web.Redirect(w, r, "/settings/invitations")
}
