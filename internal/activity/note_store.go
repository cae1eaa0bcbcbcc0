package activity

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Notes keeps notes.
type Notes struct{ db *db.DB }

// Create writes a note on a record the actor may change.
func (s *Notes) Create(ctx context.Context, actor account.Actor, on Subject, in NoteInput) (Note, error) {
	if err := in.validate(ctx); err != nil {
		return Note{}, err
	}
	now := time.Now().UnixMilli()
	row := activityRow{Workspace: actor.Workspace, ID: db.NewID(), Kind: "note", Member: actor.Member,
		Body: in.Body, Pinned: in.Pinned, Version: 1, At: now, CreatedAt: now, UpdatedAt: now}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := on.mustWrite(ctx, tx, actor); err != nil {
			return err
		}
		if err := db.Insert(ctx, tx, "activities", &row); err != nil {
			return fmt.Errorf("insert note: %w", err)
		}
		if err := on.link(ctx, tx, actor.Workspace, row.ID, now); err != nil {
			return fmt.Errorf("link note: %w", err)
		}
		on.tell(ctx, tx, actor)
		return Record(ctx, tx, actor, Change{Kind: "note", Record: row.ID, Action: Created})
	})
	if err != nil {
		return Note{}, err
	}
	return s.Get(ctx, actor, row.ID)
}

// activityRow is a row of the table activities.
type activityRow struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Kind      string         `db:"kind"`
	Member    db.ID          `db:"member_id"`
	Body      string         `db:"body"`
	Pinned    bool           `db:"pinned"`
	Version   int64          `db:"version"`
	At        int64          `db:"at"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
}

func (s Subject) link(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, activity db.ID, at int64) error {
	p, _ := placeOf(s.Kind) // checked by mustWrite
	var sql db.SQL
	sql.S("INSERT INTO ").S(p.link).S(" (workspace_id, ").S(p.owner).S(", at, activity_id) VALUES ")
	db.In(&sql, []any{ws, s.ID, at, activity})
	if _, err := tx.Exec(ctx, sql.Text(), sql.Args()...); err != nil {
		return err
	}
	return s.touch(ctx, tx, ws, at)
}

const selectNote = `SELECT a.workspace_id, a.id, a.version, a.body, a.pinned, a.member_id, coalesce(m.name, '') AS member_name,
	lc.contact_id, lk.company_id, ld.deal_id, lt.task_id, a.created_at, a.updated_at, a.deleted_at
	FROM activities a
	LEFT JOIN members m ON m.workspace_id = a.workspace_id AND m.id = a.member_id
	LEFT JOIN activity_contacts lc ON lc.workspace_id = a.workspace_id AND lc.activity_id = a.id
	LEFT JOIN activity_companies lk ON lk.workspace_id = a.workspace_id AND lk.activity_id = a.id
	LEFT JOIN activity_deals ld ON ld.workspace_id = a.workspace_id AND ld.activity_id = a.id
	LEFT JOIN activity_tasks lt ON lt.workspace_id = a.workspace_id AND lt.activity_id = a.id
	WHERE a.kind = 'note' AND a.workspace_id = `

// Get returns a note that stands on a record the actor sees.
func (s *Notes) Get(ctx context.Context, actor account.Actor, id db.ID) (Note, error) {
	return getNote(ctx, s.db, actor, id, " AND a.deleted_at IS NULL")
}

func getNote(ctx context.Context, q db.Querier, actor account.Actor, id db.ID, bin db.Expr) (Note, error) {
	var sql db.SQL
	sql.S(selectNote).P(actor.Workspace).S(" AND a.id = ").P(id).S(bin).S(" AND ")
	whereVisible(&sql, actor)
	return db.Get[Note](ctx, q, sql.Text(), sql.Args()...)
}

// mine returns a note the actor may change.
func mine(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, bin db.Expr) (Note, error) {
	n, err := getNote(ctx, tx, actor, id, bin)
	if err == nil && !n.MayEdit(actor) {
		err = fault.Forbidden{}
	}
	return n, err
}

// Update changes text and pin of a note that the actor may change.
func (s *Notes) Update(ctx context.Context, actor account.Actor, id db.ID, in NoteInput) (Note, error) {
	if err := in.validate(ctx); err != nil {
		return Note{}, err
	}
	var n Note
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if n, err = mine(ctx, tx, actor, id, " AND a.deleted_at IS NULL"); err != nil {
			return err
		}
		if in.Version != 0 && in.Version != n.Version {
			return fault.Conflict{Stale: true}
		}
		changes := n.differences(in)
		if len(changes) == 0 {
			return nil
		}
		n.Body, n.Pinned, n.UpdatedAt = in.Body, in.Pinned, time.Now().UnixMilli()
		if err := db.Update(ctx, tx, "activities", &n, "body", "pinned", "updated_at"); err != nil {
			return fmt.Errorf("update note: %w", err)
		}
		n.Subject().tell(ctx, tx, actor)
		return Record(ctx, tx, actor, changes...)
	})
	return n, err
}

func (n Note) differences(in NoteInput) []Change {
	var changes []Change
	if n.Body != in.Body {
		changes = append(changes, Change{Kind: "note", Record: n.ID, Action: Updated, Field: "body", Old: n.Body, New: in.Body})
	}
	if n.Pinned != in.Pinned {
		changes = append(changes, Change{Kind: "note", Record: n.ID, Action: Updated, Field: "pinned", Old: yes(n.Pinned), New: yes(in.Pinned)})
	}
	return changes
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// Pin puts a note on top of its timeline, or back into it.
func (s *Notes) Pin(ctx context.Context, actor account.Actor, id db.ID, pinned bool) (Note, error) {
	n, err := s.Get(ctx, actor, id)
	if err != nil {
		return n, err
	}
	return s.Update(ctx, actor, id, NoteInput{Body: n.Body, Pinned: pinned})
}

// Delete moves a note that the actor may change to the recycle bin; a version
// other than 0 must be the one that is there.
func (s *Notes) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (Note, error) {
	return s.bin(ctx, actor, id, version, " AND a.deleted_at IS NULL", Deleted)
}

// Restore takes a note back out of the recycle bin; one that is not there
// stays as it is.
func (s *Notes) Restore(ctx context.Context, actor account.Actor, id db.ID) (Note, error) {
	return s.bin(ctx, actor, id, 0, "", Restored)
}

func (s *Notes) bin(ctx context.Context, actor account.Actor, id db.ID, version int64, where db.Expr, action string) (Note, error) {
	var n Note
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if n, err = mine(ctx, tx, actor, id, where); err != nil {
			return err
		}
		if version != 0 && version != n.Version {
			return fault.Conflict{Stale: true}
		}
		if action == Restored && n.DeletedAt == nil {
			return nil
		}
		n.DeletedAt = nil
		if action == Deleted {
			now := time.Now().UnixMilli()
			n.DeletedAt = &now
		}
		if err := db.Update(ctx, tx, "activities", &n, "deleted_at"); err != nil {
			return fmt.Errorf("%s note: %w", action, err)
		}
		n.Subject().tell(ctx, tx, actor)
		return Record(ctx, tx, actor, Change{Kind: "note", Record: id, Action: action})
	})
	return n, err
}
