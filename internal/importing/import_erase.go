package importing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/storage"
)

// Waiting is an import that was never started, with its file.
type Waiting struct {
	ID  db.ID
	Key string
}

// Mentioning returns the imports that wait to be started and whose files speak
// of what mentions knows. A file that cannot be read is taken for one.
func (s *Imports) Mentioning(ctx context.Context, ws db.WorkspaceID, mentions func(string) bool) (found []Waiting, err error) {
	all, err := db.Select[Import](ctx, s.db, selectImport+` AND i.status = 'mapping'`, ws)
	if err != nil {
		return nil, fmt.Errorf("read imports that wait: %w", err)
	}
	for _, imp := range all {
		if err := imp.load(); err != nil {
			return nil, err
		}
		if s.mentioned(ctx, imp, mentions) {
			found = append(found, Waiting{imp.ID, imp.FileKey})
		}
	}
	return found, nil
}

func (s *Imports) mentioned(ctx context.Context, imp Import, mentions func(string) bool) bool {
	f, err := storage.Fetch(ctx, s.files, imp.FileKey)
	if err != nil {
		return !fault.IsNotFound(err)
	}
	defer f.Close()
	src, err := openSource(ctx, f, imp.FileSize, imp.Options)
	if err != nil {
		return true
	}
	defer src.close()
	for {
		row, err := src.next()
		if err != nil {
			return !errors.Is(err, io.EOF)
		}
		if slices.ContainsFunc(row.Cells, mentions) || row.Card != nil && mentions(fmt.Sprintf("%+v", *row.Card)) {
			return true
		}
	}
}

// Drop forgets imports that were never started, in a transaction; Sink takes
// their files when it stands.
func (s *Imports) Drop(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, all []Waiting) error {
	for _, w := range all {
		if _, err := tx.Exec(ctx, `DELETE FROM imports WHERE workspace_id = $1 AND id = $2 AND status = 'mapping'`, ws, w.ID); err != nil {
			return fmt.Errorf("drop import: %w", err)
		}
	}
	return nil
}

// Sink deletes the files of imports that were dropped.
func (s *Imports) Sink(ctx context.Context, all []Waiting) error {
	for _, w := range all {
		if err := s.files.Delete(ctx, w.Key); err != nil {
			return err
		}
	}
	return nil
}
