package importing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/storage"
)

// Mentioning returns the imports that wait to be started and whose files speak
// of what mentions knows. A file that cannot be read is taken for one.
func (s *Imports) Mentioning(ctx context.Context, actor account.Actor, mentions func(string) bool) (found []db.ID, err error) {
	all, err := db.Select[Import](ctx, s.db, selectImport+` AND i.status = 'mapping'`, actor.Workspace)
	if err != nil {
		return nil, fmt.Errorf("read imports that wait: %w", err)
	}
	for _, imp := range all {
		if err := imp.load(); err != nil {
			return nil, err
		}
		if s.mentioned(ctx, imp, mentions) {
			found = append(found, imp.ID)
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
		if row.mentioned(mentions) {
			return true
		}
	}
}

// mentioned looks at each cell, and at all of them in a row: a name may stand in
// two.
func (r *Row) mentioned(mentions func(string) bool) bool {
	if c := r.Card; c != nil && (mentions(fmt.Sprintf("%+v", *c)) || mentions(c.First+" "+c.Last)) {
		return true
	}
	return slices.ContainsFunc(r.Cells, mentions) || mentions(strings.Join(r.Cells, " "))
}

// Drop forgets imports that wait to be started, in a transaction, and returns
// the keys of their files, which are left to the sweep. One that was started
// meanwhile stays.
func (s *Imports) Drop(ctx context.Context, tx *db.Tx, actor account.Actor, all []db.ID) (keys []string, err error) {
	for _, id := range all {
		gone, err := db.Values[string](ctx, tx, `DELETE FROM imports WHERE workspace_id = $1 AND id = $2 AND status = 'mapping' RETURNING file_key`, actor.Workspace, id)
		if err != nil {
			return nil, fmt.Errorf("drop import: %w", err)
		}
		for _, key := range gone {
			if err := storage.Abandon(ctx, tx, actor.Workspace, key); err != nil {
				return nil, err
			}
		}
		keys = append(keys, gone...)
	}
	return keys, nil
}
