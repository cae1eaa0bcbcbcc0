package attachment

import (
	"io"
	"mime"
	"net/http"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/web"
)

// download answers with the bytes. What is no picture, or not asked for to be
// looked at, is saved and never shown.
func (d *Domain) download(w http.ResponseWriter, r *http.Request) error {
	return d.serve(w, r, false)
}

func (d *Domain) showSmall(w http.ResponseWriter, r *http.Request) error {
	return d.serve(w, r, true)
}

func (d *Domain) serve(w http.ResponseWriter, r *http.Request, small bool) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	a, f, err := d.Attachments.Open(r.Context(), account.Of(r), id, small)
	if err != nil {
		return err
	}
	defer f.Close()
	a.send(w, r, f, small)
	return nil
}

// send writes the bytes with headers under which nothing in them can run. Parts
// of them and what has not changed are handled by the standard library.
func (a Attachment) send(w http.ResponseWriter, r *http.Request, f storage.File, small bool) {
	h := w.Header()
	h.Set("Content-Type", a.Media)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", web.InertPolicy)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("ETag", `"`+a.Key+`"`)
	show := small || a.IsPicture() && r.URL.Query().Get("show") != ""
	if small {
		h.Set("Content-Type", "image/"+smallType(f))
		h.Set("ETag", `"`+*a.SmallKey+`"`)
		h.Set("Cache-Control", "private, max-age=3600")
	}
	h.Set("Content-Disposition", mime.FormatMediaType(map[bool]string{true: "inline", false: "attachment"}[show], map[string]string{"filename": a.Name}))
	http.ServeContent(w, r, "", time.Time{}, f)
}

// smallType tells the two kinds of small pictures apart.
func smallType(f io.ReaderAt) string {
	head := make([]byte, 1)
	if _, err := f.ReadAt(head, 0); err == nil && head[0] == 0xFF {
		return "jpeg"
	}
	return "png"
}
