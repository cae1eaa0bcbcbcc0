package ui

import "github.com/a-h/templ"

// PageProps is what the shell around a page shows.
type PageProps struct {
	Title       string
	Lang        string
	Theme       string // "", "light" or "dark": see ThemeFrom
	Density     string // "", "compact" or "comfortable"
	Workspace   string
	Workspaces  []MenuItem // others to switch to
	SignedAs    User
	Menu        []MenuGroup
	Favourites  []Favourite
	Bottom      []MenuItem // help and settings
	Phone       []MenuItem // at most four; "More" is added
	Toasts      []Toast
	NoShortcuts bool   // single-letter shortcuts are switched off
	LogoutURL   string // "/logout" unless set
	SearchURL   string // "/search" unless set
	Head        templ.Component
	Extra       templ.Component // after everything else: what opens in front of the page
}

// User is whom the page is shown to.
type User struct {
	Name    string
	Href    string // of their profile
	Hue     int
	Picture string // address of one
}

// MenuGroup is a titled group of the menu.
type MenuGroup struct {
	Title string
	Items []MenuItem
}

// MenuItem is one line of the menu.
type MenuItem struct {
	Label      string
	Href       string
	Icon       string
	Go         string // the letter that leads here after G
	Current    bool
	Count      int
	CountLabel string // of what, such as "4 new"
}

func (m MenuItem) attributes() templ.Attributes {
	a := templ.Attributes{"data-prefetch": true}
	if m.Current {
		a["aria-current"] = "page"
	}
	put(a, "data-go", keyCode(m.Go))
	return a
}

func (p PageProps) logout() string {
	if p.LogoutURL == "" {
		return "/logout"
	}
	return p.LogoutURL
}

func (p PageProps) search() string {
	if p.SearchURL == "" {
		return "/search"
	}
	return p.SearchURL
}

// BareProps is a page without the shell: sign-in, set-up, errors, what customers see.
type BareProps struct {
	Title  string
	Lang   string
	Theme  string
	Toasts []Toast
}

// head is what both kinds of page put into the document's head.
func (p PageProps) head() headProps {
	return headProps{Title: p.Title, Lang: p.Lang, Theme: p.Theme, Density: p.Density, Extra: p.Head}
}

func (p BareProps) head() headProps {
	return headProps{Title: p.Title, Lang: p.Lang, Theme: p.Theme}
}

type headProps struct {
	Title, Lang, Theme, Density string
	Extra                       templ.Component
}

func (p headProps) attributes() templ.Attributes {
	a := templ.Attributes{"lang": p.Lang}
	put(a, "data-theme", p.Theme)
	put(a, "data-density", p.Density)
	return a
}

// htmxConfig: our own style sheet shows what is loading; back reloads; and only answers that are meant for the page are
// swapped in, which are the good ones and 422, a form with its errors. An element can ask for more with hx-status:409.
const htmxConfig = `{"includeIndicatorCSS":false,"history":"reload","defaultTimeout":30000,` +
	`"noSwap":[204,304,"40x","41x","428","429","5xx"]}`
