package account

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Invitations is the shelf of invitations.
type Invitations struct{ store }

func (s *Invitations) hash(token string) []byte {
	h := sha256.Sum256([]byte("invitation\x00" + string(s.secret[:]) + token))
	return h[:]
}

const invitationColumns = `i.workspace_id, i.id, i.email, i.role, i.team_id, i.token_hash, i.invited_by, i.created_at, i.expires_at,
	i.accepted_at, w.name AS workspace_name, w.slug AS workspace_slug, w.country AS workspace_country, m.name AS inviter`

const invitationTables = ` FROM invitations i JOIN workspaces w ON w.id = i.workspace_id
	JOIN members m ON m.workspace_id = i.workspace_id AND m.id = i.invited_by`

// List returns the invitations that wait for an answer, newest first.
func (s *Invitations) List(ctx context.Context, actor Actor) ([]Invitation, error) {
	if err := canManage(ctx, actor, ManageMembers); err != nil {
		return nil, err
	}
	return db.Select[Invitation](ctx, s.db, "SELECT "+invitationColumns+invitationTables+
		" WHERE i.workspace_id = $1 AND i.accepted_at IS NULL ORDER BY i.id DESC LIMIT 500", actor.Workspace)
}

// Create invites somebody and returns the token of the link. An invitation of
// the same address that waits is replaced.
func (s *Invitations) Create(ctx context.Context, actor Actor, email string, role Role, team db.ID) (token string, err error) {
	if err := canManage(ctx, actor, ManageMembers); err != nil {
		return "", err
	}
	in := invitationForm{email, role, team}
	if err := in.clean(ctx); err != nil {
		return "", err
	}
	token, now := newToken(), time.Now()
	row := Invitation{Workspace: actor.Workspace, ID: db.NewID(), Email: in.Email, Role: in.Role, Team: in.Team, TokenHash: s.hash(token),
		InvitedBy: actor.Member, CreatedAt: now.UnixMilli(), ExpiresAt: now.Add(InvitationLife).UnixMilli()}
	err = s.write(ctx, func(tx *db.Tx) error {
		if err := notYetMember(ctx, tx, actor, in.Email); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "DELETE FROM invitations WHERE workspace_id = $1 AND lower(email) = $2 AND accepted_at IS NULL", actor.Workspace, emailKey(in.Email))
		if err != nil {
			return err
		}
		if err := db.Insert(ctx, tx, "invitations", &row); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "create", Kind: "invitation", Record: row.ID, Name: row.Email, Details: Details{"role": string(row.Role)}.String()})
	})
	if errors.Is(err, db.ErrInUse) {
		return "", fault.Invalid{"team": i18n.T(ctx, "Choose a team of the list.")}
	}
	return token, err
}

func notYetMember(ctx context.Context, tx *db.Tx, actor Actor, email string) error {
	n, err := db.Value[int64](ctx, tx, `SELECT count(*) FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.workspace_id = $1 AND u.email_key = $2 AND m.active`, actor.Workspace, emailKey(email))
	if err == nil && n > 0 {
		err = fault.Invalid{"email": i18n.T(ctx, "This person is a member already.")}
	}
	return err
}

// Revoke makes the link of an invitation worthless.
func (s *Invitations) Revoke(ctx context.Context, actor Actor, id db.ID) error {
	if err := canManage(ctx, actor, ManageMembers); err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) error {
		email, err := db.Value[string](ctx, tx, "DELETE FROM invitations WHERE workspace_id = $1 AND id = $2 AND accepted_at IS NULL RETURNING email", actor.Workspace, id)
		if err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "delete", Kind: "invitation", Record: id, Name: email})
	})
}

// find returns the open invitation of a token, or fault.NotFound.
func (s *Invitations) find(ctx context.Context, token string) (Invitation, error) {
	if len(token) != tokenLength {
		return Invitation{}, fault.NotFound{}
	}
	i, err := db.Get[Invitation](ctx, s.db, "SELECT "+invitationColumns+invitationTables+" WHERE i.token_hash = $1", s.hash(token))
	if err == nil && !i.Open(time.Now()) {
		err = fault.NotFound{}
	}
	return i, err
}

// accept makes the user, who may be new, a member. It returns fault.NotFound
// when the invitation was used meanwhile.
func (s *Invitations) accept(ctx context.Context, i Invitation, u Person, isNew bool) error {
	err := s.write(ctx, func(tx *db.Tx) error {
		now := time.Now().UnixMilli()
		err := db.Changed(tx.Exec(ctx, `UPDATE invitations SET accepted_at = $1
			WHERE workspace_id = $2 AND id = $3 AND accepted_at IS NULL AND expires_at > $4`, now, i.Workspace, i.ID, now))
		if err != nil {
			return err
		}
		if isNew {
			if err := db.Insert(ctx, tx, "users", &u); err != nil {
				return err
			}
		}
		return s.join(ctx, tx, i, u)
	})
	if errors.Is(err, db.ErrExists) {
		return fault.NotFound{}
	}
	return err
}

// join adds the user as a member, or gives a former member access again.
func (s *Invitations) join(ctx context.Context, tx *db.Tx, i Invitation, u Person) error {
	former, err := db.Values[db.ID](ctx, tx, "SELECT id FROM members WHERE workspace_id = $1 AND user_id = $2", i.Workspace, u.ID)
	if err != nil {
		return err
	}
	member := db.NewID()
	if len(former) == 0 {
		err = insertMember(ctx, tx, i.Workspace, member, u, i.Role)
	} else {
		member = former[0]
		// An active member keeps the role: the link must not take an owner's away.
		_, err = tx.Exec(ctx, "UPDATE members SET active = TRUE, role = $1, version = version + 1, updated_at = $2 WHERE workspace_id = $3 AND id = $4 AND NOT active",
			string(i.Role), time.Now().UnixMilli(), i.Workspace, member)
	}
	if err != nil {
		return fmt.Errorf("join workspace: %w", err)
	}
	if !i.Team.IsZero() {
		if err := joinTeam(ctx, tx, i.Workspace, i.Team, member); err != nil {
			return err
		}
	}
	joined := Actor{Workspace: i.Workspace, Member: member, Name: u.Name(), Email: u.Email, Via: "page"}
	return Audit(ctx, tx, joined, Entry{Action: "join", Kind: "member", Record: member, Name: u.Name(), Details: Details{"role": string(i.Role)}.String()})
}
