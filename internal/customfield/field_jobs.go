package customfield

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/jobs"
)

// batch is how many records one transaction changes.
const batch = 500

// emptySlot takes the values of a deleted field out of every record.
type emptySlot struct {
	Workspace db.WorkspaceID `json:"workspace"`
	Field     db.ID          `json:"field"`
	After     db.ID          `json:"after"`
}

func (emptySlot) Kind() string { return "customfield.empty" }

// moveOptions gives the records that have an option which went the one that
// takes its place.
type moveOptions struct {
	Workspace db.WorkspaceID `json:"workspace"`
	Field     db.ID          `json:"field"`
	Member    db.ID          `json:"member"`
}

func (moveOptions) Kind() string { return "customfield.move" }

// Jobs adds the background work of custom fields to q.
func (d *Domain) Jobs(q *jobs.Queue) {
	jobs.Handle(q, d.Fields.empty)
	jobs.Handle(q, d.Fields.moveAll)
}

func (s *Fields) ofJob(ctx context.Context, q db.Querier, ws db.WorkspaceID, id db.ID) (Field, holder, error) {
	f, err := db.Get[Field](ctx, q, selectField+` AND id = $2`, ws, id)
	if err != nil {
		return f, holder{}, err
	}
	h, _ := holderOf(f.Record)
	return f, h, checkSlot(f.Slot)
}

// shift is how long one run of a job goes on before it hands over to the next.
const shift = 20 * time.Second

// empty goes through the records once. Their versions count up, so that a
// change which was read before does not bring a value back.
func (s *Fields) empty(ctx context.Context, job emptySlot) error {
	f, h, err := s.ofJob(ctx, s.db, job.Workspace, job.Field)
	if err != nil || f.EmptiedAt != nil {
		return ignoreMissing(err)
	}
	for until := time.Now().Add(shift); ; {
		ids, err := s.holding(ctx, h, f, job.After)
		if err != nil {
			return err
		}
		last := len(ids) < batch
		err = s.db.InTx(ctx, func(tx *db.Tx) error { return clearSlot(ctx, tx, h, f, ids, last) })
		if err != nil || last {
			s.cache.drop(job.Workspace)
			return err
		}
		job.After = ids[len(ids)-1]
		if time.Now().After(until) {
			return s.db.InTx(ctx, func(tx *db.Tx) error { return s.queue.Enqueue(ctx, tx, job) })
		}
	}
}

// holding returns the next records that have something in the slot.
func (s *Fields) holding(ctx context.Context, h holder, f Field, after db.ID) ([]db.ID, error) {
	var sql db.SQL
	sql.S("SELECT ").S(h.alias).S(".id FROM ").S(h.table).S(" AS ").S(h.alias).S(" WHERE ").S(h.alias).S(".workspace_id = ").P(f.Workspace)
	sql.S(" AND ").S(h.alias).S(".id > ").P(after[:])
	if f.Type == MultiSelect {
		sql.S(" AND EXISTS (SELECT 1 FROM ").S(h.choices).S(" x WHERE x.workspace_id = ").S(h.alias).S(".workspace_id AND x.record_id").S(" = ").S(h.alias)
		sql.S(".id AND x.slot = ").P(f.Slot).S(")")
	} else {
		sql.S(" AND (").S(text(h.alias, f.Slot)).S(" IS NOT NULL OR ").S(text(h.alias, f.Slot+"_")).S(" IS NOT NULL)")
	}
	sql.S(" ORDER BY ").S(h.alias).S(".id LIMIT ").P(batch)
	return db.Values[db.ID](ctx, s.db, sql.Text(), sql.Args()...)
}

func clearSlot(ctx context.Context, tx *db.Tx, h holder, f Field, ids []db.ID, last bool) error {
	if len(ids) > 0 {
		var sql db.SQL
		if f.Type == MultiSelect {
			sql.S("DELETE FROM ").S(h.choices).S(" WHERE workspace_id = ").P(f.Workspace).S(" AND slot = ").P(f.Slot).S(" AND record_id IN ")
		} else {
			sql.S("UPDATE ").S(h.table).S(" SET version = version + 1, custom = ").S(without(tx.Engine(), f.Slot))
			sql.S(" WHERE workspace_id = ").P(f.Workspace).S(" AND id IN ")
		}
		db.In(&sql, ids)
		if _, err := tx.Exec(ctx, sql.Text(), sql.Args()...); err != nil {
			return fmt.Errorf("empty slot %s: %w", f.Slot, err)
		}
	}
	if !last {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE custom_fields SET emptied_at = $1 WHERE workspace_id = $2 AND id = $3`, time.Now().UnixMilli(), f.Workspace, f.ID)
	return err
}

func ignoreMissing(err error) error {
	if fault.IsNotFound(err) {
		return nil
	}
	return err
}

// moveAll changes the records with options that went, batch by batch, and
// forgets the options when none is left.
func (s *Fields) moveAll(ctx context.Context, job moveOptions) error {
	actor := account.Actor{Workspace: job.Workspace, Member: job.Member, Via: "job"}
	batchID := db.NewID()
	for until := time.Now().Add(shift); ; {
		left := false
		err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
			left, err = s.moveSome(ctx, tx, actor, batchID, job.Field)
			return err
		})
		if err != nil || !left {
			s.cache.drop(job.Workspace)
			return ignoreMissing(err)
		}
		if time.Now().After(until) {
			return s.db.InTx(ctx, func(tx *db.Tx) error { return s.queue.Enqueue(ctx, tx, job) })
		}
	}
}

func (s *Fields) moveSome(ctx context.Context, tx *db.Tx, actor account.Actor, batchID, id db.ID) (left bool, err error) {
	f, h, err := s.ofJob(ctx, tx, actor.Workspace, id)
	if err != nil {
		return false, err
	}
	at := slices.IndexFunc(f.Options, func(o Option) bool { return o.Gone })
	if at < 0 {
		return false, nil
	}
	gone := f.Options[at]
	docs, err := having(ctx, tx, h, f, gone.Key)
	if err != nil {
		return false, err
	}
	if len(docs) == 0 {
		f.Options = slices.Delete(f.Options, at, at+1)
		return true, db.Update(ctx, tx, "custom_fields", &f, "options")
	}
	return true, f.move(ctx, tx, actor, batchID, h, gone, docs)
}

// versioned is a record that has an option.
type versioned struct {
	ID      db.ID   `db:"id"`
	Custom  db.JSON `db:"custom"`
	Version int64   `db:"version"`
}

// having returns the next records that have an option, those in the recycle
// bin too.
func having(ctx context.Context, tx *db.Tx, h holder, f Field, option string) ([]versioned, error) {
	var sql db.SQL
	sql.S("SELECT ").S(h.alias).S(".id, ").S(h.alias).S(".custom, ").S(h.alias).S(".version FROM ").S(h.table).S(" AS ").S(h.alias)
	if f.Type == MultiSelect {
		sql.S(" JOIN ").S(h.choices).S(" x ON x.workspace_id = ").S(h.alias).S(".workspace_id AND x.record_id").S(" = ").S(h.alias).S(".id")
		sql.S(" WHERE ").S(h.alias).S(".workspace_id = ").P(f.Workspace).S(" AND x.slot = ").P(f.Slot).S(" AND x.choice = ").P(option)
	} else {
		sql.S(" WHERE ").S(h.alias).S(".workspace_id = ").P(f.Workspace).S(" AND ").S(text(h.alias, f.Slot+"_")).S(" = ").P(option)
	}
	sql.S(" LIMIT ").P(batch)
	return db.Select[versioned](ctx, tx, sql.Text(), sql.Args()...)
}

func (f *Field) move(ctx context.Context, tx *db.Tx, actor account.Actor, batchID db.ID, h holder, gone Option, records []versioned) error {
	docs := make([]Doc, len(records))
	for i, r := range records {
		docs[i] = Doc{r.ID, r.Custom}
	}
	all, err := Read(ctx, tx, actor.Workspace, f.Record, docs)
	if err != nil {
		return err
	}
	var rows []Choice
	var ids []db.ID
	var changes []activity.Change
	for i, v := range all {
		before := v.texts[f.Key]
		after := f.replaced(before, gone)
		c := activity.Change{Kind: f.Record, Record: records[i].ID, Action: activity.Updated, Batch: batchID, Field: f.Key,
			Old: before, New: after, OldLabel: v.Label(f.Key)}
		v.texts[f.Key] = after
		c.NewLabel = v.Label(f.Key)
		custom, choices, err := v.Store(actor.Workspace, records[i].ID)
		if err != nil {
			return err
		}
		if err := saveCustom(ctx, tx, h, actor.Workspace, records[i], custom); err != nil {
			return err
		}
		ids, rows, changes = append(ids, records[i].ID), append(rows, choices...), append(changes, c)
	}
	if err := all[0].set.Write(ctx, tx, ids, rows); err != nil {
		return err
	}
	return activity.Record(ctx, tx, actor, changes...)
}

// replaced is the text of a value with the option that went replaced.
func (f *Field) replaced(value string, gone Option) string {
	keys := map[string]bool{}
	for _, key := range keysOf(value) {
		if key == gone.Key {
			key = gone.To
		}
		keys[key] = true
	}
	delete(keys, "")
	if f.Type == Select {
		return strings.Join(slices.Sorted(maps.Keys(keys)), "")
	}
	return f.inOrder(keys)
}

func saveCustom(ctx context.Context, tx *db.Tx, h holder, ws db.WorkspaceID, r versioned, custom db.JSON) error {
	var sql db.SQL
	sql.S("UPDATE ").S(h.table).S(" SET custom = ").P(custom).S(", version = version + 1 WHERE workspace_id = ").P(ws)
	sql.S(" AND id = ").P(r.ID).S(" AND version = ").P(r.Version)
	n, err := tx.Exec(ctx, sql.Text(), sql.Args()...)
	if err == nil && n == 0 {
		return fault.Conflict{Stale: true} // the job is tried again
	}
	return err
}
