package account

import (
	"net/http"
	"strings"
	"time"

	"golang.org/x/text/language"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

const langCookie = "lang"

// guestLocale is the language of somebody who is not signed in: what they
// chose, else what their browser prefers, else the server's.
func (d *Domain) guestLocale(w http.ResponseWriter, r *http.Request) i18n.Locale {
	if chosen := r.URL.Query().Get("lang"); r.Method == http.MethodGet && i18n.Known(chosen) {
		http.SetCookie(w, d.ownCookie(langCookie, chosen, langLife))
		return i18n.Locale{Lang: chosen}
	}
	if c, err := r.Cookie(d.ownName(langCookie)); err == nil && i18n.Known(c.Value) {
		return i18n.Locale{Lang: c.Value}
	}
	return i18n.Locale{Lang: d.preferred(r)}
}

func (d *Domain) preferred(r *http.Request) string {
	tags, _, _ := language.ParseAcceptLanguage(r.Header.Get("Accept-Language")) // a broken header says nothing
	for _, tag := range tags {
		if base, _ := tag.Base(); i18n.Known(base.String()) {
			return base.String()
		}
	}
	if i18n.Known(d.cfg.DefaultLang) {
		return d.cfg.DefaultLang
	}
	return i18n.Languages()[0]
}

// langLife is how long a browser remembers the language it was given.
const langLife = 365 * 24 * time.Hour

// chooseLanguage posts lang and goes back to next.
func (d *Domain) chooseLanguage(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var in struct {
		Lang string `json:"lang"`
		Next string `json:"next"`
	}
	if err := form.Decode(r.Context(), &in); err != nil {
		return err
	}
	if err := checkLanguage(r.Context(), "lang", in.Lang); err != nil {
		return err
	}
	if actor, ok := ActorFrom(r.Context()); ok {
		if err := d.Users.SetLanguage(r.Context(), actor, in.Lang); err != nil {
			return err
		}
	}
	http.SetCookie(w, d.ownCookie(langCookie, in.Lang, langLife))
	return web.Redirect(w, r, localOr(in.Next, "/"))
}

func localOr(path, otherwise string) string {
	if web.IsLocalPath(path) {
		return path
	}
	return otherwise
}

// guessCountry is the country a browser's languages speak of, or "". American
// English is what browsers come with, and says nothing.
func guessCountry(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	tag, err := language.Parse(strings.TrimSpace(first))
	if err != nil {
		return ""
	}
	if region, confidence := tag.Region(); confidence == language.Exact && tag != language.AmericanEnglish {
		return region.String()
	}
	if base, _ := tag.Base(); base.String() == "bg" {
		return "BG"
	}
	return ""
}
