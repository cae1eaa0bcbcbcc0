package importing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
	"kontor/internal/kit/sheet"
)

// Run is the one engine behind page, API, command and job: it reads rows, lets
// their kind decide what each is to do, and does it batch by batch.
type Run struct {
	DB     *db.DB
	Actor  account.Actor
	Import *Import
	Custom *customfield.Set // of the workspace's own fields
	Dry    bool             // nothing is written

	kind    Kind
	rows    Rows
	src     *importSource
	members map[string]db.ID
	dates   Dates
	pace    *pacer
}

const importBatchBytes = 4 << 20

// errStopped says that somebody stopped the import, or another worker has gone
// on with it.
var errStopped = errors.New("the import was stopped")

// newRun stands before the first row that has no result yet.
func newRun(ctx context.Context, d *db.DB, kind Kind, actor account.Actor, imp *Import, file sheet.File, dry bool) (*Run, error) {
	src, err := openSource(ctx, file, imp.FileSize, imp.Options)
	if err != nil {
		return nil, err
	}
	r, err := newRunOf(ctx, d, kind, actor, imp, src, dry)
	if err != nil {
		src.close()
		return nil, err
	}
	return r, nil
}

func newRunOf(ctx context.Context, d *db.DB, kind Kind, actor account.Actor, imp *Import, src *importSource, dry bool) (r *Run, err error) {
	r = &Run{DB: d, Actor: actor, Import: imp, Dry: dry, kind: kind, src: src, dates: imp.dateReader()}
	r.pace = newPacer(d, kind.Batch)
	r.Actor.Via = "import"
	if r.Custom, err = customfield.Load(ctx, d, actor.Workspace, kind.Record); err != nil {
		return nil, err
	}
	r.kind.own = r.Custom
	if r.members, err = memberNames(ctx, d, actor); err != nil {
		return nil, err
	}
	if r.rows, err = kind.Open(ctx, r); err != nil {
		return nil, err
	}
	for range imp.Position {
		if _, err := src.next(); err != nil {
			return nil, fmt.Errorf("go on after row %d: %w", imp.Position, err)
		}
	}
	return r, nil
}

// Member is the member that a file names, by name, e-mail address or id.
func (r *Run) Member(name string) (db.ID, bool) {
	id, ok := r.members[memberKey(name)]
	return id, ok
}

// Owner is the member a file names, or else the one that was chosen.
func (r *Run) Owner(name string) db.ID {
	if id, ok := r.Member(name); ok {
		return id
	}
	if !r.Import.Options.OwnerID.IsZero() {
		return r.Import.Options.OwnerID
	}
	return r.Actor.Member
}

// Birthday reads a date as it is written, without a year too, or as a workbook
// counts days; what is none stays as it is.
func (r *Run) Birthday(cell string) string { return r.dates.read(cell, readBirthday) }

// Day is Birthday for days of our time, which have a year.
func (r *Run) Day(cell string) string { return r.dates.read(cell, readDay) }

// Text is a cell as a field of the workspace's own reads it.
func (r *Run) Text(field, cell string) string {
	if f := r.Custom.Field(field); f != nil && f.Type == customfield.Date {
		return r.Birthday(cell)
	}
	return cell
}

func memberKey(name string) string { return search.Fold(name) }

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

// all imports until the file ends, until the time is up, or until it is
// stopped; done tells whether the file has ended. progress may be nil.
func (r *Run) all(ctx context.Context, until time.Time, progress func(position int64)) (done bool, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	r.pace.begin()
	batches := r.ahead(ctx)
	for b := range batches {
		if b.err != nil {
			return false, b.err
		}
		if err := r.paced(ctx, b.rows); err != nil {
			return false, err
		}
		if progress != nil {
			progress(r.Import.Position)
		}
		if !until.IsZero() && time.Now().After(until) {
			return r.Import.Position >= r.Import.Total, nil
		}
	}
	return true, ctx.Err()
}

// paced does one batch, and says how many rows the next may have so that others
// who write need not wait long.
func (r *Run) paced(ctx context.Context, rows []*Row) error {
	var began time.Time
	err := r.DB.InLoad(ctx, func(l *db.Loader) error {
		began = time.Now() // now it is our turn
		return r.batch(ctx, l.Tx, rows)
	})
	r.pace.ended(len(rows), time.Since(began))
	return err
}

type preparedBatch struct {
	rows []*Row
	err  error
}

// ahead reads the next batch while the one before is written.
func (r *Run) ahead(ctx context.Context) <-chan preparedBatch {
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

func (r *Run) nextBatch(ctx context.Context) (b preparedBatch) {
	most := int(r.pace.most.Load())
	for size := 0; len(b.rows) < most && size < importBatchBytes; {
		row, err := r.src.next()
		if errors.Is(err, io.EOF) {
			return b
		}
		if err != nil {
			return preparedBatch{err: err}
		}
		for _, c := range row.Cells {
			size += len(c) + 16
		}
		b.rows = append(b.rows, r.read(ctx, &row))
	}
	return b
}

// batch gives every row its result, in one transaction with the place reached:
// a restart goes on after it and never does a row twice.
func (r *Run) batch(ctx context.Context, tx *db.Tx, rows []*Row) error {
	if err := r.rows.Decide(ctx, tx, rows); err != nil {
		return err
	}
	made, err := r.rows.Write(ctx, tx, rows)
	if err != nil {
		return err
	}
	if err := r.keepFailures(ctx, tx, rows); err != nil {
		return err
	}
	return r.keepPlace(ctx, tx, rows, made)
}

func (r *Run) keepPlace(ctx context.Context, tx *db.Tx, rows []*Row, made Made) error {
	t := tally(rows)
	now := time.Now().UnixMilli()
	n, err := tx.Exec(ctx, `UPDATE imports SET status = 'running', position = position + $1, created = created + $2, updated = updated + $3,
		skipped = skipped + $4, failed = failed + $5, companies = companies + $6, contacts = contacts + $7, updated_at = $8, version = version + 1
		WHERE workspace_id = $9 AND id = $10 AND position = $11 AND status IN ('queued', 'running')`,
		len(rows), t.Created, t.Updated, t.Skipped, t.Failed, made.Companies, made.Contacts, now, r.Actor.Workspace, r.Import.ID, r.Import.Position)
	if err != nil {
		return fmt.Errorf("keep place of import: %w", err)
	}
	if n == 0 {
		return errStopped
	}
	r.Import.Position += int64(len(rows))
	r.Import.Created, r.Import.Updated = r.Import.Created+t.Created, r.Import.Updated+t.Updated
	r.Import.Skipped, r.Import.Failed = r.Import.Skipped+t.Skipped, r.Import.Failed+t.Failed
	r.Import.Companies, r.Import.Contacts = r.Import.Companies+made.Companies, r.Import.Contacts+made.Contacts
	r.Import.Status = ImportRunning
	return nil
}

// ImportCounts says how many rows had which result.
type ImportCounts struct {
	Created int64 `json:"created"`
	Updated int64 `json:"updated"`
	Skipped int64 `json:"skipped"`
	Failed  int64 `json:"failed"`
}

func tally(rows []*Row) (t ImportCounts) {
	for _, c := range rows {
		switch c.Outcome {
		case Created:
			t.Created++
		case Updated:
			t.Updated++
		case Skipped:
			t.Skipped++
		default:
			t.Failed++
		}
	}
	return t
}

func (r *Run) keepFailures(ctx context.Context, tx *db.Tx, rows []*Row) error {
	var failures []ImportFailure
	for _, c := range rows {
		if c.Outcome == Failed {
			failures = append(failures, c.failure(r.Actor.Workspace, r.Import.ID))
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

func asInvalid(err error) (fault.Invalid, bool) { return errors.AsType[fault.Invalid](err) }

func asConflict(err error) (fault.Conflict, bool) { return errors.AsType[fault.Conflict](err) }

func isForbidden(err error) bool {
	_, ok := errors.AsType[fault.Forbidden](err)
	return ok
}
