package db_test

import (
	"os"
	"strings"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// Workspaces that never had purposes get the first two in their language; the
// others keep what they have.
func TestMigrate_GivesWorkspacesPurposes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		text, err := os.ReadFile("migrations/" + string(d.Engine) + "/0111_purposes.sql")
		if err != nil {
			t.Fatal(err)
		}
		bg, en, has := workspace(t, d, "a"), workspace(t, d, "b"), workspace(t, d, "c")
		err = d.InTx(t.Context(), func(tx *db.Tx) error {
			if _, err := tx.Exec(t.Context(), `UPDATE workspaces SET language = 'bg' WHERE id = $1`, bg); err != nil {
				return err
			}
			_, err := tx.Exec(t.Context(), `INSERT INTO purposes (workspace_id, id, name, name_key, basis, created_at, updated_at) VALUES ($1, $2, 'Events', 'events', 'consent', 1, 1)`, has, db.NewID())
			for range 2 {
				if err == nil {
					_, err = tx.Exec(t.Context(), string(text))
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		all, err := db.Values[string](t.Context(), d, `SELECT p.name FROM purposes p WHERE p.workspace_id IN ($1, $2, $3) ORDER BY p.workspace_id, p.name_key`, bg, en, has)
		if got := strings.Join(all, ", "); err != nil || got != "Бюлетин, Оферти по имейл, Newsletter, Offers by e-mail, Events" {
			t.Errorf("%s, %v", got, err)
		}
	})
}
