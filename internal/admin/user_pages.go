package admin

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// usersView is a page of users.
type usersView struct {
	Words string
	Users []User
	More  string // address of the next page; empty for none
	actor account.Actor
}

func (d *Domain) listUsers(w http.ResponseWriter, r *http.Request) error {
	asked := r.URL.Query()
	v := usersView{Words: strings.TrimSpace(asked.Get("q")), actor: account.Of(r)}
	all, err := d.Users.List(r.Context(), v.actor, v.Words, asked.Get("after"))
	if err != nil {
		return err
	}
	v.Users = all[:min(len(all), perPage)]
	if len(all) > perPage {
		v.More = "/admin/users?" + url.Values{"q": {v.Words}, "after": {strings.ToLower(v.Users[perPage-1].Email)}}.Encode()
	}
	return d.render(w, r, i18n.T(r.Context(), "Users"), usersPage(v))
}

// changeUser takes the standing of a user from the buttons beside them.
func (d *Domain) changeUser(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	u, err := d.Users.Set(ctx, actor, id, Standing{Active: form.Get("active") == "1", Superuser: form.Get("superuser") == "1"})
	if err != nil {
		return err
	}
	d.note(r, "user changed", slog.String("user_changed", u.ID.String()), slog.Bool("active", u.Active), slog.Bool("superuser", u.Superuser))
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "%s changed", u.Name())})
	return web.Redirect(w, r, "/admin/users")
}

func (d *Domain) listWorkspaces(w http.ResponseWriter, r *http.Request) error {
	all, err := d.Workspaces.List(r.Context(), account.Of(r), r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	more := ""
	if len(all) > perPage {
		all = all[:perPage]
		more = "/admin/workspaces?after=" + url.QueryEscape(all[perPage-1].Slug)
	}
	return d.render(w, r, i18n.T(r.Context(), "Workspaces"), workspacesPage(all, more))
}
