package app

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"kontor/internal/account"
	"kontor/internal/admin"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// newAdmin wires the pages for whoever runs the server.
func (a *App) newAdmin() *admin.Domain {
	return admin.New(admin.Needs{DB: a.db, Shell: a.shell, Queue: a.Queue, Audit: a.Audit, Version: a.Version, Log: a.log,
		Checks: a.checks, Settings: a.Config.inForce, Dropped: a.Accounts.DropCaches, Confirmed: a.Accounts.Confirmed})
}

// checks are the findings of the health check.
func (a *App) checks(ctx context.Context) []admin.Check {
	var all []admin.Check
	for _, f := range append(a.vital(ctx), a.helpful(ctx)...) {
		details := f.trouble
		if details == "" {
			details = f.detail
		}
		all = append(all, admin.Check{Name: f.name, State: f.word(), Details: details})
	}
	return all
}

// serverItem leads platform administrators to the pages about the server.
func serverItem(ctx context.Context, actor account.Actor) []ui.MenuItem {
	if !actor.Superuser {
		return nil
	}
	return []ui.MenuItem{{Label: i18n.T(ctx, "Server"), Href: "/admin", Icon: "monitor"}}
}

// inForce are the settings as the program understood them, without what is
// nobody's business.
func (c Config) inForce() []admin.Setting {
	var all []admin.Setting
	value := reflect.ValueOf(c)
	for _, f := range reflect.VisibleFields(value.Type()) {
		name, ok := f.Tag.Lookup("env")
		if !ok {
			continue
		}
		text := settingText(value.FieldByIndex(f.Index))
		s := admin.Setting{Name: name, Group: f.Tag.Get("group"), Means: f.Tag.Get("doc"), Value: shown(name, text), IsSet: text != ""}
		if text == "" {
			s.Value = f.Tag.Get("default")
		}
		all = append(all, s)
	}
	return all
}

// settingText is a value as it would be written; an unset one is empty.
func settingText(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	if v.Kind() == reflect.Slice {
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = fmt.Sprint(v.Index(i))
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}

var (
	secretName  = regexp.MustCompile(`SECRET|KEY|PASSWORD|TOKEN|DSN`)
	credentials = regexp.MustCompile(`//[^/@\s]*@`)
)

// shown leaves out what is secret: all of it by the setting's name, else the
// name and password in an address.
func shown(name, text string) string {
	if text != "" && secretName.MatchString(name) {
		return "•••"
	}
	return credentials.ReplaceAllString(text, "//•••@")
}
