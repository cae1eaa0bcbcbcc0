package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"kontor/internal/account"
	"kontor/internal/kit/country"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/kit/ui"
)

// newTagMeans stands for a tag that is to be made of the value itself.
const newTagMeans = "+"

// isChoice tells a field whose values stand for one of a few things.
func isChoice(field string) bool {
	f, _ := importFieldOf(field)
	switch f.kind {
	case "country", "language", "bool", "member", "tag", "email kind", "phone kind":
		return true
	}
	return false
}

// meanings know what values of choice-like fields can stand for.
type meanings struct {
	ctx     context.Context
	members []ui.Option
	names   map[string]db.ID // members by name, e-mail address and id
	tags    []Tag
}

// mostTags is how many tags are offered to choose from.
const mostTags = 500

func (s *Imports) meanings(ctx context.Context, actor account.Actor, imp Import) (*meanings, error) {
	m := &meanings{ctx: ctx}
	has := func(kind string) bool {
		return slices.ContainsFunc(imp.Columns, func(c ImportColumn) bool { f, _ := importFieldOf(c.Field); return f.kind == kind })
	}
	var err error
	if has("member") {
		if m.names, err = memberNames(ctx, s.db, actor); err != nil {
			return nil, err
		}
		members, err := db.Select[named](ctx, s.db, `SELECT m.id, m.name, m.active FROM members m WHERE m.workspace_id = $1 AND m.active ORDER BY m.name, m.id LIMIT 500`, actor.Workspace)
		if err != nil {
			return nil, fmt.Errorf("read members: %w", err)
		}
		for _, o := range members {
			m.members = append(m.members, ui.Option{Value: o.ID.String(), Label: o.Name})
		}
	}
	if has("tag") {
		m.tags, err = db.Select[Tag](ctx, s.db, `SELECT t.id, t.name, t.name_key, t.hue FROM tags t WHERE t.workspace_id = $1 AND t.deleted_at IS NULL ORDER BY t.name_key LIMIT $2`,
			actor.Workspace, mostTags)
		if err != nil {
			return nil, fmt.Errorf("read tags: %w", err)
		}
	}
	return m, nil
}

// understands tells a value that says by itself what it stands for.
func (m *meanings) understands(field, value string) bool {
	key, ok := m.means(field, value)
	return ok && key != "" && key != newTagMeans
}

// means finds what a text stands for; empty is nothing.
func (m *meanings) means(field, text string) (key string, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", true
	}
	f, _ := importFieldOf(field)
	switch f.kind {
	case "country":
		return country.Parse(text)
	case "language":
		return languageOf(text)
	case "bool":
		return yesOrNo(text)
	case "member":
		id, ok := m.names[memberKey(text)]
		return id.String(), ok
	case "tag":
		return m.tag(text)
	case "email kind":
		return kindOf(text, EmailKinds())
	case "phone kind":
		return kindOf(text, PhoneKinds())
	}
	return "", false
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

func yesOrNo(text string) (string, bool) {
	switch search.Fold(text) {
	case "yes", "y", "true", "1", "x", "da", "ja", "oui", "si", "active", "aktiven", "aktivna", "aktiv":
		return "yes", true
	case "no", "n", "false", "0", "-", "ne", "nein", "non", "inactive", "neaktiven", "neaktivna", "inaktiv":
		return "no", true
	}
	return "", false
}

func (m *meanings) tag(text string) (string, bool) {
	if text == newTagMeans {
		return newTagMeans, true
	}
	key := search.Fold(text)
	for _, t := range m.tags {
		if t.NameKey == key || t.ID.String() == text {
			return t.ID.String(), true
		}
	}
	return "", false
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

// suggest guesses what a value that is not understood may stand for.
func (m *meanings) suggest(field, value string) string {
	f, _ := importFieldOf(field)
	best, far := "", 3
	try := func(key, name string) {
		if d := distance(search.Fold(value), search.Fold(name), far); d < far {
			best, far = key, d
		}
	}
	switch f.kind {
	case "country":
		for _, lang := range []string{"en", "bg"} {
			for _, c := range country.All(lang) {
				try(c.Code, c.Name)
				try(c.Code, leadingName(value, c.Name))
			}
		}
	case "language":
		for _, code := range correspondence() {
			for _, name := range languageNames(code) {
				try(code, name)
				try(code, leadingName(value, name))
			}
		}
	case "member":
		for _, o := range m.members {
			try(o.Value, o.Label)
			try(o.Value, sharedName(value, o.Label))
		}
	case "tag":
		best = newTagMeans
		if len(search.Fold(value)) < 4 {
			far = 1
		}
		for _, t := range m.tags {
			try(t.ID.String(), t.Name)
		}
	}
	return best
}

// leadingName makes a value that begins with the name, as "Germany (DE)" does,
// equal to it.
func leadingName(value, name string) string {
	if key := search.Fold(name); len(key) > 3 && strings.HasPrefix(search.Fold(value), key) {
		return value
	}
	return name
}

// sharedName makes a value that has a word of the name, such as the family
// name alone, equal to it.
func sharedName(value, name string) string {
	words := strings.Fields(search.Fold(name))
	for _, word := range strings.Fields(search.Fold(value)) {
		if len(word) > 3 && slices.Contains(words, word) {
			return value
		}
	}
	return name
}

// distance counts the letters to change, add or leave out between two texts,
// up to most.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) >= most || len(y)-len(x) >= most {
		return most
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, c := range x {
		left := row[0]
		row[0] = i + 1
		for j, d := range y {
			change := left
			if c != d {
				change++
			}
			left = row[j+1]
			row[j+1] = min(change, left+1, row[j]+1)
		}
	}
	return min(row[len(y)], most)
}

// options are the choices of a field, as a form offers them; a country is
// written.
func (m *meanings) options(field string) []ui.Option {
	ctx := m.ctx
	f, _ := importFieldOf(field)
	nothing := ui.Option{Value: "", Label: i18n.T(ctx, "Leave empty")}
	switch f.kind {
	case "language":
		return append([]ui.Option{nothing}, languageOptions(ctx, "")...)
	case "bool":
		return []ui.Option{{Value: "yes", Label: i18n.T(ctx, "Yes")}, {Value: "no", Label: i18n.T(ctx, "No")}}
	case "member":
		return append([]ui.Option{{Value: "", Label: i18n.T(ctx, "Whoever imports")}}, m.members...)
	case "tag":
		all := []ui.Option{{Value: newTagMeans, Label: i18n.T(ctx, "New tag")}, {Value: "", Label: i18n.T(ctx, "Leave out")}}
		for _, t := range m.tags {
			all = append(all, ui.Option{Value: t.ID.String(), Label: t.Name})
		}
		return all
	case "email kind":
		return kindOptions(ctx, EmailKinds())
	}
	return kindOptions(ctx, PhoneKinds())
}

func kindOptions(ctx context.Context, kinds []string) []ui.Option {
	all := make([]ui.Option, len(kinds))
	for i, k := range kinds {
		all[i] = ui.Option{Value: k, Label: kindName(ctx, k)}
	}
	return all
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
