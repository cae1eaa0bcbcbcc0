package list

import (
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

// Scope says who asks and what they may see and change. It is made by
// account.Actor only; the zero value reaches nothing.
type Scope struct {
	Workspace  db.WorkspaceID
	Member     db.ID   // "me", and the owner of "own" records
	Teams      []db.ID // teams of the member
	See, Write Reach
	Has        func(permission string) bool
	Now        time.Time
	Zone       *time.Location
	Currency   string // of the workspace: what an amount without one is in
	Country    string // of the workspace: how a phone number without +… is read
	Via        string // by which way changes come: page, api, import, job
}
