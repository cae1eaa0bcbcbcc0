package demo_test

import (
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/task"
	"kontor/internal/view"
)

func work(d *db.DB) (*deal.Domain, *task.Domain) {
	secret, notes, views := []byte(strings.Repeat("k", 32)), activity.New(d, nil), view.New(d, nil)
	contacts := contact.New(contact.Needs{DB: d, Secret: secret, Activity: notes, Views: views})
	return deal.New(deal.Needs{DB: d, Secret: secret, Activity: notes, Contacts: contacts, Views: views}),
		task.New(task.Needs{DB: d, Secret: secret, Activity: notes, Contacts: contacts, Views: views})
}

// A deal or a task that says of itself what it is must be one the store takes
// as it is, changing nothing.
func TestFill_DealsAndTasksAreAsTheStoreMakesThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor := accounttest.Actor(t, d, account.Owner)
		fill(t, d, actor, 120, 1)
		sales, tasks := work(d)
		for _, id := range values[db.ID](t, d, `SELECT id FROM deals WHERE workspace_id = $1`, actor.Workspace) {
			was, err := sales.Deals.Get(t.Context(), actor, id)
			if err != nil {
				t.Fatal(err)
			}
			now, err := sales.Deals.Update(t.Context(), actor, id, was.Input())
			if err != nil || now.Version != was.Version {
				t.Fatalf("%+v\nbecame version %d, %v", was, now.Version, err)
			}
		}
		for _, id := range values[db.ID](t, d, `SELECT id FROM tasks WHERE workspace_id = $1`, actor.Workspace) {
			was, err := tasks.Tasks.Get(t.Context(), actor, id)
			if err != nil {
				t.Fatal(err)
			}
			now, err := tasks.Tasks.Update(t.Context(), actor, id, was.Input(actor.Zone))
			if err != nil || now.Version != was.Version {
				t.Fatalf("%+v\nbecame version %d, %v", was, now.Version, err)
			}
		}
	})
}

func TestFill_WorkIsBelievable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor := accounttest.Actor(t, d, account.Owner)
		fill(t, d, actor, 400, 1)
		now := time.Now()
		today := now.In(actor.Zone).Format(time.DateOnly)
		for what, least := range map[string]int{
			"deals WHERE status = 'open'":                                           40,
			"deals WHERE status = 'won'":                                            40,
			"deals WHERE status = 'lost' AND lost_reason_id IS NOT NULL":            40,
			"deals WHERE currency <> '" + actor.Currency + "'":                      5,
			"deals WHERE status = 'open' AND expected_close_date > '" + today + "'": 20,
			"tasks WHERE status <> 'done' AND due_date < '" + today + "'":           5,
			"tasks WHERE status <> 'done' AND due_date = '" + today + "'":           3,
			"tasks WHERE repeat <> ''":                                              1,
			"activities WHERE kind = 'call'":                                        100,
			"activities WHERE kind = 'meeting' AND at < $1":                         50,
			"activities WHERE kind = 'meeting' AND at > $1 AND created_at < $1":     5,
			"stages WHERE rotting_days > 0":                                         4,
			"search WHERE kind = 'deal'":                                            150,
			"search WHERE kind = 'task'":                                            300,
		} {
			var args []any
			if strings.Contains(what, "$1") {
				args = append(args, now.UnixMilli())
			}
			if n := count(t, d, what, args...); n < least {
				t.Errorf("%d %s, want at least %d", n, what, least)
			}
		}
		for _, wrong := range []string{
			"deals d JOIN stages s ON s.id = d.stage_id WHERE s.kind <> d.status",
			"deals WHERE (status = 'open') <> (actual_close_date IS NULL)",
			"deals WHERE stage_at < created_at OR actual_close_date > '" + today + "'",
			"deal_moves WHERE stood < 0",
			"tasks WHERE (status = 'done') <> (completed_at IS NOT NULL)",
		} {
			if n := count(t, d, wrong); n > 0 {
				t.Errorf("%d %s", n, wrong)
			}
		}
	})
}
