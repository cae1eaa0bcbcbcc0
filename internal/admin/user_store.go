package admin

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// User is somebody who can sign in, whatever their workspaces.
type User struct {
	ID         db.ID  `db:"id"`
	Email      string `db:"email"`
	First      string `db:"first_name"`
	Last       string `db:"last_name"`
	Superuser  bool   `db:"superuser"`
	Active     bool   `db:"active"`
	CreatedAt  int64  `db:"created_at"`
	LastLogin  *int64 `db:"last_login_at"`
	Workspaces int64  `db:"workspaces"`
	Sessions   int64  `db:"sessions"`
}

// Name is what to call them.
func (u User) Name() string {
	if name := u.First + " " + u.Last; name != " " {
		return name
	}
	return u.Email
}

// Users are all users of the server.
type Users struct {
	db      *db.DB
	dropped func()
}

// perPage is how many lines a page shows.
const perPage = 50

// List returns users whose address or name has the words in it, by address,
// after the one given; at most one more than a page shows.
func (s *Users) List(ctx context.Context, actor account.Actor, words, after string) ([]User, error) {
	if err := mayAdminister(actor); err != nil {
		return nil, err
	}
	var q db.SQL
	q.S(`SELECT u.id, u.email, u.first_name, u.last_name, u.superuser, u.active, u.created_at, u.last_login_at,
		(SELECT count(*) FROM members m WHERE m.user_id = u.id AND m.active) AS workspaces,
		(SELECT count(*) FROM sessions s WHERE s.user_id = u.id AND s.expires_at > `).P(time.Now().UnixMilli()).S(`) AS sessions
		FROM users u WHERE u.email_key > `).P(after)
	if words != "" {
		like := "%" + db.LikeText(search.Fold(words)) + "%"
		q.S(` AND (u.email_key LIKE `).P(like).S(` ESCAPE '!' OR EXISTS (SELECT 1 FROM members m WHERE m.user_id = u.id AND m.name_key LIKE `).P(like).S(` ESCAPE '!'))`)
	}
	q.S(` ORDER BY u.email_key LIMIT `).P(perPage + 1)
	all, err := db.Select[User](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	return all, nil
}

// Get returns a user.
func (s *Users) Get(ctx context.Context, actor account.Actor, id db.ID) (User, error) {
	if err := mayAdminister(actor); err != nil {
		return User{}, err
	}
	return db.Get[User](ctx, s.db, `SELECT id, email, first_name, last_name, superuser, active, created_at, last_login_at, 0 AS workspaces, 0 AS sessions
		FROM users WHERE id = $1`, id)
}

// Standing is what a user may do on this server.
type Standing struct {
	Active    bool // may sign in
	Superuser bool // administers the server
}

// Set gives a user another standing, and ends the sessions of one who may not
// sign in any more. Nobody changes their own, so that somebody is always left.
func (s *Users) Set(ctx context.Context, actor account.Actor, id db.ID, to Standing) (User, error) {
	u, err := s.Get(ctx, actor, id)
	if err != nil {
		return u, err
	}
	if id == actor.User {
		return u, fault.Conflict{Text: i18n.T(ctx, "Nobody changes this for themselves. Ask another administrator.")}
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE users SET active = $1, superuser = $2, version = version + 1, updated_at = $3 WHERE id = $4`, to.Active, to.Superuser && to.Active, time.Now().UnixMilli(), id)
		if err == nil && !to.Active {
			_, err = tx.Exec(ctx, `DELETE FROM sessions WHERE user_id = $1`, id)
		}
		if err != nil {
			return err
		}
		server := account.Actor{Name: actor.Name, Email: actor.Email, Via: actor.Via} // of no workspace
		return account.Audit(ctx, tx, server, entries(u, to)...)
	})
	if err != nil {
		return u, fmt.Errorf("change user: %w", err)
	}
	s.dropped()
	u.Active, u.Superuser = to.Active, to.Superuser && to.Active
	return u, nil
}

// entries tell the audit log of the server what a new standing changes.
func entries(u User, to Standing) (all []account.Entry) {
	tell := func(action string) {
		all = append(all, account.Entry{Action: action, Kind: "user", Record: u.ID, Name: u.Email})
	}
	if u.Active != to.Active {
		tell(map[bool]string{true: "reactivate", false: "deactivate"}[to.Active])
	}
	if u.Superuser != (to.Superuser && to.Active) {
		tell(map[bool]string{true: "superuser", false: "role"}[to.Superuser])
	}
	return all
}

func mayAdminister(actor account.Actor) error {
	if !actor.Superuser {
		return fault.NotFound{}
	}
	return nil
}
