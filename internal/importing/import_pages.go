package importing

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

func (d *Domain) importRoutes(r *web.Router) {
	r.Handle("GET /import", d.showImports)
	r.Handle("POST /import", d.uploadImport)
	r.Handle("GET /import/history", d.importHistory)
	r.Handle("GET /import/{id}", d.showImport)
	r.Handle("GET /import/{id}/values", d.showValues)
	r.Handle("POST /import/{id}/values", d.saveValues)
	r.Handle("POST /import/{id}/forget", d.forgetLayout)
	r.Handle("POST /import/{id}/map", d.mapImport)
	r.Handle("GET /import/{id}/check", d.checkImport)
	r.Handle("POST /import/{id}/rows", d.decideRows)
	r.Handle("POST /import/{id}/start", d.startImport)
	r.Handle("GET /import/{id}/progress", d.showImportProgress)
	r.Handle("POST /import/{id}/cancel", d.cancelImport)
	r.Handle("POST /import/{id}/undo", d.undoImport)
	r.Handle("GET /import/{id}/failures.csv", d.downloadFailures)
}

func (d *Domain) importPage(w http.ResponseWriter, r *http.Request, status int, body templ.Component) error {
	return web.Render(w, r, status, d.shell(w, r, i18n.T(r.Context(), "Import"), body))
}

func (d *Domain) showImports(w http.ResponseWriter, r *http.Request) error {
	return d.uploadPage(w, r, http.StatusOK, r.URL.Query().Get("kind"), "")
}

const recentImports = 10

// uploadPage asks for a file, and what it holds where there is a choice.
func (d *Domain) uploadPage(w http.ResponseWriter, r *http.Request, status int, wanted, problem string) error {
	actor := account.Of(r)
	all, err := d.Imports.List(r.Context(), actor, db.ID{}, recentImports)
	if err != nil {
		return err
	}
	kinds := d.Imports.kinds.open(actor)
	if len(kinds) == 0 {
		return fault.Forbidden{}
	}
	kind := kinds[max(slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == wanted }), 0)]
	return d.importPage(w, r, status, importUpload(kind, kinds, all, problem))
}

func (d *Domain) uploadImport(w http.ResponseWriter, r *http.Request) error {
	imp, kind, err := d.receive(r)
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		_, _ = io.Copy(io.Discard, r.Body) // what fails here fails the answer too
		return d.uploadPage(w, r, http.StatusUnprocessableEntity, kind, invalid["file"])
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, imp.path())
}

func (i Import) path() string { return "/import/" + i.ID.String() }

// receive keeps the file of a posted form while it comes in. What it holds is
// said by a field before it, or else by the address.
func (d *Domain) receive(r *http.Request) (imp Import, kind string, err error) {
	ctx := r.Context()
	kind = cmp.Or(r.URL.Query().Get("kind"), Contacts)
	parts, err := r.MultipartReader()
	if err != nil {
		return imp, kind, fault.Invalid{"file": i18n.T(ctx, "Choose a file.")}
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return imp, kind, fault.Invalid{"file": i18n.T(ctx, "Choose a file.")}
		}
		if err != nil {
			return imp, kind, bodyFault(ctx, err)
		}
		switch {
		case part.FormName() == "kind":
			said, err := io.ReadAll(io.LimitReader(part, maxKind))
			if err != nil {
				return imp, kind, bodyFault(ctx, err)
			}
			kind = string(said)
		case part.FormName() == "file" && part.FileName() != "":
			imp, err := d.Imports.Upload(ctx, account.Of(r), kind, part.FileName(), part, NewOptions())
			return imp, kind, bodyFault(ctx, err)
		}
	}
}

const maxKind = 100 // bytes of the name of a kind

// bodyFault tells a body that is too large, or broke off, from what is ours.
func bodyFault(ctx context.Context, err error) error {
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok && large != nil {
		return fault.Invalid{"file": tooLargeText(ctx)}
	}
	if web.IsBroken(err) {
		return fault.Invalid{"file": i18n.T(ctx, "The file did not arrive whole. Send it again.")}
	}
	return err
}

func (d *Domain) theImport(r *http.Request) (Import, error) {
	id, err := db.ParseID(r.PathValue("id"))
	if err != nil {
		return Import{}, fault.NotFound{}
	}
	return d.Imports.Get(r.Context(), account.Of(r), id)
}

func (d *Domain) showImport(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	if imp.Status == ImportMapping {
		return d.mapPage(w, r, http.StatusOK, imp, nil)
	}
	return d.progressPage(w, r, imp)
}

func (d *Domain) mapPage(w http.ResponseWriter, r *http.Request, status int, imp Import, invalid fault.Invalid) error {
	first, err := d.Imports.first(r.Context(), account.Of(r), &imp)
	if err != nil {
		return err
	}
	asked, _, err := d.Imports.asked(r.Context(), account.Of(r), imp)
	if err != nil {
		return err
	}
	kind, err := d.Imports.kindOf(r.Context(), account.Of(r), imp)
	if err != nil {
		return err
	}
	custom, err := d.Imports.custom(r.Context(), account.Of(r), kind)
	if err != nil {
		return err
	}
	return d.importPage(w, r, status, importMap(kind, imp, custom, first, asked, invalid))
}

// importForm is what the page of columns posts: one field a column, in order,
// and the options.
type importForm struct {
	Fields          []string `json:"field"`
	Duplicates      string   `json:"duplicates"`
	Overwrite       bool     `json:"overwrite"`
	Match           []string `json:"match"`
	CreateCompanies bool     `json:"create_companies"`
	OwnerID         db.ID    `json:"owner_id"`
	Tags            string   `json:"tags"`
	DateOrder       string   `json:"date_order"`
	Encoding        string   `json:"encoding"`
	Separator       string   `json:"separator"`
	NoHeader        bool     `json:"no_header"`
	Sheet           string   `json:"sheet"`
	NoHidden        bool     `json:"no_hidden"`
	Remember        bool     `json:"remember"`
	Then            string   `json:"then"`
}

func (f importForm) options(imp Import) ImportOptions {
	o := ImportOptions{Duplicates: f.Duplicates, Overwrite: f.Overwrite, Match: f.Match, CreateCompanies: f.CreateCompanies, OwnerID: f.OwnerID,
		Tags: SplitTags(f.Tags), DateOrder: f.DateOrder, Encoding: f.Encoding, Separator: f.Separator, NoHeader: f.NoHeader, Sheet: f.Sheet, NoHidden: f.NoHidden, Forget: !f.Remember}
	// What the page shows as found is posted, but not chosen.
	if f.Sheet == imp.Details.Sheet && imp.Options.Sheet == "" {
		o.Sheet = ""
	}
	if f.NoHeader && !imp.Details.HasHeader && !imp.Options.NoHeader {
		o.NoHeader = false
	}
	if o.Separator == "tab" {
		o.Separator = "\t"
	}
	if len(o.Match) == 0 {
		o.Duplicates = DuplicateAdd // nothing tells who is there already
	}
	if o.Duplicates == "overwrite" {
		o.Duplicates, o.Overwrite = DuplicateUpdate, true
	}
	return o
}

func (d *Domain) mapImport(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var in importForm
	if err := form.Decode(r.Context(), &in); err != nil {
		return d.mapAgain(w, r, imp, err)
	}
	changed, err := d.Imports.Map(r.Context(), account.Of(r), imp.ID, in.Fields, in.options(imp))
	if err != nil {
		return d.mapAgain(w, r, imp, err)
	}
	if in.Then == "again" {
		return web.Redirect(w, r, imp.path())
	}
	if err := d.Imports.ready(r.Context(), changed); err != nil {
		return d.mapAgain(w, r, changed, err)
	}
	asked, _, err := d.Imports.asked(r.Context(), account.Of(r), changed)
	if err != nil {
		return err
	}
	if undecided(asked) || in.Then == "values" {
		return web.Redirect(w, r, imp.path()+"/values")
	}
	return web.Redirect(w, r, imp.path()+"/check")
}

func (d *Domain) mapAgain(w http.ResponseWriter, r *http.Request, imp Import, err error) error {
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		return d.mapPage(w, r, http.StatusUnprocessableEntity, imp, invalid)
	}
	return err
}

const previewRows = 100

func (d *Domain) checkImport(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	if imp.Status != ImportMapping {
		return web.Redirect(w, r, imp.path())
	}
	outcome := r.URL.Query().Get("outcome")
	from, _ := strconv.Atoi(r.URL.Query().Get("from")) // what is no number is the beginning
	from = min(max(from, 0), maxPreview)
	p, err := d.Imports.Preview(r.Context(), account.Of(r), imp.ID, Showing{outcome, from, previewRows, outcome == Alike})
	if err != nil {
		return err
	}
	return d.importPage(w, r, http.StatusOK, importCheck(d.Imports.kinds.words(r.Context(), imp.Kind), imp, p, outcome, from))
}

func (d *Domain) startImport(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	if imp.Status != ImportMapping {
		return web.Redirect(w, r, imp.path()) // pressed twice
	}
	if _, err := d.Imports.Start(r.Context(), account.Of(r), imp.ID); err != nil {
		return d.mapAgain(w, r, imp, err)
	}
	return web.Redirect(w, r, imp.path())
}

const shownFailures = 50

func (d *Domain) progressPage(w http.ResponseWriter, r *http.Request, imp Import) error {
	failures, left, err := d.reported(r, imp)
	if err != nil {
		return err
	}
	return d.importPage(w, r, http.StatusOK, importProgress(d.Imports.kinds.words(r.Context(), imp.Kind), imp, failures, left))
}

// reported are the first rows that failed, and the first records that an
// undone import left.
func (d *Domain) reported(r *http.Request, imp Import) ([]ImportFailure, []ImportLeftover, error) {
	failures, err := d.Imports.Failures(r.Context(), account.Of(r), imp.ID, 0, shownFailures)
	if err != nil || imp.UndoLeftover == 0 {
		return failures, nil, err
	}
	left, err := d.Imports.Leftovers(r.Context(), account.Of(r), imp.ID, db.ID{}, shownFailures)
	return failures, left, err
}

func (d *Domain) showImportProgress(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	if !web.IsPartial(r) {
		return web.Redirect(w, r, imp.path())
	}
	failures, left, err := d.reported(r, imp)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, importPart(d.Imports.kinds.words(r.Context(), imp.Kind), imp, failures, left))
}

func (d *Domain) cancelImport(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	if _, err := d.Imports.Cancel(r.Context(), account.Of(r), imp.ID); err != nil {
		return err
	}
	return web.Redirect(w, r, imp.path())
}

func (d *Domain) undoImport(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	if _, err := d.Imports.Undo(r.Context(), account.Of(r), imp.ID); err != nil {
		return err
	}
	return web.Redirect(w, r, imp.path())
}

func (d *Domain) downloadFailures(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	record.Attach(w, "text/csv; charset=utf-8", strings.TrimSuffix(imp.FileName, ".csv")+"-failed.csv")
	return d.Imports.WriteFailures(r.Context(), account.Of(r), imp.ID, w)
}
