package privacy

import (
	"io"
	"net/http"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

func (d *Domain) ownRoutes(r *web.Router) {
	r.Handle("GET "+account.OwnDataPath, d.accounts.Own(d.accounts.Confirmed(d.takeOwn)))
}

// takeOwn streams everything that is kept about whoever asks.
func (d *Domain) takeOwn(w http.ResponseWriter, r *http.Request) error {
	return record.Send(w, zipType, "personal-data-"+time.Now().Format(time.DateOnly)+".zip", func(out io.Writer) error {
		return d.People.WriteOwn(r.Context(), out, account.Of(r))
	})
}
