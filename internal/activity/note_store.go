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

// Create writes a note, a call or a meeting on a record the actor may change,
// and tells whom it mentions.
func (s *Notes) Create(ctx context.Context, actor account.Actor, on Subject, in NoteInput) (Note, error) {
	now := time.Now().UnixMilli()
	n := Note{Workspace: actor.Workspace, ID: db.NewID(), Kind: in.Kind, Member: actor.Member, At: now, Version: 1, CreatedAt: now, UpdatedAt: now}
	if n.Kind == "" {
		n.Kind = NoteKind
	}
	if err := n.take(ctx, actor, in); err != nil {
		return Note{}, err
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := on.MustNote(ctx, tx, actor); err != nil {
			return err
		}
		if err := n.name(ctx, tx, actor, on, in); err != nil {
			return err
		}
		row := n.row()
		if err := db.Insert(ctx, tx, "activities", &row); err != nil {
			return fmt.Errorf("insert note: %w", err)
		}
		if err := on.link(ctx, tx, actor.Workspace, n.ID, n.At); err != nil {
			return fmt.Errorf("link note: %w", err)
		}
		if err := n.seat(ctx, tx); err != nil {
			return err
		}
		on.Tell(ctx, tx, actor)
		return Record(ctx, tx, actor, Change{Kind: "note", Record: n.ID, Action: Created})
	})
	if err != nil {
		return Note{}, err
	}
	return s.Get(ctx, actor, n.ID)
}

func (n Note) row() activityRow {
	return activityRow{Workspace: n.Workspace, ID: n.ID, Kind: n.Kind, Member: n.Member, Title: n.Title, Body: n.Body, Details: n.Details,
		Pinned: n.Pinned, Version: n.Version, At: n.At, EndsAt: n.EndsAt, CreatedAt: n.CreatedAt, UpdatedAt: n.UpdatedAt}
}

// activityRow is a row of the table activities.
type activityRow struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Kind      string         `db:"kind"`
	Member    db.ID          `db:"member_id"`
	Title     string         `db:"title"`
	Body      string         `db:"body"`
	Details   db.JSON        `db:"details"`
	Pinned    bool           `db:"pinned"`
	Version   int64          `db:"version"`
	At        int64          `db:"at"`
	EndsAt    *int64         `db:"ends_at"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
}

func (s Subject) link(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, activity db.ID, at int64) error {
	p, _ := placeOf(s.Kind) // checked by MustWrite
	var sql db.SQL
	sql.S("INSERT INTO ").S(p.link).S(" (workspace_id, ").S(p.owner).S(", at, activity_id) VALUES ")
	db.In(&sql, []any{ws, s.ID, at, activity})
	if _, err := tx.Exec(ctx, sql.Text(), sql.Args()...); err != nil {
		return err
	}
	return s.Touch(ctx, tx, ws, at)
}

const selectNote = `SELECT a.workspace_id, a.id, a.version, a.kind, a.title, a.body, a.details, a.pinned, a.at, a.ends_at, a.member_id, coalesce(m.name, '') AS member_name,
	lc.contact_id, lk.company_id, ld.deal_id, lt.task_id, a.created_at, a.updated_at, a.deleted_at
	FROM activities a
	LEFT JOIN members m ON m.workspace_id = a.workspace_id AND m.id = a.member_id
	LEFT JOIN activity_contacts lc ON lc.workspace_id = a.workspace_id AND lc.activity_id = a.id
	LEFT JOIN activity_companies lk ON lk.workspace_id = a.workspace_id AND lk.activity_id = a.id
	LEFT JOIN activity_deals ld ON ld.workspace_id = a.workspace_id AND ld.activity_id = a.id
	LEFT JOIN activity_tasks lt ON lt.workspace_id = a.workspace_id AND lt.activity_id = a.id
	WHERE a.kind IN ('note', 'call', 'meeting') AND a.workspace_id = `

// Get returns a note that stands on a record the actor sees.
func (s *Notes) Get(ctx context.Context, actor account.Actor, id db.ID) (Note, error) {
	return getNote(ctx, s.db, actor, id, " AND a.deleted_at IS NULL")
}

func getNote(ctx context.Context, q db.Querier, actor account.Actor, id db.ID, bin db.Expr) (Note, error) {
	var sql db.SQL
	sql.S(selectNote).P(actor.Workspace).S(" AND a.id = ").P(id).S(bin).S(" AND ")
	WhereSeen(&sql, actor)
	return db.Get[Note](ctx, q, sql.Text(), sql.Args()...)
}

// mine returns a note with which the actor may do something.
func mine(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, bin db.Expr, may func(Note, account.Actor) bool) (Note, error) {
	n, err := getNote(ctx, tx, actor, id, bin)
	if err == nil && !may(n, actor) {
		err = fault.Forbidden{}
	}
	return n, err
}

// Update changes a note, call or meeting that the actor may change.
func (s *Notes) Update(ctx context.Context, actor account.Actor, id db.ID, in NoteInput) (Note, error) {
	var n Note
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		old, err := mine(ctx, tx, actor, id, " AND a.deleted_at IS NULL", Note.MayEdit)
		if n = old; err != nil {
			return err
		}
		if in.Version != 0 && in.Version != old.Version {
			return fault.Conflict{Stale: true}
		}
		if err := n.take(ctx, actor, in); err != nil {
			return err
		}
		if err := n.name(ctx, tx, actor, n.Subject(), in); err != nil {
			return err
		}
		if err := n.moved(ctx, tx, actor, old); err != nil {
			return err
		}
		changes := old.differences(n)
		if len(changes) == 0 {
			n = old
			return nil
		}
		n.UpdatedAt = time.Now().UnixMilli()
		if err := db.Update(ctx, tx, "activities", &n, "title", "body", "details", "pinned", "at", "ends_at", "updated_at"); err != nil {
			return fmt.Errorf("update note: %w", err)
		}
		if n.At != old.At {
			if err := n.moveLinks(ctx, tx); err != nil {
				return fmt.Errorf("move note: %w", err)
			}
		}
		if err := n.seat(ctx, tx); err != nil {
			return err
		}
		n.Subject().Tell(ctx, tx, actor)
		return Record(ctx, tx, actor, changes...)
	})
	return n, err
}

// moveLinks carries the new time of an activity to the timelines it stands on.
func (n Note) moveLinks(ctx context.Context, tx *db.Tx) error {
	for _, p := range places {
		var q db.SQL
		q.S("UPDATE ").S(p.link).S(" SET at = ").P(n.At).S(" WHERE workspace_id = ").P(n.Workspace).S(" AND activity_id = ").P(n.ID)
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return err
		}
	}
	return nil
}

func (n Note) differences(now Note) []Change {
	var changes []Change
	add := func(field, before, after string) {
		if before != after {
			changes = append(changes, Change{Kind: "note", Record: n.ID, Action: Updated, Field: field, Old: before, New: after})
		}
	}
	add("body", n.Body, now.Body)
	add("pinned", yes(n.Pinned), yes(now.Pinned))
	if n.Kind != NoteKind {
		before, after := n.Says(), now.Says()
		add("title", n.Title, now.Title)
		add("direction", before.Direction, after.Direction)
		add("result", before.Result, after.Result)
		add("place", before.Place, after.Place)
		add("attendees", before.Attendees, after.Attendees)
		add("at", iso(n.At), iso(now.At))
		add("ends_at", isoOf(n.EndsAt), isoOf(now.EndsAt))
	}
	return changes
}

func isoOf(ms *int64) string {
	if ms == nil {
		return ""
	}
	return iso(*ms)
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
	in := n.Input(actor.Zone)
	in.Pinned = pinned
	return s.Update(ctx, actor, id, in)
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
		if n, err = mine(ctx, tx, actor, id, where, Note.MayDelete); err != nil {
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
		event := Invited
		if action == Deleted {
			event = CalledOff
		}
		if err := n.spread(ctx, tx, actor, event, n.Says().With); err != nil {
			return err
		}
		n.Subject().Tell(ctx, tx, actor)
		return Record(ctx, tx, actor, Change{Kind: "note", Record: id, Action: action})
	})
	return n, err
}
