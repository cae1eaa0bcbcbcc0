package record

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/list"
)

// Bulks does things to many records in one go, and keeps what came of it.
type Bulks struct {
	db       *db.DB
	queue    *jobs.Queue
	accounts *account.Domain
	kinds    *kinds
}

const bulkHead = `SELECT b.workspace_id, b.id, b.member_id, b.via, b.kind, b.action, b.field, b.value, b.label, b.query, b.besides, b.chosen, b.set_id, b.asked_at,
	b.status, b.total, b.place, b.changed, b.unchanged, b.failed, b.problem, b.undo_of, b.undone_by, b.version, b.created_at, b.updated_at,
	b.finished_at, coalesce(m.name, '') AS member_name
	FROM bulks b LEFT JOIN members m ON m.workspace_id = b.workspace_id AND m.id = b.member_id WHERE b.workspace_id = `

// list is the list that the records of a kind are chosen from.
func (s *Bulks) list(ctx context.Context, actor account.Actor, kind string) (*list.List, error) {
	k, err := s.kinds.of(kind)
	if err != nil {
		return nil, err
	}
	return k.list(ctx, actor)
}

// Get returns one that the actor did, or may look after because every record
// is theirs to change.
func (s *Bulks) Get(ctx context.Context, actor account.Actor, id db.ID) (Bulk, error) {
	b, err := s.read(ctx, s.db, actor.Workspace, id)
	if err != nil {
		return b, err
	}
	if b.Member != actor.Member && actor.Scope(b.Kind).Write != list.All {
		return Bulk{}, fault.NotFound{}
	}
	return b, nil
}

func (s *Bulks) read(ctx context.Context, q db.Querier, ws db.WorkspaceID, id db.ID) (Bulk, error) {
	var sql db.SQL
	sql.S(bulkHead).P(ws).S(" AND b.id = ").P(id)
	return db.Get[Bulk](ctx, q, sql.Text(), sql.Args()...)
}

// List returns those the actor may see, the newest first, older than before, at
// most limit; a zero before begins with the newest.
func (s *Bulks) List(ctx context.Context, actor account.Actor, before db.ID, limit int) ([]Bulk, error) {
	var sql db.SQL
	sql.S(bulkHead).P(actor.Workspace)
	sql.S(" AND (b.member_id = ").P(actor.Member)
	if whole := s.kinds.whole(actor); len(whole) > 0 {
		sql.S(" OR b.kind IN ")
		db.In(&sql, whole)
	}
	sql.S(")")
	if !before.IsZero() {
		sql.S(" AND b.id < ").P(before)
	}
	sql.S(" ORDER BY b.id DESC LIMIT ").P(limit)
	return db.Select[Bulk](ctx, s.db, sql.Text(), sql.Args()...)
}

// Failures returns the records that stayed as they were, after the record with
// the id after, at most limit.
func (s *Bulks) Failures(ctx context.Context, actor account.Actor, id, after db.ID, limit int) ([]BulkFailure, error) {
	if _, err := s.Get(ctx, actor, id); err != nil {
		return nil, err
	}
	var sql db.SQL
	sql.S("SELECT f.workspace_id, f.bulk_id, f.record_id, f.name, f.reason FROM bulk_failures f WHERE f.workspace_id = ").P(actor.Workspace)
	sql.S(" AND f.bulk_id = ").P(id)
	if !after.IsZero() {
		sql.S(" AND f.record_id > ").P(after)
	}
	sql.S(" ORDER BY f.record_id LIMIT ").P(limit)
	return db.Select[BulkFailure](ctx, s.db, sql.Text(), sql.Args()...)
}

// Count returns how many records the query of in finds among those made before
// its AskedAt. A query that is not understood whole is a fault.Invalid.
func (s *Bulks) Count(ctx context.Context, actor account.Actor, in BulkInput) (int, error) {
	l, q, err := s.asked(ctx, actor, in)
	if err != nil {
		return 0, err
	}
	return l.Count(ctx, q, maxCount)
}

// asked is the list that the query of in is about, without what was made since.
func (s *Bulks) asked(ctx context.Context, actor account.Actor, in BulkInput) (*list.List, list.Query, error) {
	l, err := s.list(ctx, actor, in.Kind)
	if err != nil {
		return nil, list.Query{}, err
	}
	l = in.records(l.At(in.AskedAt))
	q, problems := l.Parse(ctx, in.Query)
	if len(problems) > 0 {
		return nil, q, list.Invalid(problems)
	}
	return l.Until(db.FirstIDAt(in.AskedAt)), q, nil
}

// maxCount is more than any list has.
const maxCount = 1 << 40

// Start does what in says: at once if it is about few records, else in the
// background. What could not be done to any record, and a query that would
// touch more than was shown, is refused before anything is done.
func (s *Bulks) Start(ctx context.Context, actor account.Actor, in BulkInput) (Bulk, error) {
	l, err := s.list(ctx, actor, in.Kind)
	if err != nil {
		return Bulk{}, err
	}
	k, err := s.kinds.of(in.Kind)
	if err != nil {
		return Bulk{}, err
	}
	if err := in.check(ctx, s.db, actor, k, l); err != nil {
		return Bulk{}, err
	}
	if err := s.mustHave(ctx, actor, k, l, in); err != nil {
		return Bulk{}, err
	}
	b, err := s.make(ctx, actor, l, in)
	if err != nil {
		return b, err
	}
	return s.begin(ctx, actor, b, func(tx *db.Tx) error { return nil })
}

// make counts what is to be done and finds the words for it.
func (s *Bulks) make(ctx context.Context, actor account.Actor, l *list.List, in BulkInput) (Bulk, error) {
	b := newBulk(actor, in.Kind, in.Action)
	b.Field, b.Value = in.Field, strings.TrimSpace(in.Value)
	var err error
	if len(in.Besides) > 0 {
		b.Besides, _ = db.ToJSON(in.Besides) // texts always encode
	}
	if b.Label, err = s.labelOf(ctx, actor, l, in); err != nil {
		return b, err
	}
	if !in.All {
		return b, b.choose(ctx, in.IDs)
	}
	if in.AskedAt.IsZero() || in.AskedAt.After(time.Now()) {
		in.AskedAt = time.Now()
	}
	set, err := s.setOf(ctx, actor, in)
	if err != nil {
		return b, err
	}
	b.Query, b.AskedAt, b.Set, b.Total = in.Query, set.AskedAt, set.ID, set.Total
	return b, nil
}

func newBulk(actor account.Actor, kind, action string) Bulk {
	now := time.Now().UnixMilli()
	return Bulk{Workspace: actor.Workspace, ID: db.NewID(), Member: actor.Member, Via: actor.Via, Kind: kind, Action: action,
		AskedAt: now, Besides: db.JSON("{}"), Status: BulkQueued, Version: 1, CreatedAt: now, UpdatedAt: now, MemberName: actor.Name}
}

// choose keeps the ids that were ticked, each once.
func (b *Bulk) choose(ctx context.Context, ids []db.ID) error {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, compareIDs)
	ids = slices.Compact(ids)
	switch {
	case len(ids) == 0:
		return fault.Invalid{"ids": i18n.T(ctx, "Tick at least one row first.")}
	case len(ids) > MaxBulkIDs:
		return tooManyIDs(ctx)
	}
	var err error
	b.Chosen, err = db.ToJSON(ids)
	b.Total = int64(len(ids))
	return err
}

func tooManyIDs(ctx context.Context) error {
	return fault.Invalid{"ids": i18n.N(ctx, "Name at most %s record at once. Choose more by a filter.", "Name at most %s records at once. Choose more by a filter.", MaxBulkIDs)}
}

func compareIDs(a, b db.ID) int { return slices.Compare(a[:], b[:]) }

// labelOf names what an id stands for; one that is not there is refused before
// it fails for every record.
func (s *Bulks) labelOf(ctx context.Context, actor account.Actor, l *list.List, in BulkInput) (string, error) {
	f := l.Field(in.Field)
	if f == nil || f.To == nil {
		return "", nil
	}
	var names []string
	for _, text := range TagsTyped(nil, []string{in.Value}) {
		id, err := db.ParseID(text)
		if err != nil {
			names = append(names, text)
			continue
		}
		var sql db.SQL
		sql.S("SELECT t.name FROM ").S(f.To.Table).S(" t WHERE t.workspace_id = ").P(actor.Workspace).S(" AND t.id = ").P(id)
		name, err := db.Value[string](ctx, s.db, sql.Text(), sql.Args()...)
		if fault.IsNotFound(err) {
			return "", fault.Invalid{"value": i18n.T(ctx, "This is not a valid value. Choose another one.")}
		}
		if err != nil {
			return "", fmt.Errorf("name value of bulk: %w", err)
		}
		names = append(names, name)
	}
	return strings.Join(names, ", "), nil
}

// begin keeps a new one and does it in the same transaction, or leaves it to a
// job; also is done with it.
func (s *Bulks) begin(ctx context.Context, actor account.Actor, b Bulk, also func(tx *db.Tx) error) (Bulk, error) {
	actor.Via = "bulk"
	var part batch
	few := b.Total < bulkBatch
	if few {
		var err error
		if part, err = s.next(ctx, actor, &b, bulkBatch); err != nil {
			return b, err
		}
	}
	kept := b
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		b = kept
		if err := db.Insert(ctx, tx, "bulks", &b); err != nil {
			return fmt.Errorf("insert bulk: %w", err)
		}
		if err := also(tx); err != nil {
			return err
		}
		if !few {
			return s.queue.Enqueue(ctx, tx, bulkJob{b.Workspace, b.ID})
		}
		for !b.Ended() { // history to take back may have several pages
			if err := s.advance(ctx, tx, actor, &b, part, bulkBatch); err != nil {
				return err
			}
		}
		return nil
	})
	return b, err
}

// Undo takes back what one did, where it is still as it left it.
func (s *Bulks) Undo(ctx context.Context, actor account.Actor, id db.ID) (Bulk, error) {
	old, err := s.Get(ctx, actor, id)
	if err != nil {
		return old, err
	}
	if err := actor.Must(account.Bulk, old.Kind); err != nil {
		return old, err
	}
	done := fault.Conflict{Text: i18n.T(ctx, "This cannot be undone any more.")}
	if !old.CanUndo() {
		return old, done
	}
	b := newBulk(actor, old.Kind, bulkUndo)
	b.Field, b.Value, b.Label, b.UndoOf, b.Total = old.Field, old.Value, old.Label, old.ID, old.Changed
	return s.begin(ctx, actor, b, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE bulks SET undone_by = $1, version = version + 1 WHERE workspace_id = $2 AND id = $3 AND undone_by IS NULL`,
			b.ID, b.Workspace, old.ID)
		if err == nil && n == 0 {
			return done
		}
		return err
	})
}

// Cancel stops one; what is changed stays changed, and can be undone.
func (s *Bulks) Cancel(ctx context.Context, actor account.Actor, id db.ID) (Bulk, error) {
	b, err := s.Get(ctx, actor, id)
	if err != nil {
		return b, err
	}
	if err := actor.Must(account.Bulk, b.Kind); err != nil || b.Ended() {
		return b, err
	}
	if err := s.end(ctx, &b, BulkCancelled, ""); err != nil {
		return b, err
	}
	return s.Get(ctx, actor, id)
}

func (s *Bulks) end(ctx context.Context, b *Bulk, status, problem string) error {
	now := time.Now().UnixMilli()
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE bulks SET status = $1, problem = $2, finished_at = $3, updated_at = $4, version = version + 1
			WHERE workspace_id = $5 AND id = $6 AND status IN ('queued', 'running')`, status, problem, now, now, b.Workspace, b.ID)
		return err
	})
	if err != nil {
		return fmt.Errorf("end bulk: %w", err)
	}
	b.Status, b.Problem, b.FinishedAt = status, problem, &now
	return nil
}
