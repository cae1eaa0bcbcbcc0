package deal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// Reason is why deals are lost, as the workspace lists them.
type Reason struct {
	Workspace  db.WorkspaceID `db:"workspace_id" json:"-"`
	ID         db.ID          `db:"id" json:"id"`
	Name       string         `db:"name" json:"name"`
	NameKey    string         `db:"name_key" json:"-"`
	Position   int64          `db:"position" json:"position"`
	Version    int64          `db:"version" json:"version"`
	CreatedAt  int64          `db:"created_at" json:"-"`
	UpdatedAt  int64          `db:"updated_at" json:"-"`
	ArchivedAt *int64         `db:"archived_at" json:"-"`
}

// Reasons keeps lost reasons.
type Reasons struct{ db *db.DB }

// NewReasons returns the shelf alone, without the pages of the domain.
func NewReasons(d *db.DB) *Reasons { return &Reasons{db: d} }

const selectReason = `SELECT workspace_id, id, name, name_key, position, version, created_at, updated_at, archived_at
	FROM lost_reasons WHERE workspace_id = $1`

// List returns the reasons to choose from, in their order.
func (s *Reasons) List(ctx context.Context, actor account.Actor) ([]Reason, error) {
	all, err := db.Select[Reason](ctx, s.db, selectReason+` AND archived_at IS NULL ORDER BY position, name_key`, actor.Workspace)
	if err != nil {
		return nil, fmt.Errorf("read lost reasons: %w", err)
	}
	return all, nil
}

func firstReasons(ctx context.Context) []string {
	return []string{i18n.T(ctx, "Price"), i18n.T(ctx, "Chose a competitor"), i18n.T(ctx, "No budget"), i18n.T(ctx, "Bad timing"), i18n.T(ctx, "No answer")}
}

func insertReasons(ctx context.Context, tx *db.Tx, actor account.Actor, names []string) error {
	now := time.Now().UnixMilli()
	rows := make([]Reason, len(names))
	for i, name := range names {
		rows[i] = Reason{Workspace: actor.Workspace, ID: db.NewID(), Name: name, NameKey: search.Key(name), Position: int64(i), Version: 1, CreatedAt: now, UpdatedAt: now}
	}
	if err := db.InsertAll(ctx, tx, "lost_reasons", rows); err != nil {
		return fmt.Errorf("insert lost reasons: %w", err)
	}
	return nil
}

// Create adds a reason at the end of the list. One that was archived comes
// back.
func (s *Reasons) Create(ctx context.Context, actor account.Actor, name string) error {
	if err := actor.Require(account.ManagePipelines); err != nil {
		return err
	}
	c := &checker{ctx, actor, fault.Invalid{}}
	c.text("name", &name, maxWord, false)
	c.required("name", name)
	if err := c.invalid.OrNil(); err != nil {
		return err
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		back, err := tx.Exec(ctx, `UPDATE lost_reasons SET archived_at = NULL, name = $1, version = version + 1
			WHERE workspace_id = $2 AND name_key = $3 AND archived_at IS NOT NULL`, name, actor.Workspace, search.Key(name))
		if err != nil || back > 0 {
			return err
		}
		now := time.Now().UnixMilli()
		return db.Insert(ctx, tx, "lost_reasons", &Reason{Workspace: actor.Workspace, ID: db.NewID(), Name: name, NameKey: search.Key(name),
			Position: now, Version: 1, CreatedAt: now, UpdatedAt: now})
	})
	if errors.Is(err, db.ErrExists) {
		return fault.Invalid{"name": i18n.T(ctx, "There is a reason of this name already.")}
	}
	return err
}

// Archive takes a reason off the list; deals that have it keep it.
func (s *Reasons) Archive(ctx context.Context, actor account.Actor, id db.ID) error {
	if err := actor.Require(account.ManagePipelines); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE lost_reasons SET archived_at = $1, version = version + 1 WHERE workspace_id = $2 AND id = $3`,
			time.Now().UnixMilli(), actor.Workspace, id)
		if err == nil && n == 0 {
			return fault.NotFound{}
		}
		return err
	})
}
