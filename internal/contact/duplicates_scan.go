package contact

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/record"
)

const (
	// suspectsAtOnce is how many changed records one pass compares with all:
	// some 50 MB of memory.
	suspectsAtOnce = 50_000
	// walkers is how many records of the workspace are read at a time.
	walkers = 5_000
	// settling is how long after a change it may still become visible: what
	// changed within it before a pass is looked at again by the next.
	settling = 10 * time.Second
)

// scan is how far the finder has looked in a workspace.
type scan struct {
	To       int64  `db:"scanned_to"`
	ID       db.ID  `db:"scanned_id"`
	Started  *int64 `db:"started_at"`
	Finished *int64 `db:"finished_at"`
}

func scanOf(ctx context.Context, q db.Querier, ws db.WorkspaceID, kind string) (scan, error) {
	all, err := db.Select[scan](ctx, q, `SELECT scanned_to, scanned_id, started_at, finished_at FROM duplicate_scans WHERE workspace_id = $1 AND kind = $2`, ws, kind)
	if err != nil || len(all) == 0 {
		return scan{}, err
	}
	return all[0], nil
}

type changed struct {
	ID db.ID `db:"id"`
	At int64 `db:"updated_at"`
}

// changedSince are the live records that changed behind the place of a scan,
// the first of them first.
func (k shelf) changedSince(ctx context.Context, q db.Querier, ws db.WorkspaceID, s scan, limit int) ([]changed, error) {
	var sql db.SQL
	sql.S("SELECT r.id, r.updated_at FROM ").S(k.Name).S(" AS r WHERE r.workspace_id = ").P(ws).S(" AND r.deleted_at IS NULL AND r.updated_at >= ").P(s.To)
	sql.S(" AND (r.updated_at > ").P(s.To).S(" OR r.id > ").P(s.ID[:]).S(") ORDER BY r.updated_at, r.id LIMIT ").P(limit)
	all, err := db.Select[changed](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read changed %s: %w", k.Kind, err)
	}
	return all, nil
}

// look does one pass and returns whether more is left for another. It may run
// twice, or beside another: the place moves on after the pairs are kept.
func (f *finder) look(ctx context.Context, ws db.WorkspaceID) (more bool, err error) {
	now := time.Now()
	place, err := scanOf(ctx, f.db, ws, f.kind)
	if err != nil {
		return false, fmt.Errorf("read place of the finder: %w", err)
	}
	recent, err := f.shelf.changedSince(ctx, f.db, ws, place, f.atOnce)
	if err != nil {
		return false, err
	}
	if len(recent) > 0 {
		if err := f.pass(ctx, ws, recent, now); err != nil {
			return false, err
		}
		last := recent[len(recent)-1]
		place.To, place.ID = last.At, last.ID
	}
	more = len(recent) == f.atOnce
	if settled := now.Add(-settling).UnixMilli(); !more && place.To > settled {
		place.To, place.ID = settled, db.ID{}
	}
	return more, f.keepPlace(ctx, ws, place, now, more)
}

// pass compares the changed records with all.
func (f *finder) pass(ctx context.Context, ws db.WorkspaceID, recent []changed, now time.Time) error {
	var suspects []suspect
	ids := make([]db.ID, len(recent))
	for i, c := range recent {
		ids[i] = c.ID
	}
	for part := range slices.Chunk(ids, record.Batch) {
		some, err := f.read(ctx, f.db, ws, portion{ids: part})
		if err != nil {
			return err
		}
		suspects = append(suspects, some...)
	}
	p := newPass(f.rules, suspects)
	for after := (db.ID{}); ; {
		all, err := f.read(ctx, f.db, ws, portion{after: after, limit: walkers})
		if err != nil {
			return err
		}
		for i := range all {
			p.walk(&all[i])
		}
		if len(all) < walkers {
			break
		}
		after = all[len(all)-1].id
	}
	return f.keep(ctx, ws, ids, p.result(), now.UnixMilli())
}

// keep writes the pairs that were found, and forgets those of the records that
// were not found again.
func (f *finder) keep(ctx context.Context, ws db.WorkspaceID, looked []db.ID, pairs []foundPair, at int64) error {
	for part := range slices.Chunk(pairs, 50) {
		if err := f.db.InTx(ctx, func(tx *db.Tx) error { return f.put(ctx, tx, ws, part, at) }); err != nil {
			return fmt.Errorf("keep duplicates: %w", err)
		}
	}
	var q db.SQL
	q.S("SELECT 1 FROM ").S(f.table).S(" WHERE workspace_id = ").P(ws).S(" AND seen_at < ").P(at).S(" LIMIT 1")
	old, err := db.Values[int64](ctx, f.db, q.Text(), q.Args()...)
	if err != nil || len(old) == 0 {
		return err
	}
	for part := range slices.Chunk(looked, record.Batch) {
		if err := f.db.InTx(ctx, func(tx *db.Tx) error { return f.forget(ctx, tx, ws, part, at) }); err != nil {
			return fmt.Errorf("forget duplicates: %w", err)
		}
	}
	return nil
}

func (f *finder) put(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, pairs []foundPair, at int64) error {
	var q db.SQL
	q.S("INSERT INTO ").S(f.table).S(" (workspace_id, a_id, b_id, reason, certainty, seen_at) VALUES ")
	for i, p := range pairs {
		if i > 0 {
			q.S(", ")
		}
		db.In(&q, []any{ws, p.a, p.b, p.reason, p.certainty, at})
	}
	q.S(" ON CONFLICT (workspace_id, a_id, b_id) DO UPDATE SET reason = excluded.reason, certainty = excluded.certainty, seen_at = excluded.seen_at")
	_, err := tx.Exec(ctx, q.Text(), q.Args()...)
	return err
}

func (f *finder) forget(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, looked []db.ID, at int64) error {
	for _, side := range []db.Expr{"a_id", "b_id"} {
		var q db.SQL
		q.S("DELETE FROM ").S(f.table).S(" WHERE workspace_id = ").P(ws).S(" AND ").S(side).S(" IN ")
		db.In(&q, looked)
		q.S(" AND seen_at < ").P(at)
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return err
		}
	}
	return nil
}

func (f *finder) keepPlace(ctx context.Context, ws db.WorkspaceID, s scan, started time.Time, more bool) error {
	var finished any
	if !more {
		finished = time.Now().UnixMilli()
	}
	return f.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO duplicate_scans (workspace_id, kind, scanned_to, scanned_id, started_at, finished_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (workspace_id, kind) DO UPDATE SET scanned_to = excluded.scanned_to, scanned_id = excluded.scanned_id,
			started_at = excluded.started_at, finished_at = excluded.finished_at`, ws, f.kind, s.To, s.ID, started.UnixMilli(), finished)
		return err
	})
}
