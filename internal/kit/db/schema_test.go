package db_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// ours are the tables of the application: not the queue's, not goose's, not
// the shadow tables of full text.
func ours(name string) bool {
	return !strings.HasPrefix(name, "river_") && !strings.HasPrefix(name, "goose_") &&
		!strings.HasPrefix(name, "sqlite_") && !strings.HasPrefix(name, "search")
}

func strings1(t *testing.T, d *db.DB, query string, args ...any) []string {
	t.Helper()
	all, err := db.Values[string](t.Context(), d, query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func tables(t *testing.T, d *db.DB) []string {
	all := strings1(t, d, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
	return slices.DeleteFunc(all, func(s string) bool { return !ours(s) })
}

func TestSchema_IsTheSameOnBothEngines(t *testing.T) {
	lite, pg := dbtest.SQLite(t), dbtest.Postgres(t)
	var a []string
	for _, table := range tables(t, lite) {
		a = append(a, strings1(t, lite, `SELECT $1 || '.' || name || CASE WHEN "notnull" = 1 OR pk > 0 THEN ' not null' ELSE '' END
			FROM pragma_table_info($2)`, table, table)...)
	}
	b := strings1(t, pg, `SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
		FROM information_schema.columns WHERE table_schema = 'public'`)
	b = slices.DeleteFunc(b, func(s string) bool { return !ours(s) })
	slices.Sort(a)
	slices.Sort(b)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("SQLite (-) and PostgreSQL (+) differ:\n%s", diff)
	}
}

// global are unique keys that are looked up before the workspace is known.
var global = map[string]bool{"invitations_token": true, "api_tokens_hash": true, "calendar_feeds_hash": true}

func TestSchema_KeepsWorkspacesApart(t *testing.T) {
	d := dbtest.SQLite(t)
	for _, table := range tables(t, d) {
		cols := strings1(t, d, `SELECT name FROM pragma_table_info($1)`, table)
		if !slices.Contains(cols, "workspace_id") || table == "sessions" {
			continue
		}
		pk := strings1(t, d, `SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk`, table)
		if pk[0] != "workspace_id" {
			t.Errorf("%s: the primary key begins with %s, not workspace_id", table, pk[0])
		}
		indexes := indexesOf(t, d, table)
		for name, cols := range indexes {
			if cols[0] != "workspace_id" && !global[name] && !crossTenant[name] {
				t.Errorf("%s: index %s begins with %s, not workspace_id", table, name, cols[0])
			}
		}
		checkReferences(t, d, table, append([][]string{pk}, values(indexes)...))
	}
}

// crossTenant are indexes for sign-in and for clean-up over all workspaces.
var crossTenant = map[string]bool{"members_user": true, "idempotency_keys_created": true, "activities_deleted": true, "views_deleted": true,
	"tasks_remind": true}

func checkReferences(t *testing.T, d *db.DB, table string, indexes [][]string) {
	t.Helper()
	type reference struct {
		ID     int    `db:"id"`
		Target string `db:"target"`
		From   string `db:"from_column"`
	}
	found, err := db.Select[reference](t.Context(), d, `SELECT id, "table" AS target, "from" AS from_column FROM pragma_foreign_key_list($1) ORDER BY id, seq`, table)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[int][]string{}
	targets := map[int]string{}
	for _, r := range found {
		byID[r.ID] = append(byID[r.ID], r.From)
		targets[r.ID] = r.Target
	}
	for id, cols := range byID {
		tenant := targets[id] != "users" && targets[id] != "workspaces"
		if tenant && (len(cols) < 2 || cols[0] != "workspace_id") {
			t.Errorf("%s: the reference %v to %s does not include workspace_id", table, cols, targets[id])
		}
		if !slices.ContainsFunc(indexes, func(index []string) bool { return startsWith(index, cols) }) {
			t.Errorf("%s: no index begins with %v, the reference to %s", table, cols, targets[id])
		}
	}
}

func startsWith(index, cols []string) bool {
	return len(index) >= len(cols) && slices.Equal(index[:len(cols)], cols)
}

func indexesOf(t *testing.T, d *db.DB, table string) map[string][]string {
	all := map[string][]string{}
	for _, name := range strings1(t, d, `SELECT name FROM pragma_index_list($1)`, table) {
		all[name] = strings1(t, d, `SELECT coalesce(name, '(expression)') FROM pragma_index_info($1) ORDER BY seqno`, name)
	}
	return all
}

func values[K comparable, V any](m map[K]V) (all []V) {
	for _, v := range m {
		all = append(all, v)
	}
	return all
}

func TestSchema_RefusesLinksAcrossWorkspaces(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ws, other := workspace(t, d, "a"), workspace(t, d, "b")
		company := db.NewID()
		exec := func(query string, args ...any) error {
			return d.InTx(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), query, args...)
				return err
			})
		}
		if err := exec(`INSERT INTO companies (workspace_id, id, name, name_key, created_at, updated_at) VALUES ($1, $2, 'A', 'a', 1, 1)`, ws, company); err != nil {
			t.Fatal(err)
		}
		insert := `INSERT INTO contacts (workspace_id, id, name, name_key, company_id, created_at, updated_at) VALUES ($1, $2, 'B', 'b', $3, 1, 1)`
		if err := exec(insert, ws, db.NewID(), company); err != nil {
			t.Errorf("a link inside the workspace: %v", err)
		}
		if err := exec(insert, other, db.NewID(), company); err == nil {
			t.Error("a link to another workspace's company was accepted")
		}
		if err := exec(`UPDATE companies SET workspace_id = $1 WHERE id = $2`, other, company); err == nil {
			t.Error("a linked company moved to another workspace")
		}
	})
}

func TestSchema_KeysSortByBytesOnPostgres(t *testing.T) {
	d := dbtest.Postgres(t)
	wrong := strings1(t, d, `SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = 'public' AND (column_name LIKE '%\_key' OR column_name = 'birthday') AND data_type = 'text'
		AND table_name NOT LIKE 'river%' AND coalesce(collation_name, '') <> 'C'`)
	if len(wrong) > 0 {
		t.Errorf("these would sort by the database's own order: %v", wrong)
	}
}
