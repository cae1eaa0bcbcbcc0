package view

import (
	"context"
	"database/sql/driver"
	"slices"
	"strings"
	"unicode/utf8"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// Audiences: who sees a view.
const (
	Private = "private" // its owner
	Shared  = "shared"  // every member of the workspace may open it
	Pinned  = "pinned"  // and everybody has it among the tabs
)

// Audiences lists them from few to many.
func Audiences() []string { return []string{Private, Shared, Pinned} }

// Payload is what a view keeps of a list: what it asks, in the grammar of the
// list's address, and how it looks. "me" and "-30d" stay words and mean
// something else for every reader.
type Payload struct {
	V       int            `json:"v"`
	Query   string         `json:"query"`
	Density string         `json:"density,omitempty"` // "", "compact" or "comfortable"
	Widths  map[string]int `json:"widths,omitempty"`  // of columns, in pixels, by key
	Group   string         `json:"group,omitempty"`   // key of the field the rows are grouped by
}

// Value is the payload as JSON.
func (p Payload) Value() (driver.Value, error) {
	p.V = 1
	j, err := db.ToJSON(p)
	if err != nil {
		return nil, err
	}
	return j.Value()
}

// Scan reads what Value wrote.
func (p *Payload) Scan(src any) error {
	var j db.JSON
	if err := j.Scan(src); err != nil {
		return err
	}
	*p = Payload{}
	return j.Decode(p)
}

// View is a saved view as one member has it.
type View struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	List      string         `db:"list"`
	Name      string         `db:"name"`
	Audience  string         `db:"audience"`
	Owner     db.ID          `db:"owner_id"`
	Payload   Payload        `db:"payload"`
	Version   int64          `db:"version"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
	DeletedAt *int64         `db:"deleted_at"`

	OwnerName string `db:"owner_name,ro"`
	Position  *int64 `db:"position,ro"` // among the member's tabs, if they chose one
	Shown     *bool  `db:"shown,ro"`    // whether it is a tab, if they chose
	Favourite bool   `db:"favourite,ro"`
}

// IsTab tells whether the member has the view among the tabs: as they chose,
// else if it is their own or pinned.
func (v View) IsTab(actor account.Actor) bool {
	if v.Shown != nil {
		return *v.Shown
	}
	return v.Owner == actor.Member || v.Audience == Pinned
}

// MayChange tells whether the actor may change the view: its owner may, and
// whoever manages views those that others see. So a view stays in good hands
// when its owner leaves.
func (v View) MayChange(actor account.Actor) bool {
	if actor.ReadOnly {
		return false
	}
	return v.Owner == actor.Member || v.Audience != Private && actor.Can(account.ManageViews)
}

// Input is what a person can say about a view.
type Input struct {
	Name     string
	Audience string
	Payload  Payload
	Version  int64 // it was read at; 0 is whichever is there
}

// Limits of a view.
const (
	maxName  = 80
	minWidth = 48
	maxWidth = 1000
)

// validate tidies the input. before is what the view keeps by now, nil if it is
// new: what stays as it is may name fields that are no longer there.
func (in *Input) validate(ctx context.Context, l *list.List, before *Payload) error {
	invalid := fault.Invalid{}
	in.Name = strings.Join(strings.Fields(in.Name), " ")
	switch n := utf8.RuneCountInString(in.Name); {
	case n == 0:
		invalid.Add("name", i18n.T(ctx, "Give the view a name."))
	case n > maxName:
		invalid.Add("name", i18n.N(ctx, "This is longer than %s character.", "This is longer than %s characters.", maxName))
	case !utf8.ValidString(in.Name) || strings.ContainsRune(in.Name, 0):
		invalid.Add("name", i18n.T(ctx, "This holds characters that cannot be stored."))
	}
	if !slices.Contains(Audiences(), in.Audience) {
		invalid.Add("audience", i18n.T(ctx, "This is none of the choices."))
	}
	if before == nil {
		before = &Payload{}
	}
	in.Payload.validate(ctx, l, before, invalid)
	return invalid.OrNil()
}

func (p *Payload) validate(ctx context.Context, l *list.List, before *Payload, invalid fault.Invalid) {
	if p.Query != before.Query || p.Group != before.Group {
		q, problems := l.Parse(ctx, p.Query)
		for _, problem := range problems {
			invalid.Add("query", problem.Param+": "+problem.Text)
		}
		if p.Group != before.Group {
			q.Group = p.Group
		}
		p.Group, p.Query = q.Group, l.Canonical(q) // the one usual way, so that it can be compared
	}
	if !slices.Contains([]string{"", "compact", "comfortable"}, p.Density) {
		invalid.Add("density", i18n.T(ctx, "This is none of the choices."))
	}
	if p.Group != before.Group && p.Group != "" && l.Grouped(list.Query{Group: p.Group}) == nil {
		invalid.Add("group", i18n.T(ctx, "The list cannot be grouped by “%s”.", p.Group))
	}
	for key, width := range p.Widths {
		if before.Widths[key] == width {
			continue
		}
		if l.Field(key) == nil {
			invalid.Add("widths", i18n.T(ctx, "There is no field “%s”.", key))
		} else if width < minWidth || width > maxWidth {
			invalid.Add("widths", i18n.T(ctx, "Between %d and %d.", minWidth, maxWidth))
		}
	}
}
