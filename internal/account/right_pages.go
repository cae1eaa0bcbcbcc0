package account

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

const rightsPath = "/settings/permissions"

func (d *Domain) rightRoutes(r *web.Router) {
	r.Handle("GET "+rightsPath, d.showRights)
	r.Handle("POST "+rightsPath+"/{role}", d.Confirmed(d.allow))
	r.Handle("POST "+rightsPath+"/{role}/usual", d.Confirmed(d.allowUsual))
}

func rightsTitle(ctx context.Context) string { return i18n.T(ctx, "Permissions") }

// rightsView is the page of what a role may.
type rightsView struct {
	form    web.Form
	actor   Actor
	role    Role
	rights  Rights // every kind written out
	decided bool   // otherwise than usual
	version int64
}

func (v rightsView) fixed() bool { return !v.actor.above(v.role) }

func (d *Domain) showRights(w http.ResponseWriter, r *http.Request) error {
	role := Role(r.URL.Query().Get("role"))
	if !role.known() {
		role = User
	}
	v := rightsView{form: web.Form{}, role: role}
	var m Matrix
	var err error
	if m, v.version, err = d.matrix(r); err != nil {
		return err
	}
	v.rights = m.whole(role)
	_, v.decided = m[role]
	return d.renderRights(w, r, http.StatusOK, v)
}

func (d *Domain) matrix(r *http.Request) (Matrix, int64, error) {
	if err := canManage(r.Context(), Of(r), ManageMembers); err != nil {
		return nil, 0, err
	}
	return d.Workspaces.Matrix(r.Context(), Of(r))
}

func (d *Domain) renderRights(w http.ResponseWriter, r *http.Request, status int, v rightsView) error {
	v.actor = Of(r)
	return d.render(w, r, status, rightsTitle(r.Context()), rightsPage(v))
}

// allow keeps what a role may, as the form says all of it.
func (d *Domain) allow(w http.ResponseWriter, r *http.Request) error {
	v := rightsView{role: Role(r.PathValue("role")), decided: true}
	err := Of(r).mayAllow(r.Context(), v.role)
	if err != nil {
		return err
	}
	if v.form, err = web.ReadForm(w, r); err != nil {
		return err
	}
	if v.rights, err = readRights(r.Context(), v.form); err == nil {
		v.version, _ = strconv.ParseInt(v.form.Get("version"), 10, 64) // what is no number was never read
		err = d.Workspaces.Allow(r.Context(), Of(r), v.role, v.rights, v.version)
	}
	if form, isInvalid := v.form.Fail(err); isInvalid {
		v.form = form
		return d.renderRights(w, r, http.StatusUnprocessableEntity, v)
	}
	return d.allowed(w, r, v.role, err)
}

// allowUsual lets a role have what is usual again.
func (d *Domain) allowUsual(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(form.Get("version"), 10, 64) // as above
	role := Role(r.PathValue("role"))
	return d.allowed(w, r, role, d.Workspaces.Forget(r.Context(), Of(r), role, version))
}

func (d *Domain) allowed(w http.ResponseWriter, r *http.Request, role Role, err error) error {
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Permissions saved")})
	return web.Redirect(w, r, rightsPath+"?role="+string(role))
}

// readRights reads what the form says of every kind: fields such as
// contact.see and contact.create.
func readRights(ctx context.Context, form web.Form) (Rights, error) {
	rights, invalid := Rights{Records: map[string]Rule{}, General: form.All("general")}, fault.Invalid{}
	for _, kind := range recordKinds() {
		rule := Rule{Create: form.Get(kind+".create") != "", Bulk: form.Get(kind+".bulk") != "", Import: form.Get(kind+".import") != "", Export: form.Get(kind+".export") != ""}
		for right, to := range map[Right]*list.Reach{See: &rule.See, Edit: &rule.Edit, Delete: &rule.Delete} {
			if kind == NoteKind && right == See {
				*to = list.All
				continue
			}
			if err := to.UnmarshalText([]byte(form.Get(kind + "." + string(right)))); err != nil {
				invalid.Add(kind, i18n.T(ctx, "This is none of the choices."))
			}
		}
		rights.Records[kind] = rule
	}
	return rights, invalid.OrNil()
}

func kindTitle(ctx context.Context, kind string) string {
	switch kind {
	case "contact":
		return i18n.T(ctx, "Contacts")
	case "company":
		return i18n.T(ctx, "Companies")
	case "deal":
		return i18n.T(ctx, "Deals")
	case "task":
		return i18n.T(ctx, "Tasks")
	}
	return i18n.T(ctx, "Notes, calls and meetings")
}

func rightName(ctx context.Context, right Right) string {
	switch right {
	case See:
		return i18n.T(ctx, "See")
	case Edit:
		return i18n.T(ctx, "Change")
	case Delete:
		return i18n.T(ctx, "Delete and restore")
	case Create:
		return i18n.T(ctx, "Add")
	case Bulk:
		return i18n.T(ctx, "Change many at once")
	case Import:
		return i18n.T(ctx, "Import")
	}
	return i18n.T(ctx, "Export")
}

func reachName(ctx context.Context, r list.Reach) string {
	switch r {
	case list.None:
		return i18n.T(ctx, "none")
	case list.Own:
		return i18n.T(ctx, "own")
	case list.Team:
		return i18n.T(ctx, "own and team’s")
	}
	return i18n.T(ctx, "all")
}

func reachOptions(ctx context.Context, right Right, kind string) []ui.Option {
	var all []ui.Option
	for _, r := range right.reaches(kind) {
		all = append(all, ui.Option{Value: r.String(), Label: reachName(ctx, r)})
	}
	return all
}

// reachRights are the rights over a kind that say whose records.
func reachRights(kind string) []Right {
	if kind == NoteKind {
		return []Right{Edit, Delete}
	}
	return []Right{See, Edit, Delete}
}

// plainRights are those that are given or not.
func plainRights(kind string) []Right {
	switch kind {
	case NoteKind:
		return []Right{Create}
	case "company":
		return []Right{Create, Bulk, Export}
	}
	return []Right{Create, Bulk, Import, Export}
}

func (r Rule) reach(right Right) list.Reach {
	return map[Right]list.Reach{See: r.See, Edit: r.Edit, Delete: r.Delete}[right]
}

func (r Rule) has(right Right) bool {
	return map[Right]bool{Create: r.Create, Bulk: r.Bulk, Import: r.Import, Export: r.Export}[right]
}

func (v rightsView) gives(permission string) bool {
	return slices.Contains(v.rights.General, permission)
}
