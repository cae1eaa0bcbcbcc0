package contact

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

func (d *Domain) mergeRoutes(r *web.Router) {
	contacts, companies := mergingContacts(), mergingCompanies()
	r.Handle("GET /contacts/merge", chooseMerge(d, contacts, d.contactOptions))
	r.Handle("POST /contacts/merge", doMerge(d, contacts))
	r.Handle("POST /contacts/merges/{id}/undo", undoMerge(d, contacts))
	r.Handle("GET /contacts/options", d.showContactOptions)
	r.Handle("GET /companies/merge", chooseMerge(d, companies, d.Companies.Options))
	r.Handle("POST /companies/merge", doMerge(d, companies))
	r.Handle("POST /companies/merges/{id}/undo", undoMerge(d, companies))
}

// finding searches records to choose from.
type finding func(ctx context.Context, actor account.Actor, query string, limit int) ([]Option, error)

// chooseMerge shows the records of the address side by side; of a single one,
// it asks for the other.
func chooseMerge[R, In any](d *Domain, k merging[R, In], find finding) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, actor := r.Context(), account.Of(r)
		asked := r.URL.Query()
		chosen, err := idsOfQuery(ctx, append(asked["id"], record.SplitIDs(asked.Get("ids"))...))
		if err != nil {
			return err
		}
		all, err := k.side(ctx, d.db, actor, chosen)
		if err != nil {
			return err
		}
		if len(all) == 1 {
			return d.askOther(w, r, k.pick(ctx, all[0]), find)
		}
		return d.showMerge(w, r, http.StatusOK, k.view(ctx, all, MergeInput{}))
	}
}

func (d *Domain) showMerge(w http.ResponseWriter, r *http.Request, status int, v mergeView) error {
	return web.Render(w, r, status, d.shell(w, r, v.title, v.page()))
}

func idsOfQuery(ctx context.Context, texts []string) ([]db.ID, error) {
	var all []db.ID
	seen := map[string]bool{"": true}
	for _, text := range texts {
		if seen[text] {
			continue
		}
		seen[text] = true
		id, err := db.ParseID(text)
		if err != nil {
			return nil, fault.Invalid{"id": i18n.T(ctx, "This is not a valid value. Choose another one.")}
		}
		all = append(all, id)
	}
	if len(all) == 0 || len(all) > maxMerged {
		return nil, fault.Invalid{"id": i18n.N(ctx, "Choose 2 to %s records to merge.", "Choose 2 to %s records to merge.", maxMerged)}
	}
	return all, nil
}

// side returns the records to put side by side: all of them, and all the
// actor's to change.
func (k merging[R, In]) side(ctx context.Context, q db.Querier, actor account.Actor, chosen []db.ID) ([]R, error) {
	all, err := k.read(ctx, q, actor, chosen)
	if err != nil {
		return nil, err
	}
	if len(all) < len(chosen) {
		return nil, fault.NotFound{}
	}
	for _, r := range all {
		if a := k.about(r); !mayMerge(actor, k.Kind, a.Owner, a.Team) {
			return nil, fault.Forbidden{Text: i18n.T(ctx, "%s is not yours to change. Ask its owner or a manager to merge it.", a.Name)}
		}
	}
	return all, nil
}

func (k merging[R, In]) pick(ctx context.Context, r R) mergePick {
	v := mergePick{path: k.path, list: k.listTitle(ctx), single: i18n.T(ctx, "Contact"), First: refNamed{k.about(r).ID, k.about(r).Name}}
	if k.Kind == "company" {
		v.single = i18n.T(ctx, "Company")
	}
	return v
}

// askOther asks which record is the same; without script by a list of links.
func (d *Domain) askOther(w http.ResponseWriter, r *http.Request, v mergePick, find finding) error {
	v.Query = strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("id_text"), ""))
	query := v.Query
	if query == "" {
		query = v.First.Name
	}
	all, err := find(r.Context(), account.Of(r), query, optionLimit)
	if err != nil {
		return err
	}
	v.Found = withoutOption(all, v.First.ID)
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(r.Context(), "Merge with another record"), v.page()))
}

func withoutOption(all []Option, id db.ID) []Option {
	var rest []Option
	for _, o := range all {
		if o.ID != id {
			rest = append(rest, o)
		}
	}
	return rest
}

func doMerge[R, In any](d *Domain, k merging[R, In]) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, actor := r.Context(), account.Of(r)
		in, err := readMerge(w, r)
		if err != nil {
			return err
		}
		m, err := k.merge(ctx, d.db, actor, in)
		if invalid, ok := errors.AsType[fault.Invalid](err); fault.IsStale(err) || ok {
			return d.mergeAgain(w, r, in, invalid, func(all []db.ID) (mergeView, error) {
				records, err := k.side(ctx, d.db, actor, all)
				if err != nil {
					return mergeView{}, err
				}
				return k.view(ctx, records, in), nil
			})
		}
		if err != nil {
			return err
		}
		_, names := m.names()
		web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "%s merged into %s", names, m.Survivor.Name), Action: i18n.T(ctx, "Undo"), Post: k.path + "/merges/" + m.ID.String() + "/undo"})
		return web.Redirect(w, r, k.path+"/"+m.Survivor.ID.String())
	}
}

// mergeAgain shows the choice again: with what is wrong, or with what somebody
// changed meanwhile.
func (d *Domain) mergeAgain(w http.ResponseWriter, r *http.Request, in MergeInput, invalid fault.Invalid, view func([]db.ID) (mergeView, error)) error {
	ctx := r.Context()
	v, err := view(in.ids())
	if fault.IsNotFound(err) && len(invalid) > 0 {
		return invalid
	}
	if err != nil {
		return err
	}
	for field, message := range invalid {
		v.Errors = append(v.Errors, ui.FieldError{Label: fieldLabel(ctx, strings.TrimPrefix(strings.TrimPrefix(field, "take."), "keep.")), Text: message})
	}
	if len(invalid) > 0 {
		return d.showMerge(w, r, http.StatusUnprocessableEntity, v)
	}
	v.Problem = i18n.T(ctx, "Somebody changed one of these records meanwhile. This is how they are now: look again, then merge.")
	return d.showMerge(w, r, http.StatusConflict, v)
}

// readMerge reads the choice that was posted.
func readMerge(w http.ResponseWriter, r *http.Request) (MergeInput, error) {
	in := MergeInput{Take: map[string]string{}, Keep: map[string][]string{}, Versions: map[string]int64{}}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return in, err
	}
	chosen, err := idsOfQuery(r.Context(), form.All("id"))
	if err != nil {
		return in, err
	}
	if in.Into, err = db.ParseID(form.Get("into")); err != nil {
		return in, fault.Invalid{"into": i18n.T(r.Context(), "Choose the record that stays.")}
	}
	for _, id := range chosen {
		if id != in.Into {
			in.Records = append(in.Records, id)
		}
	}
	in.choices(form.Values)
	return in, nil
}

func (in *MergeInput) choices(values url.Values) {
	for _, list := range values["list"] {
		in.Keep[list] = values["keep."+list] // none ticked: none stays
	}
	for name, value := range values {
		if field, ok := strings.CutPrefix(name, "take."); ok {
			in.Take[field] = value[0]
		}
		if id, ok := strings.CutPrefix(name, "version."); ok {
			in.Versions[id], _ = strconv.ParseInt(value[0], 10, 64) // what is no number is no version
		}
	}
}

func undoMerge[R, In any](d *Domain, k merging[R, In]) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		id, err := activity.PathID(r)
		if err != nil {
			return err
		}
		u, err := k.undo(ctx, d.db, account.Of(r), id)
		if err != nil {
			return err
		}
		text := i18n.T(ctx, "Merge undone")
		if len(u.Left) > 0 {
			text += ". " + i18n.T(ctx, "Left as it is: %s", strings.Join(u.Left, "; "))
		}
		web.SetFlash(w, r, web.Flash{Text: text})
		return web.Redirect(w, r, k.path+"/"+u.Survivor.ID.String())
	}
}

// orMoved says where a record went that is not there; err if nowhere.
func (d *Domain) orMoved(ctx context.Context, actor account.Actor, k shelf, id db.ID, err error) error {
	if !fault.IsNotFound(err) {
		return err
	}
	into, findErr := k.mergedInto(ctx, d.db, actor, id)
	if fault.IsNotFound(findErr) {
		return err
	}
	if findErr != nil {
		return findErr
	}
	return fault.Moved{To: "/" + string(k.Name) + "/" + into.ID.String(), Text: i18n.T(ctx, "This record was merged into %s.", into.Name)}
}

func (d *Domain) showContactOptions(w http.ResponseWriter, r *http.Request) error {
	all, err := d.contactOptions(r.Context(), account.Of(r), r.URL.Query().Get("q"), optionLimit)
	if err != nil {
		return err
	}
	not, _ := db.ParseID(r.URL.Query().Get("not")) // none is left out then
	return options(w, withoutOption(all, not))
}

// contactOptions returns contacts to choose from: those that a search finds,
// or the newest when nothing is typed.
func (d *Domain) contactOptions(ctx context.Context, actor account.Actor, query string, limit int) ([]Option, error) {
	v := searchView{Query: strings.TrimSpace(query)}
	err := d.findAll(ctx, actor, &v)
	all := make([]Option, 0, len(v.Contacts))
	for _, h := range v.Contacts[:min(len(v.Contacts), limit)] {
		all = append(all, Option{ID: h.ID, Label: h.Name, Sub: firstOf(h.Sub, h.Email, h.Phone)})
	}
	return all, err
}
