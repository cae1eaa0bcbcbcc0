package app

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// fail turns an error into an answer: a page for people, problem details for
// programs. What is ours is logged here, once.
func (a *App) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := web.Status(err)
	if status >= http.StatusInternalServerError {
		a.log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", loggedPath(r.URL.Path), "error", err.Error(), "request", web.RequestID(r.Context()))
	}
	if status == web.StatusClientClosed {
		w.WriteHeader(status)
		return
	}
	w.Header().Del("ETag")
	if web.IsAPI(r) {
		api.WriteProblem(w, r, err)
		return
	}
	if many, ok := errors.AsType[fault.TooMany](err); ok {
		w.Header().Set("Retry-After", strconv.Itoa(int(many.After.Seconds())+1))
	}
	a.errorPage(w, r, err, status)
}

// aborted logs why an answer was broken off, unless nobody wanted the rest.
func (a *App) aborted(r *http.Request, err error) {
	if r.Context().Err() == nil {
		a.log.ErrorContext(r.Context(), "answer broken off", "method", r.Method, "path", loggedPath(r.URL.Path), "error", err.Error(), "request", web.RequestID(r.Context()))
	}
}

func (a *App) errorPage(w http.ResponseWriter, r *http.Request, err error, status int) {
	ctx := r.Context()
	_, signedIn := account.ActorFrom(ctx)
	props := ui.ErrorProps{Status: status, Lang: i18n.From(ctx).Lang, Theme: ui.ThemeFrom(r), SignedIn: signedIn, Text: explain(err)}
	if status >= 500 {
		props.Reference = web.RequestID(ctx)
	}
	if status == http.StatusPreconditionFailed {
		status = http.StatusConflict // browsers sent no precondition
		props.Status = status
		props.Text = i18n.T(ctx, "Somebody changed this meanwhile. Go back, reload the page and repeat your change.")
	}
	if renderErr := web.Render(w, r, status, ui.ErrorPage(props)); renderErr != nil {
		a.log.ErrorContext(ctx, "render error page", "error", renderErr.Error())
		http.Error(w, http.StatusText(status), status)
	}
}

// explain returns the part of err that was written for people, if any.
func explain(err error) string {
	if c, ok := errors.AsType[fault.Conflict](err); ok {
		return c.Text
	}
	if f, ok := errors.AsType[fault.Forbidden](err); ok {
		return f.Text
	}
	if m, ok := errors.AsType[fault.Malformed](err); ok {
		return m.Text
	}
	if l, ok := errors.AsType[fault.Limit](err); ok {
		return l.Text
	}
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		for _, message := range invalid {
			return message
		}
	}
	return ""
}

func crossSiteFault(ctx context.Context) error {
	return fault.Forbidden{Text: i18n.T(ctx, "This request came from another site and was not carried out.")}
}
