package contact

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// undoJob takes back what an import created.
type undoJob struct {
	Workspace db.WorkspaceID `json:"workspace"`
	Import    db.ID          `json:"import"`
	Member    db.ID          `json:"member"`
}

func (undoJob) Kind() string { return "contact.import_undo" }

// Undo moves what an import created to the recycle bin, in the background.
// What was changed since stays.
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
		return s.queue.Enqueue(ctx, tx, undoJob{imp.Workspace, imp.ID, actor.Member})
	})
	return imp, err
}

// CanUndo tells whether there is something to take back, and still time.
func (i Import) CanUndo() bool {
	return (i.Status == ImportDone || i.Status == ImportCancelled || i.Status == ImportFailed) && i.Created+i.Companies > 0 && time.Now().Before(i.UndoUntil())
}

// UndoUntil is when an import stays for good.
func (i Import) UndoUntil() time.Time {
	if i.FinishedAt == nil {
		return time.Time{}
	}
	return time.UnixMilli(*i.FinishedAt).Add(activity.KeepDeleted)
}

func (s *Imports) workUndo(ctx context.Context, job undoJob) error {
	actor, err := s.accounts.Members.Acting(ctx, job.Workspace, job.Member)
	if err != nil {
		return ignoreMissing(err)
	}
	actor.Via = "import"
	for _, kind := range []struct {
		record record
		from   string
	}{
		{contactRecord(), `SELECT r.id FROM contacts r WHERE r.workspace_id = $1 AND r.import_id = $2 AND r.version = 1 AND r.deleted_at IS NULL LIMIT 500`},
		{companyRecord(), `SELECT r.id FROM companies r WHERE r.workspace_id = $1 AND r.import_id = $2 AND r.version = 1 AND r.deleted_at IS NULL
			AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.workspace_id = r.workspace_id AND c.company_id = r.id AND c.deleted_at IS NULL) LIMIT 500`},
	} {
		if err := s.undoKind(ctx, actor, job.Import, kind.record, kind.from); err != nil {
			return err
		}
	}
	return nil
}

func (s *Imports) undoKind(ctx context.Context, actor account.Actor, id db.ID, k record, from string) error {
	for {
		n := 0
		err := s.db.InTx(ctx, func(tx *db.Tx) error {
			ids, err := db.Values[db.ID](ctx, tx, from, actor.Workspace, id)
			if err != nil {
				return err
			}
			n, err = k.deleteAll(ctx, tx, actor, id, ids)
			return err
		})
		if err != nil {
			return fmt.Errorf("undo import: %w", err)
		}
		if n == 0 {
			return nil
		}
	}
}
