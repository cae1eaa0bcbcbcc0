package contact

import (
	"net/http"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
	"kontor/internal/view"
)

// ExportList answers with every record of a list as a file; what the address
// asks narrows it as on the list's page.
func ExportList(s view.Source) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, actor := r.Context(), account.Of(r)
		if err := actor.Require(account.Export); err != nil {
			return err
		}
		l, err := s.List(ctx, actor)
		if err != nil {
			return err
		}
		format, query := cutFormat(r.URL.RawQuery)
		content, ext, err := exportType(ctx, l.Name(), &format)
		if err != nil {
			return err
		}
		q, problems := l.Parse(ctx, query)
		if len(problems) > 0 {
			return list.Invalid(problems)
		}
		out := &lateFile{w: w, kind: content, name: l.Name() + "-" + time.Now().Format(time.DateOnly) + ext}
		err = exportTable(ctx, l, q, out, format, s.Label(ctx), actor.Zone, func(int) {})
		if err != nil && out.begun {
			panic(http.ErrAbortHandler)
		}
		return err
	}
}
