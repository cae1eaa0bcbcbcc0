package account

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// SettingsGroup is a part of the menu of settings.
type SettingsGroup int

// The groups, in the order of the menu.
const (
	YourSettings SettingsGroup = iota
	WorkspaceSettings
)

// SettingsEntry is a page in the menu of settings.
type SettingsEntry struct {
	Group      SettingsGroup
	Label      func(context.Context) string
	Href       string
	Icon       string
	Permission string // "" for everybody
}

// SettingsProps describes a page of settings.
type SettingsProps struct {
	Path    string // its own address: marks it in the menu
	Title   string
	Text    string
	Wide    bool
	Actions templ.Component // in the top bar
}

func ownSettings() []SettingsEntry {
	say := func(text func(context.Context) string, group SettingsGroup, href, icon, permission string) SettingsEntry {
		return SettingsEntry{Group: group, Label: text, Href: href, Icon: icon, Permission: permission}
	}
	return []SettingsEntry{
		say(profileTitle, YourSettings, "/settings/profile", "user", ""),
		say(passwordTitle, YourSettings, "/settings/password", "shield", ""),
		say(factorsTitle, YourSettings, factorsPath, "smartphone", ""),
		say(sessionsTitle, YourSettings, "/settings/sessions", "monitor", ""),
		say(tokensTitle, YourSettings, "/settings/tokens", "webhook", ""),
		say(generalTitle, WorkspaceSettings, "/settings/workspace", "building", ManageWorkspace),
		say(membersTitle, WorkspaceSettings, "/settings/members", "users", ""),
		say(rightsTitle, WorkspaceSettings, rightsPath, "shield-check", ManageMembers),
		say(providerTitle, WorkspaceSettings, providerPath, "key-round", ManageWorkspace),
		say(outboxTitle, WorkspaceSettings, outboxPath, "send", ManageServer),
	}
}

func profileTitle(ctx context.Context) string  { return i18n.T(ctx, "Profile") }
func passwordTitle(ctx context.Context) string { return i18n.T(ctx, "Password") }
func factorsTitle(ctx context.Context) string  { return i18n.T(ctx, "Two-step sign-in") }
func sessionsTitle(ctx context.Context) string { return i18n.T(ctx, "Sessions") }
func tokensTitle(ctx context.Context) string   { return i18n.T(ctx, "API tokens") }
func generalTitle(ctx context.Context) string  { return i18n.T(ctx, "General") }
func providerTitle(ctx context.Context) string { return i18n.T(ctx, "Single sign-on") }
func membersTitle(ctx context.Context) string  { return i18n.T(ctx, "Members and roles") }

// settingsMenu is what the reader may open, the other domains' pages included.
func settingsMenu(ctx context.Context, path string) []ui.MenuGroup {
	v := visitFrom(ctx)
	entries := ownSettings()
	if v.domain != nil {
		entries = append(entries, v.domain.Settings...)
	}
	groups := []ui.MenuGroup{{Title: i18n.T(ctx, "You")}, {Title: i18n.T(ctx, "Workspace")}}
	for _, e := range entries {
		if e.Permission == "" || v.actor != nil && v.actor.Can(e.Permission) {
			g := &groups[e.Group]
			g.Items = append(g.Items, ui.MenuItem{Label: e.Label(ctx), Href: e.Href, Icon: e.Icon, Current: e.Href == path})
		}
	}
	return slices.DeleteFunc(groups, func(g ui.MenuGroup) bool { return len(g.Items) == 0 })
}

// SettingsPlaces are the pages of settings that the reader may open.
func SettingsPlaces(ctx context.Context) []ui.MenuItem {
	var all []ui.MenuItem
	for _, g := range settingsMenu(ctx, "") {
		all = append(all, g.Items...)
	}
	return all
}

func showSettings(w http.ResponseWriter, r *http.Request) error {
	if Of(r).Bound {
		return web.Redirect(w, r, "/settings/sessions") // the profile may not be theirs to see
	}
	return web.Redirect(w, r, "/settings/profile")
}
