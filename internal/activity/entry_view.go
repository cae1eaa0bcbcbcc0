package activity

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// kind is what the form of the timeline writes.
func (t Timeline) kind() string {
	if t.Write == CallKind || t.Write == MeetingKind {
		return t.Write
	}
	return NoteKind
}

func (t Timeline) writes(ctx context.Context) string { return KindName(ctx, t.kind()) }

func (t Timeline) placeholder(ctx context.Context) string {
	if t.kind() == NoteKind {
		return i18n.T(ctx, "Write a note. @ mentions a colleague.")
	}
	return i18n.T(ctx, "What was said")
}

func (t Timeline) saves(ctx context.Context) string {
	switch t.kind() {
	case CallKind:
		return i18n.T(ctx, "Save call")
	case MeetingKind:
		return i18n.T(ctx, "Save meeting")
	}
	return i18n.T(ctx, "Save note")
}

// KindName is what a note, a call or a meeting is called.
func KindName(ctx context.Context, kind string) string {
	switch kind {
	case CallKind:
		return i18n.T(ctx, "Call")
	case MeetingKind:
		return i18n.T(ctx, "Meeting")
	}
	return i18n.T(ctx, "Note")
}

func kindIcon(kind string) string {
	switch kind {
	case CallKind:
		return "phone"
	case MeetingKind:
		return "calendar"
	}
	return "sticky-note"
}

func (n Note) icon() string { return kindIcon(n.Kind) }

// line says what the person did, after their name.
func (n Note) line(ctx context.Context) string {
	switch {
	case n.Kind == MeetingKind:
		return i18n.T(ctx, "noted a meeting: %s", n.Title)
	case n.Kind == CallKind && n.Says().Direction == "in":
		return i18n.T(ctx, "was called")
	case n.Kind == CallKind:
		return i18n.T(ctx, "called")
	}
	return i18n.T(ctx, "added a note")
}

// facts are what is known of a call or a meeting, in one line.
func (n Note) facts(ctx context.Context) string {
	if n.Kind == NoteKind {
		return ""
	}
	d := n.Says()
	var all []string
	if n.Kind == CallKind {
		all = append(all, resultName(ctx, d.Result))
	}
	if n.EndsAt != nil {
		all = append(all, i18n.N(ctx, "%s minute", "%s minutes", int((*n.EndsAt-n.At)/60_000)))
	}
	if d.Place != "" {
		all = append(all, d.Place)
	}
	if d.Attendees != "" {
		all = append(all, d.Attendees)
	}
	return strings.Join(all, " · ")
}

func directionName(ctx context.Context, key string) string {
	if key == "in" {
		return i18n.T(ctx, "They called us")
	}
	return i18n.T(ctx, "We called them")
}

func resultName(ctx context.Context, key string) string {
	switch key {
	case "no_answer":
		return i18n.T(ctx, "No answer")
	case "busy":
		return i18n.T(ctx, "Busy")
	case "voicemail":
		return i18n.T(ctx, "Left a message")
	}
	return i18n.T(ctx, "Spoke with them")
}

func optionsOf(ctx context.Context, keys []string, name func(context.Context, string) string) []ui.Option {
	all := make([]ui.Option, len(keys))
	for i, key := range keys {
		all[i] = ui.Option{Value: key, Label: name(ctx, key)}
	}
	return all
}

func entryControl(f web.Form, prefix, name, label string) ui.Control {
	return ui.Control{Name: name, ID: "f-" + prefix + name, Label: label, Error: f.Error(name)}
}

// withMembers lets a text name members by @.
func withMembers(c ui.Control) ui.Control {
	c.Attrs = templ.Attributes{"data-mentions": "/members/options"}
	return c
}

// part is a piece of a text; mentions stand out.
type part struct {
	text    string
	mention bool
}

// parts cuts the text where members are mentioned.
func (n Note) parts() []part {
	rest, mentions := n.Body, n.Says().Mentions
	var all []part
	for {
		at, length := -1, 0
		for _, m := range mentions {
			if i := indexFold(rest, "@"+m.Name); i >= 0 && (at < 0 || i < at) {
				at, length = i, len("@"+m.Name)
			}
		}
		if at < 0 || at+length > len(rest) {
			return append(all, part{rest, false})
		}
		all = append(all, part{rest[:at], false}, part{rest[at : at+length], true})
		rest = rest[at+length:]
	}
}

// indexFold finds words as they are written, or in lower case where that has
// the same length.
func indexFold(s, words string) int {
	if i := strings.Index(s, words); i >= 0 {
		return i
	}
	lower := strings.ToLower(s)
	if len(lower) != len(s) || len(strings.ToLower(words)) != len(words) {
		return -1
	}
	return strings.Index(lower, strings.ToLower(words))
}
