package view

import (
	"context"
	"net/http"
	"strconv"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// Routes adds the pages of views and favourites to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) {
	for _, s := range d.sources.all {
		d.listRoutes(r, s)
	}
	r.Handle("GET /views/new", d.newView)
	r.Handle("GET /views/counts", d.counts)
	r.Handle("POST /views", d.createView)
	r.Handle("POST /views/default", d.openWith)
	r.Handle("POST /views/look", d.keepLook)
	r.Handle("GET /views/{id}", d.showView)
	r.Handle("GET /views/{id}/edit", d.editView)
	r.Handle("POST /views/{id}/edit", d.renameView)
	r.Handle("POST /views/{id}/save", d.saveView)
	r.Handle("POST /views/{id}/duplicate", d.duplicateView)
	r.Handle("POST /views/{id}/delete", d.deleteView)
	r.Handle("POST /views/{id}/restore", d.restoreView)
	r.Handle("POST /views/{id}/move", d.moveView)
	r.Handle("POST /views/{id}/tab", d.tabView)
	r.Handle("GET /favourites", d.listFavourites)
	r.Handle("POST /favourites", d.keepFavourite)
	r.Handle("POST /favourites/move", d.moveFavourite)
}

// fields are those of the form of a view, as they are posted.
type fields struct {
	List     string `json:"list"`
	Name     string `json:"name"`
	Audience string `json:"audience"`
	Query    string `json:"query"`
	From     string `json:"from"` // the view that was open, whose look is kept
	Version  int64  `json:"version"`
}

func read(w http.ResponseWriter, r *http.Request) (in fields, form web.Form, err error) {
	if form, err = web.ReadForm(w, r); err == nil {
		err = form.Decode(r.Context(), &in)
	}
	return in, form, err
}

// to leads to the list of a view, with the view open.
func (d *Domain) to(w http.ResponseWriter, r *http.Request, v View) error {
	l, err := d.sources.named(r.Context(), account.Of(r), v.List)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, l.ViewURL(v.ID.String()))
}

// ours returns the view that the address names, if the actor may see it.
func (d *Domain) ours(r *http.Request) (View, error) {
	id, err := activity.PathID(r)
	if err != nil {
		return View{}, err
	}
	return d.Views.Get(r.Context(), account.Of(r), id)
}

func (d *Domain) showView(w http.ResponseWriter, r *http.Request) error {
	v, err := d.ours(r)
	if err != nil {
		return err
	}
	return d.to(w, r, v)
}

// newView is the form of a new view on a page of its own; on a list it is a
// dialog.
func (d *Domain) newView(w http.ResponseWriter, r *http.Request) error {
	in := fields{List: r.URL.Query().Get("list"), Query: r.URL.Query().Get("query"), From: r.URL.Query().Get("from"), Audience: Private}
	return d.form(w, r, http.StatusOK, View{List: in.List}, web.FormOf(&in))
}

func (d *Domain) editView(w http.ResponseWriter, r *http.Request) error {
	v, err := d.ours(r)
	if err != nil {
		return err
	}
	if !v.MayChange(account.Of(r)) {
		return notTheirs(r.Context(), v)
	}
	return d.form(w, r, http.StatusOK, v, web.FormOf(&fields{List: v.List, Name: v.Name, Audience: v.Audience, Version: v.Version}))
}

// form shows the form of a view: a new one has no id.
func (d *Domain) form(w http.ResponseWriter, r *http.Request, status int, v View, form web.Form) error {
	ctx, actor := r.Context(), account.Of(r)
	source, ok := d.sources.source(v.List)
	if !ok {
		return fault.NotFound{}
	}
	l, err := source.List(ctx, actor)
	if err != nil {
		return err
	}
	p := formPage{View: v, Form: form, Actor: actor, List: source.Label(ctx), Back: l.Entity().Path, Wrong: form.Error("query")}
	if query := form.Get("query"); query != "" {
		p.Back += "?" + query
	}
	if !v.ID.IsZero() {
		p.Back = l.ViewURL(v.ID.String())
	}
	return web.Render(w, r, status, d.shell(w, r, p.title(ctx), p.page()))
}

func (d *Domain) createView(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	in, form, err := read(w, r)
	var v View
	if err == nil {
		v, err = d.create(ctx, actor, in)
	}
	if form, invalid := form.Fail(err); invalid && form.Error("list") == "" {
		return d.form(w, r, http.StatusUnprocessableEntity, View{List: in.List}, form)
	}
	if err != nil {
		return err
	}
	return d.to(w, r, v)
}

func (d *Domain) create(ctx context.Context, actor account.Actor, in fields) (View, error) {
	p, err := d.payload(ctx, actor, in)
	if err != nil {
		return View{}, err
	}
	return d.Views.Create(ctx, actor, in.List, Input{Name: in.Name, Audience: in.Audience, Payload: p})
}

// payload is what a page's view keeps: what the list asks and how the member
// sees it. What the page could not read it has told already, and it is left
// out.
func (d *Domain) payload(ctx context.Context, actor account.Actor, in fields) (Payload, error) {
	p := Payload{Query: in.Query}
	l, err := d.sources.named(ctx, actor, in.List)
	if fault.IsNotFound(err) { // it is refused later
		return p, nil
	}
	if err != nil {
		return p, err
	}
	q, _ := l.Parse(ctx, in.Query)
	p.Query, p.Group = l.Canonical(q), q.Group
	open, err := d.opened(ctx, actor, l, list.Query{View: in.From})
	if err != nil {
		return p, err
	}
	look, err := d.Views.Look(ctx, actor, in.List, open)
	look = l.Fit(look)
	p.Density, p.Widths = look.Density, look.Widths
	return p, err
}

// renameView changes name and audience.
func (d *Domain) renameView(w http.ResponseWriter, r *http.Request) error {
	before, err := d.ours(r)
	if err != nil {
		return err
	}
	in, form, err := read(w, r)
	var v View
	if err == nil {
		v, err = d.Views.Update(r.Context(), account.Of(r), before.ID, func(is Input) Input {
			is.Name, is.Audience, is.Version = in.Name, in.Audience, in.Version
			return is
		})
	}
	if form, invalid := form.Fail(err); invalid {
		return d.form(w, r, http.StatusUnprocessableEntity, before, form)
	}
	if err != nil {
		return err
	}
	return d.to(w, r, v)
}

// saveView makes a view ask what its list asks now.
func (d *Domain) saveView(w http.ResponseWriter, r *http.Request) error {
	before, err := d.ours(r)
	if err != nil {
		return err
	}
	in, _, err := read(w, r)
	if err != nil {
		return err
	}
	in.List, in.From = before.List, before.ID.String()
	ctx, actor := r.Context(), account.Of(r)
	asks, err := d.payload(ctx, actor, in)
	if err != nil {
		return err
	}
	v, err := d.Views.Update(ctx, actor, before.ID, func(is Input) Input {
		is.Payload, is.Version = asks, in.Version
		return is
	})
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "View %s saved", v.Name)})
	return d.to(w, r, v)
}

func (d *Domain) duplicateView(w http.ResponseWriter, r *http.Request) error {
	v, err := d.ours(r)
	if err != nil {
		return err
	}
	ctx, actor := r.Context(), account.Of(r)
	payload, err := d.payload(ctx, actor, fields{List: v.List, Query: v.Payload.Query, From: v.ID.String()})
	if err != nil {
		return err
	}
	name := []rune(v.Name)
	copied, err := d.Views.Create(ctx, actor, v.List, Input{Name: i18n.T(ctx, "%s (copy)", string(name[:min(len(name), maxName-20)])), Audience: Private, Payload: payload})
	if err != nil {
		return err
	}
	return d.to(w, r, copied)
}

func (d *Domain) deleteView(w http.ResponseWriter, r *http.Request) error {
	v, err := d.ours(r)
	if err != nil {
		return err
	}
	ctx, actor := r.Context(), account.Of(r)
	if v, err = d.Views.Delete(ctx, actor, v.ID, 0); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "View %s deleted", v.Name), Action: i18n.T(ctx, "Undo"), Post: "/views/" + v.ID.String() + "/restore"})
	l, err := d.sources.named(ctx, actor, v.List)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, l.Entity().Path)
}

func (d *Domain) restoreView(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	v, err := d.Views.Restore(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	return d.to(w, r, v)
}

func (d *Domain) moveView(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	by, err := places(r.Context(), form.Get("by"))
	if err != nil {
		return err
	}
	v, err := d.Views.Move(r.Context(), account.Of(r), id, by)
	if err != nil {
		return err
	}
	return d.to(w, r, v)
}

// places reads how many places something is moved by.
func places(ctx context.Context, s string) (int, error) {
	by, err := strconv.Atoi(s)
	if err != nil || by < -maxViews || by > maxViews {
		return 0, fault.Invalid{"by": i18n.T(ctx, "Enter a whole number, such as 25.")}
	}
	return by, nil
}

func (d *Domain) tabView(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	v, err := d.Views.Show(r.Context(), account.Of(r), id, form.Get("shown") == "1")
	if err != nil {
		return err
	}
	return d.to(w, r, v)
}

func (d *Domain) openWith(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx, actor := r.Context(), account.Of(r)
	if err := d.Views.OpenWith(ctx, actor, form.Get("list"), form.Get("opens")); err != nil {
		return err
	}
	l, err := d.sources.named(ctx, actor, form.Get("list"))
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "This is what the list opens with from now on.")})
	return web.Redirect(w, r, l.Entity().Path)
}

func notTheirs(ctx context.Context, v View) error {
	return fault.Forbidden{Text: i18n.T(ctx, "This view belongs to %s. Save your own copy of it.", v.OwnerName)}
}

// tally is the number of records of one tab.
type tally struct{ ID, Text string }

// tallies counts what the tabs of the list name find, the whole list left
// out, until the context ends: a tab that was not counted in time has no
// number.
func (d *Domain) tallies(ctx context.Context, actor account.Actor, l *list.List) ([]tally, error) {
	b, _, _, err := d.Open(ctx, actor, l, "view=")
	if err != nil {
		return nil, err
	}
	var all []tally
	for _, key := range b.keys()[1:] {
		asks, _ := b.find(key)
		q, problems := b.list.Parse(ctx, asks)
		if len(problems) > 0 {
			continue // it would count more than the view means
		}
		n, err := b.list.Count(ctx, q, countedTo)
		if ctx.Err() != nil {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		text := i18n.Int(ctx, int64(min(n, countedTo)))
		if n > countedTo {
			text += "+"
		}
		all = append(all, tally{key, text})
	}
	return all, nil
}

// keys are the tabs in order, by id or key.
func (b *Bar) keys() []string {
	var all []string
	for _, own := range b.own {
		all = append(all, own.Key)
	}
	for _, v := range b.tabs() {
		all = append(all, v.ID.String())
	}
	return all
}
