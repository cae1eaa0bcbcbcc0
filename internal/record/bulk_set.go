package record

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// bulkSet is what a list had when somebody chose everything in it. It is kept
// by then, so that a record which is changed a moment later does not slip in.
type bulkSet struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Member    db.ID          `db:"member_id"`
	Kind      string         `db:"kind"`
	Query     string         `db:"query"`
	AskedAt   int64          `db:"asked_at"`
	Total     int64          `db:"total"`
}

// bulkSetPart holds the ids up to Last, one after the other.
type bulkSetPart struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Set       db.ID          `db:"set_id"`
	Last      db.ID          `db:"last_id"`
	IDs       []byte         `db:"ids"`
}

// partSize is how many ids a part has: more than any batch.
const partSize = 5000

// Choose keeps what the query of in finds now, and returns how many that are.
// A query that is not understood whole is a fault.Invalid.
func (s *Bulks) Choose(ctx context.Context, actor account.Actor, in BulkInput) (int, error) {
	set, err := s.choose(ctx, actor, in)
	return int(set.Total), err
}

func (s *Bulks) choose(ctx context.Context, actor account.Actor, in BulkInput) (bulkSet, error) {
	set := bulkSet{Workspace: actor.Workspace, ID: db.NewID(), Member: actor.Member, Kind: in.Kind, Query: in.setQuery(), AskedAt: in.AskedAt.UnixMilli()}
	parts, err := s.parts(ctx, actor, in, &set)
	if err != nil {
		return set, err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := db.Insert(ctx, tx, "bulk_sets", &set); err != nil {
			return err
		}
		return db.InsertAll(ctx, tx, "bulk_set_parts", parts)
	})
	if err != nil {
		return set, fmt.Errorf("keep what is chosen: %w", err)
	}
	return set, nil
}

// parts reads the ids of a set, and counts them in it.
func (s *Bulks) parts(ctx context.Context, actor account.Actor, in BulkInput, set *bulkSet) (parts []bulkSetPart, err error) {
	l, q, err := s.asked(ctx, actor, in)
	if err != nil {
		return nil, err
	}
	var last db.ID
	for n := partSize; n == partSize; {
		ids, err := l.IDs(ctx, q, last, partSize)
		if err != nil {
			return nil, err
		}
		if n = len(ids); n == 0 {
			break
		}
		last = ids[n-1]
		part := bulkSetPart{set.Workspace, set.ID, last, make([]byte, 0, n*len(last))}
		for _, id := range ids {
			part.IDs = append(part.IDs, id[:]...)
		}
		parts = append(parts, part)
		set.Total += int64(n)
	}
	return parts, nil
}

// setQuery keeps the recycle bin's sets apart from those of the list.
func (in BulkInput) setQuery() string {
	if in.Action == BulkRestore {
		return "bin?" + in.Query
	}
	return in.Query
}

// chosen returns the set that the actor chose at that time.
func (s *Bulks) chosen(ctx context.Context, actor account.Actor, in BulkInput) (bulkSet, error) {
	return db.Get[bulkSet](ctx, s.db, `SELECT workspace_id, id, member_id, kind, query, asked_at, total FROM bulk_sets
		WHERE workspace_id = $1 AND member_id = $2 AND asked_at = $3 AND kind = $4 AND query = $5 ORDER BY id LIMIT 1`,
		actor.Workspace, actor.Member, in.AskedAt.UnixMilli(), in.Kind, in.setQuery())
}

// setOf returns what a bulk of everything is about: what was chosen before, or
// what there is now if that is no more than was shown.
func (s *Bulks) setOf(ctx context.Context, actor account.Actor, in BulkInput) (bulkSet, error) {
	set, err := s.chosen(ctx, actor, in)
	if !fault.IsNotFound(err) {
		return set, err
	}
	n, err := s.Count(ctx, actor, in)
	if err != nil {
		return set, err
	}
	if n > in.Shown {
		return set, fault.Conflict{Text: i18n.T(ctx, "There are %s by now, not %s. Look at the list again before you change them all.",
			i18n.Int(ctx, int64(n)), i18n.Int(ctx, int64(in.Shown)))}
	}
	return s.choose(ctx, actor, in)
}

// ofSet returns the next records of the bulk's set.
func (s *Bulks) ofSet(ctx context.Context, b *Bulk, most int) ([]db.ID, error) {
	var sql db.SQL
	sql.S("SELECT ids FROM bulk_set_parts WHERE workspace_id = ").P(b.Workspace).S(" AND set_id = ").P(b.Set)
	if !b.Place.IsZero() {
		sql.S(" AND last_id > ").P(b.Place)
	}
	sql.S(" ORDER BY last_id LIMIT 2") // more than a batch, wherever it begins
	parts, err := db.Values[[]byte](ctx, s.db, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read what was chosen: %w", err)
	}
	var ids []db.ID
	for _, id := range appendIDs(nil, slices.Concat(parts...)) {
		if bytes.Compare(id[:], b.Place[:]) > 0 && len(ids) < most {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// sift parts the next records of a set into those that the list still has and
// those that it has no more.
func (s *Bulks) sift(ctx context.Context, actor account.Actor, b *Bulk, ids []db.ID) (batch, error) {
	if len(ids) == 0 {
		return batch{}, nil
	}
	l, err := s.found(ctx, actor, b)
	if err != nil {
		return batch{}, err
	}
	q, problems := l.Parse(ctx, b.Query)
	if len(problems) > 0 { // a field of it is gone since: never wider than asked
		return batch{}, s.end(ctx, b, BulkFailed, problems[0].Text)
	}
	still, err := l.Only(ids).IDs(ctx, q, db.ID{}, len(ids))
	if err != nil {
		return batch{}, err
	}
	all := batch{ids: still, last: ids[len(ids)-1]}
	for _, id := range ids {
		if _, found := slices.BinarySearchFunc(still, id, compareIDs); !found {
			all.gone = append(all.gone, id)
		}
	}
	return all, nil
}

// leftOut says of records that are in the list no more that nothing was done
// to them.
func (k Kind) leftOut(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) ([]Outcome, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	held, err := k.Held(ctx, tx, actor, ids)
	if err != nil {
		return nil, err
	}
	names := map[db.ID]string{}
	for _, h := range held {
		names[h.ID] = h.Name
	}
	outs := make([]Outcome, len(ids))
	for i, id := range ids {
		outs[i] = Outcome{ID: id, Name: names[id], Err: fault.Conflict{Text: i18n.T(ctx, "It is not in the list any more.")}}
	}
	return outs, nil
}

// keepSets is how long what was chosen waits for what is to be done to it, and
// longer than any bulk takes.
const keepSets = 48 * time.Hour

func tidySets(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM bulk_sets WHERE asked_at < $1`, now.Add(-keepSets).UnixMilli())
	return err
}
