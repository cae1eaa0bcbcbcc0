// Package report owns the home page and the reports: what the workspace's deals,
// tasks and conversations come to, and the tallies all of it is read from.
//
// Amounts of different currencies are never added. Days and months are those
// of the reader's zone. A number that stands for records leads to the list of
// them, which counts the same.
package report

import (
	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/web"
	"kontor/internal/task"
)

// Needs is what the domain is built on.
type Needs struct {
	DB       *db.DB
	Shell    web.Shell
	Accounts *account.Domain
	Activity *activity.Domain
	Deals    *deal.Domain
	Tasks    *task.Domain
}

// Domain is home and reports with their pages and API.
type Domain struct {
	Tallies *Tallies

	db       *db.DB
	shell    web.Shell
	accounts *account.Domain
	activity *activity.Domain
	deals    *deal.Domain
	tasks    *task.Domain
}

// New returns the domain.
func New(n Needs) *Domain {
	return &Domain{Tallies: &Tallies{db: n.DB}, db: n.DB, shell: n.Shell, accounts: n.Accounts, activity: n.Activity, deals: n.Deals, tasks: n.Tasks}
}
