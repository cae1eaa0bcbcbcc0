package importing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/storage"
)

// importJob goes on with an import until its time is up, then hands over to
// the next job.
type importJob struct {
	Workspace db.WorkspaceID `json:"workspace"`
	Import    db.ID          `json:"import"`
}

func (importJob) Kind() string { return "importing.run" }

// tidyJob forgets files and rows of imports that nobody needs any more.
type tidyJob struct{}

func (tidyJob) Kind() string { return "importing.tidy" }

// importShift is how long one job works: well below what a job may take.
const importShift = jobs.MaxRun / 2

// work registers the background work of imports.
func (s *Imports) work(q *jobs.Queue) {
	jobs.Handle(q, s.workImport)
	jobs.Handle(q, s.workUndo)
	jobs.Handle(q, func(ctx context.Context, _ tidyJob) error { return s.tidy(ctx, time.Now()) })
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return tidyJob{} })
}

// Start begins an import in the background.
func (s *Imports) Start(ctx context.Context, actor account.Actor, id db.ID) (Import, error) {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return imp, err
	}
	if err := s.mayImport(actor, imp.Kind); err != nil {
		return imp, err
	}
	if err := s.ready(ctx, imp); err != nil {
		return imp, err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := imp.begin(ctx, tx, actor); err != nil {
			return err
		}
		begun := account.Entry{Action: "import", Kind: "list", Record: imp.ID, Name: imp.FileName, Records: imp.Total}
		if err := account.Audit(ctx, tx, actor, begun); err != nil {
			return err
		}
		return s.queue.Enqueue(ctx, tx, importJob{imp.Workspace, imp.ID})
	})
	return imp, err
}

// ready refuses an import that has begun, or that says nothing about what a
// record needs most.
func (s *Imports) ready(ctx context.Context, i Import) error {
	if i.Status != ImportMapping {
		return fault.Conflict{Text: i18n.T(ctx, "This import has begun already.")}
	}
	kind, err := s.kinds.of(i.Kind)
	if err != nil || i.Format == "vcard" {
		return err
	}
	if slices.ContainsFunc(i.Columns, func(c ImportColumn) bool { return slices.Contains(kind.Needs, c.Field) }) {
		return nil
	}
	return fault.Invalid{"columns": kind.Words(ctx).Needed}
}

// begin is what makes an import theirs who starts it.
func (i *Import) begin(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	now := time.Now().UnixMilli()
	i.Status, i.StartedAt, i.UpdatedAt, i.Member = ImportQueued, &now, now, actor.Member
	if err := i.remember(ctx, tx, actor); err != nil {
		return err
	}
	for at := range i.Columns {
		i.Columns[at].Values = nil // nobody is asked any more
	}
	if err := i.pack(); err != nil {
		return fmt.Errorf("write import: %w", err)
	}
	return db.Update(ctx, tx, "imports", i, "status", "started_at", "updated_at", "member_id", "mapping")
}

// Run does an import at once, for a command; progress may be nil.
func (s *Imports) Run(ctx context.Context, actor account.Actor, id db.ID, progress func(position, total int64)) (Import, error) {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return imp, err
	}
	if err := s.ready(ctx, imp); err != nil {
		return imp, err
	}
	if err := s.db.InTx(ctx, func(tx *db.Tx) error { return imp.begin(ctx, tx, actor) }); err != nil {
		return imp, err
	}
	_, err = s.goOn(ctx, actor, &imp, time.Time{}, progress)
	if err != nil {
		return imp, errors.Join(err, s.end(context.WithoutCancel(ctx), &imp, ImportCancelled, ""))
	}
	return s.Get(ctx, actor, id)
}

// goOn imports until the time is up; done tells that every row has its result.
func (s *Imports) goOn(ctx context.Context, actor account.Actor, imp *Import, until time.Time, progress func(position, total int64)) (done bool, err error) {
	run, f, err := s.open(ctx, actor, imp, false)
	if err != nil {
		return false, err
	}
	defer f.Close()
	done, err = run.all(ctx, until, func(position int64) {
		if progress != nil {
			progress(position, imp.Total)
		}
	})
	if err != nil || !done {
		return done, err
	}
	return true, s.end(ctx, imp, ImportDone, "")
}

// workImport is one shift of an import. It may run twice, or beside another:
// the place is kept in the same transaction as the rows.
func (s *Imports) workImport(ctx context.Context, job importJob) error {
	imp, err := db.Get[Import](ctx, s.db, selectImport+` AND i.id = $2`, job.Workspace, job.Import)
	if err != nil || imp.Status != ImportQueued && imp.Status != ImportRunning {
		return ignoreMissing(err)
	}
	if err := imp.load(); err != nil {
		return err
	}
	actor, err := s.accounts.Members.Acting(ctx, job.Workspace, imp.Member)
	if err != nil {
		return s.giveUp(ctx, &imp, err)
	}
	ctx = i18n.With(ctx, i18n.Locale{Lang: actor.Lang, Zone: actor.Zone})
	if err := s.mayImport(actor, imp.Kind); err != nil {
		return s.giveUp(ctx, &imp, err)
	}
	done, err := s.goOn(ctx, actor, &imp, time.Now().Add(importShift), nil)
	switch {
	case err != nil:
		return s.giveUp(ctx, &imp, err)
	case done:
		return s.follow(ctx, imp)
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error { return s.queue.Enqueue(ctx, tx, job) })
}

// follow lets the kind do what a whole file causes.
func (s *Imports) follow(ctx context.Context, imp Import) error {
	kind, err := s.kinds.of(imp.Kind)
	if err != nil || kind.After == nil {
		return err
	}
	return kind.After(ctx, imp.Workspace)
}

func ignoreMissing(err error) error {
	if fault.IsNotFound(err) {
		return nil
	}
	return err
}

// giveUp ends an import that cannot go on. What may pass by itself is handed
// back, so that the job is tried again from the place that is kept.
func (s *Imports) giveUp(ctx context.Context, imp *Import, err error) error {
	if isStop(err) {
		if ctx.Err() != nil {
			return err
		}
		return nil
	}
	if text, lasting := lastingFault(ctx, err); lasting {
		return s.end(ctx, imp, ImportFailed, text)
	}
	return err
}

// lastingFault tells what no second try would mend.
func lastingFault(ctx context.Context, err error) (text string, lasting bool) {
	if invalid, ok := asInvalid(err); ok {
		for _, message := range invalid {
			return message, true
		}
	}
	if conflict, ok := asConflict(err); ok {
		return conflict.Text, true
	}
	if isForbidden(err) || fault.IsNotFound(err) {
		return i18n.T(ctx, "Whoever started this import may not import any more."), true
	}
	return "", false
}

func (s *Imports) end(ctx context.Context, imp *Import, status, problem string) error {
	now := time.Now().UnixMilli()
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE imports SET status = $1, problem = $2, finished_at = $3, updated_at = $4, version = version + 1
			WHERE workspace_id = $5 AND id = $6 AND status IN ('queued', 'running')`, status, problem, now, now, imp.Workspace, imp.ID)
		return err
	})
	if err != nil {
		return fmt.Errorf("end import: %w", err)
	}
	imp.Status = status
	return s.files.Delete(ctx, imp.FileKey)
}

// Cancel stops an import; what is in stays in.
func (s *Imports) Cancel(ctx context.Context, actor account.Actor, id db.ID) (Import, error) {
	imp, err := s.Get(ctx, actor, id)
	if err != nil || imp.Done() {
		return imp, err
	}
	now := time.Now().UnixMilli()
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		ended, err := tx.Exec(ctx, `UPDATE imports SET status = 'cancelled', finished_at = $1, updated_at = $2, version = version + 1
			WHERE workspace_id = $3 AND id = $4 AND status IN ('mapping', 'queued', 'running')`, now, now, imp.Workspace, id)
		if err != nil || ended == 0 { // it ended by itself
			return err
		}
		return storage.Abandon(ctx, tx, imp.Workspace, imp.FileKey)
	})
	if err != nil {
		return imp, fmt.Errorf("cancel import: %w", err)
	}
	_ = s.files.Delete(ctx, imp.FileKey) // the sweep comes by in any case
	return s.Get(ctx, actor, id)
}

// Discard forgets an import that was never started, and its file.
func (s *Imports) Discard(ctx context.Context, actor account.Actor, id db.ID) error {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := db.Changed(tx.Exec(ctx, `DELETE FROM imports WHERE workspace_id = $1 AND id = $2 AND status = 'mapping'`, imp.Workspace, id)); err != nil {
			return err
		}
		return storage.Abandon(ctx, tx, imp.Workspace, imp.FileKey)
	})
	if err == nil {
		_ = s.files.Delete(ctx, imp.FileKey) // the sweep comes by in any case
	}
	return err
}

// tidy forgets what was never started within a week, and the rows that failed
// after thirty days.
func (s *Imports) tidy(ctx context.Context, now time.Time) error {
	week, month := now.AddDate(0, 0, -7).UnixMilli(), now.Add(-activity.KeepDeleted).UnixMilli()
	type old struct {
		Workspace db.WorkspaceID `db:"workspace_id"`
		ID        db.ID          `db:"id"`
		Key       string         `db:"file_key"`
	}
	all, err := db.Select[old](ctx, s.db, `SELECT workspace_id, id, file_key FROM imports WHERE status = 'mapping' AND updated_at < $1 LIMIT 1000`, week)
	if err != nil {
		return fmt.Errorf("find old imports: %w", err)
	}
	for _, i := range all {
		if err := s.files.Delete(ctx, i.Key); err != nil {
			return err
		}
		if err := s.db.InTx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM imports WHERE workspace_id = $1 AND id = $2 AND status = 'mapping'`, i.Workspace, i.ID)
			return err
		}); err != nil {
			return fmt.Errorf("delete old import: %w", err)
		}
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM import_failures WHERE EXISTS (SELECT 1 FROM imports i WHERE i.workspace_id = import_failures.workspace_id
			AND i.id = import_failures.import_id AND i.finished_at < $1)`, month)
		return err
	})
}
