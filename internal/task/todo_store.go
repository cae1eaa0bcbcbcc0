package task

import (
	"context"
	"fmt"
	"sync"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/record"
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
	t, err := db.Get[Task](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return t, err
	}
	one := []Task{t}
	err = loadExtra(ctx, q, actor.Workspace, one)
	return one[0], err
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
func (s *Tasks) Create(ctx context.Context, actor account.Actor, in TaskInput) (Task, error) {
	return s.CreateAnd(ctx, actor, in, func(*db.Tx, db.ID) error { return nil })
}

// CreateAnd is Create with something more in its transaction: and is given the
// id of the task.
func (s *Tasks) CreateAnd(ctx context.Context, actor account.Actor, in TaskInput, and func(tx *db.Tx, id db.ID) error) (t Task, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if t, err = create(ctx, tx, actor, db.ID{}, in); err != nil {
			return err
		}
		return and(tx, t.ID)
	})
	return t, err
}

func create(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, in TaskInput) (Task, error) {
	d := prepare(ctx, actor, in)
	d.batch = batch
	if err := d.begin(ctx, tx, actor); err != nil {
		return Task{}, err
	}
	return d.Task, activity.Notify(ctx, tx, actor, d.AssignedTo, activity.Notification{Event: activity.TaskAssigned, Kind: Kind, Record: d.ID, Title: d.Title})
}

// begin writes a new task, if nothing is wrong with it.
func (d *draft) begin(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	if err := actor.Must(account.Create, Kind); err != nil {
		return err
	}
	if err := d.resolve(ctx, tx, actor); err != nil {
		return err
	}
	if err := d.invalid.OrNil(); err != nil {
		return err
	}
	now := time.Now().UnixMilli()
	d.ID, d.Version, d.CreatedBy, d.CreatedAt, d.UpdatedAt = db.NewID(), 1, actor.Member, now, now
	d.settle(now)
	if err := d.insert(ctx, tx); err != nil {
		return err
	}
	if err := d.kept(ctx, tx, actor); err != nil {
		return err
	}
	return activity.Record(ctx, tx, actor, activity.Change{Kind: Kind, Record: d.ID, Action: activity.Created, Batch: d.batch})
}

func (d *draft) insert(ctx context.Context, tx *db.Tx) (err error) {
	var extra record.ExtraRows
	if d.Custom, err = extra.Store(d.Custom, d.Extra, d.Workspace, d.ID); err != nil {
		return err
	}
	if err := db.Insert(ctx, tx, "tasks", &d.Task); err != nil {
		return fmt.Errorf("insert task: %w", err)
	}
	return extra.Write(ctx, tx)
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
		t, _, err = update(ctx, tx, actor, db.ID{}, id, change)
		return err
	})
	return t, err
}

// update changes a task; one that becomes done and repeats makes the next one,
// which is returned too.
func update(ctx context.Context, tx *db.Tx, actor account.Actor, batch, id db.ID, change func(Task) (TaskInput, error)) (t, following Task, err error) {
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
	d.old, d.batch = old, batch
	if err := d.resolve(ctx, tx, actor); err != nil {
		return old, following, err
	}
	if err := d.invalid.OrNil(); err != nil {
		return old, following, err
	}
	d.keep(old)
	changes := d.differences()
	if len(changes) == 0 {
		return old, following, nil
	}
	if err := d.write(ctx, tx, changes); err != nil {
		return old, following, err
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

// write puts the draft over what is there.
func (d *draft) write(ctx context.Context, tx *db.Tx, changes []activity.Change) error {
	var extra record.ExtraRows
	if err := extra.Keep(&d.Custom, d.Extra, d.Workspace, d.ID, changes); err != nil {
		return err
	}
	err := db.Update(ctx, tx, "tasks", &d.Task, db.Names[Task]("workspace_id", "id", "version", "created_by", "created_at", "deleted_at")...)
	if err != nil {
		return wrapUnlessKnown("update task", err)
	}
	return extra.Write(ctx, tx)
}

// keep takes over what an input cannot say.
func (d *draft) keep(old Task) {
	now := time.Now().UnixMilli()
	d.ID, d.Version, d.CreatedBy, d.CreatorName, d.Custom = old.ID, old.Version, old.CreatedBy, old.CreatorName, old.Custom
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
	return create(ctx, tx, actor, d.batch, in)
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
		t, following, err = update(ctx, tx, actor, db.ID{}, id, func(old Task) (TaskInput, error) {
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
func (s *Tasks) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (title string, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		h, err := shelf().Standing(ctx, tx, actor, id, version)
		if err != nil {
			return err
		}
		title = h.Name
		return binTasks(ctx, tx, actor, db.ID{}, []db.ID{id})
	})
	return title, err
}

// Restore takes a task out of the recycle bin; one that is not there stays as
// it is.
func (s *Tasks) Restore(ctx context.Context, actor account.Actor, id db.ID) (t Task, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := shelf().Movable(ctx, tx, actor, id); err != nil {
			return err
		}
		if err := restoreTasks(ctx, tx, actor, db.ID{}, []db.ID{id}); err != nil {
			return err
		}
		t, err = getTask(ctx, tx, actor, id, anyBin)
		return err
	})
	return t, err
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
	return d.extras(ctx, tx, actor)
}

// extras reads what is said about custom fields, as those are now.
func (d *draft) extras(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	reader, err := customfield.NewReader(ctx, tx, actor, customfield.Task)
	if err != nil {
		return err
	}
	values, invalid, err := reader.Read(d.said, d.old.Extra, d.old.ID.IsZero())
	for field, message := range invalid {
		d.add(field, message)
	}
	d.Extra = values
	return err
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
