package report

import (
	"net/http"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) arrangeRoutes(r *web.Router) {
	r.Handle("GET /home/arrange", d.showArrange)
	r.Handle("POST /home/arrange", d.saveArrange)
}

func (d *Domain) showArrange(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, err := d.arranged(ctx, account.Of(r))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Arrange home"), a.page()))
}

// saveArrange keeps the order in which the cards were sent. A grip that was
// pressed without script moves its card up, and the page stays.
func (d *Domain) saveArrange(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var a arrangement
	if form.Get("reset") == "" {
		shown := form.All("shown")
		a.Order = form.All("card")
		a.Hidden = slices.DeleteFunc(cards(), func(card string) bool { return slices.Contains(shown, card) })
	}
	up := form.Get("up")
	if err := d.arrange(r.Context(), account.Of(r), a.tidy().raise(up)); err != nil {
		return err
	}
	if up != "" || form.Get("reset") != "" {
		return web.Redirect(w, r, "/home/arrange")
	}
	return web.Redirect(w, r, "/")
}
