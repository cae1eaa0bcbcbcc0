package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"syscall"

	"kontor/internal/kit/fault"
)

// MethodNotAllowed says that the address exists, but not for this method.
type MethodNotAllowed struct{}

func (MethodNotAllowed) Error() string { return "method not allowed" }

func missingRoute(status int) error {
	if status == http.StatusMethodNotAllowed {
		return MethodNotAllowed{}
	}
	return fault.NotFound{}
}

// StatusClientClosed is logged when the reader went away before the answer.
const StatusClientClosed = 499

// Status returns the HTTP status that answers err; 500 for all that is ours.
func Status(err error) int {
	var (
		invalid   fault.Invalid
		notFound  fault.NotFound
		moved     fault.Moved
		method    MethodNotAllowed
		forbidden fault.Forbidden
		nobody    fault.Unauthenticated
		conflict  fault.Conflict
		malformed fault.Malformed
		large     fault.TooLarge
		body      *http.MaxBytesError
		limit     fault.Limit
		many      fault.TooMany
		full      fault.Full
	)
	switch {
	case errors.As(err, &invalid):
		return http.StatusUnprocessableEntity
	case errors.As(err, &notFound):
		return http.StatusNotFound
	case errors.As(err, &moved):
		return http.StatusTemporaryRedirect
	case errors.As(err, &method):
		return http.StatusMethodNotAllowed
	case errors.As(err, &forbidden):
		return http.StatusForbidden
	case errors.As(err, &nobody):
		return http.StatusUnauthorized
	case errors.As(err, &conflict):
		if conflict.Stale {
			return http.StatusPreconditionFailed
		}
		return http.StatusConflict
	case errors.As(err, &malformed):
		return http.StatusBadRequest
	case errors.As(err, &large), errors.As(err, &body):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &limit):
		return http.StatusPaymentRequired
	case errors.As(err, &many):
		return http.StatusTooManyRequests
	case errors.As(err, &full), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return http.StatusInsufficientStorage
	case errors.Is(err, context.Canceled):
		return StatusClientClosed
	}
	return http.StatusInternalServerError
}

// Redirect answers 303 to a path of this site.
func Redirect(w http.ResponseWriter, r *http.Request, path string) error {
	if !IsLocalPath(path) {
		return fmt.Errorf("redirect to %q leaves the site", path)
	}
	if IsPartial(r) {
		w.Header().Set("HX-Redirect", path)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// IsLocalPath tells whether a path stays on this site: "//host" and "/\host"
// do not.
func IsLocalPath(path string) bool {
	if path == "" || path[0] != '/' {
		return false
	}
	if len(path) > 1 && (path[1] == '/' || path[1] == '\\') {
		return false
	}
	for _, c := range []byte(path) {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	return true
}
