package account_test

import (
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// Made by Django's make_password("слон под чадър", "seasalt", "pbkdf2_sha256")
// with 1,000 iterations.
const djangoHash = "pbkdf2_sha256$1000$seasalt$/zFsVl5cTcfFSqXXybFulIXJRzOVvqwDWI/uNoQ1lP8="

func TestSignIn_TakesPasswordsOfDjango(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, s.db, account.Owner)
		keep := func(hash string) {
			err := s.db.InTx(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), `UPDATE users SET password_hash = $1 WHERE id = $2`, hash, a.User)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		kept := func() string {
			hash, err := db.Value[string](t.Context(), s.db, `SELECT password_hash FROM users WHERE id = $1`, a.User)
			if err != nil {
				t.Fatal(err)
			}
			return hash
		}
		keep(djangoHash)
		s.browser().post("/login", "email", a.Email, "password", "another").expect(t, 422, "is wrong")
		if kept() != djangoHash {
			t.Error("a wrong password changed the hash")
		}
		s.browser().post("/login", "email", a.Email, "password", "слон под чадър").leads(t, "/")
		if !strings.HasPrefix(kept(), "$argon2id$") {
			t.Errorf("kept as %s", kept())
		}
		s.browser().post("/login", "email", a.Email, "password", "слон под чадър").leads(t, "/")
		for _, odd := range []string{"pbkdf2_sha256$x$y", "pbkdf2_sha256$99999999$seasalt$AAAA", "pbkdf2_sha256$1000$seasalt$%%"} {
			keep(odd)
			s.browser().post("/login", "email", a.Email, "password", "слон под чадър").expect(t, 422, "is wrong")
		}
	})
}
