package importing

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/country"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/kit/ui"
	"kontor/internal/record"
)

// NewTag stands for a tag that is to be made of the value itself.
const NewTag = "+"

// Choice is what values of a field can stand for.
type Choice struct {
	// Means finds what a text stands for: a code, an id, or the text itself
	// where it is right as it is.
	Means func(text string) (key string, ok bool)
	// Suggest guesses what a value that is not understood may stand for.
	Suggest func(value string) string
	// Options are to choose from; empty where the value is written.
	Options []ui.Option
	// Names are offered while it is written, and Name says a key in words.
	Names []string
	Name  func(key string) string
}

// isChoice tells a field whose values stand for one of a few things.
func (k Kind) isChoice(field string) bool {
	if own := k.own.Field(field); own != nil {
		return own.Chooses()
	}
	switch kind := k.kindOf(field); kind {
	case "country", "bool", "member", "tag":
		return true
	default:
		return slices.Contains(k.Choices, kind)
	}
}

// meanings know what values of choice-like fields can stand for.
type meanings struct {
	kind    Kind
	choices map[string]Choice // by kind of field
}

// mostTags is how many tags are offered to choose from.
const mostTags = 500

func (s *Imports) meanings(ctx context.Context, actor account.Actor, imp Import) (*meanings, error) {
	kind, err := s.kindOf(ctx, actor, imp)
	if err != nil {
		return nil, err
	}
	has := func(of string) bool {
		return slices.ContainsFunc(imp.Columns, func(c ImportColumn) bool { return kind.kindOf(c.Field) == of })
	}
	m := &meanings{kind: kind, choices: map[string]Choice{"country": countries(ctx), "bool": yesOrNo(ctx)}}
	m.addOwn(ctx, actor, imp)
	if has("member") {
		if m.choices["member"], err = s.memberChoice(ctx, actor); err != nil {
			return nil, err
		}
	}
	if has("tag") {
		if m.choices["tag"], err = s.tagChoice(ctx, actor); err != nil {
			return nil, err
		}
	}
	if kind.Choose == nil {
		return m, nil
	}
	own, err := kind.Choose(ctx, s.db, actor, has)
	for of, c := range own {
		m.choices[of] = c
	}
	return m, err
}

// choice is what values of a field can stand for.
func (m *meanings) choice(field string) Choice {
	if m.kind.own.Field(field) != nil {
		return m.choices[field]
	}
	return m.choices[m.kind.kindOf(field)]
}

// understands tells a value that says by itself what it stands for.
func (m *meanings) understands(field, value string) bool {
	key, ok := m.means(field, value)
	return ok && key != "" && key != NewTag
}

// means finds what a text stands for; empty is nothing.
func (m *meanings) means(field, text string) (key string, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", true
	}
	c := m.choice(field)
	if c.Means == nil {
		return "", false
	}
	return c.Means(text)
}

// suggest guesses what a value that is not understood may stand for.
func (m *meanings) suggest(field, value string) string {
	if c := m.choice(field); c.Suggest != nil {
		return c.Suggest(value)
	}
	return ""
}

func (s *Imports) memberChoice(ctx context.Context, actor account.Actor) (Choice, error) {
	names, err := memberNames(ctx, s.db, actor)
	if err != nil {
		return Choice{}, err
	}
	type named struct {
		ID   db.ID  `db:"id"`
		Name string `db:"name"`
	}
	members, err := db.Select[named](ctx, s.db, `SELECT m.id, m.name FROM members m WHERE m.workspace_id = $1 AND m.active ORDER BY m.name, m.id LIMIT 500`, actor.Workspace)
	if err != nil {
		return Choice{}, fmt.Errorf("read members: %w", err)
	}
	all := make([]ui.Option, len(members))
	for i, o := range members {
		all[i] = ui.Option{Value: o.ID.String(), Label: o.Name}
	}
	return Choice{
		Means: func(text string) (string, bool) {
			id, ok := names[memberKey(text)]
			return id.String(), ok
		},
		Suggest: func(value string) string {
			n := Nearest{Value: value}
			for _, o := range all {
				n.Try(o.Value, o.Label, sharedName(value, o.Label))
			}
			return n.Key
		},
		Options: append([]ui.Option{{Value: "", Label: i18n.T(ctx, "Whoever imports")}}, all...),
	}, nil
}

func (s *Imports) tagChoice(ctx context.Context, actor account.Actor) (Choice, error) {
	tags, err := s.records.Tags(ctx, actor, mostTags)
	if err != nil {
		return Choice{}, err
	}
	options := []ui.Option{{Value: NewTag, Label: i18n.T(ctx, "New tag")}, {Value: "", Label: i18n.T(ctx, "Leave out")}}
	for _, t := range tags {
		options = append(options, ui.Option{Value: t.ID.String(), Label: t.Name})
	}
	return Choice{Means: tagMeans(tags), Suggest: tagSuggest(tags), Options: options}, nil
}

func tagMeans(tags []record.Tag) func(string) (string, bool) {
	return func(text string) (string, bool) {
		if text == NewTag {
			return NewTag, true
		}
		key := search.Fold(text)
		for _, t := range tags {
			if search.Fold(t.Name) == key || t.ID.String() == text {
				return t.ID.String(), true
			}
		}
		return "", false
	}
}

func tagSuggest(tags []record.Tag) func(string) string {
	return func(value string) string {
		n := Nearest{Value: value, Key: NewTag}
		if len(search.Fold(value)) < 4 {
			n.most = 1
		}
		for _, t := range tags {
			n.Try(t.ID.String(), t.Name)
		}
		return n.Key
	}
}

func countries(ctx context.Context) Choice {
	lang := i18n.From(ctx).Lang
	c := Choice{Means: country.Parse, Name: func(code string) string {
		if country.Valid(code) {
			return country.Name(code, lang)
		}
		return code // what is none stays as typed
	}}
	for _, one := range country.All(lang) {
		c.Names = append(c.Names, one.Name)
	}
	c.Suggest = func(value string) string {
		n := Nearest{Value: value}
		for _, lang := range []string{"en", "bg"} {
			for _, c := range country.All(lang) {
				n.Try(c.Code, c.Name, LeadingName(value, c.Name))
			}
		}
		return n.Key
	}
	return c
}

func yesOrNo(ctx context.Context) Choice {
	return Choice{Means: YesOrNo, Options: []ui.Option{{Value: "yes", Label: i18n.T(ctx, "Yes")}, {Value: "no", Label: i18n.T(ctx, "No")}}}
}

// YesOrNo reads the words by which people and programs agree.
func YesOrNo(text string) (string, bool) {
	switch search.Fold(text) {
	case "yes", "y", "true", "1", "x", "da", "ja", "oui", "si", "active", "aktiven", "aktivna", "aktiv":
		return "yes", true
	case "no", "n", "false", "0", "-", "ne", "nein", "non", "inactive", "neaktiven", "neaktivna", "inaktiv":
		return "no", true
	}
	return "", false
}

// OneOf is the choice among options; words say other names of a value.
func OneOf(ctx context.Context, options []ui.Option, words map[string][]string) Choice {
	known := map[string]string{}
	for _, o := range options {
		for _, name := range append([]string{o.Value, o.Label}, words[o.Value]...) {
			known[search.Fold(name)] = o.Value
		}
	}
	return Choice{
		Means: func(text string) (string, bool) {
			key, ok := known[search.Fold(text)]
			return key, ok
		},
		Suggest: func(value string) string {
			n := Nearest{Value: value}
			for _, o := range options {
				n.Try(o.Value, o.Label, LeadingName(value, o.Label))
			}
			return n.Key
		},
		Options: append([]ui.Option{{Value: "", Label: i18n.T(ctx, "Leave empty")}}, options...),
	}
}

// Nearest looks among names for the one that is most like a value.
type Nearest struct {
	Value string
	Key   string // of the nearest so far
	most  int
}

// Try offers the names of a key.
func (n *Nearest) Try(key string, names ...string) {
	if n.most == 0 {
		n.most = 3
	}
	for _, name := range names {
		if d := distance(search.Fold(n.Value), search.Fold(name), n.most); d < n.most {
			n.Key, n.most = key, d
		}
	}
}

// LeadingName makes a value that begins with the name, as "Germany (DE)" does,
// equal to it.
func LeadingName(value, name string) string {
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
