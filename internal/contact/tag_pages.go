package contact

import (
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) tagRoutes(r *web.Router) {
	r.Handle("GET /tags/options", d.tagOptions)
	r.Handle("GET /settings/tags", d.listTags)
	r.Handle("POST /settings/tags", d.createTag)
	r.Handle("POST /settings/tags/{id}", d.saveTag)
	r.Handle("POST /settings/tags/{id}/delete", d.deleteTag)
	r.Handle("POST /settings/tags/{id}/restore", d.restoreTag)
}

func (d *Domain) tagOptions(w http.ResponseWriter, r *http.Request) error {
	tags, err := d.Tags.Page(r.Context(), account.Of(r), r.URL.Query().Get("q"), "", optionLimit)
	if err != nil {
		return err
	}
	all := make([]Option, len(tags))
	for i, t := range tags {
		all[i] = Option{ID: t.ID, Label: t.Name}
	}
	return options(w, all)
}

// tagsPage shows the tags, with a form as it was typed if it could not be
// saved: of the tag it names, or of a new one.
func (d *Domain) tagsPage(w http.ResponseWriter, r *http.Request, status int, failed string, form web.Form) error {
	actor := account.Of(r)
	uses, err := d.Tags.Uses(r.Context(), actor)
	if err != nil {
		return err
	}
	v := tagsView{Tags: uses, Failed: failed, Form: form, Manage: actor.Can(account.ManageTags)}
	return web.Render(w, r, status, d.shell(w, r, i18n.T(r.Context(), "Tags"), v.page()))
}

func (d *Domain) listTags(w http.ResponseWriter, r *http.Request) error {
	return d.tagsPage(w, r, http.StatusOK, "", web.FormOf(&TagInput{}))
}

func (d *Domain) createTag(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.ReadForm(w, r)
	var in TagInput
	if err == nil {
		err = form.Decode(ctx, &in)
	}
	var t Tag
	if err == nil {
		t, err = d.Tags.Create(ctx, account.Of(r), in)
	}
	if form, invalid := form.Fail(err); invalid {
		return d.tagsPage(w, r, http.StatusUnprocessableEntity, "new", form)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Tag %s added", t.Name)})
	return web.Redirect(w, r, "/settings/tags")
}

func (d *Domain) saveTag(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	if _, err := d.Tags.Get(ctx, account.Of(r), id); err != nil {
		return err
	}
	if err := account.Of(r).Require(account.ManageTags); err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	var in TagInput
	if err == nil {
		err = form.Decode(ctx, &in)
	}
	if err == nil {
		_, err = d.Tags.Update(ctx, account.Of(r), id, in)
	}
	if fault.IsStale(err) {
		form.Errors.Add("name", i18n.T(ctx, "Somebody changed this tag meanwhile. Look at it and save again."))
		return d.tagsPage(w, r, http.StatusConflict, id.String(), form)
	}
	if form, invalid := form.Fail(err); invalid {
		return d.tagsPage(w, r, http.StatusUnprocessableEntity, id.String(), form)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Saved")})
	return web.Redirect(w, r, "/settings/tags")
}

func (d *Domain) deleteTag(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	t, err := d.Tags.Delete(ctx, account.Of(r), id, 0)
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Tag %s deleted", t.Name), Action: i18n.T(ctx, "Undo"), Post: "/settings/tags/" + id.String() + "/restore"})
	return web.Redirect(w, r, "/settings/tags")
}

func (d *Domain) restoreTag(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	t, err := d.Tags.Restore(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Tag %s restored", t.Name)})
	return web.Redirect(w, r, "/settings/tags")
}
