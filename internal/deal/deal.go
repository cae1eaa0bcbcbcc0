// Package deal owns what the workspace hopes to sell: deals, the pipelines and
// stages they pass, lost reasons, the board, the forecast and its targets.
//
// The stage of a deal decides over the rest (settle in rules.go):
//
//   - The status is that of the stage: open, won or lost. Who asks for a status
//     without naming a stage gets the stage of that status in the pipeline; who
//     reopens a deal gets the open stage it stood in last.
//   - The probability becomes that of the stage whenever the stage changes,
//     unless the same change says another one. It is 100 where a deal is won and
//     0 where it is lost, whatever is said.
//   - The day of closing is the day, where the actor is, on which the deal was
//     won or lost. Reopening empties it.
//   - A deal becomes lost with a reason: one of the list, a text, or both.
//     Leaving the lost stage empties them.
//   - A stage may require fields. They are asked for when a deal comes into the
//     stage, and cannot be emptied while it stands there.
//   - The value of a deal with lines is their total.
//   - The weighted value is the value times the probability, half away from
//     zero. Amounts of different currencies are never added.
package deal

import (
	"context"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/web"
	"kontor/internal/record"
	"kontor/internal/view"
)

// Needs is what the domain is built on.
type Needs struct {
	DB       *db.DB
	Secret   []byte // signs the cursors of lists
	Shell    web.Shell
	Accounts *account.Domain
	Activity *activity.Domain
	Contacts *contact.Domain
	Views    *view.Domain
	Queue    *jobs.Queue
}

// Domain is deals and pipelines with their pages and API.
type Domain struct {
	Deals     *Deals
	Pipelines *Pipelines
	Reasons   *Reasons
	Targets   *Targets

	// Related is what domains above show beside a deal; nil shows nothing.
	Related func(ctx context.Context, actor account.Actor, d Deal) (templ.Component, error)

	db       *db.DB
	key      []byte
	shell    web.Shell
	activity *activity.Domain
	contacts *contact.Domain
	records  *record.Domain
	fields   *customfield.Fields
	views    *view.Domain
}

// New returns the domain; deals join what all kinds of record can.
func New(n Needs) *Domain {
	pipelines := &Pipelines{db: n.DB}
	d := &Domain{
		Deals: &Deals{db: n.DB, pipelines: pipelines}, Pipelines: pipelines, Reasons: &Reasons{db: n.DB}, Targets: &Targets{db: n.DB},
		db: n.DB, key: n.Secret, shell: n.Shell, activity: n.Activity, contacts: n.Contacts, records: n.Contacts.Records, fields: n.Contacts.Fields, views: n.Views,
	}
	n.Contacts.Records.Add(d.kind())
	n.Contacts.Imports.Add(d.importKind())
	n.Contacts.Panels = append(n.Contacts.Panels, d.Panel)
	n.Contacts.Searched = append(n.Contacts.Searched, d.searched())
	return d
}
