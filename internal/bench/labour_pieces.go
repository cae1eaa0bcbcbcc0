package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"kontor/internal/contact"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	records "kontor/internal/record"
)

// merges makes two contacts one, and two again, several times.
func (w *worker) merges(ctx context.Context) error {
	const pairs = 20
	ids, err := db.Values[db.ID](ctx, w.DB(), `SELECT id FROM contacts WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY id LIMIT $2`, w.actor.Workspace, 2*pairs)
	if err != nil {
		return err
	}
	var done []db.ID
	err = w.do(ctx, fmt.Sprint(pairs, " merges of two contacts"), func() error {
		for pair := range slices.Chunk(ids, 2) {
			m, err := w.Contacts.Contacts.Merge(ctx, w.actor, contact.MergeInput{Into: pair[0], Records: pair[1:]})
			if err != nil {
				return err
			}
			done = append(done, m.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.do(ctx, fmt.Sprint("undo of ", pairs, " merges"), func() error {
		for _, id := range done {
			if _, err := w.Contacts.Contacts.UndoMerge(ctx, w.actor, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// bulk gives many contacts another city, and takes it back.
func (w *worker) bulk(ctx context.Context, many int) error {
	ids, err := db.Values[db.ID](ctx, w.DB(), `SELECT id FROM contacts WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY id DESC LIMIT $2`, w.actor.Workspace, many)
	if err != nil {
		return err
	}
	var b records.Bulk
	err = w.do(ctx, fmt.Sprint("bulk: another city for ", len(ids)), func() (err error) {
		b, err = w.Contacts.Records.Bulks.Start(ctx, w.actor, records.BulkInput{Kind: "contact", Action: records.BulkSet, Field: "city", Value: "Benchville", IDs: ids, Shown: records.AnyNumber, AskedAt: time.Now()})
		if err != nil {
			return err
		}
		b, err = w.ended(ctx, b.ID)
		return err
	})
	if err == nil && int(b.Changed) != len(ids) {
		err = fmt.Errorf("the bulk changed %d of %d: %s", b.Changed, len(ids), b.Problem)
	}
	if err != nil {
		return err
	}
	return w.do(ctx, fmt.Sprint("undo of the bulk of ", len(ids)), func() error {
		undo, err := w.Contacts.Records.Bulks.Undo(ctx, w.actor, b.ID)
		if err != nil {
			return err
		}
		_, err = w.ended(ctx, undo.ID)
		return err
	})
}

const lookAgain = 20 * time.Millisecond

func (w *worker) ended(ctx context.Context, id db.ID) (b records.Bulk, err error) {
	for b, err = w.Contacts.Records.Bulks.Get(ctx, w.actor, id); err == nil && !b.Ended(); b, err = w.Contacts.Records.Bulks.Get(ctx, w.actor, id) {
		time.Sleep(lookAgain)
	}
	return b, err
}

// imports brings a file in, adding what is there already once more, and takes
// the whole import back.
func (w *worker) imports(ctx context.Context, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	imp, err := w.Contacts.Imports.Imports.Upload(ctx, w.actor, importing.Contacts, path, file, importing.ImportOptions{Duplicates: importing.DuplicateAdd, CreateCompanies: true})
	if err != nil {
		return err
	}
	err = w.do(ctx, fmt.Sprint("import of a file of ", imp.Total, " rows"), func() (err error) {
		imp, err = w.Contacts.Imports.Imports.Run(ctx, w.actor, imp.ID, nil)
		return err
	})
	if err != nil {
		return err
	}
	return w.do(ctx, fmt.Sprint("undo of the import of ", imp.Created, " contacts"), func() error {
		if imp, err = w.Contacts.Imports.Imports.Undo(ctx, w.actor, imp.ID); err != nil {
			return err
		}
		for err == nil && imp.Undoing() {
			time.Sleep(lookAgain)
			imp, err = w.Contacts.Imports.Imports.Get(ctx, w.actor, imp.ID)
		}
		return err
	})
}
