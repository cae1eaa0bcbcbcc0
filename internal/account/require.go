package account

import (
	"net/http"
	"net/url"
	"strings"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// Require lets only signed-in members through: pages go to sign-in and come
// back afterwards, programs get fault.Unauthenticated.
func (d *Domain) Require(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v := visitFrom(r.Context())
		switch {
		case v.actor != nil && v.actor.Unproven && !isForProving(r.URL.Path):
			return mustProve(w, r)
		case v.actor != nil:
			return next(w, r)
		case v.err != nil:
			return v.err
		case web.IsAPI(r):
			w.Header().Set("WWW-Authenticate", "Bearer")
			return fault.Unauthenticated{}
		case web.IsPartial(r):
			w.Header().Set("HX-Redirect", signInPath(currentPage(r)))
			w.WriteHeader(http.StatusUnauthorized)
			return nil
		case !d.isSetUp(r.Context()):
			return web.Redirect(w, r, "/setup")
		case r.Method != http.MethodGet:
			return web.Redirect(w, r, signInPath(""))
		}
		return web.Redirect(w, r, signInPath(r.URL.RequestURI()))
	}
}

// isForProving tells where somebody may go who still has to set up the second
// step that their workspace wants.
func isForProving(path string) bool {
	return path == factorsPath || strings.HasPrefix(path, factorsPath+"/") || path == "/workspaces/switch" || path == "/confirm"
}

func mustProve(w http.ResponseWriter, r *http.Request) error {
	if web.IsAPI(r) {
		return fault.Forbidden{Text: i18n.T(r.Context(), "This workspace wants a second step to sign in. Set one up in the settings first.")}
	}
	return web.Redirect(w, r, factorsPath)
}

func signInPath(next string) string {
	if !web.IsLocalPath(next) {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(next)
}

// currentPage is the address of the page that htmx asks from.
func currentPage(r *http.Request) string {
	u, err := url.Parse(r.Header.Get("HX-Current-URL"))
	if err != nil || u.Path == "" {
		return ""
	}
	return u.RequestURI()
}
