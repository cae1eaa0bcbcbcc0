package activity

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kontor/internal/kit/ui"
)

func noteID(n Note) string { return "note-" + n.ID.String() }

func notePath(n Note, verb string) string { return "/notes/" + n.ID.String() + verb }

// shows is a choice of what the timeline is narrowed to.
func (t Timeline) shows(label, show string) ui.SegItem {
	return ui.SegItem{Label: label, Href: t.path(show, ""), Current: t.Story.Show == show, Attrs: templ.Attributes{
		"hx-get": t.Story.Subject.Path() + "/timeline?show=" + show, "hx-target": "#story", "hx-swap": "outerHTML", "hx-push-url": t.path(show, ""),
	}}
}

// act is a line of a note's menu that posts and replaces the timeline.
func (t Timeline) act(n Note, verb, label, icon, tone string, fields map[string]string) ui.ItemProps {
	return ui.ItemProps{Label: label, Icon: icon, Tone: tone, Href: notePath(n, verb), Fields: fields, Attrs: templ.Attributes{
		"hx-post": notePath(n, verb), "hx-target": "#story", "hx-swap": "outerHTML",
	}}
}

func formFields(n Note) map[string]string {
	fields := map[string]string{"version": strconv.FormatInt(n.Version, 10)}
	if n.Pinned {
		fields["pinned"] = "1"
	}
	return fields
}

// editAttrs swaps the timeline when a note edited in it is saved; on a page of
// its own the form is an ordinary one.
func editAttrs(n Note, whole bool) templ.Attributes {
	if whole {
		return nil
	}
	return templ.Attributes{
		"hx-post": notePath(n, ""), "hx-target": "#story", "hx-swap": "outerHTML",
		"hx-status:422": "target:#" + noteID(n), "hx-status:409": "target:#" + noteID(n),
	}
}

// excerpt keeps a value of history to what fits a line.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > 80 {
		return string(runes[:79]) + "…"
	}
	return s
}
