// Package accounttest gives tests people to act as: members of a workspace in
// any role, and strangers to it.
package accounttest

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Password signs in everybody made here.
const Password = "quiet-river-4711"

// Actor returns a member with the role in a new workspace: Bulgarian, in euro,
// read in English at Sofia time.
func Actor(t testing.TB, d *db.DB, role account.Role) account.Actor {
	t.Helper()
	n := count.Add(1)
	a := account.Actor{WorkspaceName: fmt.Sprintf("Firm %d", n), Country: "BG", Currency: "EUR"}
	now := time.Now().UnixMilli()
	err := d.InTx(t.Context(), func(tx *db.Tx) (err error) {
		a.Workspace, err = db.Value[db.WorkspaceID](t.Context(), tx, `INSERT INTO workspaces
			(name, slug, country, currency, language, timezone, created_at, updated_at)
			VALUES ($1, $2, $3, $4, 'en', 'Europe/Sofia', $5, $6) RETURNING id`,
			a.WorkspaceName, fmt.Sprintf("firm-%d", n), a.Country, a.Currency, now, now)
		return err
	})
	if err != nil {
		t.Fatalf("insert workspace: %v", err)
	}
	return Member(t, d, a, role)
}

// Member returns another member of the workspace of with the role.
func Member(t testing.TB, d *db.DB, of account.Actor, role account.Role) account.Actor {
	t.Helper()
	a, n, now := of, count.Add(1), time.Now().UnixMilli()
	a.User, a.Member, a.Role, a.Teams, a.Session = db.NewID(), db.NewID(), role, nil, db.ID{}
	a.Name, a.Email = fmt.Sprintf("Vera Marinova %d", n), fmt.Sprintf("vera%d@kontor.example", n)
	a.Lang, a.Zone, a.Via = "en", zone(), "page"
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO users
			(id, email, email_key, password_hash, first_name, last_name, language, timezone, created_at, updated_at)
			VALUES ($1, $2, $3, $4, 'Vera', $5, 'en', 'Europe/Sofia', $6, $7)`,
			a.User, a.Email, a.Email, passwordHash(), fmt.Sprintf("Marinova %d", n), now, now)
		if err != nil {
			return err
		}
		_, err = tx.Exec(t.Context(), `INSERT INTO members
			(workspace_id, id, user_id, name, name_key, email, role, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			a.Workspace, a.Member, a.User, a.Name, fmt.Sprintf("vera marinova %d", n), a.Email, string(role), now, now)
		return err
	})
	if err != nil {
		t.Fatalf("insert member: %v", err)
	}
	return a
}

// Stranger returns the owner of another, new workspace.
func Stranger(t testing.TB, d *db.DB) account.Actor {
	t.Helper()
	return Actor(t, d, account.Owner)
}

var count atomic.Int64

var zone = sync.OnceValue(func() *time.Location {
	z, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		return time.UTC
	}
	return z
})

// passwordHash is a hash with the least work: tests are not attacked.
var passwordHash = sync.OnceValue(func() string {
	hash, err := argon2id.CreateHash(Password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		panic(err) // only if the system has no randomness
	}
	return hash
})

// SignIn returns the cookie of a new session of the actor.
func SignIn(t testing.TB, accounts *account.Domain, a account.Actor) *http.Cookie {
	t.Helper()
	token, err := accounts.Sessions.Start(t.Context(), a, "127.0.0.1", "test")
	if err != nil {
		t.Fatalf("start session: %v", err)
	}
	return accounts.SessionCookie(token)
}

// Token returns an API token of the actor with the scope "read" or
// "read,write".
func Token(t testing.TB, accounts *account.Domain, a account.Actor, scope string) string {
	t.Helper()
	token, err := accounts.Tokens.Create(t.Context(), a, "test", scope, 0)
	if err != nil {
		t.Fatalf("make token: %v", err)
	}
	return token
}
