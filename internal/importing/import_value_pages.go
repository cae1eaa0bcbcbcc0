package importing

import (
	"errors"
	"net/http"
	"strconv"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// showValues asks what the values mean that are not understood.
func (d *Domain) showValues(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	if imp.Status != ImportMapping {
		return web.Redirect(w, r, imp.path())
	}
	asked, m, err := d.Imports.asked(r.Context(), account.Of(r), imp)
	if err != nil {
		return err
	}
	if len(asked) == 0 {
		return web.Redirect(w, r, imp.path()+"/check")
	}
	return d.importPage(w, r, http.StatusOK, importValues(m.kind.Words(r.Context()), imp, asked, m))
}

// valuesForm is one column number, value and meaning for every line.
type valuesForm struct {
	Columns []int    `json:"column"`
	Values  []string `json:"value"`
	Means   []string `json:"means"`
}

func (f valuesForm) meanings() []ImportMeaning {
	n := min(len(f.Columns), len(f.Values), len(f.Means))
	all := make([]ImportMeaning, n)
	for i := range n {
		all[i] = ImportMeaning{f.Columns[i], f.Values[i], f.Means[i]}
	}
	return all
}

func (d *Domain) saveValues(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var in valuesForm
	if err = form.Decode(r.Context(), &in); err == nil {
		_, err = d.Imports.Mean(r.Context(), account.Of(r), imp.ID, in.meanings())
	}
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		return d.valuesAgain(w, r, imp, in, invalid)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, imp.path()+"/check")
}

// valuesAgain shows the page with what was chosen and what is wrong with it.
func (d *Domain) valuesAgain(w http.ResponseWriter, r *http.Request, imp Import, in valuesForm, invalid fault.Invalid) error {
	asked, m, err := d.Imports.asked(r.Context(), account.Of(r), imp)
	if err != nil {
		return err
	}
	for i, said := range in.meanings() {
		for _, a := range asked {
			for j := range a.Values {
				if v := &a.Values[j]; a.At == said.Column && valueKey(v.Value) == valueKey(said.Value) {
					v.Means, v.Error = said.Means, invalid["meanings."+strconv.Itoa(i)]
				}
			}
		}
	}
	return d.importPage(w, r, http.StatusUnprocessableEntity, importValues(m.kind.Words(r.Context()), imp, asked, m))
}

func (d *Domain) forgetLayout(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	if _, err := d.Imports.Forget(r.Context(), account.Of(r), imp.ID); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Forgotten. The columns are guessed anew.")})
	return web.Redirect(w, r, imp.path())
}

const historyPage = 50

// importHistory shows all imports, one's own or everybody's.
func (d *Domain) importHistory(w http.ResponseWriter, r *http.Request) error {
	before, err := api.IDCursor(r.Context(), r.URL.Query().Get("cursor"))
	if err != nil {
		before = db.ID{} // the beginning
	}
	all, err := d.Imports.List(r.Context(), account.Of(r), before, historyPage+1)
	if err != nil {
		return err
	}
	next := ""
	if len(all) > historyPage {
		all = all[:historyPage]
		next = "/import/history?cursor=" + all[historyPage-1].ID.String()
	}
	return d.importPage(w, r, http.StatusOK, importHistoryView(d.Imports.kinds, all, !before.IsZero(), next))
}
