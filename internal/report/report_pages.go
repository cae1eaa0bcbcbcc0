package report

import (
	"bytes"
	"net/http"
	"strconv"

	"kontor/internal/account"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/sheet"
	"kontor/internal/kit/web"
)

// Routes adds the pages of reports and of home's cards to r, behind sign-in; home is ShowHome.
func (d *Domain) Routes(r *web.Router) {
	d.arrangeRoutes(r)
	r.Handle("GET /reports", d.listReports)
	for _, k := range kinds() {
		r.Handle("GET /reports/"+k.Name, d.showReport(k))
		r.Handle("GET /reports/"+k.Name+"/export", d.exportReport(k))
	}
}

func (d *Domain) listReports(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(r.Context(), "Reports"), all(kinds()).page()))
}

// ask reads what is asked for and answers it.
func (d *Domain) ask(r *http.Request, k kind) (reportView, error) {
	f, err := d.read(r.Context(), account.Of(r), k, r.URL.Query())
	if err != nil {
		return reportView{}, err
	}
	t, err := k.Make(r.Context(), d, f)
	return reportView{filter: f, Table: t}, err
}

func (d *Domain) showReport(k kind) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := d.ask(r, k)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, d.shell(w, r, k.Title(r.Context()), v.page()))
	}
}

// exportReport answers with the table as CSV.
func (d *Domain) exportReport(k kind) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := account.Of(r).Must(account.Export, "deal"); err != nil {
			return err
		}
		v, err := d.ask(r, k)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		out := sheet.NewWriter(&b, ',', true)
		for _, line := range v.Table.lines() {
			if err := out.Write(line...); err != nil {
				return err
			}
		}
		if err := out.Flush(); err != nil {
			return err
		}
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="`+v.filter.fileName()+`"`)
		w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
		w.Write(b.Bytes()) // the reader may be gone: nothing to do about it
		return nil
	}
}
