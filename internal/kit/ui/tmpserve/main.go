package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"

func main() {
	mux := http.NewServeMux()
	mux.Handle("/assets/", ui.AssetHandler())
	mux.Handle("/favicon.ico", ui.AssetHandler())
	show := func(w http.ResponseWriter, r *http.Request, c templ.Component) {
		w.Header().Set("Content-Security-Policy", csp)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		ctx := i18n.With(r.Context(), i18n.Locale{Lang: r.URL.Query().Get("lang")})
		c.Render(ctx, w)
	}
	mux.HandleFunc("/dev/ui/choices", func(w http.ResponseWriter, r *http.Request) {
		all := []map[string]string{{"id": "1", "label": "Тунджа Металс АД", "sub": "Стара Загора"}, {"id": "2", "label": "Rheintal Antriebe GmbH", "sub": "Chur"}}
		var out []map[string]string
		for _, c := range all {
			if strings.Contains(strings.ToLower(c["label"]), strings.ToLower(r.URL.Query().Get("q"))) {
				out = append(out, c)
			}
		}
		if out == nil {
			out = []map[string]string{}
		}
		json.NewEncoder(w).Encode(out)
	})
	mux.HandleFunc("/search", func(w http.ResponseWriter, r *http.Request) {
		ctx := i18n.With(r.Context(), i18n.Locale{Lang: "en"})
		q := r.URL.Query().Get("q")
		w.Header().Set("Content-Security-Policy", csp)
		templ.Handler(ui.SearchGroup("Contacts")).Component.Render(templ.WithChildren(ctx, templ.Join(
			ui.SearchHit(ui.HitProps{ID: "1", Title: "Ивайло Стоянов", Sub: "Тунджа Металс", Href: "/dev/ui/record", Match: q, Avatar: "Ивайло Стоянов", Side: "2 h ago"}),
			ui.SearchHit(ui.HitProps{ID: "2", Title: "Katharina Vogel", Sub: "Rheintal", Href: "/dev/ui/record", Match: q, Avatar: "Katharina Vogel"}),
		)), w)
	})
	mux.HandleFunc("/dev/ui/edit", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<form data-edit hx-post="/dev/ui/fail" hx-target="closest dd"><div class="input"><input name="v" aria-label="v" value="abc"></div><button type="button" class="visually-hidden" data-cancel hx-get="/dev/ui/edit2" hx-target="closest dd">Cancel</button></form>`)
	})
	mux.HandleFunc("/dev/ui/edit2", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `<span>abc</span>`) })
	mux.HandleFunc("/dev/ui/fail", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(500)
		show(w, r, ui.ErrorPage(ui.ErrorProps{Status: 500, Lang: "en"}))
	})
	mux.HandleFunc("/dev/ui", func(w http.ResponseWriter, r *http.Request) { show(w, r, ui.Gallery()) })
	mux.HandleFunc("/dev/ui/{name}", func(w http.ResponseWriter, r *http.Request) {
		if c, ok := ui.GalleryPage(r.PathValue("name")); ok {
			show(w, r, c)
			return
		}
		http.NotFound(w, r)
	})
	fmt.Println(http.ListenAndServe("127.0.0.1:18941", mux))
}
