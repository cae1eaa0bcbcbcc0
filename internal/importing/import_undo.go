package importing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// States of taking an import back.
const (
	undoRunning = "running"
	undoDone    = "done"
	undoFailed  = "failed"
)

// ImportUndo is how far an import is taken back, and what came of it.
type ImportUndo struct {
	UndoStatus   string `db:"undo_status,ro"` // empty: it is not
	UndoTotal    int64  `db:"undo_total,ro"`  // lines of history to take back
	UndoSeen     int64  `db:"undo_seen,ro"`
	UndoRecords  int64  `db:"undo_records,ro"`  // of its kind, gone to the recycle bin
	UndoContacts int64  `db:"undo_contacts,ro"` // gone too, where the kind is another
	UndoFirms    int64  `db:"undo_companies,ro"`
	UndoTags     int64  `db:"undo_tags,ro"`
	UndoReverted int64  `db:"undo_reverted,ro"` // records that have their old values back
	UndoLeftover int64  `db:"undo_leftover,ro"` // records that were left as they are
	UndoProblem  string `db:"undo_problem,ro"`
	UndoFinished *int64 `db:"undo_finished_at,ro"`
	UndoMember   string `db:"undo_member,ro"`
}

// Undoing tells that an import is being taken back.
func (u ImportUndo) Undoing() bool { return u.UndoStatus == undoRunning }

// UndoPercent is how much of the import is taken back.
func (u ImportUndo) UndoPercent() int {
	if u.UndoTotal == 0 {
		return 0
	}
	return int(min(u.UndoSeen*100/u.UndoTotal, 100))
}

// ImportLeftover is a record that an undone import left as it is, and why.
type ImportLeftover struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Import    db.ID          `db:"import_id"`
	Record    db.ID          `db:"record_id"`
	Kind      string         `db:"kind"` // contact, company, deal or task
	Name      string         `db:"name"`
	Reason    string         `db:"reason"`
}

// importUndo is the row that keeps how far it came.
type importUndo struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Import    db.ID          `db:"import_id"`
	ID        db.ID          `db:"id"`
	Member    db.ID          `db:"member_id"`
	Status    string         `db:"status"`
	Place     db.ID          `db:"place"`
	Total     int64          `db:"total"`
	Seen      int64          `db:"seen"`
	Records   int64          `db:"records"`
	Contacts  int64          `db:"contacts"`
	Companies int64          `db:"companies"`
	Tags      int64          `db:"tags"`
	Reverted  int64          `db:"reverted"`
	Leftover  int64          `db:"leftover"`
	Problem   string         `db:"problem"`
	Step      int64          `db:"step"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
	Finished  *int64         `db:"finished_at"`

	kind string // of the import
}

// CanUndo tells whether there is something to take back, and still time. What
// was stopped half way can be taken up again.
func (i Import) CanUndo() bool {
	if i.Status == ImportUndone {
		return i.UndoStatus == undoFailed && time.Now().Before(i.UndoUntil())
	}
	return (i.Status == ImportDone || i.Status == ImportCancelled || i.Status == ImportFailed) &&
		i.Created+i.Updated+i.Companies+i.Contacts > 0 && time.Now().Before(i.UndoUntil())
}

// UndoUntil is when an import stays for good.
func (i Import) UndoUntil() time.Time {
	if i.FinishedAt == nil {
		return time.Time{}
	}
	return time.UnixMilli(*i.FinishedAt).Add(activity.KeepDeleted)
}

// Undo takes a whole import back, in the background: what it created goes to
// the recycle bin, what it updated gets its old values back, companies and
// tags made on the way go with it. What was changed since stays as it is, and
// is told.
func (s *Imports) Undo(ctx context.Context, actor account.Actor, id db.ID) (Import, error) {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return imp, err
	}
	if !imp.CanUndo() {
		return imp, fault.Conflict{Text: i18n.T(ctx, "This import cannot be undone.")}
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		imp.Status, imp.UpdatedAt = ImportUndone, time.Now().UnixMilli()
		if err := db.Update(ctx, tx, "imports", &imp, "status", "updated_at"); err != nil {
			return err
		}
		if err := beginUndo(ctx, tx, actor, imp); err != nil {
			return err
		}
		return s.queue.Enqueue(ctx, tx, undoJob{imp.Workspace, imp.ID})
	})
	if err != nil {
		return imp, fmt.Errorf("begin to undo import: %w", err)
	}
	return s.Get(ctx, actor, id)
}

// beginUndo makes the row, or lets one that failed go on.
func beginUndo(ctx context.Context, tx *db.Tx, actor account.Actor, imp Import) error {
	now := time.Now().UnixMilli()
	if imp.UndoStatus == undoFailed {
		_, err := tx.Exec(ctx, `UPDATE import_undos SET status = 'running', problem = '', member_id = $1, finished_at = NULL, step = step + 1, updated_at = $2
			WHERE workspace_id = $3 AND import_id = $4`, actor.Member, now, imp.Workspace, imp.ID)
		return err
	}
	total, err := db.Value[int64](ctx, tx, `SELECT count(*) FROM changes WHERE workspace_id = $1 AND batch_id = $2`, imp.Workspace, imp.ID)
	if err != nil {
		return err
	}
	return db.Insert(ctx, tx, "import_undos", &importUndo{Workspace: imp.Workspace, Import: imp.ID, ID: db.NewID(), Member: actor.Member,
		Status: undoRunning, Total: total, CreatedAt: now, UpdatedAt: now})
}

// Leftovers returns what an undone import left as it is, after the record with
// the id after, at most limit.
func (s *Imports) Leftovers(ctx context.Context, actor account.Actor, id, after db.ID, limit int) ([]ImportLeftover, error) {
	if _, err := s.Get(ctx, actor, id); err != nil {
		return nil, err
	}
	var sql db.SQL
	sql.S("SELECT l.workspace_id, l.import_id, l.record_id, l.kind, l.name, l.reason FROM import_leftovers l WHERE l.workspace_id = ").P(actor.Workspace)
	sql.S(" AND l.import_id = ").P(id)
	if !after.IsZero() {
		sql.S(" AND l.record_id > ").P(after)
	}
	sql.S(" ORDER BY l.record_id LIMIT ").P(limit)
	return db.Select[ImportLeftover](ctx, s.db, sql.Text(), sql.Args()...)
}

// undoJob goes on with taking an import back until its time is up.
type undoJob struct {
	Workspace db.WorkspaceID `json:"workspace"`
	Import    db.ID          `json:"import"`
}

func (undoJob) Kind() string { return "importing.undo" }

// workUndo is one shift. It may run twice, or beside another: the place is
// kept in the same transaction as what is taken back.
func (s *Imports) workUndo(ctx context.Context, job undoJob) error {
	u, err := db.Get[importUndo](ctx, s.db, `SELECT workspace_id, import_id, id, member_id, status, place, total, seen, records, contacts, companies, tags, reverted,
		leftover, problem, step, created_at, updated_at, finished_at FROM import_undos WHERE workspace_id = $1 AND import_id = $2`, job.Workspace, job.Import)
	if err != nil || u.Status != undoRunning {
		return ignoreMissing(err)
	}
	if u.kind, err = db.Value[string](ctx, s.db, `SELECT kind FROM imports WHERE workspace_id = $1 AND id = $2`, job.Workspace, job.Import); err != nil {
		return fmt.Errorf("read import: %w", err)
	}
	actor, err := s.accounts.Members.Acting(ctx, job.Workspace, u.Member)
	if fault.IsNotFound(err) {
		return s.stopUndo(ctx, &u, i18n.T(ctx, "Whoever began to undo this import is not a member any more."))
	}
	if err != nil {
		return err
	}
	ctx = i18n.With(ctx, i18n.Locale{Lang: actor.Lang, Zone: actor.Zone})
	actor.Via = "undo"
	until, most := time.Now().Add(importShift), record.First
	for u.Status == undoRunning {
		if time.Now().After(until) {
			return s.db.InTx(ctx, func(tx *db.Tx) error { return s.queue.Enqueue(ctx, tx, job) })
		}
		took, err := s.undoStep(ctx, actor, &u, most)
		if errors.Is(err, errStopped) {
			return nil // another worker has gone on with it
		}
		if err != nil {
			return fmt.Errorf("undo import: %w", err)
		}
		most = max(record.First, record.Pace(most, record.Batch, took)) // as many as the fields of one record, at least
	}
	return nil
}

func (s *Imports) stopUndo(ctx context.Context, u *importUndo, problem string) error {
	now := time.Now().UnixMilli()
	u.Status, u.Problem, u.Finished = undoFailed, problem, &now
	return s.db.InTx(ctx, func(tx *db.Tx) error { return u.save(ctx, tx) })
}

// undoStep takes back the history of at most so many records, and keeps how far
// it came, in one transaction; after the last of them the tags go. It tells how
// long others waited for it.
func (s *Imports) undoStep(ctx context.Context, actor account.Actor, u *importUndo, most int) (took time.Duration, err error) {
	next := *u
	var began time.Time
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		began = time.Now() // now it is our turn
		work := record.Undoing{Of: next.Import, As: next.ID, Before: next.Place, Most: most}
		outs, last, err := s.records.TakeBack(ctx, tx, actor, &work)
		if err != nil {
			return err
		}
		next.Place = work.Before
		next.count(outs)
		if last {
			if next.Tags, err = dropTagsOf(ctx, tx, actor, next.Import, next.ID); err != nil {
				return err
			}
			now := time.Now().UnixMilli()
			next.Status, next.Seen, next.Finished = undoDone, next.Total, &now
		}
		if err := next.note(ctx, tx, outs); err != nil {
			return err
		}
		return next.save(ctx, tx)
	})
	if err == nil {
		*u = next
	}
	return time.Since(began), err
}

func (u *importUndo) count(outs []record.Outcome) {
	u.Seen = min(u.Seen+int64(len(outs)), u.Total)
	for _, o := range outs {
		switch {
		case o.Gone && o.Kind == "company":
			u.Companies++
		case o.Gone && o.Kind == "contact" && u.kind != "contacts":
			u.Contacts++
		case o.Gone:
			u.Records++
		case o.Changed:
			u.Reverted++
		}
	}
}

// note keeps what was left as it is; history may name a record on two pages.
func (u *importUndo) note(ctx context.Context, tx *db.Tx, outs []record.Outcome) error {
	var left []ImportLeftover
	var ids []db.ID
	for _, o := range outs {
		if o.Err != nil && !fault.IsNotFound(o.Err) {
			ids = append(ids, o.ID)
			left = append(left, ImportLeftover{u.Workspace, u.Import, o.ID, o.Kind, o.Name, record.Reason(ctx, o.Err)})
		}
	}
	if len(left) == 0 {
		return nil
	}
	var sql db.SQL
	sql.S("DELETE FROM import_leftovers WHERE workspace_id = ").P(u.Workspace).S(" AND import_id = ").P(u.Import).S(" AND record_id IN ")
	db.In(&sql, ids)
	before, err := tx.Exec(ctx, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("note what was left: %w", err)
	}
	u.Leftover += int64(len(left)) - before
	if err := db.InsertAll(ctx, tx, "import_leftovers", left); err != nil {
		return fmt.Errorf("note what was left: %w", err)
	}
	return nil
}

// save is refused with errStopped if another worker was faster.
func (u *importUndo) save(ctx context.Context, tx *db.Tx) error {
	var place any
	if !u.Place.IsZero() {
		place = u.Place
	}
	n, err := tx.Exec(ctx, `UPDATE import_undos SET place = $1, seen = $2, records = $3, contacts = $4, companies = $5, tags = $6, reverted = $7,
		leftover = $8, status = $9, problem = $10, finished_at = $11, updated_at = $12, step = step + 1
		WHERE workspace_id = $13 AND import_id = $14 AND step = $15 AND status = 'running'`,
		place, u.Seen, u.Records, u.Contacts, u.Companies, u.Tags, u.Reverted, u.Leftover, u.Status, u.Problem, u.Finished, time.Now().UnixMilli(),
		u.Workspace, u.Import, u.Step)
	if err != nil {
		return fmt.Errorf("keep place of undo: %w", err)
	}
	if n == 0 {
		return errStopped
	}
	u.Step++
	return nil
}

// dropTagsOf deletes the tags that a batch made, where nobody changed them
// since and no record has them.
func dropTagsOf(ctx context.Context, tx *db.Tx, actor account.Actor, batch, as db.ID) (int64, error) {
	made, err := db.Values[db.ID](ctx, tx, `SELECT t.id FROM changes h JOIN tags t ON t.workspace_id = h.workspace_id AND t.id = h.record_id
		WHERE h.workspace_id = $1 AND h.batch_id = $2 AND h.kind = 'tag' AND h.action = 'create' AND t.deleted_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM changes o WHERE o.workspace_id = t.workspace_id AND o.record_id = t.id AND o.id <> h.id)
		AND NOT EXISTS (SELECT 1 FROM contact_tags x JOIN contacts c ON c.workspace_id = x.workspace_id AND c.id = x.contact_id AND c.deleted_at IS NULL
			WHERE x.workspace_id = t.workspace_id AND x.tag_id = t.id)
		AND NOT EXISTS (SELECT 1 FROM deal_tags x JOIN deals d ON d.workspace_id = x.workspace_id AND d.id = x.deal_id AND d.deleted_at IS NULL
			WHERE x.workspace_id = t.workspace_id AND x.tag_id = t.id)
		AND NOT EXISTS (SELECT 1 FROM company_tags x JOIN companies o ON o.workspace_id = x.workspace_id AND o.id = x.company_id AND o.deleted_at IS NULL
			WHERE x.workspace_id = t.workspace_id AND x.tag_id = t.id)`, actor.Workspace, batch)
	if err != nil {
		return 0, fmt.Errorf("read tags of import: %w", err)
	}
	now := time.Now().UnixMilli()
	changes := make([]activity.Change, len(made))
	for i, id := range made {
		if _, err := tx.Exec(ctx, `UPDATE tags SET deleted_at = $1, version = version + 1 WHERE workspace_id = $2 AND id = $3`, now, actor.Workspace, id); err != nil {
			return 0, fmt.Errorf("delete tag of import: %w", err)
		}
		changes[i] = activity.Change{Kind: "tag", Record: id, Action: activity.Deleted, Batch: as}
	}
	return int64(len(made)), activity.Record(ctx, tx, actor, changes...)
}
