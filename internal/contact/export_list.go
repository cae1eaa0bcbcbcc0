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
// asks narrows it as on the list's page. The audit log is told first.
func ExportList(accounts *account.Domain, s view.Source) web.Handler {
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
		if err := accounts.Witness(ctx, actor, exported(l.Name(), format, query)); err != nil {
			return err
		}
		out := &lateFile{w: w, kind: content, name: l.Name() + "-" + time.Now().Format(time.DateOnly) + ext}
		err = exportTable(ctx, l, q, out, format, s.Label(ctx), actor.Zone, func(int) {})
		if err != nil && out.begun {
			panic(http.ErrAbortHandler)
		}
		return err
	}
}

// exported is what the audit log says of a list that leaves the house.
func exported(kind, format, query string) account.Entry {
	if most := 500; len(query) > most {
		query = query[:most]
	}
	return account.Entry{Action: "export", Kind: "list", Name: kind, Details: account.Details{"format": format, "query": query}.String()}
}
