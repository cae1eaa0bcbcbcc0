package record

import (
	"context"
	"io"
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

// exportFile streams a list as a file.
func (k Kind) exportFile(w http.ResponseWriter, r *http.Request) error {
	format, query := cutFormat(r.URL.RawQuery)
	l, q, err := k.toExport(r.Context(), account.Of(r), query)
	if err != nil {
		return err
	}
	return k.sendFile(w, r, l, q, format)
}

// sendFile streams what q finds in l as a file.
func (k Kind) sendFile(w http.ResponseWriter, r *http.Request, l *list.List, q list.Query, format string) error {
	content, ext, err := k.fileType(r.Context(), &format)
	if err != nil {
		return err
	}
	return Send(w, content, k.fileName(ext), func(out io.Writer) error {
		return k.export(r.Context(), account.Of(r), Writer{out, func(int) {}}, l, q, format)
	})
}

// Send answers with a file to keep, as write makes it. Until its first byte an
// error can be answered; after it the transfer is broken off.
func Send(w http.ResponseWriter, kind, name string, write func(io.Writer) error) error {
	out := &lateFile{w: w, kind: kind, name: name}
	err := write(out)
	if err != nil && out.begun {
		web.Abort(err)
	}
	return err
}

// fileName says what is in the file, and of when.
func (k Kind) fileName(ext string) string {
	return k.Source.Entity.Name + "-" + time.Now().Format(time.DateOnly) + ext
}

// fileType is what a file of the format is called; CSV if none was asked
// for.
func (k Kind) fileType(ctx context.Context, format *string) (content, ext string, err error) {
	switch {
	case *format == FormatCSV, *format == "":
		*format = FormatCSV
		return "text/csv; charset=utf-8", ".csv", nil
	case *format == FormatXLSX:
		return xlsxType, ".xlsx", nil
	case *format == FormatVCard && k.Cards != nil:
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
		Attach(f.w, f.kind, f.name)
	}
	return f.w.Write(b)
}

// Attach makes an answer a file to keep.
func Attach(w http.ResponseWriter, kind, name string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "private, no-store")
}

func currencyName(ctx context.Context) string { return i18n.T(ctx, "currency") }
