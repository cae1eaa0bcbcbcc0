package privacy

import (
	"net/http"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

func (d *Domain) ownRoutes(r *web.Router) {
	r.Handle("GET "+account.OwnDataPath, d.accounts.Own(d.accounts.Confirmed(d.takeOwn)))
}

// takeOwn streams everything that is kept about whoever asks. What goes wrong
// breaks the transfer off, so that nobody takes a part for the whole.
func (d *Domain) takeOwn(w http.ResponseWriter, r *http.Request) error {
	record.Attach(w, zipType, "personal-data-"+time.Now().Format(time.DateOnly)+".zip")
	if err := d.People.WriteOwn(r.Context(), w, account.Of(r)); err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}
