package list

import (
	"fmt"
	"slices"
	"time"

	"kontor/internal/kit/db"
)

// Reach says whose records: nobody's, one's own, one's teams' (and those that
// belong to nobody), or all of the workspace's.
type Reach int

// The reaches, from narrow to wide; the zero value reaches nothing.
const (
	None Reach = iota
	Own
	Team
	All
)

// reachNames are the reaches as they are stored.
var reachNames = [...]string{"none", "own", "team", "all"}

// MarshalText writes the reach by its name.
func (r Reach) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// String is the name of the reach.
func (r Reach) String() string { return reachNames[r] }

// UnmarshalText reads a name; one that is not there is an error.
func (r *Reach) UnmarshalText(text []byte) error {
	i := slices.Index(reachNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("%q is no reach", text)
	}
	*r = Reach(i)
	return nil
}

// Scope says who asks and what they may see and change. It is made by
// account.Actor only; the zero value reaches nothing.
type Scope struct {
	Workspace db.WorkspaceID
	Member    db.ID   // "me", and the owner of "own" records
	Teams     []db.ID // teams of the member
	See       Reach
	Write     Reach // change
	Delete    Reach // to the recycle bin, and out of it
	Has       func(permission string) bool
	Now       time.Time
	Zone      *time.Location
	Currency  string // of the workspace: what an amount without one is in
	Country   string // of the workspace: how a phone number without +… is read
	Via       string // by which way changes come: page, api, import, job
}
