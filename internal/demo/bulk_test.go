package demo_test

import (
	"reflect"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/demo"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// Many contacts go into tables whose indexes are dropped and made again.
func TestFill_ManyKeepsTheSchema(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor := accounttest.Actor(t, d, account.Owner)
		schema := `SELECT name || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name`
		if d.Engine == db.Postgres {
			schema = `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname`
		}
		before := values[string](t, d, schema)
		steps := 0
		err := demo.Fill(t.Context(), d, actor, demo.Options{Contacts: 10_000, Sales: demo.All, Seed: 1, Progress: func(done, total int) { steps++ }})
		if err != nil {
			t.Fatal(err)
		}
		if after := values[string](t, d, schema); !reflect.DeepEqual(before, after) {
			t.Errorf("the schema was\n%v\nand is\n%v", before, after)
		}
		if steps < 2 {
			t.Errorf("%d steps of progress", steps)
		}
		if n := count(t, d, "contacts WHERE workspace_id = $1", actor.Workspace); n != 10_000 {
			t.Errorf("%d contacts", n)
		}
		if n := count(t, d, `contacts c WHERE NOT EXISTS (SELECT 1 FROM search s WHERE s.workspace_id = c.workspace_id AND s.kind = 'contact' AND s.record_id = c.id)`); n != 0 {
			t.Errorf("%d contacts cannot be found", n)
		}
		if d.Engine == db.SQLite {
			if broken := values[string](t, d, `SELECT "table" FROM pragma_foreign_key_check`); len(broken) > 0 {
				t.Errorf("%d references lead nowhere, the first of %s", len(broken), broken[0])
			}
		}
	})
}
