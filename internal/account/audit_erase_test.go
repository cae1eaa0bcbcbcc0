package account_test

import (
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/secret"
)

// named makes a workspace whose sealed log names somebody twice, and returns the
// record that one of the entries is about.
func (s *site) named() (account.Actor, db.ID) {
	s.t.Helper()
	a, record := accounttest.Actor(s.t, s.db, account.Owner), db.NewID()
	for _, e := range []account.Entry{
		{Action: "create", Kind: "contact", Record: record, Name: "Zlatan Quetzalov"}, {Action: "create", Kind: "deal", Name: "Roof of Zlatan Quetzalov"},
		{Action: "export", Kind: "list", Name: "contacts", Details: account.Details{"query": "q=Zlatan Quetzalov"}.String()}, {Action: "create", Kind: "contact", Name: "Vera"},
	} {
		if err := s.accounts.Witness(s.t.Context(), a, e); err != nil {
			s.t.Fatal(err)
		}
	}
	return a, record
}

func (s *site) erase(a account.Actor, record db.ID) {
	s.t.Helper()
	log, ctx := s.accounts.AuditLog, s.t.Context()
	ids, err := log.Mentioning(ctx, a, []string{"%Zlatan Quetzalov%"})
	if err != nil {
		s.t.Fatal(err)
	}
	clean := func(text string) string { return strings.ReplaceAll(text, "Zlatan Quetzalov", "[erased]") }
	if err := s.db.InTx(ctx, func(tx *db.Tx) error { return log.Erase(ctx, tx, a, []db.ID{record}, ids, clean, clean) }); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) naming(a account.Actor) int {
	s.t.Helper()
	n, err := db.Value[int](s.t.Context(), s.db, `SELECT count(*) FROM audit_entries WHERE workspace_id = $1
		AND (name LIKE '%uetzalov%' OR name_key LIKE '%uetzalov%' OR details LIKE '%uetzalov%')`, a.Workspace)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func TestAuditErase_LeavesAChainThatProves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a, record := s.named()
		if n := s.naming(a); n != 3 {
			t.Fatalf("%d entries name the person", n)
		}
		s.erase(a, record)
		if n := s.naming(a); n != 0 {
			t.Errorf("%d entries still name the person", n)
		}
		if c := s.verified(a); c.Fault != "" || c.Entries != 4 {
			t.Errorf("%+v", c)
		}
		s.erase(a, record) // once more, with nothing left
		if c := s.verified(a); c.Fault != "" {
			t.Errorf("%+v", c)
		}
	})
}

func TestAuditErase_IsNoWayToChangeAnEntry(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.unguard()
		for name, c := range map[string]struct{ before, after string }{
			"erased by hand":           {after: "UPDATE audit_entries SET name = '', erased = 'x' WHERE workspace_id = $1 AND seq = 4"},
			"another's signature":      {after: "UPDATE audit_entries SET name = '', erased = (SELECT max(e.erased) FROM audit_entries e WHERE e.erased <> '') WHERE workspace_id = $1 AND seq = 4"},
			"who, of an erased one":    {after: "UPDATE audit_entries SET who = 'x' WHERE workspace_id = $1 AND seq = 1"},
			"a name again":             {after: "UPDATE audit_entries SET name = 'x' WHERE workspace_id = $1 AND seq = 1"},
			"hidden by an erasure":     {before: "UPDATE audit_entries SET who = 'x' WHERE workspace_id = $1 AND seq = 1"},
			"the hash of an erased":    {after: "UPDATE audit_entries SET hash = (SELECT e.hash FROM audit_entries e WHERE e.workspace_id = $1 AND e.seq = 2) WHERE workspace_id = $1 AND seq = 1"},
			"the mark taken off again": {after: "UPDATE audit_entries SET erased = '' WHERE workspace_id = $1 AND seq = 1"},
		} {
			a, record := s.named()
			if err := s.accounts.AuditLog.Seal(t.Context()); err != nil {
				t.Fatal(err)
			}
			if c.before != "" {
				if err := s.exec(c.before, a.Workspace); err != nil {
					t.Fatal(err)
				}
			}
			s.erase(a, record)
			if c.after != "" {
				if err := s.exec(c.after, a.Workspace); err != nil {
					t.Fatal(err)
				}
			}
			if got := s.verified(a); got.Fault == "" {
				t.Errorf("%s: %+v", name, got)
			}
		}
	})
}

func TestAuditErase_IsSignedAnewWithANewKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a, record := s.named()
		s.erase(a, record)
		old, fresh := []byte("a secret of the tests, 32 bytes long"), []byte("another secret of the tests, long")
		turned := account.New(d, account.Config{Secret: fresh, Box: secret.New(fresh, old), Shell: shell})
		if err := turned.AuditLog.Reseal(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := turned.Witness(t.Context(), a, account.Entry{Action: "export", Kind: "list"}); err != nil {
			t.Fatal(err)
		}
		if err := turned.AuditLog.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		forgot := account.New(d, account.Config{Secret: fresh, Box: secret.New(fresh), Shell: shell})
		all, err := forgot.AuditLog.Verify(t.Context())
		if err != nil || len(all) != 1 || all[0].Fault != "" {
			t.Errorf("%+v, %v", all, err)
		}
	})
}
