package view

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// countFor is how long tabs are counted for one answer.
const countFor = 2 * time.Second

// counts answers with the numbers of the tabs of a list.
func (d *Domain) counts(w http.ResponseWriter, r *http.Request) error {
	actor := account.Of(r)
	l, err := d.sources.named(r.Context(), actor, r.URL.Query().Get("list"))
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(r.Context(), countFor)
	defer stop()
	all, err := d.tallies(ctx, actor, l)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, numbers(all))
}

func (d *Domain) listFavourites(w http.ResponseWriter, r *http.Request) error {
	all, err := d.Favourites.List(r.Context(), account.Of(r))
	if err != nil {
		return err
	}
	title := i18n.T(r.Context(), "Favourites")
	return web.Render(w, r, http.StatusOK, d.shell(w, r, title, favouritesPage(title, all)))
}

// named reads which favourite a form is about.
func named(w http.ResponseWriter, r *http.Request) (web.Form, string, db.ID, error) {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return form, "", db.ID{}, err
	}
	id, err := db.ParseID(form.Get("id"))
	if err != nil {
		return form, "", id, fault.NotFound{}
	}
	return form, form.Get("kind"), id, nil
}

// keepFavourite stars a view or record, or takes the star away; without
// script it leads back to where it was pressed.
func (d *Domain) keepFavourite(w http.ResponseWriter, r *http.Request) error {
	form, kind, id, err := named(w, r)
	if err != nil {
		return err
	}
	ctx, actor, keep := r.Context(), account.Of(r), form.Get("keep") == "1"
	if err := d.Favourites.Keep(ctx, actor, kind, id, keep); err != nil {
		return err
	}
	if !web.IsPartial(r) {
		return web.Redirect(w, r, backOf(form))
	}
	all, err := d.Favourites.List(ctx, actor)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, starred(Star{kind, id, form.Get("back")}, keep, Entries(all, form.Get("back"))))
}

func (d *Domain) moveFavourite(w http.ResponseWriter, r *http.Request) error {
	form, kind, id, err := named(w, r)
	if err != nil {
		return err
	}
	by, err := places(r.Context(), form.Get("by"))
	if err != nil {
		return err
	}
	if err := d.Favourites.Move(r.Context(), account.Of(r), kind, id, by); err != nil {
		return err
	}
	return web.Redirect(w, r, "/favourites")
}

// backOf is where a form was sent from.
func backOf(form web.Form) string {
	if back := form.Get("back"); web.IsLocalPath(back) {
		return back
	}
	return "/favourites"
}

// Entries are favourites as the sidebar shows them on the page at path.
func Entries(all []Favourite, path string) []ui.Favourite {
	entries := make([]ui.Favourite, len(all))
	for i, f := range all {
		entries[i] = ui.Favourite{Label: f.Name, Href: f.Path, View: f.IsView(), Square: f.Square, Hue: ui.Hue(f.Name), Current: f.Path == path}
	}
	return entries
}

type starsKey struct{}

// Starred renders page so that a Star in it knows whether it is set: the frame
// has read the favourites already.
func Starred(all []Favourite, page templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return page.Render(context.WithValue(ctx, starsKey{}, all), w)
	})
}

// isSet tells whether the star's view or record is among the favourites of
// the page.
func (s Star) isSet(ctx context.Context) bool {
	all, _ := ctx.Value(starsKey{}).([]Favourite)
	for _, f := range all {
		if f.Kind == s.Kind && f.ID == s.ID {
			return true
		}
	}
	return false
}
