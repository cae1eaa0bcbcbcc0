package contact

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// Purpose is what data about people are processed for, such as a newsletter,
// and on which legal basis (GDPR, Article 6).
type Purpose struct {
	Workspace  db.WorkspaceID `db:"workspace_id"`
	ID         db.ID          `db:"id"`
	Name       string         `db:"name"`
	NameKey    string         `db:"name_key"`
	Basis      string         `db:"basis"`
	Version    int64          `db:"version"`
	CreatedAt  int64          `db:"created_at"`
	UpdatedAt  int64          `db:"updated_at"`
	ArchivedAt *int64         `db:"archived_at"`

	Given int64 `db:"given,ro"` // contacts that agree, if they were counted
}

// Bases are the legal bases, the one that is asked for first.
func Bases() []string {
	return []string{"consent", "contract", "legal", "vital", "public", "interest"}
}

// PurposeInput is what a person can say about a purpose.
type PurposeInput struct {
	Name  string `json:"name" maxLength:"100"`
	Basis string `json:"basis,omitempty" enum:"consent,contract,legal,vital,public,interest" doc:"consent unless said"`
}

func (in *PurposeInput) check(ctx context.Context) error {
	invalid := fault.Invalid{}
	in.Name = strings.TrimSpace(in.Name)
	switch {
	case in.Name == "":
		invalid.Add("name", i18n.T(ctx, "Enter a name."))
	case len([]rune(in.Name)) > 100:
		invalid.Add("name", i18n.N(ctx, "This is longer than %s character.", "This is longer than %s characters.", 100))
	}
	if in.Basis == "" {
		in.Basis = "consent"
	}
	if !slices.Contains(Bases(), in.Basis) {
		invalid.Add("basis", i18n.T(ctx, "This is none of the choices."))
	}
	return invalid.OrNil()
}

// Purposes keeps what data are processed for.
type Purposes struct{ db *db.DB }

const selectPurpose = `SELECT p.workspace_id, p.id, p.name, p.name_key, p.basis, p.version, p.created_at, p.updated_at, p.archived_at`

const fromPurposes = ` FROM purposes p WHERE p.workspace_id = $1 AND p.archived_at IS NULL ORDER BY p.name_key`

// List returns the purposes in use, by name.
func (s *Purposes) List(ctx context.Context, actor account.Actor) ([]Purpose, error) {
	all, err := db.Select[Purpose](ctx, s.db, selectPurpose+fromPurposes, actor.Workspace)
	if err != nil {
		return nil, fmt.Errorf("read purposes: %w", err)
	}
	return all, nil
}

// Counted is List with how many contacts agree to each.
func (s *Purposes) Counted(ctx context.Context, actor account.Actor) ([]Purpose, error) {
	all, err := db.Select[Purpose](ctx, s.db, selectPurpose+`, (SELECT count(*) FROM contact_consents x WHERE x.workspace_id = p.workspace_id AND x.purpose_id = p.id) AS given`+
		fromPurposes, actor.Workspace)
	if err != nil {
		return nil, fmt.Errorf("count who agrees to purposes: %w", err)
	}
	return all, nil
}

// Begin makes the purposes that a new workspace starts with, in the transaction
// that makes it.
func (s *Purposes) Begin(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	for _, name := range []string{i18n.T(ctx, "Newsletter"), i18n.T(ctx, "Offers by e-mail")} {
		p := newPurpose(actor, PurposeInput{name, "consent"})
		if err := db.Insert(ctx, tx, "purposes", &p); err != nil {
			return fmt.Errorf("make first purposes: %w", err)
		}
	}
	return nil
}

func newPurpose(actor account.Actor, in PurposeInput) Purpose {
	now := time.Now().UnixMilli()
	return Purpose{Workspace: actor.Workspace, ID: db.NewID(), Name: in.Name, NameKey: search.Key(in.Name), Basis: in.Basis, Version: 1, CreatedAt: now, UpdatedAt: now}
}

// Create adds a purpose; one that was archived comes back.
func (s *Purposes) Create(ctx context.Context, actor account.Actor, in PurposeInput) (Purpose, error) {
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return Purpose{}, err
	}
	if err := in.check(ctx); err != nil {
		return Purpose{}, err
	}
	p := newPurpose(actor, in)
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		back, err := db.Values[db.ID](ctx, tx, `UPDATE purposes SET archived_at = NULL, name = $1, basis = $2, version = version + 1
			WHERE workspace_id = $3 AND name_key = $4 AND archived_at IS NOT NULL RETURNING id`, in.Name, in.Basis, actor.Workspace, p.NameKey)
		if err != nil {
			return err
		}
		if len(back) > 0 {
			p.ID = back[0]
			return account.Audit(ctx, tx, actor, account.Entry{Action: "restore", Kind: "purpose", Record: p.ID, Name: p.Name})
		}
		if err := db.Insert(ctx, tx, "purposes", &p); err != nil {
			return err
		}
		return account.Audit(ctx, tx, actor, account.Entry{Action: "create", Kind: "purpose", Record: p.ID, Name: p.Name})
	})
	if errors.Is(err, db.ErrExists) {
		return p, fault.Invalid{"name": i18n.T(ctx, "There is a purpose of this name already.")}
	}
	return p, err
}

// Archive takes a purpose off the list; what people said about it stays.
func (s *Purposes) Archive(ctx context.Context, actor account.Actor, id db.ID) error {
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		names, err := db.Values[string](ctx, tx, `UPDATE purposes SET archived_at = $1, version = version + 1 WHERE workspace_id = $2 AND id = $3 RETURNING name`,
			time.Now().UnixMilli(), actor.Workspace, id)
		if err == nil && len(names) == 0 {
			err = fault.NotFound{}
		}
		if err != nil {
			return err
		}
		return account.Audit(ctx, tx, actor, account.Entry{Action: "delete", Kind: "purpose", Record: id, Name: names[0]})
	})
}
