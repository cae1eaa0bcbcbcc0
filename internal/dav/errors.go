package dav

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/web"
)

// broken says which condition of a standard a request does not meet.
type broken struct {
	status    int
	condition string // an element
}

func (b broken) Error() string { return "dav: " + b.condition }

// said answers an error as phones understand it; what is ours is returned to be
// logged.
func said(w http.ResponseWriter, _ *http.Request, err error) error {
	if err == nil {
		return nil
	}
	h := w.Header()
	if b, ok := errors.AsType[broken](err); ok {
		h.Set("Content-Type", xmlType)
		w.WriteHeader(b.status)
		_, err := io.WriteString(w, xmlHead+`<D:error `+spaces+`>`+b.condition+`</D:error>`)
		return err
	}
	if many, ok := errors.AsType[fault.TooMany](err); ok {
		h.Set("Retry-After", strconv.Itoa(int(many.After.Seconds())+1))
	}
	status := web.Status(err)
	if status == http.StatusInternalServerError {
		return err
	}
	text := http.StatusText(status)
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		for field, message := range invalid {
			text = field + ": " + message
		}
	}
	h.Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, err = io.WriteString(w, text+"\n")
	return err
}
