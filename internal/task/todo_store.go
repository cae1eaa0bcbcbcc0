package task

import (
	"context"
	"fmt"
	"sync"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// Tasks keeps tasks.
type Tasks struct{ db *db.DB }

var selectTask = sync.OnceValue(func() db.Expr {
	return "SELECT " + db.Columns[Task]("t") + `, coalesce(m.name, '') AS assignee_name, coalesce(w.name, '') AS creator_name,
		coalesce(g.name, '') AS team_name, coalesce(c.name, '') AS contact_name, coalesce(o.name, '') AS company_name, coalesce(d.name, '') AS deal_name
		FROM tasks t
		LEFT JOIN members m ON m.workspace_id = t.workspace_id AND m.id = t.owner_id
		LEFT JOIN members w ON w.workspace_id = t.workspace_id AND w.id = t.created_by
		LEFT JOIN teams g ON g.workspace_id = t.workspace_id AND g.id = t.team_id
		LEFT JOIN contacts c ON c.workspace_id = t.workspace_id AND c.id = t.contact_id
		LEFT JOIN companies o ON o.workspace_id = t.workspace_id AND o.id = t.company_id
		LEFT JOIN deals d ON d.workspace_id = t.workspace_id AND d.id = t.deal_id
		WHERE t.workspace_id = `
})

// query begins a statement for tasks the actor sees.
func query(actor account.Actor, bin db.Expr) *db.SQL {
	var sql db.SQL
	sql.S(selectTask()).P(actor.Workspace).S(bin).S(" AND ")
	actor.Scope(Kind).Sees(&sql, "t.owner_id", "t.team_id")
	return &sql
}

const (
	here   db.Expr = " AND t.deleted_at IS NULL"
	anyBin db.Expr = ""
)

// Get returns a task the actor sees.
func (s *Tasks) Get(ctx context.Context, actor account.Actor, id db.ID) (Task, error) {
	return getTask(ctx, s.db, actor, id, here)
}

func getTask(ctx context.Context, q db.Querier, actor account.Actor, id db.ID, bin db.Expr) (Task, error) {
	sql := query(actor, bin)
	sql.S(" AND t.id = ").P(id)
	return db.Get[Task](ctx, q, sql.Text(), sql.Args()...)
}

// mine returns a task the actor may change.
func mine(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, bin db.Expr) (Task, error) {
	t, err := getTask(ctx, tx, actor, id, bin)
	if err == nil && !t.MayChange(actor) {
		err = fault.Forbidden{}
	}
	return t, err
}

// Create makes a task. It may be assigned to anybody of the workspace, or to
// nobody.
func (s *Tasks) Create(ctx context.Context, actor account.Actor, in TaskInput) (t Task, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		t, err = create(ctx, tx, actor, in)
		return err
	})
	return t, err
}

func create(ctx context.Context, tx *db.Tx, actor account.Actor, in TaskInput) (Task, error) {
	d := prepare(ctx, actor, in)
	d.CreatedBy = actor.Member
	if err := actor.MustCreate(Kind); err != nil {
		return Task{}, err
	}
	if err := d.resolve(ctx, tx, actor); err != nil {
		return Task{}, err
	}
	if err := d.invalid.OrNil(); err != nil {
		return Task{}, err
	}
	now := time.Now().UnixMilli()
	d.ID, d.Version, d.CreatedAt, d.UpdatedAt = db.NewID(), 1, now, now
	d.settle(now)
	if err := db.Insert(ctx, tx, "tasks", &d.Task); err != nil {
		return Task{}, fmt.Errorf("insert task: %w", err)
	}
	if err := d.kept(ctx, tx, actor); err != nil {
		return Task{}, err
	}
	if err := activity.Notify(ctx, tx, actor, d.AssignedTo, activity.Notification{Event: activity.TaskAssigned, Kind: Kind, Record: d.ID, Title: d.Title}); err != nil {
		return Task{}, err
	}
	return d.Task, activity.Record(ctx, tx, actor, activity.Change{Kind: Kind, Record: d.ID, Action: activity.Created})
}

// settle makes the time of completion and the reminder follow the state.
func (d *draft) settle(now int64) {
	if !d.IsDone() {
		d.CompletedAt = nil
		return
	}
	if d.CompletedAt == nil {
		d.CompletedAt = &now
	}
	d.RemindAt = nil
}

// kept does what every write of a task causes: it can be found, and whoever
// has what it belongs to open is told.
func (d *draft) kept(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	if err := search.Put(ctx, tx, actor.Workspace, Kind, d.ID, d.SearchTexts()...); err != nil {
		return err
	}
	for _, t := range []Task{d.old, d.Task} {
		t.tellRecords(tx)
	}
	return nil
}

// tellRecords lets whoever has a record of the task open know, the page that
// changed it too: the task is only a part of it.
func (t Task) tellRecords(tx *db.Tx) {
	for _, on := range t.subjects() {
		tx.Tell(db.Notice{Workspace: t.Workspace, Kind: on.Kind, ID: on.ID})
	}
}

// subjects are the records the task belongs to.
func (t Task) subjects() []activity.Subject {
	var all []activity.Subject
	for _, on := range []activity.Subject{{Kind: "contact", ID: t.ContactID}, {Kind: "company", ID: t.CompanyID}, {Kind: "deal", ID: t.DealID}} {
		if !on.ID.IsZero() {
			all = append(all, on)
		}
	}
	return all
}

// Update changes a task the actor may change to what in says, all of it.
func (s *Tasks) Update(ctx context.Context, actor account.Actor, id db.ID, in TaskInput) (Task, error) {
	return s.Patch(ctx, actor, id, func(Task) (TaskInput, error) { return in, nil })
}

// Patch is Update for a change that says only some fields: change is given the
// task as it stands, starts from its Input and returns the whole.
func (s *Tasks) Patch(ctx context.Context, actor account.Actor, id db.ID, change func(Task) (TaskInput, error)) (t Task, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		t, _, err = update(ctx, tx, actor, id, change)
		return err
	})
	return t, err
}

// update changes a task; one that becomes done and repeats makes the next one,
// which is returned too.
func update(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, change func(Task) (TaskInput, error)) (t, following Task, err error) {
	old, err := mine(ctx, tx, actor, id, here)
	if err != nil {
		return old, following, err
	}
	in, err := change(old)
	if err != nil {
		return old, following, err
	}
	if in.Version != 0 && in.Version != old.Version {
		return old, following, fault.Conflict{Stale: true}
	}
	d := prepare(ctx, actor, in)
	d.old = old
	if err := d.resolve(ctx, tx, actor); err != nil {
		return old, following, err
	}
	if err := d.invalid.OrNil(); err != nil {
		return old, following, err
	}
	d.keep(old)
	changes := differences(old, d.Task)
	if len(changes) == 0 {
		return old, following, nil
	}
	if err := db.Update(ctx, tx, "tasks", &d.Task, changeable()...); err != nil {
		return old, following, wrapUnlessKnown("update task", err)
	}
	if err := d.kept(ctx, tx, actor); err != nil {
		return old, following, err
	}
	if err := activity.Record(ctx, tx, actor, changes...); err != nil {
		return old, following, err
	}
	if d.IsDone() && !old.IsDone() {
		following, err = d.follow(ctx, tx, actor)
	}
	return d.Task, following, err
}

// changeable are the columns that a change writes.
func changeable() []string {
	return db.Names[Task]("workspace_id", "id", "version", "created_by", "created_at", "deleted_at")
}

// keep takes over what an input cannot say.
func (d *draft) keep(old Task) {
	now := time.Now().UnixMilli()
	d.ID, d.Version, d.CreatedBy, d.CreatorName = old.ID, old.Version, old.CreatedBy, old.CreatorName
	d.CreatedAt, d.UpdatedAt, d.CompletedAt = old.CreatedAt, now, old.CompletedAt
	if same(d.DueDate, old.DueDate) && same(d.DueAt, old.DueAt) && same(d.RemindBefore, old.RemindBefore) && !old.IsDone() {
		d.RemindAt = old.RemindAt // told once is told
	}
	d.settle(now)
}

func same[T comparable](a, b *T) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// follow makes the next task of one that repeats and was done.
func (d *draft) follow(ctx context.Context, tx *db.Tx, actor account.Actor) (Task, error) {
	day, at, ok := d.next(time.Now().In(actor.Zone), actor.Zone)
	if !ok {
		return Task{}, nil
	}
	in := d.Input(actor.Zone)
	in.Status, in.DueDate, in.DueTime, in.Repeat = Open, day, "", left(d.Repeat)
	if at != nil {
		in.DueTime = time.UnixMilli(*at).In(actor.Zone).Format("15:04")
	}
	in.forgetGone(d)
	return create(ctx, tx, actor, in)
}

// forgetGone leaves out whom a new task cannot be given to.
func (in *TaskInput) forgetGone(d *draft) {
	if d.AssigneeName == "" {
		in.AssignedTo = db.ID{}
	}
}

func wrapUnlessKnown(what string, err error) error {
	if fault.IsStale(err) || fault.IsNotFound(err) {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}

// Complete marks a task as done, or as open again. The task that follows one
// that repeats is returned too; it is zero where there is none.
func (s *Tasks) Complete(ctx context.Context, actor account.Actor, id db.ID, done bool) (t, following Task, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		t, following, err = update(ctx, tx, actor, id, func(old Task) (TaskInput, error) {
			in := old.Input(actor.Zone)
			switch {
			case done:
				in.Status = Done
			case old.IsDone():
				in.Status = Open
			}
			return in, nil
		})
		return err
	})
	return t, following, err
}

// Move gives a task another day, at the same time of day.
func (s *Tasks) Move(ctx context.Context, actor account.Actor, id db.ID, day string) (Task, error) {
	return s.Patch(ctx, actor, id, func(old Task) (TaskInput, error) {
		in := old.Input(actor.Zone)
		in.DueDate = day
		return in, nil
	})
}

// Delete moves a task the actor may change to the recycle bin; a version other
// than 0 must be the one that is there.
func (s *Tasks) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (t Task, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if t, err = mine(ctx, tx, actor, id, here); err != nil {
			return err
		}
		if version != 0 && version != t.Version {
			return fault.Conflict{Stale: true}
		}
		return toBin(ctx, tx, actor, db.ID{}, t)
	})
	return t, err
}

// DeleteAll moves those of the tasks that the actor may change to the recycle
// bin and returns the batch by which RestoreBatch brings them back, and how
// many there were.
func (s *Tasks) DeleteAll(ctx context.Context, actor account.Actor, ids []db.ID) (batch db.ID, n int, err error) {
	batch = db.NewID()
	err = s.each(ctx, actor, ids, here, func(tx *db.Tx, t Task) error {
		n++
		return toBin(ctx, tx, actor, batch, t)
	})
	return batch, n, err
}

// each calls do in transactions for those of the tasks that the actor may
// change.
func (s *Tasks) each(ctx context.Context, actor account.Actor, ids []db.ID, bin db.Expr, do func(tx *db.Tx, t Task) error) error {
	for start := 0; start < len(ids); start += 200 {
		part := ids[start:min(start+200, len(ids))]
		err := s.db.InTx(ctx, func(tx *db.Tx) error {
			sql := query(actor, bin)
			sql.S(" AND t.id IN ")
			db.In(sql, part)
			all, err := db.Select[Task](ctx, tx, sql.Text(), sql.Args()...)
			if err != nil {
				return err
			}
			for _, t := range all {
				if !t.MayChange(actor) {
					continue
				}
				if err := do(tx, t); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func toBin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, t Task) error {
	now := time.Now().UnixMilli()
	t.DeletedAt = &now
	if err := mark(ctx, tx, &t); err != nil {
		return err
	}
	if err := search.Drop(ctx, tx, actor.Workspace, Kind, t.ID); err != nil {
		return err
	}
	t.tellRecords(tx)
	return activity.Record(ctx, tx, actor, activity.Change{Kind: Kind, Record: t.ID, Action: activity.Deleted, Batch: batch})
}

func mark(ctx context.Context, tx *db.Tx, t *Task) error {
	if err := db.Update(ctx, tx, "tasks", t, "deleted_at"); err != nil {
		return wrapUnlessKnown("move task", err)
	}
	return nil
}

func fromBin(ctx context.Context, tx *db.Tx, actor account.Actor, t Task) (Task, error) {
	if t.DeletedAt == nil {
		return t, nil
	}
	t.DeletedAt = nil
	if err := mark(ctx, tx, &t); err != nil {
		return t, err
	}
	d := &draft{Task: t}
	if err := d.kept(ctx, tx, actor); err != nil {
		return t, err
	}
	return t, activity.Record(ctx, tx, actor, activity.Change{Kind: Kind, Record: t.ID, Action: activity.Restored})
}

// Restore takes a task out of the recycle bin; one that is not there stays as
// it is.
func (s *Tasks) Restore(ctx context.Context, actor account.Actor, id db.ID) (t Task, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if t, err = mine(ctx, tx, actor, id, anyBin); err != nil {
			return err
		}
		t, err = fromBin(ctx, tx, actor, t)
		return err
	})
	return t, err
}

// RestoreAll takes those of the tasks out of the recycle bin that the actor
// may change and returns how many.
func (s *Tasks) RestoreAll(ctx context.Context, actor account.Actor, ids []db.ID) (n int, err error) {
	err = s.each(ctx, actor, ids, " AND t.deleted_at IS NOT NULL", func(tx *db.Tx, t Task) error {
		n++
		_, err := fromBin(ctx, tx, actor, t)
		return err
	})
	return n, err
}

// RestoreBatch brings back what one DeleteAll removed and returns how many.
func (s *Tasks) RestoreBatch(ctx context.Context, actor account.Actor, batch db.ID) (int, error) {
	ids, err := db.Values[db.ID](ctx, s.db, `SELECT record_id FROM changes
		WHERE workspace_id = $1 AND batch_id = $2 AND kind = 'task' AND action = 'delete'`, actor.Workspace, batch)
	if err != nil {
		return 0, fmt.Errorf("read batch: %w", err)
	}
	if len(ids) == 0 {
		return 0, fault.NotFound{}
	}
	return s.RestoreAll(ctx, actor, ids)
}

// resolve looks up what the draft refers to. What is not there, or not theirs
// to see, is noted in its invalid.
func (d *draft) resolve(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	for _, r := range []reference{
		{"assigned_to", "members", d.AssignedTo, d.old.AssignedTo, &d.AssigneeName, i18n.T(ctx, "There is no such member in this workspace.")},
		{"team_id", "teams", d.TeamID, d.old.TeamID, &d.TeamName, i18n.T(ctx, "There is no such team in this workspace.")},
		{"contact_id", "contacts", d.ContactID, d.old.ContactID, &d.ContactName, i18n.T(ctx, "There is no such contact.")},
		{"company_id", "companies", d.CompanyID, d.old.CompanyID, &d.CompanyName, i18n.T(ctx, "There is no such company.")},
		{"deal_id", "deals", d.DealID, d.old.DealID, &d.DealName, i18n.T(ctx, "There is no such deal.")},
	} {
		if err := d.lookUp(ctx, tx, actor, r); err != nil {
			return fmt.Errorf("look up %s: %w", r.table, err)
		}
	}
	return nil
}

// reference is something a task refers to.
type reference struct {
	field   string
	table   db.Expr
	id, old db.ID // what was referred to before stays valid
	name    *string
	missing string
}

func (d *draft) lookUp(ctx context.Context, tx *db.Tx, actor account.Actor, r reference) error {
	if r.id.IsZero() {
		return nil
	}
	var sql db.SQL
	sql.S("SELECT r.name FROM ").S(r.table).S(" AS r WHERE r.workspace_id = ").P(actor.Workspace).S(" AND r.id = ").P(r.id)
	if r.id != r.old {
		r.narrow(&sql, actor)
	}
	names, err := db.Values[string](ctx, tx, sql.Text(), sql.Args()...)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		d.add(r.field, r.missing)
		return nil
	}
	*r.name = names[0]
	return nil
}

// narrow leaves only what can be referred to anew.
func (r reference) narrow(sql *db.SQL, actor account.Actor) {
	switch r.table {
	case "members":
		sql.S(" AND r.active")
	case "teams":
	default:
		sql.S(" AND r.deleted_at IS NULL AND ")
		actor.Scope(map[db.Expr]string{"contacts": "contact", "companies": "company", "deals": "deal"}[r.table]).Sees(sql, "r.owner_id", "r.team_id")
	}
}
