package contact

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// Merge is one merge as it was done.
type Merge struct {
	ID       db.ID
	Survivor refNamed
	Merged   []refNamed
	At       int64
}

// UndoUntil is when a merge stays for good.
func (m Merge) UndoUntil() time.Time { return time.UnixMilli(m.At).Add(activity.KeepDeleted) }

// Merge makes several contacts that the actor may change into one: what points
// to the others points to the one that stays, and they go to the recycle bin
// and say where they went. UndoMerge takes it back. A record that somebody
// changed or merged meanwhile is a fault.Conflict, and nothing is done.
func (s *Contacts) Merge(ctx context.Context, actor account.Actor, in MergeInput) (Merge, error) {
	return mergingContacts().merge(ctx, s.db, actor, in)
}

// Merge is the same for companies: their people go along.
func (s *Companies) Merge(ctx context.Context, actor account.Actor, in MergeInput) (Merge, error) {
	return mergingCompanies().merge(ctx, s.db, actor, in)
}

func (k merging[R, In]) merge(ctx context.Context, d *db.DB, actor account.Actor, in MergeInput) (m Merge, err error) {
	if err := in.check(ctx); err != nil {
		return m, err
	}
	if err := actor.Must(account.Edit, k.Kind); err != nil {
		return m, err
	}
	err = d.InTx(ctx, func(tx *db.Tx) error {
		m, err = k.mergeIn(ctx, tx, actor, in)
		return err
	})
	return m, err
}

func (k merging[R, In]) mergeIn(ctx context.Context, tx *db.Tx, actor account.Actor, in MergeInput) (Merge, error) {
	all, err := k.locked(ctx, tx, actor, in)
	if err != nil {
		return Merge{}, err
	}
	m := Merge{ID: db.NewID(), At: time.Now().UnixMilli()}
	run := mergeRun[R, In]{k, ctx, tx, actor, all, &m}
	saved, err := run.fields(in)
	if err != nil {
		return m, err
	}
	if err := run.write(saved); err != nil {
		return m, err
	}
	if err := run.linked(); err != nil {
		return m, err
	}
	return m, run.close(saved)
}

// locked returns the records of a merge, the one that stays first, so that
// nobody else changes them before the transaction ends.
func (k merging[R, In]) locked(ctx context.Context, tx *db.Tx, actor account.Actor, in MergeInput) ([]R, error) {
	found, err := k.lock(ctx, tx, actor, in.ids())
	if err != nil {
		return nil, err
	}
	if len(found) < len(in.ids()) {
		return nil, fault.Invalid{"records": i18n.T(ctx, "One of these records is not there, or not yours to see.")}
	}
	for _, h := range found {
		if err := k.free(ctx, tx, actor, h); err != nil {
			return nil, err
		}
		if version := in.Versions[h.ID.String()]; version != 0 && version != h.Version {
			return nil, fault.Conflict{Stale: true}
		}
	}
	return k.read(ctx, tx, actor, in.ids())
}

// mayMerge tells whether a record may be changed and deleted: one of those that
// are merged is, the others are.
func mayMerge(actor account.Actor, kind string, owner, team db.ID) bool {
	scope := actor.Scope(kind)
	return scope.MayWrite(owner, team) && scope.MayDelete(owner, team)
}

// free refuses a record that is gone, or not the actor's to change.
func (k shelf) free(ctx context.Context, tx *db.Tx, actor account.Actor, h record.Held) error {
	if h.Deleted != nil {
		return k.whereItWent(ctx, tx, actor, h)
	}
	if !mayMerge(actor, k.Kind, h.Owner, h.Team) {
		return fault.Forbidden{Text: i18n.T(ctx, "%s is not yours to change. Ask its owner or a manager to merge it.", h.Name)}
	}
	return nil
}

// whereItWent is the conflict of a record that lies in the recycle bin.
func (k shelf) whereItWent(ctx context.Context, tx *db.Tx, actor account.Actor, h record.Held) error {
	into, err := k.mergedInto(ctx, tx, actor, h.ID)
	if fault.IsNotFound(err) {
		return fault.Conflict{Text: i18n.T(ctx, "%s is in the recycle bin. Restore it first.", h.Name)}
	}
	if err != nil {
		return err
	}
	return fault.Conflict{Text: i18n.T(ctx, "%s was merged into %s meanwhile. Nothing was changed now.", h.Name, into.Name)}
}

// lock returns those of the records that the actor sees, in the recycle bin or
// not, and keeps others from changing them until the transaction ends.
func (k shelf) lock(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) ([]record.Held, error) {
	var q db.SQL
	q.S("SELECT r.id, r.name, r.version, r.owner_id, r.team_id, r.deleted_at FROM ").S(k.Name)
	q.S(" AS r WHERE r.workspace_id = ").P(actor.Workspace).S(" AND r.id IN ")
	db.In(&q, ids)
	q.S(" AND ")
	actor.Scope(k.Kind).Sees(&q, "r.owner_id", "r.team_id")
	q.S(" ORDER BY r.id") // all in one order, so that two never wait for each other
	db.Lock(&q, tx)
	found, err := db.Select[record.Held](ctx, tx, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", k.Kind, err)
	}
	return found, nil
}

// mergedInto returns the record that another was merged into, by the name it
// has now; fault.NotFound if it was not merged.
func (k shelf) mergedInto(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (refNamed, error) {
	var sql db.SQL
	sql.S("SELECT r.id, r.name FROM merged_records x JOIN ").S(k.Name).S(" AS r ON r.workspace_id = x.workspace_id AND r.id = x.survivor_id")
	sql.S(" WHERE x.workspace_id = ").P(actor.Workspace).S(" AND x.kind = ").P(k.Kind).S(" AND x.record_id = ").P(id).S(" AND ")
	actor.Scope(k.Kind).Sees(&sql, "r.owner_id", "r.team_id")
	return db.Get[refNamed](ctx, q, sql.Text(), sql.Args()...)
}

// separate forgets that records were merged: they are there again.
func (k shelf) separate(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) error {
	var q db.SQL
	q.S("DELETE FROM merged_records WHERE workspace_id = ").P(actor.Workspace).S(" AND kind = ").P(k.Kind).S(" AND record_id IN ")
	db.In(&q, ids)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("forget where restored records went: %w", err)
	}
	return nil
}

// mergeRun is one merge being done: its steps, in their order.
type mergeRun[R, In any] struct {
	merging[R, In]
	ctx   context.Context
	tx    *db.Tx
	actor account.Actor
	all   []R // the one that stays first
	m     *Merge
}

func (r mergeRun[R, In]) survivor() about { return r.about(r.all[0]) }

func (r mergeRun[R, In]) losers() []about {
	losers := make([]about, len(r.all)-1)
	for i := range losers {
		losers[i] = r.about(r.all[i+1])
	}
	return losers
}

func (r mergeRun[R, In]) loserIDs() []db.ID {
	return ids(r.losers(), func(a about) db.ID { return a.ID })
}

// fields gives the record that stays the chosen values.
func (r mergeRun[R, In]) fields(in MergeInput) (R, error) {
	saved, err := r.update(r.ctx, r.tx, r.actor, r.m.ID, in.Into, func(R) (In, error) { return r.choose(r.ctx, r.all, in) })
	if at := r.about(saved).UpdatedAt; err == nil && at > r.survivor().UpdatedAt {
		r.m.At = at // one moment for all lines of history
	}
	return saved, err
}

// mergeDetails is what an undo needs of the record that stayed.
type mergeDetails[In any] struct {
	Before         In         `json:"before"`
	After          In         `json:"after"`
	ActivityBefore *int64     `json:"activity_before"`
	ActivityAfter  *int64     `json:"activity_after"`
	Merged         []refNamed `json:"merged"`

	CustomBefore map[string]string `json:"custom_before,omitempty"`
	CustomAfter  map[string]string `json:"custom_after,omitempty"`
}

func (r mergeRun[R, In]) write(saved R) error {
	now := r.about(saved)
	r.m.Survivor = refNamed{now.ID, now.Name}
	for _, l := range r.losers() {
		r.m.Merged = append(r.m.Merged, refNamed{l.ID, l.Name})
	}
	before, after := r.input(r.all[0]), r.input(saved)
	details, err := db.ToJSON(mergeDetails[In]{before, after, r.survivor().ActivityAt, r.lastActivity(), r.m.Merged, *r.custom(&before), *r.custom(&after)})
	if err != nil {
		return fmt.Errorf("write merge: %w", err)
	}
	_, err = r.tx.Exec(r.ctx, `INSERT INTO merges (workspace_id, id, kind, survivor_id, member_id, details, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		r.actor.Workspace, r.m.ID, r.Kind, now.ID, r.actor.Member, details, r.m.At)
	if err != nil {
		return fmt.Errorf("insert merge: %w", err)
	}
	return nil
}

// lastActivity is the latest one of all records.
func (r mergeRun[R, In]) lastActivity() *int64 {
	var last *int64
	for _, record := range r.all {
		if at := r.about(record).ActivityAt; at != nil && (last == nil || *at > *last) {
			last = at
		}
	}
	return last
}

// references makes all that points to the others point to the one that stays.
func (r mergeRun[R, In]) references() error {
	for _, l := range r.m.Merged {
		for _, ref := range r.refs {
			if ref.stays != "" {
				continue
			}
			t := transfer{ref, r.actor.Workspace, r.m.ID, l.ID, r.m.Survivor.ID}
			if err := t.note(r.ctx, r.tx); err != nil {
				return err
			}
			if _, err := t.hand(r.ctx, r.tx, r.actor, l, r.m.Survivor, r.m.ID, r.m.At); err != nil {
				return err
			}
		}
	}
	return nil
}

// close puts the others into the recycle bin and writes the history.
func (r mergeRun[R, In]) close(saved R) error {
	if err := r.Mark(r.ctx, r.tx, r.actor, r.loserIDs(), r.m.At); err != nil {
		return fmt.Errorf("delete merged %s: %w", r.Kind, err)
	}
	if err := search.Drop(r.ctx, r.tx, r.actor.Workspace, r.Kind, r.loserIDs()...); err != nil {
		return err
	}
	rows := make([]mergedRecord, len(r.m.Merged))
	for i, l := range r.m.Merged {
		rows[i] = mergedRecord{r.actor.Workspace, r.Kind, l.ID, r.m.Survivor.ID, r.m.ID, l.Name}
	}
	if err := db.InsertAll(r.ctx, r.tx, "merged_records", rows); err != nil {
		return fmt.Errorf("insert where merged records went: %w", err)
	}
	if err := r.touch(r.ctx, r.tx, r.actor, r.m.Survivor.ID, r.m.At, r.lastActivity()); err != nil {
		return err
	}
	return activity.Record(r.ctx, r.tx, r.actor, r.m.history(r.Kind)...)
}

type mergedRecord struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Kind      string         `db:"kind"`
	Record    db.ID          `db:"record_id"`
	Survivor  db.ID          `db:"survivor_id"`
	Merge     db.ID          `db:"merge_id"`
	Name      string         `db:"name"`
}

// touch counts the version up even where no field changed, so that whoever has
// the record open learns of it.
func (k shelf) touch(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, at int64, activityAt *int64) error {
	var q db.SQL
	q.S("UPDATE ").S(k.Name).S(" SET version = version + 1, updated_at = ").P(at).S(", activity_at = ").P(activityAt)
	q.S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id = ").P(id)
	if err := db.Changed(tx.Exec(ctx, q.Text(), q.Args()...)); err != nil {
		return fmt.Errorf("touch %s: %w", k.Kind, err)
	}
	return nil
}

// history are the lines of a merge beside those of its fields, that of the
// record which stays last, so that it stands first.
func (m Merge) history(kind string) []activity.Change {
	var all []activity.Change
	for _, l := range m.Merged {
		all = append(all, activity.Change{Kind: kind, Record: l.ID, Action: activity.Merged, Field: activity.MergedInto,
			New: m.Survivor.ID.String(), NewLabel: m.Survivor.Name, Batch: m.ID, At: m.At})
	}
	ids, names := m.names()
	return append(all, activity.Change{Kind: kind, Record: m.Survivor.ID, Action: activity.Merged, Field: activity.TookIn,
		New: ids, NewLabel: names, Batch: m.ID, At: m.At})
}

func (m Merge) names() (ids, names string) {
	var id, name []string
	for _, l := range m.Merged {
		id, name = append(id, l.ID.String()), append(name, l.Name)
	}
	return strings.Join(id, ","), strings.Join(name, ", ")
}
