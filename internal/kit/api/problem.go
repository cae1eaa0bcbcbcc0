package api

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// Problem describes err as RFC 9457 problem details, with one entry for each
// bad field. An error of ours says only under which id it is in the log.
func Problem(ctx context.Context, err error) *huma.ErrorModel {
	status := web.Status(err)
	p := &huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: detail(ctx, err, status)}
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		for _, field := range slices.Sorted(maps.Keys(invalid)) {
			location := "body"
			if field != "" {
				location += "." + field
			}
			p.Errors = append(p.Errors, &huma.ErrorDetail{Location: location, Message: invalid[field]})
		}
	}
	return p
}

func detail(ctx context.Context, err error, status int) string {
	switch status {
	case http.StatusUnprocessableEntity:
		return i18n.T(ctx, "Some values are not valid.")
	case http.StatusNotFound:
		return i18n.T(ctx, "There is nothing at this address, or it is not yours to see.")
	case http.StatusTemporaryRedirect:
		m, _ := errors.AsType[fault.Moved](err)
		return m.Text
	case http.StatusMethodNotAllowed:
		return i18n.T(ctx, "This address does not take this method.")
	case http.StatusForbidden:
		if f, _ := errors.AsType[fault.Forbidden](err); f.Text != "" {
			return f.Text
		}
		return i18n.T(ctx, "Your role or token does not allow this. Ask an administrator of the workspace.")
	case http.StatusUnauthorized:
		return i18n.T(ctx, "Send a valid token: Authorization: Bearer TOKEN.")
	case http.StatusConflict:
		c, _ := errors.AsType[fault.Conflict](err)
		return c.Text
	case http.StatusPreconditionFailed:
		return i18n.T(ctx, "Somebody changed this meanwhile. Get it again, then repeat your change.")
	case http.StatusBadRequest:
		m, _ := errors.AsType[fault.Malformed](err)
		return m.Text
	case http.StatusRequestEntityTooLarge:
		return i18n.T(ctx, "The body is larger than %s KB.", i18n.Int(ctx, limitOf(err)/1024))
	case http.StatusTooManyRequests:
		return i18n.T(ctx, "Too many requests. Wait a moment and try again.")
	case http.StatusPaymentRequired:
		l, _ := errors.AsType[fault.Limit](err)
		return l.Text
	case http.StatusInsufficientStorage:
		return i18n.T(ctx, "The server's disk is full: nothing was saved. Whoever runs the server must make space, then try again.")
	}
	return i18n.T(ctx, "Something went wrong on our side. If it stays, report the id %s.", web.RequestID(ctx))
}

func limitOf(err error) int64 {
	if t, ok := errors.AsType[fault.TooLarge](err); ok {
		return t.Limit
	}
	if m, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return m.Limit
	}
	return MaxBody
}

// WriteProblem answers a request outside of any operation with err.
func WriteProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := Problem(r.Context(), err)
	if many, ok := errors.AsType[fault.TooMany](err); ok {
		w.Header().Set("Retry-After", strconv.Itoa(int(many.After.Seconds())+1))
	}
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader may be gone: nothing to do about it
}

// shortenValues keeps Huma from echoing a whole body back in an error.
func shortenValues(_ huma.Context, _ string, v any) (any, error) {
	if p, ok := v.(*huma.ErrorModel); ok {
		for _, e := range p.Errors {
			if s, ok := e.Value.(string); ok && len(s) > 100 || isCompound(e.Value) {
				e.Value = nil
			}
		}
	}
	return v, nil
}

func isCompound(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}
