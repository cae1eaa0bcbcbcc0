package web

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"

	"kontor/internal/kit/fault"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render answers with the component as HTML. It renders to a buffer first, so
// an error never leaves half a page.
func Render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := c.Render(r.Context(), b); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	w.Write(b.Bytes()) // the reader may be gone: nothing to do about it
	return nil
}

func asInvalid(err error) (fault.Invalid, bool) { return errors.AsType[fault.Invalid](err) }

// Shell puts the body of a page into the frame of the application: menu, head,
// toasts. The application gives one to every domain, which knows no menu.
type Shell func(w http.ResponseWriter, r *http.Request, title string, body templ.Component) templ.Component
