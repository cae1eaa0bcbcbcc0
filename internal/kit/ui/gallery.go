package ui

import (
	"maps"
	"slices"

	"github.com/a-h/templ"
)

// Gallery shows every component in every state, for whoever builds with them.
func Gallery() templ.Component { return galleryParts() }

// GalleryPage is one of the sample pages that Gallery links to; there is none for an unknown name.
func GalleryPage(name string) (templ.Component, bool) {
	page, ok := galleryPages()[name]
	return page, ok
}

// GalleryNames lists the sample pages.
func GalleryNames() []string { return slices.Sorted(maps.Keys(galleryPages())) }

func galleryPages() map[string]templ.Component {
	return map[string]templ.Component{
		"list":     galleryList(),
		"record":   galleryRecord(),
		"settings": gallerySettings(),
		"import":   galleryImport(),
		"progress": galleryProgress(),
		"empty":    galleryEmpty(),
		"sign-in":  gallerySignIn(),
		"setup":    gallerySetup(),
		"403":      ErrorPage(ErrorProps{Status: 403, Lang: "en", SignedIn: true}),
		"404":      ErrorPage(ErrorProps{Status: 404, Lang: "en", SignedIn: true, Reference: "7F3K-92QD"}),
		"500":      ErrorPage(ErrorProps{Status: 500, Lang: "en", Reference: "7F3K-92QD"}),
	}
}

func galleryShell(title string) PageProps {
	return PageProps{
		Title: title, Lang: "en", Workspace: "Vitosha Instruments",
		SignedAs: User{Name: "Elena Dimitrova", Href: "/dev/ui/settings", Hue: 2},
		Menu: []MenuGroup{
			{Items: []MenuItem{
				{Label: "Home", Href: "/dev/ui", Icon: "house", Go: "H", Current: title == "Gallery"},
				{Label: "Inbox", Href: "/dev/ui/empty", Icon: "inbox", Go: "I", Count: 4, CountLabel: "new"},
				{Label: "Tasks", Href: "/dev/ui/progress", Icon: "circle-check", Go: "T", Count: 7, CountLabel: "due"},
			}},
			{Title: "Records", Items: []MenuItem{
				{Label: "Contacts", Href: "/dev/ui/list", Icon: "users", Go: "C", Current: title == "Contacts"},
				{Label: "Companies", Href: "/dev/ui/record", Icon: "building-2", Go: "O"},
			}},
		},
		Bottom: []MenuItem{
			{Label: "Help", Href: "/dev/ui/404", Icon: "circle-help"},
			{Label: "Settings", Href: "/dev/ui/settings", Icon: "settings"},
		},
		Phone: []MenuItem{
			{Label: "Home", Href: "/dev/ui", Icon: "house", Current: title == "Gallery"},
			{Label: "Contacts", Href: "/dev/ui/list", Icon: "users", Current: title == "Contacts"},
			{Label: "Companies", Href: "/dev/ui/record", Icon: "building-2"},
			{Label: "Import", Href: "/dev/ui/import", Icon: "upload"},
		},
	}
}

type sample struct{ name, company, tag, owner, when string }

func gallerySamples() []sample {
	return []sample{
		{"Ивайло Стоянов", "Тунджа Металс АД", "Key account", "Elena Dimitrova", "2 h"},
		{"Katharina Vogel", "Rheintal Antriebe GmbH", "Decision maker", "Georgi Petrov", "4 h"},
		{"Marek Kowalczyk", "Kowalczyk Precyzja", "Customer", "Elena Dimitrova", "Yesterday"},
		{"Десислава Тодорова", "Марица Стъкло ООД", "Newsletter", "Anna Lindqvist", "Yesterday"},
		{"Bram de Vries", "Noordkade Logistics", "Lead", "Georgi Petrov", "12 Apr"},
		{"Chiara Bellandi", "Aurelia Packaging S.p.A.", "Customer", "Jonas Weber", "12 Apr"},
		{"Radu Ionescu", "Dunărea Energie SRL", "Lead", "Elena Dimitrova", "11 Apr"},
		{"Lukas Brandstätter", "Alpenhof Molkerei AG", "Customer", "Anna Lindqvist", "11 Apr"},
	}
}
