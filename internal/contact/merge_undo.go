package contact

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
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// Undone tells how a merge was taken back: Left are sentences about what
// stayed as it is, because somebody changed it since.
type Undone struct {
	Survivor refNamed
	Back     []refNamed
	Left     []string
}

// UndoMerge takes a merge of contacts back: the records that went into another
// are there again with what pointed to them, and the one that stayed has its
// old values wherever nobody changed them since. It is a fault.Conflict when
// the merge was taken back already, is too old, or when the record that stayed
// has itself gone since.
func (s *Contacts) UndoMerge(ctx context.Context, actor account.Actor, id db.ID) (Undone, error) {
	return mergingContacts().undo(ctx, s.db, actor, id)
}

// UndoMerge is the same for companies.
func (s *Companies) UndoMerge(ctx context.Context, actor account.Actor, id db.ID) (Undone, error) {
	return mergingCompanies().undo(ctx, s.db, actor, id)
}

type mergeRow struct {
	ID       db.ID   `db:"id"`
	Survivor db.ID   `db:"survivor_id"`
	Details  db.JSON `db:"details"`
	At       int64   `db:"at"`
	UndoneAt *int64  `db:"undone_at"`
}

func (k merging[R, In]) undo(ctx context.Context, d *db.DB, actor account.Actor, id db.ID) (u Undone, err error) {
	err = d.InTx(ctx, func(tx *db.Tx) error {
		run, err := k.reopen(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		u, err = run.takeBack()
		return err
	})
	return u, err
}

// undoRun is one merge being taken back.
type undoRun[R, In any] struct {
	merging[R, In]
	ctx     context.Context
	tx      *db.Tx
	actor   account.Actor
	row     mergeRow
	details mergeDetails[In]
	now     R // the record that stayed, as it stands
	batch   db.ID
	at      int64
	left    []string
}

// reopen reads a merge and refuses one that cannot be taken back.
func (k merging[R, In]) reopen(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID) (*undoRun[R, In], error) {
	run := &undoRun[R, In]{merging: k, ctx: ctx, tx: tx, actor: actor, batch: db.NewID(), at: time.Now().UnixMilli()}
	var err error
	run.row, err = db.Get[mergeRow](ctx, tx, `SELECT id, survivor_id, details, at, undone_at FROM merges WHERE workspace_id = $1 AND id = $2 AND kind = $3`,
		actor.Workspace, id, k.Kind)
	if err != nil {
		return nil, err
	}
	if err := run.row.Details.Decode(&run.details); err != nil {
		return nil, fmt.Errorf("read merge: %w", err)
	}
	held, err := k.lock(ctx, tx, actor, append(ids(run.details.Merged, func(m refNamed) db.ID { return m.ID }), run.row.Survivor))
	if err != nil {
		return nil, err
	}
	return run, run.allowed(held)
}

func (r *undoRun[R, In]) allowed(found []record.Held) error {
	// Read again behind the lock: two may have asked at once.
	undone, err := db.Values[int64](r.ctx, r.tx, `SELECT 1 FROM merges WHERE workspace_id = $1 AND id = $2 AND undone_at IS NOT NULL`, r.actor.Workspace, r.row.ID)
	switch {
	case err != nil:
		return err
	case len(undone) > 0:
		return fault.Conflict{Text: i18n.T(r.ctx, "This merge was undone already.")}
	case time.Now().After(Merge{At: r.row.At}.UndoUntil()) || len(r.details.Merged) == 0:
		return fault.Conflict{Text: i18n.T(r.ctx, "A merge can be undone for 30 days. This one stays.")}
	case len(found) < len(r.details.Merged)+1:
		return fault.Conflict{Text: i18n.T(r.ctx, "One of the merged records was deleted for good. This merge stays.")}
	}
	for _, h := range found {
		if h.ID == r.row.Survivor && h.Deleted != nil {
			return r.whereItWent(r.ctx, r.tx, r.actor, h)
		}
		if !mayMerge(r.actor, r.Kind, h.Owner, h.Team) {
			return fault.Forbidden{Text: i18n.T(r.ctx, "%s is not yours to change. Ask its owner or a manager to undo the merge.", h.Name)}
		}
	}
	return nil
}

func (r *undoRun[R, In]) takeBack() (Undone, error) {
	if err := r.fields(); err != nil {
		return Undone{}, err
	}
	survivor := refNamed{r.about(r.now).ID, r.about(r.now).Name}
	if err := r.bring(); err != nil {
		return Undone{}, err
	}
	if err := r.unlinked(survivor); err != nil {
		return Undone{}, err
	}
	if err := r.close(survivor); err != nil {
		return Undone{}, err
	}
	return Undone{survivor, r.details.Merged, r.left}, nil
}

// fields gives the record that stayed its old values. One that cannot be had
// any more, such as a company deleted since, is left.
func (r *undoRun[R, In]) fields() error {
	refused := fault.Invalid{}
	for {
		saved, err := r.update(r.ctx, r.tx, r.actor, r.batch, r.row.Survivor, func(now R) (In, error) {
			r.now, r.left = now, nil
			return r.before(now, refused)
		})
		more, invalid := asInvalidRow(err)
		if !invalid || len(refused) > 0 && containsAll(refused, more) {
			if r.now = saved; err == nil {
				r.at = max(r.at, r.about(saved).UpdatedAt) // one moment for all lines of history
			}
			return err
		}
		maps.Copy(refused, more)
	}
}

func containsAll(all, some fault.Invalid) bool {
	for field := range some {
		if _, ok := all[field]; !ok {
			return false
		}
	}
	return true
}

// before is what the record shall hold: what the merge changed as it was, if
// nobody changed it since.
func (r *undoRun[R, In]) before(now R, refused fault.Invalid) (In, error) {
	to, before, after := r.input(now), r.details.Before, r.details.After
	*r.custom(&before), *r.custom(&after) = r.details.CustomBefore, r.details.CustomAfter
	if err := r.liveTags(&before, &after); err != nil {
		return to, err
	}
	restore := func(field, name string, value func(In) string, copy func(to, from *In)) {
		switch {
		case value(before) == value(after) || value(to) == value(before):
		case value(to) != value(after):
			r.left = append(r.left, i18n.T(r.ctx, "%s: changed since", name))
		case refusedField(refused, field) != "":
			r.left = append(r.left, name+": "+refusedField(refused, field))
		default:
			copy(&to, &before)
		}
	}
	for _, f := range r.with(r.ctx, now).fields {
		restore(f.field, f.name(r.ctx), f.value, f.copy)
	}
	for _, l := range r.lists {
		restore(l.field, label(r.ctx, l.field), l.value, l.copy)
	}
	return to, nil
}

// refusedField is what is wrong with a field, under whichever name.
func refusedField(refused fault.Invalid, field string) string {
	for name, message := range refused {
		first, _, _ := strings.Cut(name, ".")
		if first == field || first == field+"_id" || field == "name" && strings.HasSuffix(first, "_name") {
			return message
		}
	}
	return ""
}

// liveTags leaves out tags deleted since: their links stay as they are, for
// the tag may be restored.
func (r *undoRun[R, In]) liveTags(inputs ...*In) error {
	for _, in := range inputs {
		tags := r.tags(in)
		var wanted []db.ID
		for _, text := range *tags {
			if id, err := db.ParseID(text); err == nil {
				wanted = append(wanted, id)
			}
		}
		*tags = nil
		if len(wanted) == 0 {
			continue
		}
		var q db.SQL
		q.S("SELECT id FROM tags WHERE workspace_id = ").P(r.actor.Workspace).S(" AND deleted_at IS NULL AND id IN ")
		db.In(&q, wanted)
		live, err := db.Values[db.ID](r.ctx, r.tx, q.Text(), q.Args()...)
		if err != nil {
			return fmt.Errorf("read tags: %w", err)
		}
		for _, id := range live {
			*tags = append(*tags, id.String())
		}
	}
	return nil
}

// bring takes the merged records out of the recycle bin; one that somebody
// restored before is there already.
func (r *undoRun[R, In]) bring() error {
	var back []db.ID
	for _, m := range r.details.Merged {
		binned, err := r.Held(r.ctx, r.tx, r.actor, []db.ID{m.ID})
		if err != nil {
			return err
		}
		if len(binned) > 0 && binned[0].Deleted != nil {
			back = append(back, m.ID)
		}
	}
	if _, err := r.tx.Exec(r.ctx, `DELETE FROM merged_records WHERE workspace_id = $1 AND merge_id = $2`, r.actor.Workspace, r.row.ID); err != nil {
		return fmt.Errorf("forget where merged records went: %w", err)
	}
	if len(back) == 0 {
		return nil
	}
	if err := r.Mark(r.ctx, r.tx, r.actor, back, nil); err != nil {
		return fmt.Errorf("restore merged %s: %w", r.Kind, err)
	}
	return r.index(r.ctx, r.tx, r.actor.Workspace, back)
}

// references gives the merged records back what pointed to them and still
// points to the one that stayed, in the opposite order: what moved last may be
// a row that moved before.
func (r *undoRun[R, In]) references(survivor refNamed) error {
	var missing int64
	for _, m := range slices.Backward(r.details.Merged) {
		for _, ref := range slices.Backward(r.refs) {
			if ref.stays != "" {
				continue
			}
			t := transfer{ref, r.actor.Workspace, r.row.ID, m.ID, survivor.ID}
			wanted, err := t.noted(r.ctx, r.tx)
			if err != nil {
				return err
			}
			n, err := t.hand(r.ctx, r.tx, r.actor, survivor, m, r.batch, r.at)
			if err != nil {
				return err
			}
			missing += wanted - n
		}
	}
	if missing > 0 {
		r.left = append(r.left, i18n.N(r.ctx, "%s linked record was moved or deleted since", "%s linked records were moved or deleted since", int(missing)))
	}
	return nil
}

func (r *undoRun[R, In]) close(survivor refNamed) error {
	last := r.about(r.now).ActivityAt
	if last != nil && r.details.ActivityAfter != nil && *last == *r.details.ActivityAfter {
		last = r.details.ActivityBefore // nothing happened since
	}
	if err := r.touch(r.ctx, r.tx, r.actor, survivor.ID, r.at, last); err != nil {
		return err
	}
	n, err := r.tx.Exec(r.ctx, `UPDATE merges SET undone_at = $1 WHERE workspace_id = $2 AND id = $3 AND undone_at IS NULL`, r.at, r.actor.Workspace, r.row.ID)
	if err := db.Changed(n, err); err != nil {
		return fmt.Errorf("close merge: %w", err)
	}
	return activity.Record(r.ctx, r.tx, r.actor, Merge{r.batch, survivor, r.details.Merged, r.at}.undone(r.Kind)...)
}

// undone are the lines of history of a merge taken back.
func (m Merge) undone(kind string) []activity.Change {
	all := m.history(kind)
	for i := range all {
		c := &all[i]
		c.Old, c.OldLabel, c.New, c.NewLabel = c.New, c.NewLabel, "", ""
	}
	return all
}
