package record

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/list"
)

// bulkJob goes on with a bulk until its time is up, then hands over to the
// next job.
type bulkJob struct {
	Workspace db.WorkspaceID `json:"workspace"`
	Bulk      db.ID          `json:"bulk"`
}

func (bulkJob) Kind() string { return "record.bulk" }

// tidyBulks forgets what cannot be undone any more.
type tidyBulks struct{}

func (tidyBulks) Kind() string { return "record.bulk_tidy" }

func (s *Bulks) work(q *jobs.Queue) {
	jobs.Handle(q, s.workBulk)
	jobs.Handle(q, func(ctx context.Context, _ tidyBulks) error { return s.tidy(ctx, time.Now()) })
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return tidyBulks{} })
}

// workBulk is one shift. Who asked for it is looked up again, so that a right
// withdrawn meanwhile counts. It may run twice, or beside another: the place
// is kept in the same transaction as what is changed.
func (s *Bulks) workBulk(ctx context.Context, job bulkJob) error {
	b, err := s.read(ctx, s.db, job.Workspace, job.Bulk)
	if err != nil || b.Ended() {
		return ignoreMissing(err)
	}
	actor, err := s.accounts.Members.Acting(ctx, job.Workspace, b.Member)
	if fault.IsNotFound(err) {
		return s.end(ctx, &b, BulkFailed, i18n.T(ctx, "Whoever started this is not a member any more."))
	}
	if err != nil {
		return err
	}
	ctx = i18n.With(ctx, i18n.Locale{Lang: actor.Lang, Zone: actor.Zone})
	done, err := s.goOn(ctx, actor, &b, time.Now().Add(shift))
	if err != nil || done {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error { return s.queue.Enqueue(ctx, tx, job) })
}

// goOn works until the time is up; done tells that nothing is left to do.
func (s *Bulks) goOn(ctx context.Context, actor account.Actor, b *Bulk, until time.Time) (done bool, err error) {
	actor.Via = "bulk"
	most := First
	for !b.Ended() {
		if time.Now().After(until) {
			return false, nil
		}
		took, err := s.step(ctx, actor, b, most)
		if err != nil {
			return fault.IsStale(err), ignoreStale(err)
		}
		most = Pace(most, bulkBatch, took)
	}
	return true, nil
}

// A batch has as many records as fit into a moment that others who write can
// wait for, on this machine with what else it does.
const (
	First     = 50 // how many to begin with
	bulkLeast = 20
	bulkQuick = 15 * time.Millisecond
	bulkLong  = 30 * time.Millisecond
)

// Pace is how many records the next batch has, limit at most, after one of most
// took so long.
func Pace(most, limit int, took time.Duration) int {
	switch {
	case took > bulkLong:
		return max(bulkLeast, most/2)
	case took < bulkQuick:
		return min(limit, 2*most)
	}
	return most
}

// ignoreStale leaves the work to whoever was faster, or who stopped it.
func ignoreStale(err error) error {
	if fault.IsStale(err) {
		return nil
	}
	return err
}

// step does the next batch, of at most so many records: what it changes, and
// how far it came, in one transaction. It tells how long others waited for it.
func (s *Bulks) step(ctx context.Context, actor account.Actor, b *Bulk, most int) (took time.Duration, err error) {
	part, err := s.next(ctx, actor, b, most)
	if err != nil || b.Ended() {
		return 0, err
	}
	after := *b
	var began time.Time
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		began = time.Now() // now it is our turn
		return s.advance(ctx, tx, actor, &after, part, most)
	})
	if err == nil {
		*b = after
	}
	return time.Since(began), err
}

// advance does one batch and writes down what came of it.
func (s *Bulks) advance(ctx context.Context, tx *db.Tx, actor account.Actor, b *Bulk, part batch, most int) error {
	outs, last, err := s.do(ctx, tx, actor, b, part, most)
	if err != nil {
		return err
	}
	b.count(outs, last)
	if err := b.save(ctx, tx); err != nil {
		return err
	}
	tx.Tell(db.Notice{Workspace: b.Workspace, Kind: bulkKind, ID: b.ID})
	return b.note(ctx, tx, outs)
}

// bulkKind is what open pages that follow a bulk listen to.
const bulkKind = "bulk"

// shift is how long one job works before it hands over to the next.
const shift = jobs.MaxRun / 2

// batch is the records that come next: those to change, and those of what was
// chosen that are in the list no more. last is the last of both.
type batch struct {
	ids, gone []db.ID
	last      db.ID
}

func (p batch) size() int { return len(p.ids) + len(p.gone) }

// next returns the records of the next batch; history that is taken back has
// its own way.
func (s *Bulks) next(ctx context.Context, actor account.Actor, b *Bulk, most int) (batch, error) {
	switch {
	case b.Action == bulkUndo:
		return batch{}, nil
	case !b.Set.IsZero():
		ids, err := s.ofSet(ctx, b, most)
		if err != nil {
			return batch{}, err
		}
		return s.sift(ctx, actor, b, ids)
	}
	ids, err := b.ticked(most)
	if err != nil || len(ids) == 0 {
		return batch{}, err
	}
	return batch{ids: ids, last: ids[len(ids)-1]}, nil
}

// ticked are the next of the records that were ticked.
func (b *Bulk) ticked(most int) ([]db.ID, error) {
	var ids []db.ID
	if err := b.Chosen.Decode(&ids); err != nil {
		return nil, fmt.Errorf("read chosen records: %w", err)
	}
	from, found := slices.BinarySearchFunc(ids, b.Place, compareIDs)
	if found {
		from++
	}
	return ids[from:min(len(ids), from+most)], nil
}

// found is the list as it was when it was asked for.
func (s *Bulks) found(ctx context.Context, actor account.Actor, b *Bulk) (*list.List, error) {
	asked := time.UnixMilli(b.AskedAt)
	l, err := s.list(ctx, actor, b.Kind)
	if err != nil {
		return nil, err
	}
	return BulkInput{Action: b.Action}.records(l.At(asked).Until(db.FirstIDAt(asked))), nil
}

// do changes one batch and tells whether it was the last.
func (s *Bulks) do(ctx context.Context, tx *db.Tx, actor account.Actor, b *Bulk, part batch, most int) (outs []Outcome, last bool, err error) {
	if b.Action == bulkUndo {
		return s.undo(ctx, tx, actor, b, most)
	}
	if part.size() == 0 {
		return nil, true, nil
	}
	b.Place = part.last
	k, err := s.kinds.of(b.Kind)
	if err != nil {
		return nil, false, err
	}
	out, err := k.leftOut(ctx, tx, actor, part.gone)
	if err != nil {
		return nil, false, err
	}
	outs, err = b.change(ctx, tx, actor, k, part.ids)
	return append(out, outs...), part.size() < most, err
}

// change does what the bulk is about to some records.
func (b *Bulk) change(ctx context.Context, tx *db.Tx, actor account.Actor, k Kind, ids []db.ID) ([]Outcome, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	switch b.Action {
	case BulkDelete:
		return k.bin(ctx, tx, actor, b.ID, ids)
	case BulkRestore:
		return k.unbin(ctx, tx, actor, b.ID, ids)
	}
	return k.Change(ctx, tx, actor, b.ID, ids, b.edit(ctx))
}

func (s *Bulks) undo(ctx context.Context, tx *db.Tx, actor account.Actor, b *Bulk, most int) ([]Outcome, bool, error) {
	actor.Via = "undo"
	u := Undoing{Of: b.UndoOf, As: b.ID, Before: b.Place, Most: most}
	outs, done, err := s.kinds.takeBack(ctx, tx, actor, &u)
	b.Place = u.Before
	return outs, done, err
}

// count adds what became of a batch.
func (b *Bulk) count(outs []Outcome, last bool) {
	for _, o := range outs {
		switch {
		case o.Err != nil:
			b.Failed++
		case o.Changed:
			b.Changed++
		default:
			b.Unchanged++
		}
	}
	b.Status, b.UpdatedAt = BulkRunning, time.Now().UnixMilli()
	if last {
		b.Status, b.FinishedAt, b.Total = BulkDone, &b.UpdatedAt, b.Seen()
	}
}

// save is refused if the bulk was stopped, or another worker was faster.
func (b *Bulk) save(ctx context.Context, tx *db.Tx) error {
	return db.Update(ctx, tx, "bulks", b, "place", "changed", "unchanged", "failed", "status", "updated_at", "finished_at", "total")
}

// note keeps the records that stayed as they were.
func (b *Bulk) note(ctx context.Context, tx *db.Tx, outs []Outcome) error {
	var failures []BulkFailure
	var ids []db.ID
	for _, o := range outs {
		if o.Err != nil {
			ids = append(ids, o.ID)
			failures = append(failures, BulkFailure{b.Workspace, b.ID, o.ID, o.Name, Reason(ctx, o.Err)})
		}
	}
	if len(failures) == 0 {
		return nil
	}
	var sql db.SQL // history may name a record on two pages
	sql.S("DELETE FROM bulk_failures WHERE workspace_id = ").P(b.Workspace).S(" AND bulk_id = ").P(b.ID).S(" AND record_id IN ")
	db.In(&sql, ids)
	if _, err := tx.Exec(ctx, sql.Text(), sql.Args()...); err != nil {
		return fmt.Errorf("note failures: %w", err)
	}
	if err := db.InsertAll(ctx, tx, "bulk_failures", failures); err != nil {
		return fmt.Errorf("note failures: %w", err)
	}
	return nil
}

func (s *Bulks) tidy(ctx context.Context, now time.Time) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM bulks WHERE finished_at < $1`, now.Add(-activity.KeepDeleted).UnixMilli()); err != nil {
			return err
		}
		return tidySets(ctx, tx, now)
	})
}
