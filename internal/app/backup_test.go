package app_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/backup"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// A backup that was missed is made at the start, once, however many nodes
// there are.
func TestBackup_OnScheduleOnce(t *testing.T) {
	for name, url := range map[string]string{"sqlite": dbtest.SQLiteURL(t), "postgres": dbtest.PostgresURL(t)} {
		t.Run(name, func(t *testing.T) {
			d, err := db.Open(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			accounttest.Actor(t, d, account.Owner)
			err = d.InTx(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), `UPDATE workspaces SET created_at = $1`, time.Now().AddDate(0, 0, -3).UnixMilli())
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "backups")
			for range 2 {
				apptest.Start(t, url, "BACKUP_DIR="+dir, "BACKUP_AT="+time.Now().Add(-time.Minute).Format("15:04"))
			}
			var good backup.Record
			for deadline := time.Now().Add(time.Minute); good.File == "" && time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
				if good, _, err = backup.Last(t.Context(), d); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(time.Second) // a second one would come now
			files, err := os.ReadDir(dir)
			if err != nil || len(files) != 1 || filepath.Base(good.File) != files[0].Name() {
				t.Errorf("written down %q, in the folder %v, %v", good.File, files, err)
			}
		})
	}
}
