package contact

import (
	"context"
	"mime"
	"net/http"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

func (d *Domain) exportRoutes(r *web.Router) {
	r.Handle("GET /contacts/export", func(w http.ResponseWriter, r *http.Request) error { return d.exportFile(w, r, ExportContacts) })
	r.Handle("GET /companies/export", func(w http.ResponseWriter, r *http.Request) error { return d.exportFile(w, r, ExportCompanies) })
}

// exportFile streams a list as a file.
func (d *Domain) exportFile(w http.ResponseWriter, r *http.Request, kind string) error {
	format, query := cutFormat(r.URL.RawQuery)
	l, q, err := d.toExport(r.Context(), account.Of(r), kind, query)
	if err != nil {
		return err
	}
	return d.sendFile(w, r, l, q, kind, format)
}

// sendFile streams what q finds in l as a file. What goes wrong after the first
// byte breaks the transfer off, so that nobody takes a part for the whole.
func (d *Domain) sendFile(w http.ResponseWriter, r *http.Request, l *list.List, q list.Query, kind, format string) error {
	content, ext, err := exportType(r.Context(), kind, &format)
	if err != nil {
		return err
	}
	name := kind + "-" + time.Now().Format(time.DateOnly) + ext
	out := &lateFile{w: w, kind: content, name: name}
	err = d.export(r.Context(), account.Of(r), out, l, q, kind, format, func(int) {})
	if err != nil && out.begun {
		panic(http.ErrAbortHandler)
	}
	return err
}

// exportType is what a file of the format is called; CSV if none was asked
// for.
func exportType(ctx context.Context, kind string, format *string) (content, ext string, err error) {
	switch {
	case *format == FormatCSV, *format == "":
		*format = FormatCSV
		return "text/csv; charset=utf-8", ".csv", nil
	case *format == FormatXLSX:
		return xlsxType, ".xlsx", nil
	case *format == FormatVCard && kind == ExportContacts:
		return "text/vcard; charset=utf-8", ".vcf", nil
	}
	return "", "", fault.Malformed{Text: i18n.T(ctx, "A list is exported as xlsx or csv, contacts as vcard too.")}
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// cutFormat takes the parameter format out of a raw query.
func cutFormat(raw string) (format, query string) {
	var rest []string
	for part := range strings.SplitSeq(raw, "&") {
		if value, ok := strings.CutPrefix(part, "format="); ok {
			format = value
		} else if part != "" {
			rest = append(rest, part)
		}
	}
	return format, strings.Join(rest, "&")
}

// lateFile becomes a file to keep with its first byte; until then an error can
// still be answered.
type lateFile struct {
	w          http.ResponseWriter
	kind, name string
	begun      bool
}

func (f *lateFile) Write(b []byte) (int, error) {
	if !f.begun {
		f.begun = true
		attach(f.w, f.kind, f.name)
	}
	return f.w.Write(b)
}

// attach makes an answer a file to keep.
func attach(w http.ResponseWriter, kind, name string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "private, no-store")
}

func currencyName(ctx context.Context) string { return i18n.T(ctx, "currency") }
