package account

import (
	"net/http"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) tokenRoutes(r *web.Router) {
	r.Handle("GET /settings/tokens", d.listTokens)
	r.Handle("POST /settings/tokens", d.Confirmed(d.createToken))
	r.Handle("POST /settings/tokens/{id}/revoke", d.revokeToken)
}

func (d *Domain) listTokens(w http.ResponseWriter, r *http.Request) error {
	return d.renderTokens(w, r, http.StatusOK, web.FormOf(&tokenForm{Scope: ScopeRead, Days: 90}), "")
}

// renderTokens shows the tokens, and a new one that was just made.
func (d *Domain) renderTokens(w http.ResponseWriter, r *http.Request, status int, form web.Form, fresh string) error {
	all, err := d.Tokens.List(r.Context(), Of(r))
	if err != nil {
		return err
	}
	if fresh != "" {
		w.Header().Set("Cache-Control", "no-store")
	}
	return d.render(w, r, status, i18n.T(r.Context(), "API tokens"), tokensPage(form, all, fresh))
}

func (d *Domain) createToken(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in tokenForm
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		err = d.mayDo(r, "token", newTokens)
	}
	var token string
	if err == nil {
		token, err = d.Tokens.Create(r.Context(), Of(r), in.Name, in.Scope, in.Days)
	}
	if err == nil {
		return d.renderTokens(w, r, http.StatusOK, web.FormOf(&tokenForm{Scope: ScopeRead, Days: 90}), token)
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	return d.renderTokens(w, r, http.StatusUnprocessableEntity, form, "")
}

func (d *Domain) revokeToken(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := d.Tokens.Revoke(r.Context(), Of(r), id); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Token revoked")})
	return web.Redirect(w, r, "/settings/tokens")
}
