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

// entries returns the log of the actor's workspace, oldest first, as
// "action kind name".
func (s *site) entries(a account.Actor) []string {
	s.t.Helper()
	all, err := db.Values[string](s.t.Context(), s.db, `SELECT action || ' ' || kind || ' ' || name FROM audit_entries WHERE workspace_id = $1 ORDER BY id`, a.Workspace)
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

func (s *site) exec(query string, args ...any) error {
	return s.db.InTx(s.t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(s.t.Context(), query, args...)
		return err
	})
}

func TestAudit_TellsWhatHappensToAccounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.Owner)
		m := accounttest.Member(t, d, a, account.User)
		b := s.browser()
		b.header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
		b.post("/login", "email", a.Email, "password", "wrong one").expect(t, 422)
		b.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/")
		b.post("/settings/members/"+m.Member.String()+"/role", "role", "manager").leads(t, "/settings/members")
		b.post("/settings/members/"+m.Member.String()+"/deactivate").leads(t, "/settings/members")
		b.post("/settings/tokens", "name", "Robot", "scope", "read", "days", "30").expect(t, 200)
		b.post("/settings/password", "current_password", accounttest.Password, "password", "слон под чадър").leads(t, "/settings/password")
		b.post("/logout").leads(t, "/login")
		want := []string{"sign_in_failed session " + a.Email, "sign_in session Firefox, Linux", "role member " + m.Name, "deactivate member " + m.Name,
			"create token Robot", "password user " + a.Name, "sign_out session "}
		if got := s.entries(a); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if n := s.count(`SELECT count(*) FROM audit_entries WHERE workspace_id = $1 AND via = 'page' AND ip IN ('127.0.0.1', '::1')`, a.Workspace); n != len(want) {
			t.Errorf("%d entries say where from, want %d", n, len(want))
		}
		if n := s.count(`SELECT count(*) FROM audit_entries WHERE action = 'role' AND member_id = $1 AND who = $2 AND details = '{"from":"user","to":"manager"}'`, a.Member, a.Name); n != 1 {
			t.Error("the entry does not say who gave which role")
		}
		s.browser().post("/login", "email", "nobody@kontor.example", "password", "x").expect(t, 422)
		if n := s.count(`SELECT count(*) FROM audit_entries WHERE workspace_id = 0 AND name = 'nobody@kontor.example'`); n != 1 {
			t.Error("the server does not tell of a stranger who tried to sign in")
		}
	})
}

func TestAudit_StandsWithWhatItTells(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.Owner)
		s.as(a).post("/settings/members/"+a.Member.String()+"/role", "role", "user").expect(t, 409)
		for _, e := range s.entries(a) {
			if strings.HasPrefix(e, "role") {
				t.Errorf("the log tells of what was refused: %s", e)
			}
		}
	})
}

// sealed is a log of some entries that were sealed.
func (s *site) sealed(n int) account.Actor {
	s.t.Helper()
	a := accounttest.Actor(s.t, s.db, account.Owner)
	for range n {
		if err := s.accounts.Witness(s.t.Context(), a, account.Entry{Action: "export", Kind: "list", Name: "contacts"}); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := s.accounts.AuditLog.Seal(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s *site) verified(a account.Actor) account.Chain {
	s.t.Helper()
	all, err := s.accounts.AuditLog.Verify(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range all {
		if c.Workspace == a.Workspace {
			return c
		}
	}
	s.t.Fatal("no chain of the workspace")
	return account.Chain{}
}

func TestAudit_IsOnlyAddedTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.sealed(3)
		for _, query := range []string{
			"DELETE FROM audit_entries", "UPDATE audit_entries SET name = 'x'", "UPDATE audit_entries SET name = ''", "UPDATE audit_entries SET who = '', erased = 'x'", "UPDATE audit_entries SET seq = seq + 10, hash = hash",
			"UPDATE audit_seals SET seq = seq + 1", "DELETE FROM audit_seals",
		} {
			if err := s.exec(query); err == nil {
				t.Errorf("%s was carried out", query)
			}
		}
	})
}

// unguard does what somebody with the database in their hands can do.
func (s *site) unguard() {
	s.t.Helper()
	for _, name := range []string{"audit_entries_kept", "audit_entries_fixed", "audit_entries_sealed", "audit_entries_erased", "audit_seals_kept"} {
		query := "DROP TRIGGER " + name
		if s.db.Engine == db.Postgres {
			query += " ON " + name[:strings.LastIndex(name, "_")]
		}
		if err := s.exec(query); err != nil {
			s.t.Fatal(err)
		}
	}
}

func TestAuditVerify_SeesWhatWasChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.sealed(1)
		s.unguard()
		for name, c := range map[string]struct{ query, fault string }{
			"nothing":        {"UPDATE audit_entries SET name_key = 'x' WHERE workspace_id = $1 AND seq = 2", ""},
			"a name":         {"UPDATE audit_entries SET name = 'x' WHERE workspace_id = $1 AND seq = 2", "entry 2"},
			"who":            {"UPDATE audit_entries SET member_id = NULL WHERE workspace_id = $1 AND seq = 2", "entry 2"},
			"when":           {"UPDATE audit_entries SET at = at - 1 WHERE workspace_id = $1 AND seq = 4", "entry 4"},
			"one gone":       {"DELETE FROM audit_entries WHERE workspace_id = $1 AND seq = 3", "entry 3 is gone"},
			"the end gone":   {"DELETE FROM audit_entries WHERE workspace_id = $1 AND seq > 2", "entries after 2 are gone"},
			"all gone":       {"DELETE FROM audit_entries WHERE workspace_id = $1", "entries after 0 are gone"},
			"a forged seal":  {"UPDATE audit_seals SET signature = substr(signature, 1, 20) || '00' WHERE workspace_id = $1", "not made by this server"},
			"moved together": {"UPDATE audit_entries SET name = '', who = 'contacts' || who WHERE workspace_id = $1 AND seq = 1", "entry 1"},
		} {
			a := s.sealed(4)
			if got := s.verified(a); got.Fault != "" || got.Entries != 4 {
				t.Fatalf("%s: before: %+v", name, got)
			}
			query := c.query
			if name == "a forged seal" {
				if err := s.exec("DROP TRIGGER IF EXISTS " + map[db.Engine]string{db.SQLite: "audit_seals_changed", db.Postgres: "audit_seals_kept ON audit_seals"}[d.Engine]); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.exec(query, a.Workspace); err != nil {
				t.Fatal(err)
			}
			if got := s.verified(a); !strings.Contains(got.Fault, c.fault) || (c.fault == "") != (got.Fault == "") {
				t.Errorf("%s: %+v", name, got)
			}
		}
	})
}

func TestAuditVerify_KnowsFormerKeys(t *testing.T) {
	d := dbtest.SQLite(t)
	s := newSite(t, d)
	a := s.sealed(2)
	old := []byte("a secret of the tests, 32 bytes long")
	for name, c := range map[string]struct {
		box   *secret.Box
		fault string
	}{
		"kept": {secret.New([]byte("another secret of the tests, long"), old), ""}, "forgotten": {secret.New([]byte("another secret of the tests, long")), "SECRET_KEY_FALLBACKS"},
	} {
		accounts := account.New(d, account.Config{Secret: old, Box: c.box, Shell: shell})
		all, err := accounts.AuditLog.Verify(t.Context())
		if err != nil || len(all) != 1 || all[0].Workspace != a.Workspace || !strings.Contains(all[0].Fault, c.fault) || (c.fault == "") != (all[0].Fault == "") {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
	}
}
