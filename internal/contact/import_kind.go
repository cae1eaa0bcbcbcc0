package contact

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/kit/ui"
)

// importBatch is how many rows one transaction takes at most.
const importBatch = 2000

// importKind describes what files of contacts become.
func (d *Domain) importKind() importing.Kind {
	return importing.Kind{
		Name: importing.Contacts, Record: "contact", Cards: true, Fields: importFields,
		Needs:  []string{"first_name", "last_name", "full_name", "email", "company"},
		Unless: map[string]string{"full_name": "last_name"},
		Same: map[string][]string{"emails": {"email", "email_home"}, "phones": {"phone", "mobile", "phone_home", "fax", "phone_other"},
			"first_name": {"first_name", "full_name"}, "last_name": {"last_name", "full_name"}},
		Choices: []string{"language", "email kind", "phone kind"}, Choose: chooseContact,
		Named: titles, Guessed: wholeNames,
		Matches: []string{"email", "phone", "name"}, Batch: importBatch, Open: d.openPeople, After: d.AfterImport,
		Words: importWords, Group: importGroup,
	}
}

func importGroup(ctx context.Context, field string) string {
	if strings.HasPrefix(field, "company_") {
		return i18n.T(ctx, "Company")
	}
	return i18n.T(ctx, "Contact")
}

func importWords(ctx context.Context) importing.Words {
	return importing.Words{
		List: i18n.T(ctx, "Contacts"), Intro: i18n.T(ctx, "Bring your contacts in"),
		About: i18n.T(ctx, "An Excel workbook, a CSV file from another program, or address cards (vCard). You see what each row would do before anything is written."),
		Show:  i18n.T(ctx, "Show contacts"), There: i18n.T(ctx, "People who are there already"), Gaps: i18n.T(ctx, "Fill gaps of the contact"),
		Replace: i18n.T(ctx, "Replace values of the contact"), Again: i18n.T(ctx, "Add them once more"), Missing: i18n.T(ctx, "Create missing companies"),
		Needed: i18n.T(ctx, "Choose the column that holds the name, or the e-mail address."), Detail: i18n.T(ctx, "E-mail"),
		Binned: i18n.T(ctx, "Contacts in the bin"), WithTags: true, NoAddress: true,
		Matches: []ui.Option{{Value: "email", Label: i18n.T(ctx, "E-mail")}, {Value: "phone", Label: i18n.T(ctx, "Phone")}, {Value: "name", Label: i18n.T(ctx, "Name and company")}},
	}
}

func chooseContact(ctx context.Context, _ db.Querier, _ account.Actor, _ func(string) bool) (map[string]importing.Choice, error) {
	return map[string]importing.Choice{
		"language":   languages(ctx),
		"email kind": {Means: func(text string) (string, bool) { return kindOf(text, EmailKinds()) }, Options: kindOptions(ctx, EmailKinds())},
		"phone kind": {Means: func(text string) (string, bool) { return kindOf(text, PhoneKinds()) }, Options: kindOptions(ctx, PhoneKinds())},
	}, nil
}

func kindOptions(ctx context.Context, kinds []string) []ui.Option {
	all := make([]ui.Option, len(kinds))
	for i, k := range kinds {
		all[i] = ui.Option{Value: k, Label: KindName(ctx, k)}
	}
	return all
}

// kindOf finds a kind of e-mail or phone by any word for it.
func kindOf(text string, kinds []string) (string, bool) {
	words := search.Fold(text)
	for _, kind := range kinds {
		if words == kind {
			return kind, true
		}
	}
	find := emailKind
	if slices.Contains(kinds, "fax") {
		find = phoneKind
	}
	kind := find(text)
	if kind == "work" && !containsAny(words, "work", "business", "office", "company", "main", "sluzheb", "rabot", "ofis", "firm", "geschaft", "buro") {
		return "", false
	}
	return kind, true
}

func languages(ctx context.Context) importing.Choice {
	return importing.Choice{
		Means: languageOf,
		Suggest: func(value string) string {
			n := importing.Nearest{Value: value}
			for _, code := range correspondence() {
				for _, name := range languageNames(code) {
					n.Try(code, name, importing.LeadingName(value, name))
				}
			}
			return n.Key
		},
		Options: append([]ui.Option{{Value: "", Label: i18n.T(ctx, "Leave empty")}}, languageOptions(ctx, "")...),
	}
}

// languageOf finds a language by its code, or by its name in English,
// Bulgarian or itself.
func languageOf(text string) (string, bool) {
	if tag, err := language.Parse(text); err == nil && len(text) != 4 {
		base, _ := tag.Base()
		return base.String(), true
	}
	key := search.Fold(text)
	for _, code := range correspondence() {
		for _, name := range languageNames(code) {
			if search.Fold(name) == key {
				return code, true
			}
		}
	}
	return "", false
}

// languageNames are what a language is called in English, in Bulgarian and in
// itself.
func languageNames(code string) []string {
	tag, err := language.Parse(code)
	if err != nil {
		return nil
	}
	return []string{display.English.Languages().Name(tag), display.Languages(language.Bulgarian).Name(tag), display.Self.Name(tag)}
}
