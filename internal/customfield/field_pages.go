package customfield

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

const settingsPath = "/settings/fields"

// Routes adds the pages of custom fields to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) {
	r.Handle("GET /settings/fields", d.listFields)
	r.Handle("GET /settings/fields/filled", d.showFilled)
	r.Handle("GET /settings/fields/new", d.newField)
	r.Handle("POST /settings/fields/new", d.createField)
	r.Handle("POST /settings/fields/order", d.orderFields)
	r.Handle("GET /settings/fields/{id}", d.showField)
	r.Handle("POST /settings/fields/{id}", d.saveField)
	r.Handle("GET /settings/fields/{id}/uses", d.showUses)
	r.Handle("POST /settings/fields/{id}/delete", d.archiveField)
	r.Handle("POST /settings/fields/{id}/restore", d.restoreField)
	r.Handle("POST /settings/fields/{id}/erase", d.deleteField)
}

// fieldForm is a field as its form shows it.
type fieldForm struct {
	Label      string   `json:"label"`
	Key        string   `json:"key"`
	Type       string   `json:"type"`
	Digits     int      `json:"digits"`
	Required   bool     `json:"required"`
	Shown      bool     `json:"shown"`
	Default    string   `json:"default"`
	OptionKeys []string `json:"option_keys"`
	Options    []string `json:"options"`
	Hues       []string `json:"hues"`
	Version    int64    `json:"version"`
	For        string   `json:"for"`
}

func formOf(f Field) fieldForm {
	form := fieldForm{Label: f.Label, Key: f.Key, Type: string(f.Type), Digits: f.Digits, Required: f.Required, Shown: f.Shown,
		Default: f.Default, Version: f.Version, For: f.Record}
	for _, o := range f.Options.Live() {
		form.OptionKeys, form.Options = append(form.OptionKeys, o.Key), append(form.Options, o.Label)
		form.Hues = append(form.Hues, strconv.Itoa(o.Hue))
	}
	return form
}

func (f fieldForm) input(moves map[string]string) Input {
	in := Input{Label: f.Label, Key: f.Key, Type: Type(f.Type), Digits: f.Digits, Required: f.Required, Shown: f.Shown, Default: f.Default,
		Moves: moves, Version: f.Version}
	for i, label := range f.Options {
		o := Option{Key: at(f.OptionKeys, i), Label: label}
		o.Hue, _ = strconv.Atoi(at(f.Hues, i)) // the page offers numbers only; anything else is automatic
		in.Options = append(in.Options, o)
	}
	return in
}

func at(all []string, i int) string {
	if i < len(all) {
		return all[i]
	}
	return ""
}

// fieldsView is the page of the fields of one kind of record: the list, and
// beside it a field, a new one, or the choice of its type.
type fieldsView struct {
	Record string
	Fields []Field
	Field  *Field   // the one that is open
	Views  []string // saved views that name it
	New    bool     // a new one is open
	Form   web.Form
}

// ask reads the kind of record of a query.
func ask(r *http.Request) (string, error) {
	record := r.URL.Query().Get("for")
	if record == "" {
		record = Contact
	}
	if _, ok := holderOf(record); !ok {
		return "", fault.NotFound{}
	}
	return record, nil
}

func pathOf(record string) string {
	if record == Contact {
		return settingsPath
	}
	return settingsPath + "?for=" + record
}

func fieldPath(id db.ID) string { return settingsPath + "/" + id.String() }

// manage returns fault.Forbidden with who can help.
func manage(ctx context.Context, actor account.Actor) error {
	if actor.Can(account.ManageFields) {
		return nil
	}
	return fault.Forbidden{Text: i18n.T(ctx, "Owners and admins of the workspace manage its custom fields.")}
}

func (d *Domain) listFields(w http.ResponseWriter, r *http.Request) error {
	record, err := ask(r)
	if err != nil {
		return err
	}
	return d.render(w, r, http.StatusOK, fieldsView{Record: record})
}

func (d *Domain) render(w http.ResponseWriter, r *http.Request, status int, v fieldsView) (err error) {
	ctx, actor := r.Context(), account.Of(r)
	if err := manage(ctx, actor); err != nil {
		return err
	}
	if v.Fields, err = d.Fields.All(ctx, actor, v.Record); err != nil {
		return err
	}
	if v.Field != nil && d.Uses != nil {
		h, _ := holderOf(v.Record)
		if v.Views, err = d.Uses(ctx, actor, h.list, v.Field.Key); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, d.shell(w, r, i18n.T(ctx, "Custom fields"), v.page()))
}

func (d *Domain) newField(w http.ResponseWriter, r *http.Request) error {
	record, err := ask(r)
	if err != nil {
		return err
	}
	form := fieldForm{For: record, Type: r.URL.Query().Get("type")}
	return d.render(w, r, http.StatusOK, fieldsView{Record: record, New: true, Form: web.FormOf(&form)})
}

// readField reads a posted field with the answers where the values of options
// go.
func readField(w http.ResponseWriter, r *http.Request) (form web.Form, in Input, record string, err error) {
	if form, err = web.ReadForm(w, r); err != nil {
		return form, in, "", err
	}
	moves, names := map[string]string{}, []string{}
	for name := range form.Values {
		if key, ok := strings.CutPrefix(name, "move."); ok {
			names = append(names, name)
			if to := form.Get(name); to != "" {
				moves[key] = to
			}
		}
	}
	var typed fieldForm
	err = form.Decode(r.Context(), &typed, names...)
	return form, typed.input(moves), typed.For, err
}

func (d *Domain) createField(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	if err := manage(ctx, actor); err != nil {
		return err
	}
	form, in, record, err := readField(w, r)
	if record == "" {
		record = Contact
	}
	var f Field
	if err == nil {
		f, err = d.Fields.Create(ctx, actor, record, in)
	}
	if form, invalid := form.Fail(err); invalid {
		return d.render(w, r, http.StatusUnprocessableEntity, fieldsView{Record: record, New: true, Form: form})
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Field %s added", f.Label)})
	return web.Redirect(w, r, fieldPath(f.ID))
}

// ours returns the field of the address, for those who may manage it.
func (d *Domain) ours(r *http.Request) (Field, error) {
	id, err := activity.PathID(r)
	if err != nil {
		return Field{}, err
	}
	f, err := d.Fields.Get(r.Context(), account.Of(r), id)
	if err != nil {
		return f, err
	}
	return f, manage(r.Context(), account.Of(r))
}

func (d *Domain) showField(w http.ResponseWriter, r *http.Request) error {
	f, err := d.ours(r)
	if err != nil {
		return err
	}
	form := formOf(f)
	return d.render(w, r, http.StatusOK, fieldsView{Record: f.Record, Field: &f, Form: web.FormOf(&form)})
}

func (d *Domain) saveField(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	f, err := d.ours(r)
	if err != nil {
		return err
	}
	form, in, _, err := readField(w, r)
	if err == nil {
		_, err = d.Fields.Update(ctx, actor, f.ID, in)
	}
	if c, ok := errors.AsType[fault.Conflict](err); ok && c.Stale {
		form.Values.Set("version", strconv.FormatInt(f.Version, 10))
		form.Errors.Add("label", i18n.T(ctx, "Somebody changed this field meanwhile. Look at it and save again."))
		return d.render(w, r, http.StatusConflict, fieldsView{Record: f.Record, Field: &f, Form: form})
	}
	if form, invalid := form.Fail(err); invalid {
		return d.render(w, r, http.StatusUnprocessableEntity, fieldsView{Record: f.Record, Field: &f, Form: form})
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Saved")})
	return web.Redirect(w, r, fieldPath(f.ID))
}

// orderFields takes the ids of the fields in their new order.
func (d *Domain) orderFields(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	if err := manage(ctx, actor); err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var ids []db.ID
	for _, text := range append(form.All("field"), strings.FieldsFunc(form.Get("fields"), func(r rune) bool { return r == ',' })...) {
		id, err := db.ParseID(text)
		if err != nil {
			return fault.Malformed{Text: i18n.T(ctx, "This is not a valid value. Choose another one.")}
		}
		ids = append(ids, id)
	}
	record := form.Get("for")
	if _, ok := holderOf(record); !ok {
		return fault.NotFound{}
	}
	if err := d.Fields.Order(ctx, actor, record, ids); err != nil {
		return err
	}
	if web.IsPartial(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return web.Redirect(w, r, pathOf(record))
}

func (d *Domain) archiveField(w http.ResponseWriter, r *http.Request) error {
	f, err := d.ours(r)
	if err == nil {
		f, err = d.Fields.Archive(r.Context(), account.Of(r), f.ID)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Field %s is in the recycle bin", f.Label), Action: i18n.T(r.Context(), "Undo"), Post: fieldPath(f.ID) + "/restore"})
	return web.Redirect(w, r, pathOf(f.Record))
}

func (d *Domain) restoreField(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := d.ours(r)
	if err == nil {
		f, err = d.Fields.Restore(ctx, account.Of(r), f.ID)
	}
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		return fault.Conflict{Text: invalid["label"]}
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Field %s is in use again", f.Label)})
	return web.Redirect(w, r, fieldPath(f.ID))
}

func (d *Domain) deleteField(w http.ResponseWriter, r *http.Request) error {
	f, err := d.ours(r)
	if err == nil {
		f, err = d.Fields.Delete(r.Context(), account.Of(r), f.ID)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Field %s deleted for good", f.Label)})
	return web.Redirect(w, r, pathOf(f.Record))
}

// showFilled answers with how full the fields are, into the list that asked.
func (d *Domain) showFilled(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	record, err := ask(r)
	if err == nil {
		err = manage(ctx, actor)
	}
	if err != nil {
		return err
	}
	by, total, err := d.Fields.Filled(ctx, actor, record)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, filled(by, total))
}

// showUses answers with how many records have each option of a field.
func (d *Domain) showUses(w http.ResponseWriter, r *http.Request) error {
	f, err := d.ours(r)
	if err != nil {
		return err
	}
	by, err := d.Fields.Uses(r.Context(), account.Of(r), f.ID)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, uses(f, by))
}

// share is a part in hundred; what is not quite nothing or all is told so.
func share(n, total int64) string {
	if total == 0 {
		return "–"
	}
	percent := n * 100 / total
	if percent == 0 && n > 0 {
		percent = 1
	}
	return strconv.FormatInt(percent, 10)
}
