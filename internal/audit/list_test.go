package audit_test

import (
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/audit"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/list/listtest"
)

func sqlite(t *testing.T) string { return dbtest.SQLiteURL(t) }

func TestAuditList_Conforms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := accounttest.Actor(t, d, account.Owner)
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			return account.Audit(t.Context(), tx, a, account.Entry{Action: "role", Kind: "member", Record: a.Member, Name: "Vera"}, account.Entry{Action: "export", Kind: "list"})
		})
		if err != nil {
			t.Fatal(err)
		}
		listtest.Conforms(t, d, audit.Entity(), a.Scope(account.AuditKind))
	})
}
