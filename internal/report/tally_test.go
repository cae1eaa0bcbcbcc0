package report_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/demo"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/report"
	"kontor/internal/task"
	"kontor/internal/view"
)

// firm is a workspace at work.
type firm struct {
	t       *testing.T
	db      *db.DB
	actor   account.Actor
	notes   *activity.Domain
	people  *contact.Domain
	deals   *deal.Domain
	tasks   *task.Domain
	reports *report.Domain
}

func newFirm(t *testing.T, d *db.DB, contacts int) *firm {
	t.Helper()
	f := &firm{t: t, db: d, actor: accounttest.Actor(t, d, account.Owner)}
	secret, views := []byte(strings.Repeat("k", 32)), view.New(d, nil)
	f.notes = activity.New(d, nil)
	f.people = contact.New(contact.Needs{DB: d, Secret: secret, Activity: f.notes, Views: views})
	f.deals = deal.New(deal.Needs{DB: d, Secret: secret, Activity: f.notes, Contacts: f.people, Views: views})
	f.tasks = task.New(task.Needs{DB: d, Secret: secret, Activity: f.notes, Contacts: f.people, Views: views})
	f.reports = report.New(report.Needs{DB: d, Activity: f.notes, Deals: f.deals, Tasks: f.tasks})
	for range 2 {
		accounttest.Member(t, d, f.actor, account.User)
	}
	if err := demo.Fill(t.Context(), d, f.actor, demo.Options{Contacts: contacts, Sales: demo.All, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *firm) ids(query string) []db.ID {
	f.t.Helper()
	all, err := db.Values[db.ID](f.t.Context(), f.db, query+" AND workspace_id = $1 ORDER BY id LIMIT 40", f.actor.Workspace)
	if err != nil {
		f.t.Fatal(err)
	}
	return all
}

func (f *firm) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// change does what people do to every kind of record that is tallied.
func (f *firm) change() {
	f.t.Helper()
	ctx, r := f.t.Context(), rand.New(rand.NewPCG(1, 2))
	pipelines, err := f.deals.Pipelines.List(ctx, f.actor)
	f.must(err)
	reasons, err := f.deals.Reasons.List(ctx, f.actor)
	f.must(err)
	for i, id := range f.ids(`SELECT id FROM deals WHERE deleted_at IS NULL`) {
		to := pipelines[0].Stages[r.IntN(len(pipelines[0].Stages))]
		_, err := f.deals.Deals.Move(ctx, f.actor, id, deal.Move{To: to.ID, ReasonID: reasons[r.IntN(len(reasons))].ID})
		f.must(err)
		if i%4 == 0 {
			_, err = f.deals.Deals.Delete(ctx, f.actor, id, 0)
			f.must(err)
		}
		if i%8 == 0 {
			_, err = f.deals.Deals.Restore(ctx, f.actor, id)
			f.must(err)
		}
	}
	for i, id := range f.ids(`SELECT id FROM tasks WHERE deleted_at IS NULL`) {
		_, _, err := f.tasks.Tasks.Complete(ctx, f.actor, id, r.IntN(2) == 0)
		f.must(err)
		if i%5 == 0 {
			_, err = f.tasks.Tasks.Delete(ctx, f.actor, id, 0)
			f.must(err)
		}
	}
	for i, id := range f.ids(`SELECT id FROM contacts WHERE deleted_at IS NULL`)[:10] {
		n, err := f.notes.Notes.Create(ctx, f.actor, activity.Subject{Kind: "contact", ID: id}, activity.NoteInput{Kind: activity.CallKind, Body: "Hello"})
		f.must(err)
		if i%3 == 0 {
			_, err = f.notes.Notes.Delete(ctx, f.actor, n.ID, 0)
			f.must(err)
			_, err = f.people.Contacts.Delete(ctx, f.actor, id, 0)
			f.must(err)
		}
	}
}

// lines writes tallies as text, sorted, to be compared.
func lines(all []report.Tally) string {
	var out []string
	for _, t := range all {
		out = append(out, fmt.Sprintf("%s %s %s %s %s %s %s %d %d %d %d", t.Month, t.State, t.Pipeline, t.Stage, t.Reason, t.Owner, t.Currency, t.N, t.Value, t.Weighted, t.Span))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// deals counts the deals themselves.
func (f *firm) countDeals() string {
	all, err := db.Select[report.Tally](f.t.Context(), f.db, `SELECT month, status AS state, pipeline_id, stage_id, lost_reason_id AS reason_id, owner_id, currency,
		count(*) AS n, CAST(sum(value) AS BIGINT) AS value, CAST(sum(weighted) AS BIGINT) AS weighted, CAST(sum(span) AS BIGINT) AS span
		FROM (SELECT d.*, coalesce(substr(CASE status WHEN 'open' THEN expected_close_date ELSE actual_close_date END, 1, 7), '') AS month,
			CASE status WHEN 'won' THEN stage_at - created_at ELSE 0 END AS span FROM deals d) AS x
		WHERE workspace_id = $1 AND deleted_at IS NULL GROUP BY month, status, pipeline_id, stage_id, lost_reason_id, owner_id, currency`, f.actor.Workspace)
	f.must(err)
	return lines(all)
}

func (f *firm) countWithin(subject string, p report.Period) string {
	from, until := p.Ends()
	query := map[string]string{
		"move": `SELECT r.status AS state, r.member_id AS owner_id, count(*) AS n, CAST(sum(r.stood) AS BIGINT) AS span FROM deal_moves r
			JOIN deals d ON d.workspace_id = r.workspace_id AND d.id = r.deal_id AND d.deleted_at IS NULL
			WHERE r.workspace_id = $1 AND r.at >= $2 AND r.at < $3 GROUP BY r.status, r.member_id`,
		"task": `SELECT status AS state, owner_id, count(*) AS n FROM tasks
			WHERE workspace_id = $1 AND deleted_at IS NULL AND completed_at >= $2 AND completed_at < $3 GROUP BY status, owner_id`,
		"activity": `SELECT kind AS state, member_id AS owner_id, count(*) AS n FROM activities
			WHERE workspace_id = $1 AND deleted_at IS NULL AND at >= $2 AND at < $3 GROUP BY kind, member_id`,
	}[subject]
	all, err := db.Select[report.Tally](f.t.Context(), f.db, query, f.actor.Workspace, from, until)
	f.must(err)
	return lines(all)
}

func (f *firm) agrees(when string) {
	f.t.Helper()
	got, err := f.reports.Tallies.ReadDeals(f.t.Context(), f.actor)
	f.must(err)
	if a, b := lines(got), f.countDeals(); a != b {
		f.t.Fatalf("%s: tallies of deals say\n%s\nand there are\n%s", when, a, b)
	}
	for _, zone := range []string{"UTC", "Europe/Sofia", "Asia/Kathmandu", "America/Los_Angeles"} {
		f.actor.Zone, err = time.LoadLocation(zone)
		f.must(err)
		for _, subject := range []string{"move", "task", "activity"} {
			for _, key := range []string{"month", "last-month", "quarter", "last-12"} {
				got, p, err := f.reports.Tallies.ReadWithin(f.t.Context(), f.actor, subject, key, time.Now())
				f.must(err)
				if a, b := lines(got), f.countWithin(subject, p); a != b {
					f.t.Fatalf("%s: %s of %s in %s: tallies say\n%s\nand there are\n%s", when, subject, key, zone, a, b)
				}
			}
		}
	}
	for _, table := range []string{"contacts", "companies"} {
		subject := map[string]string{"contacts": "contact", "companies": "company"}[table]
		n, err := db.Value[int](f.t.Context(), f.db, `SELECT coalesce(sum(n), 0) - (SELECT count(*) FROM `+table+` c WHERE c.workspace_id = $1 AND c.deleted_at IS NULL)
			FROM tallies WHERE workspace_id = $2 AND subject = $3`, f.actor.Workspace, f.actor.Workspace, subject)
		if err != nil || n != 0 {
			f.t.Errorf("%s: tallies of %s are off by %d, %v", when, table, n, err)
		}
	}
}

func TestTallies_AgreeWithWhatThereIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d, 250)
		f.agrees("after the sample data")
		f.change()
		f.agrees("after changes")
		before, err := db.Value[int](t.Context(), d, `SELECT count(*) FROM tallies`)
		f.must(err)
		f.must(f.reports.Tallies.Fold(t.Context()))
		f.agrees("folded")
		after, err := db.Value[int](t.Context(), d, `SELECT count(*) FROM tallies`)
		if err != nil || after >= before {
			t.Errorf("%d tallies became %d, %v", before, after, err)
		}
		f.change()
		f.agrees("after more changes")
		_, err = demo.Remove(t.Context(), d, f.actor)
		f.must(err)
		f.agrees("after the sample data went")
	})
}
