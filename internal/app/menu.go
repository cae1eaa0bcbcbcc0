package app

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
	"kontor/internal/task"
	"kontor/internal/view"
)

// menu is the order of the product on the left of every page, without what the
// reader sees nothing of.
func menu(ctx context.Context, path string, actor account.Actor) []ui.MenuGroup {
	groups := []ui.MenuGroup{{
		Items: []ui.MenuItem{
			{Label: i18n.T(ctx, "Home"), Href: "/", Icon: "house", Go: "H"},
			{Label: i18n.T(ctx, "Inbox"), Href: "/inbox", Icon: "inbox", Go: "I"},
			{Label: i18n.T(ctx, "Tasks"), Href: "/tasks", Icon: "circle-check", Go: "T"},
			{Label: i18n.T(ctx, "Calendar"), Href: "/calendar", Icon: "calendar", Go: "A"},
		},
	}, {
		Title: i18n.T(ctx, "Records"),
		Items: []ui.MenuItem{
			{Label: i18n.T(ctx, "Contacts"), Href: "/contacts", Icon: "users", Go: "C"},
			{Label: i18n.T(ctx, "Companies"), Href: "/companies", Icon: "building-2", Go: "O"},
			{Label: i18n.T(ctx, "Deals"), Href: "/deals/board", Icon: "square-kanban", Go: "D"},
			{Label: i18n.T(ctx, "Reports"), Href: "/reports", Icon: "chart-column", Go: "R"},
		},
	}}
	kinds := map[string]string{"/tasks": task.Kind, "/contacts": "contact", "/companies": "company", "/deals/board": "deal", "/reports": "deal"}
	hidden := func(i ui.MenuItem) bool { return kinds[i.Href] != "" && !actor.May(account.See, kinds[i.Href]) }
	for g := range groups {
		groups[g].Items = slices.DeleteFunc(groups[g].Items, hidden)
		mark(groups[g].Items, path)
	}
	return groups
}

// bottom is the end of the menu.
func bottom(ctx context.Context, path string, actor account.Actor) []ui.MenuItem {
	var items []ui.MenuItem
	if actor.MayAny(account.Import) {
		items = append(items, ui.MenuItem{Label: i18n.T(ctx, "Import"), Href: "/import", Icon: "upload"})
	}
	items = append(items, ui.MenuItem{Label: i18n.T(ctx, "Settings"), Href: "/settings", Icon: "settings"})
	items = append(items, serverItem(ctx, actor)...)
	mark(items, path)
	return items
}

// places are the pages to go to from the palette.
func places(ctx context.Context) []ui.MenuItem {
	actor := account.ActorOf(ctx)
	var all []ui.MenuItem
	for _, g := range menu(ctx, "", actor) {
		all = append(all, g.Items...)
	}
	return append(append(all, bottom(ctx, "", actor)...), account.SettingsPlaces(ctx)...)
}

// mark sets the item the page belongs to; the board is one page of the deals.
func mark(items []ui.MenuItem, path string) {
	for i := range items {
		root := strings.TrimSuffix(items[i].Href, "/board")
		items[i].Current = path == root || strings.HasPrefix(path, root+"/")
	}
}

// shell frames the body of a page for whoever is signed in.
func (a *App) shell(w http.ResponseWriter, r *http.Request, title string, body templ.Component) templ.Component {
	ctx := r.Context()
	actor, ok := account.ActorFrom(ctx)
	if !ok {
		return a.bare(w, r, title, body)
	}
	groups, end := menu(ctx, r.URL.Path, actor), bottom(ctx, r.URL.Path, actor)
	kept := a.favourites(ctx, actor)
	a.unread(ctx, actor, groups[0].Items)
	return view.Starred(kept, with(ui.Page(ui.PageProps{
		Title: title, Lang: i18n.From(ctx).Lang, Theme: ui.ThemeFrom(r),
		Workspace: actor.WorkspaceName,
		SignedAs:  ui.User{Name: actor.Name, Href: "/settings/profile", Hue: ui.Hue(actor.Member.String()), Picture: actor.Picture},
		Menu:      groups, Favourites: view.Entries(kept, r.URL.RequestURI()), Bottom: end, Phone: phone(groups, end),
		Workspaces: otherWorkspaces(ctx),
		Toasts:     toasts(w, r), Extra: templ.Join(task.NextStep(), activity.InboxWatch(actor)),
	}), body))
}

// unread writes the number of unread notifications at the inbox. A page that
// could be read is shown without it rather than not at all.
func (a *App) unread(ctx context.Context, actor account.Actor, items []ui.MenuItem) {
	n, err := a.Activity.Inbox.Unread(ctx, actor)
	if err != nil {
		a.log.ErrorContext(ctx, "inbox not counted", "error", err.Error(), "request", web.RequestID(ctx))
		return
	}
	for i := range items {
		if items[i].Href == "/inbox" && n > 0 {
			items[i].Count, items[i].CountLabel = n, i18n.T(ctx, "unread")
		}
	}
}

// phone are the four places at the foot of a small screen.
func phone(groups []ui.MenuGroup, end []ui.MenuItem) []ui.MenuItem {
	var all []ui.MenuItem
	for _, g := range groups {
		all = append(all, g.Items...)
	}
	all = append(all, end...)
	usual := []string{"/", "/contacts", "/deals/board", "/tasks"}
	all = slices.DeleteFunc(all, func(item ui.MenuItem) bool { return !slices.Contains(usual, item.Href) })
	slices.SortFunc(all, func(a, b ui.MenuItem) int { return slices.Index(usual, a.Href) - slices.Index(usual, b.Href) })
	return all
}

// favourites are what the member keeps in the sidebar. A page that could be
// read is shown without them rather than not at all.
func (a *App) favourites(ctx context.Context, actor account.Actor) []view.Favourite {
	all, err := a.Views.Favourites.List(ctx, actor)
	if err != nil {
		a.log.ErrorContext(ctx, "favourites not read", "error", err.Error(), "request", web.RequestID(ctx))
	}
	return all
}

// bare is a page without the frame: signing in, setting up.
func (a *App) bare(w http.ResponseWriter, r *http.Request, title string, body templ.Component) templ.Component {
	return with(ui.Bare(ui.BareProps{Title: title, Lang: i18n.From(r.Context()).Lang, Theme: ui.ThemeFrom(r), Toasts: toasts(w, r)}), body)
}

// otherWorkspaces are those to switch to.
func otherWorkspaces(ctx context.Context) []ui.MenuItem {
	var items []ui.MenuItem
	for _, w := range account.OtherWorkspaces(ctx) {
		items = append(items, ui.MenuItem{Label: w.Name, Href: w.SwitchPath()})
	}
	return items
}

func toasts(w http.ResponseWriter, r *http.Request) []ui.Toast {
	f := web.TakeFlash(w, r)
	if f == nil {
		return nil
	}
	return []ui.Toast{{Text: f.Text, Tone: f.Tone, Action: ui.ToastAction{Label: f.Action, URL: f.Post, Fields: f.Fields}, Link: f.Link, Href: f.Href}}
}

// with puts body inside frame.
func with(frame, body templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return frame.Render(templ.WithChildren(ctx, body), w)
	})
}
