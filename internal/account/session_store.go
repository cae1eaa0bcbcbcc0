package account

import (
	"context"
	"crypto/sha256"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Sessions is the shelf of sessions.
type Sessions struct{ store }

// touchEvery is how often reading pages may write when somebody was last seen.
const touchEvery = time.Minute

// hash is what is kept of a session's token: worthless without the secret.
func (s *Sessions) hash(token string) [32]byte {
	var b [32 + tokenLength]byte
	copy(b[:], s.secret[:])
	copy(b[32:], token)
	return sha256.Sum256(b[:])
}

// actorRow is an actor as the database has it.
type actorRow struct {
	User      db.ID          `db:"user_id"`
	Member    db.ID          `db:"member_id"`
	Workspace db.WorkspaceID `db:"workspace_id"`
	Role      string         `db:"role"`
	Rights    db.JSON        `db:"rights"`
	Decided   int64          `db:"rights_version"`
	Superuser bool           `db:"superuser"`
	Name      string         `db:"name"`
	Email     string         `db:"email"`
	Avatar    string         `db:"avatar"`
	Firm      string         `db:"workspace_name"`
	Lang      string         `db:"language"`
	Zone      string         `db:"timezone"`
	Country   string         `db:"country"`
	Currency  string         `db:"currency"`
	Unproven  bool           `db:"unproven"`
	Bound     bool           `db:"bound"`

	ID       db.ID  `db:"credential_id"`
	LastSeen *int64 `db:"last_seen_at"`
	Proved   int64  `db:"confirmed_at"`
	Scope    string `db:"scope"`
}

const actorColumns = `u.id AS user_id, m.id AS member_id, m.workspace_id, m.role, u.superuser, m.name, u.email, u.avatar,
	w.name AS workspace_name, w.rights, w.rights_version, u.language, u.timezone, w.country, w.currency,
	w.second_factor AND NOT EXISTS (SELECT 1 FROM authenticators x WHERE x.user_id = u.id AND x.confirmed_at IS NOT NULL)
	AND NOT EXISTS (SELECT 1 FROM passkeys y WHERE y.user_id = u.id) AS unproven`

// actor turns the row into an Actor, with the teams.
func (s store) actor(ctx context.Context, p actorRow, via string) (*Actor, error) {
	teams, err := db.Values[db.ID](ctx, s.db,
		"SELECT team_id FROM team_members WHERE workspace_id = $1 AND member_id = $2 ORDER BY team_id", p.Workspace, p.Member)
	if err != nil {
		return nil, err
	}
	rights, err := p.rights()
	if err != nil {
		return nil, err
	}
	return &Actor{
		User: p.User, Member: p.Member, Workspace: p.Workspace, Role: Role(p.Role), Rights: rights, Decided: p.Decided, Teams: teams, Superuser: p.Superuser,
		Name: p.Name, Email: p.Email, Picture: pictureOf(p.Member, p.Avatar), WorkspaceName: p.Firm, Lang: p.Lang, Zone: zoneOf(p.Zone),
		Country: p.Country, Currency: p.Currency, Via: via, Unproven: p.Unproven,
	}, nil
}

// find returns who is behind the session and whether its life was prolonged.
func (s *Sessions) find(ctx context.Context, hash [32]byte, now time.Time) (a *Actor, touched bool, err error) {
	p, err := db.Get[actorRow](ctx, s.db, `SELECT `+actorColumns+`, s.public_id AS credential_id, s.last_seen_at, s.confirmed_at, s.bound, '' AS scope
		FROM sessions s
		JOIN users u ON u.id = s.user_id
		JOIN members m ON m.workspace_id = s.workspace_id AND m.user_id = s.user_id
		JOIN workspaces w ON w.id = s.workspace_id
		WHERE s.hash = $1 AND s.expires_at > $2 AND u.active AND m.active AND `+byTheRightDoor, hash[:], now.UnixMilli())
	if err != nil {
		return nil, false, err
	}
	a, err = s.actor(ctx, p, "page")
	if err != nil {
		return nil, false, err
	}
	a.Session, a.ConfirmedAt = p.ID, p.Proved
	if a.Bound = p.Bound; a.Bound {
		a.Superuser, a.Unproven = false, false // the provider speaks for its workspace, not for the server, and has steps of its own
	}
	if now.UnixMilli()-*p.LastSeen < touchEvery.Milliseconds() {
		return a, false, nil
	}
	return a, true, unlessFull(s.touch(ctx, hash, p, now))
}

func (s *Sessions) touch(ctx context.Context, hash [32]byte, p actorRow, now time.Time) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE sessions SET last_seen_at = $1, expires_at = CASE WHEN created_at + $2 < $3 THEN created_at + $2 ELSE $3 END WHERE hash = $4`,
			now.UnixMilli(), SessionMost.Milliseconds(), now.Add(SessionLife).UnixMilli(), hash[:])
		if err != nil {
			return err
		}
		return seen(ctx, tx, p.Workspace, p.Member, now)
	})
}

// unlessFull lets those go on who only read when the disk is full: when they
// were last seen is then not written.
func unlessFull(err error) error {
	if fault.IsFull(err) {
		return nil
	}
	return err
}

func seen(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, member db.ID, now time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE members SET last_seen_at = $1 WHERE workspace_id = $2 AND id = $3", now.UnixMilli(), ws, member)
	return err
}

// provedAt is when whoever signs in proved who they are: just now, or when the
// provider says, which may have known them for long.
func (a Actor) provedAt(now time.Time) int64 {
	if a.Bound {
		return a.ConfirmedAt
	}
	return now.UnixMilli()
}

// Start begins a session for the actor and returns its token, which is kept
// nowhere. Sessions that ran out are removed on the way.
func (s *Sessions) Start(ctx context.Context, actor Actor, ip, agent string) (token string, err error) {
	return s.begin(ctx, actor, device{ip, agent}, func(*db.Tx) error { return nil })
}

// begin is Start, with what else belongs into its transaction.
func (s *Sessions) begin(ctx context.Context, actor Actor, from device, also func(*db.Tx) error) (token string, err error) {
	token, now := newToken(), time.Now()
	hash := s.hash(token)
	row := struct {
		Hash      []byte         `db:"hash"`
		ID        db.ID          `db:"public_id"`
		User      db.ID          `db:"user_id"`
		Workspace db.WorkspaceID `db:"workspace_id"`
		IP        string         `db:"ip"`
		Agent     string         `db:"agent"`
		Created   int64          `db:"created_at"`
		Seen      int64          `db:"last_seen_at"`
		Expires   int64          `db:"expires_at"`
		Confirmed int64          `db:"confirmed_at"`
		Bound     bool           `db:"bound"`
	}{hash[:], db.NewID(), actor.User, actor.Workspace, from.ip, from.agent, now.UnixMilli(), now.UnixMilli(), now.Add(SessionLife).UnixMilli(), actor.provedAt(now), actor.Bound}
	err = s.write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "DELETE FROM sessions WHERE expires_at < $1", now.UnixMilli()); err != nil {
			return err
		}
		if err := db.Insert(ctx, tx, "sessions", &row); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE users SET last_login_at = $1 WHERE id = $2", now.UnixMilli(), actor.User); err != nil {
			return err
		}
		if err := seen(ctx, tx, actor.Workspace, actor.Member, now); err != nil {
			return err
		}
		if err := noteSignIn(ctx, tx, actor.User, actor.Way, true, from); err != nil {
			return err
		}
		if err := also(tx); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "sign_in", Kind: "session", Record: row.ID, Name: Session{Agent: from.agent}.title()})
	})
	return token, err
}

// byTheRightDoor lets sessions be that began where their workspace wants it.
const byTheRightDoor = `(s.bound OR m.role = 'owner' OR NOT EXISTS
	(SELECT 1 FROM sign_in_providers p WHERE p.workspace_id = s.workspace_id AND p.required))`

// List returns the actor's own sessions, in every workspace, the last used
// first.
func (s *Sessions) List(ctx context.Context, actor Actor) ([]Session, error) {
	var q db.SQL
	q.S("SELECT public_id, ip, agent, created_at, last_seen_at FROM sessions WHERE ")
	ownSessions(&q, actor)
	q.S(" AND expires_at > ").P(time.Now().UnixMilli()).S(" ORDER BY last_seen_at DESC, public_id DESC LIMIT 200")
	return db.Select[Session](ctx, s.db, q.Text(), q.Args()...)
}

// ownSessions are those that the actor may see and end.
func ownSessions(q *db.SQL, actor Actor) {
	q.S("user_id = ").P(actor.User)
	if actor.Bound {
		q.S(" AND workspace_id = ").P(actor.Workspace)
	}
}

// End signs one of the actor's own sessions out.
func (s *Sessions) End(ctx context.Context, actor Actor, id db.ID) error {
	if id.IsZero() {
		return fault.NotFound{}
	}
	return s.write(ctx, func(tx *db.Tx) error {
		var q db.SQL
		q.S("DELETE FROM sessions WHERE ")
		ownSessions(&q, actor)
		q.S(" AND public_id = ").P(id)
		if err := db.Changed(tx.Exec(ctx, q.Text(), q.Args()...)); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "sign_out", Kind: "session", Record: id})
	})
}

// EndOthers signs the actor out everywhere but here and returns from how many
// browsers.
func (s *Sessions) EndOthers(ctx context.Context, actor Actor) (n int, err error) {
	err = s.write(ctx, func(tx *db.Tx) (err error) {
		if n, err = endOthers(ctx, tx, actor); err != nil || n == 0 {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "sign_out", Kind: "session", Records: int64(n)})
	})
	return n, err
}

func endOthers(ctx context.Context, tx *db.Tx, actor Actor) (int, error) {
	var q db.SQL
	q.S("DELETE FROM sessions WHERE ")
	ownSessions(&q, actor)
	if !actor.Session.IsZero() {
		q.S(" AND public_id <> ").P(actor.Session)
	}
	n, err := tx.Exec(ctx, q.Text(), q.Args()...)
	return int(n), err
}

// Switch moves the actor's session to another workspace of theirs, named by
// its slug.
func (s *Sessions) Switch(ctx context.Context, actor Actor, slug string) error {
	if actor.Bound {
		return bound(ctx)
	}
	return s.write(ctx, func(tx *db.Tx) error {
		ws, err := db.Value[db.WorkspaceID](ctx, tx, `SELECT w.id FROM workspaces w JOIN members m ON m.workspace_id = w.id
			WHERE w.slug = $1 AND m.user_id = $2 AND m.active`, slug, actor.User)
		if err != nil {
			return err
		}
		err = db.Changed(tx.Exec(ctx, "UPDATE sessions SET workspace_id = $1 WHERE user_id = $2 AND public_id = $3", ws, actor.User, actor.Session))
		if err != nil {
			return err
		}
		there, err := memberIn(ctx, tx, actor, ws)
		if err != nil {
			return err
		}
		return Audit(ctx, tx, there, Entry{Action: "sign_in", Kind: "session", Record: actor.Session})
	})
}

// memberIn is the actor as a member of another workspace of theirs, as far as
// the audit log names them.
func memberIn(ctx context.Context, tx *db.Tx, actor Actor, ws db.WorkspaceID) (Actor, error) {
	there := actor
	there.Workspace = ws
	var err error
	there.Member, err = db.Value[db.ID](ctx, tx, "SELECT id FROM members WHERE workspace_id = $1 AND user_id = $2", ws, actor.User)
	return there, err
}

// forget ends the session of a token, if there is one.
func (s *Sessions) forget(ctx context.Context, token string) error {
	hash := s.hash(token)
	return s.write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM sessions WHERE hash = $1", hash[:])
		return err
	})
}
