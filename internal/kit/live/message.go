package live

import (
	"encoding/json"
	"slices"

	"kontor/internal/kit/db"
)

// Types of messages.
const (
	typeChanged = ""
	typeHere    = "here"   // who looks at a record on a node
	typeAsk     = "ask"    // who else looks at it?
	typeMissed  = "missed" // something was not told
)

// maxIDs is how many records a message names. What changes more is told by
// kind alone; PostgreSQL takes 8,000 bytes.
const maxIDs = 100

// message is what nodes tell each other: ids and kinds, never data.
type message struct {
	Type      string         `json:"t,omitempty"`
	Node      string         `json:"n,omitempty"`
	Workspace db.WorkspaceID `json:"w,omitempty"`
	Kind      string         `json:"k,omitempty"`
	IDs       []db.ID        `json:"i,omitempty"` // none: too many to name
	Page      string         `json:"p,omitempty"`
	Who       []Present      `json:"h,omitempty"`
}

func (m message) text() string {
	b, err := json.Marshal(m)
	if err != nil {
		return "{}" // cannot be: all of it is plain text
	}
	return string(b)
}

func parse(text []byte) (m message, ok bool) {
	return m, json.Unmarshal(text, &m) == nil
}

func (m message) topic() Topic {
	t := Topic{Workspace: m.Workspace, Kind: m.Kind}
	if len(m.IDs) > 0 {
		t.ID = m.IDs[0]
	}
	return t
}

// messagesOf puts the notices of a transaction into as few messages as can be.
func messagesOf(all []db.Notice) []message {
	var out []message
	seen := map[db.Notice]bool{}
	for _, n := range all {
		if seen[n] {
			continue
		}
		seen[n] = true
		i := slices.IndexFunc(out, func(m message) bool { return m.Workspace == n.Workspace && m.Kind == n.Kind && m.Page == n.Page })
		if i < 0 {
			i = len(out)
			out = append(out, message{Workspace: n.Workspace, Kind: n.Kind, Page: n.Page})
		}
		out[i].IDs = append(out[i].IDs, n.ID)
	}
	for i := range out {
		if len(out[i].IDs) > maxIDs {
			out[i].IDs = nil
		}
	}
	return out
}
