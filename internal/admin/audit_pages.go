package admin

import (
	"net/http"
	"net/url"

	"kontor/internal/account"
	"kontor/internal/audit"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// auditView is a page of what was done to the server.
type auditView struct {
	Deeds []audit.Deed
	More  string // address of the next page; empty for none
}

func (d *Domain) listDeeds(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	before, _ := db.ParseID(r.URL.Query().Get("before")) // what is none begins with the newest
	all, err := d.need.Audit.Server(ctx, account.Of(r), before, perPage+1)
	if err != nil {
		return err
	}
	v := auditView{Deeds: all[:min(len(all), perPage)]}
	if len(all) > perPage {
		v.More = "/admin/audit?" + url.Values{"before": {v.Deeds[perPage-1].ID.String()}}.Encode()
	}
	return d.render(w, r, i18n.T(ctx, "Audit log"), auditPage(v))
}
