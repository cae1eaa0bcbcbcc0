package audit

import (
	"context"

	"kontor/internal/kit/i18n"
)

// word is a key with what it is called.
type word struct {
	key  string
	says string // message
	tone string
}

var actionWords = []word{
	{"create", i18n.Mark("Record added"), ""}, {"update", i18n.Mark("Record changed"), ""}, {"delete", i18n.Mark("Deleted"), "warn"}, {"restore", i18n.Mark("Restored"), ""},
	{"merge", i18n.Mark("Merged"), ""}, {"import", i18n.Mark("Imported"), "info"}, {"export", i18n.Mark("Exported"), "info"},
	{"sign_in", i18n.Mark("Signed in"), ""}, {"sign_in_failed", i18n.Mark("Sign-in failed"), "bad"}, {"sign_out", i18n.Mark("Signed out"), ""},
	{"password", i18n.Mark("Password changed"), "warn"}, {"email", i18n.Mark("Email changed"), "warn"}, {"role", i18n.Mark("Role changed"), "warn"}, {"reset", i18n.Mark("New password asked for"), ""},
	{"join", i18n.Mark("Joined"), ""}, {"deactivate", i18n.Mark("Deactivated"), "warn"}, {"reactivate", i18n.Mark("Activated"), ""},
	{"erase", i18n.Mark("Erased for good"), "bad"}, {"superuser", i18n.Mark("Made administrator of the server"), "warn"},
}

var kindWords = []word{
	{"contact", i18n.Mark("Contact"), ""}, {"company", i18n.Mark("Company"), ""}, {"deal", i18n.Mark("Deal"), ""}, {"task", i18n.Mark("Task"), ""},
	{"note", i18n.Mark("Note"), ""}, {"attachment", i18n.Mark("File"), ""}, {"tag", i18n.Mark("Tag"), ""}, {"field", i18n.Mark("Custom field"), ""}, {"view", i18n.Mark("View"), ""},
	{"pipeline", i18n.Mark("Pipeline"), ""}, {"stage", i18n.Mark("Stage"), ""}, {"session", i18n.Mark("Session"), ""}, {"token", i18n.Mark("API token"), ""},
	{"user", i18n.Mark("Account"), ""}, {"member", i18n.Mark("Member"), ""}, {"invitation", i18n.Mark("Invitation"), ""}, {"team", i18n.Mark("Team"), ""},
	{"workspace", i18n.Mark("Workspace"), ""}, {"list", i18n.Mark("List"), ""}, {"factor", i18n.Mark("Two-step sign-in"), ""}, {"provider", i18n.Mark("Sign-in provider"), ""}, {"passkey", i18n.Mark("Passkey"), ""},
	{"right", i18n.Mark("Permissions of a role"), ""}, {"purpose", i18n.Mark("Purpose"), ""}, {"erasure", i18n.Mark("Erasure"), ""}, {"retention", i18n.Mark("Retention"), ""},
}

var wayWords = []word{
	{"page", i18n.Mark("Page"), ""}, {"api", i18n.Mark("API"), ""}, {"dav", i18n.Mark("Phone"), ""}, {"import", i18n.Mark("Import"), ""}, {"bulk", i18n.Mark("Bulk change"), ""},
	{"undo", i18n.Mark("Undo"), ""}, {"restore", i18n.Mark("History"), ""}, {"job", i18n.Mark("Background work"), ""}, {"command", i18n.Mark("Command on the server"), ""},
}

func actions() []string { return keys(actionWords) }
func kinds() []string   { return keys(kindWords) }
func ways() []string    { return keys(wayWords) }

func keys(words []word) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.key
	}
	return all
}

func tones() map[string]string {
	all := map[string]string{}
	for _, w := range actionWords {
		all[w.key] = w.tone
	}
	return all
}

func actionName(ctx context.Context, key string) string { return said(ctx, actionWords, key) }
func kindName(ctx context.Context, key string) string   { return said(ctx, kindWords, key) }
func wayName(ctx context.Context, key string) string    { return said(ctx, wayWords, key) }

func said(ctx context.Context, words []word, key string) string {
	for _, w := range words {
		if w.key == key {
			var none []any
			return i18n.T(ctx, w.says, none...)
		}
	}
	return key
}
