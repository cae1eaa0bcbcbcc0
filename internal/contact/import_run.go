package contact

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/sheet"
	"kontor/internal/record"
)

// importRun is the one engine behind page, API, command and job: it reads rows,
// decides what each is to do, and does it batch by batch.
type importRun struct {
	db      *db.DB
	actor   account.Actor
	imp     *Import
	src     *importSource
	mapper  *rowMapper
	members map[string]db.ID
	dry     bool
	seen    *seenKeys // of this batch, or of the whole dry run
	filled  map[db.ID]bool
	firms   *firms
	missing map[string]bool // companies that a dry run would make
	most    atomic.Int64    // rows of the next batch
}

const (
	importBatch      = 1000 // at most
	importBatchBytes = 4 << 20
)

// errStopped says that somebody stopped the import, or another worker has gone
// on with it.
var errStopped = errors.New("the import was stopped")

// newImportRun stands before the first row that has no result yet.
func newImportRun(ctx context.Context, d *db.DB, actor account.Actor, imp *Import, file sheet.File) (*importRun, error) {
	src, err := openSource(ctx, file, imp.FileSize, imp.Options)
	if err != nil {
		return nil, err
	}
	r, err := newRunOf(ctx, d, actor, imp, src)
	if err != nil {
		src.close()
		return nil, err
	}
	return r, nil
}

func newRunOf(ctx context.Context, d *db.DB, actor account.Actor, imp *Import, src *importSource) (r *importRun, err error) {
	r = &importRun{db: d, actor: actor, imp: imp, src: src, seen: newSeenKeys(), filled: map[db.ID]bool{}, missing: map[string]bool{}}
	r.firms = newFirms(r)
	r.most.Store(importBatch)
	r.actor.Via = "import"
	order := dateOrder(imp.Details.DateOrder)
	if imp.Options.DateOrder != "" {
		order = dateOrder(imp.Options.DateOrder)
	}
	r.mapper = newRowMapper(imp, order, actor.Currency)
	if r.mapper.custom, err = customfield.Load(ctx, d, actor.Workspace, customfield.Contact); err != nil {
		return nil, err
	}
	if r.members, err = memberNames(ctx, d, actor); err != nil {
		return nil, err
	}
	for range imp.Position {
		if _, err := src.next(); err != nil {
			return nil, fmt.Errorf("go on after row %d: %w", imp.Position, err)
		}
	}
	return r, nil
}

// memberNames finds members by name and by e-mail address.
func memberNames(ctx context.Context, d *db.DB, actor account.Actor) (map[string]db.ID, error) {
	type row struct {
		ID    db.ID  `db:"id"`
		Name  string `db:"name"`
		Email string `db:"email"`
	}
	all, err := db.Select[row](ctx, d, `SELECT m.id, m.name, u.email FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.workspace_id = $1 AND m.active`, actor.Workspace)
	if err != nil {
		return nil, fmt.Errorf("read members: %w", err)
	}
	names := map[string]db.ID{}
	for _, m := range all {
		names[memberKey(m.Name)], names[memberKey(m.Email)], names[memberKey(m.ID.String())] = m.ID, m.ID, m.ID
	}
	delete(names, "")
	return names, nil
}

// run imports until the file ends, until the time is up, or until it is
// stopped; done tells whether the file has ended. progress may be nil.
func (r *importRun) run(ctx context.Context, until time.Time, progress func(position int64)) (done bool, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	r.most.Store(record.First)
	batches := r.read(ctx)
	for b := range batches {
		if b.err != nil {
			return false, b.err
		}
		if err := r.paced(ctx, b.rows); err != nil {
			return false, err
		}
		if progress != nil {
			progress(r.imp.Position)
		}
		if !until.IsZero() && time.Now().After(until) {
			return r.imp.Position >= r.imp.Total, nil
		}
	}
	return true, ctx.Err()
}

// paced does one batch, and says how many rows the next may have so that others
// who write need not wait long.
func (r *importRun) paced(ctx context.Context, rows []*candidate) error {
	var began time.Time
	err := r.db.InLoad(ctx, func(l *db.Loader) error {
		began = time.Now() // now it is our turn
		return r.batch(ctx, l.Tx, rows)
	})
	r.most.Store(int64(record.Pace(len(rows), importBatch, time.Since(began))))
	return err
}

type preparedBatch struct {
	rows []*candidate
	err  error
}

// read prepares the next batch while the one before is written.
func (r *importRun) read(ctx context.Context) <-chan preparedBatch {
	out := make(chan preparedBatch, 1)
	go func() {
		defer close(out)
		for {
			b := r.nextBatch(ctx)
			if len(b.rows) == 0 && b.err == nil {
				return
			}
			select {
			case out <- b:
			case <-ctx.Done():
				return
			}
			if b.err != nil {
				return
			}
		}
	}()
	return out
}

func (r *importRun) nextBatch(ctx context.Context) (b preparedBatch) {
	most := int(r.most.Load())
	for size := 0; len(b.rows) < most && size < importBatchBytes; {
		row, err := r.src.next()
		if errors.Is(err, io.EOF) {
			return b
		}
		if err != nil {
			return preparedBatch{err: err}
		}
		for _, c := range row.cells {
			size += len(c) + 16
		}
		b.rows = append(b.rows, r.prepare(ctx, row))
	}
	return b
}

// batch gives every row its result, in one transaction with the place reached:
// a restart goes on after it and never does a row twice.
func (r *importRun) batch(ctx context.Context, tx *db.Tx, rows []*candidate) error {
	r.seen = newSeenKeys()
	if err := r.decide(ctx, tx, rows); err != nil {
		return err
	}
	made, err := r.write(ctx, tx, rows)
	if err != nil {
		return err
	}
	if err := r.keepFailures(ctx, tx, rows); err != nil {
		return err
	}
	return r.keepPlace(ctx, tx, rows, made)
}

func (r *importRun) keepPlace(ctx context.Context, tx *db.Tx, rows []*candidate, companies int64) error {
	t := tally(rows)
	now := time.Now().UnixMilli()
	n, err := tx.Exec(ctx, `UPDATE imports SET status = 'running', position = position + $1, created = created + $2, updated = updated + $3,
		skipped = skipped + $4, failed = failed + $5, companies = companies + $6, updated_at = $7, version = version + 1
		WHERE workspace_id = $8 AND id = $9 AND position = $10 AND status IN ('queued', 'running')`,
		len(rows), t.Created, t.Updated, t.Skipped, t.Failed, companies, now, r.actor.Workspace, r.imp.ID, r.imp.Position)
	if err != nil {
		return fmt.Errorf("keep place of import: %w", err)
	}
	if n == 0 {
		return errStopped
	}
	r.imp.Position += int64(len(rows))
	r.imp.Created, r.imp.Updated = r.imp.Created+t.Created, r.imp.Updated+t.Updated
	r.imp.Skipped, r.imp.Failed = r.imp.Skipped+t.Skipped, r.imp.Failed+t.Failed
	r.imp.Companies += companies
	r.imp.Status = ImportRunning
	return nil
}

// ImportCounts says how many rows had which result.
type ImportCounts struct {
	Created int64 `json:"created"`
	Updated int64 `json:"updated"`
	Skipped int64 `json:"skipped"`
	Failed  int64 `json:"failed"`
}

func tally(rows []*candidate) (t ImportCounts) {
	for _, c := range rows {
		switch c.outcome {
		case outcomeCreated:
			t.Created++
		case outcomeUpdated:
			t.Updated++
		case outcomeSkipped:
			t.Skipped++
		default:
			t.Failed++
		}
	}
	return t
}

func (r *importRun) keepFailures(ctx context.Context, tx *db.Tx, rows []*candidate) error {
	var failures []ImportFailure
	for _, c := range rows {
		if c.outcome == outcomeFailed {
			failures = append(failures, c.failure(r.actor.Workspace, r.imp.ID))
		}
	}
	if err := db.InsertAll(ctx, tx, "import_failures", failures); err != nil {
		return fmt.Errorf("keep rows that failed: %w", err)
	}
	return nil
}

func isStop(err error) bool {
	return errors.Is(err, errStopped) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func asInvalidRow(err error) (fault.Invalid, bool) { return errors.AsType[fault.Invalid](err) }
