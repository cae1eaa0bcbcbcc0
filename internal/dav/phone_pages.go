package dav

import (
	"net/http"

	"kontor/internal/account"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) showPage(w http.ResponseWriter, r *http.Request) error {
	page := phonePage(web.Origin(r)+root, account.Of(r).Email)
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(r.Context(), "Phone"), page))
}
