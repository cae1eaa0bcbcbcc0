package customfield

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// rest is how long a slot rests after it was emptied: longer than any process
// keeps the fields it once read.
const rest = time.Minute

// write runs f in a transaction for somebody who may manage fields; lists of
// this process know of it at once.
func (s *Fields) write(ctx context.Context, actor account.Actor, f func(tx *db.Tx) error) error {
	if err := actor.Require(account.ManageFields); err != nil {
		return err
	}
	err := s.db.InTx(ctx, f)
	s.cache.drop(actor.Workspace)
	return taken(ctx, err)
}

func taken(ctx context.Context, err error) error {
	if errors.Is(err, db.ErrExists) {
		return fault.Invalid{"label": i18n.T(ctx, "There is a field of this name already.")}
	}
	return err
}

// Get returns a field of the actor's workspace that is not deleted.
func (s *Fields) Get(ctx context.Context, actor account.Actor, id db.ID) (Field, error) {
	return get(ctx, s.db, actor, id)
}

func get(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (Field, error) {
	return db.Get[Field](ctx, q, selectField+` AND id = $2 AND deleted_at IS NULL`, actor.Workspace, id)
}

// All returns the fields of a kind of record that are not deleted, in their
// order, archived ones last, as they are now.
func (s *Fields) All(ctx context.Context, actor account.Actor, record string) ([]Field, error) {
	return db.Select[Field](ctx, s.db, selectField+` AND record = $2 AND deleted_at IS NULL
		ORDER BY CASE WHEN archived_at IS NULL THEN 0 ELSE 1 END, position, id`, actor.Workspace, record)
}

// Create makes a field. Where all slots of its type are taken it is refused,
// with what can be done.
func (s *Fields) Create(ctx context.Context, actor account.Actor, record string, in Input) (Field, error) {
	if _, ok := holderOf(record); !ok {
		return Field{}, fault.NotFound{}
	}
	invalid := in.check(ctx, true)
	var f Field
	err := s.write(ctx, actor, func(tx *db.Tx) error {
		all, err := db.Select[Field](ctx, tx, selectField+` AND record = $2`, actor.Workspace, record)
		if err != nil {
			return fmt.Errorf("read custom fields: %w", err)
		}
		f = newField(actor, record, in, all)
		if err := f.place(ctx, all, invalid); err != nil {
			return err
		}
		if err := f.checkDefault(ctx, tx, actor, invalid); err != nil {
			return err
		}
		if err := invalid.OrNil(); err != nil {
			return err
		}
		if err := db.Insert(ctx, tx, "custom_fields", &f); err != nil {
			return err
		}
		return activity.Record(ctx, tx, actor, activity.Change{Kind: "field", Record: f.ID, Action: activity.Created, Field: "label", New: f.Label})
	})
	return f, err
}

func newField(actor account.Actor, record string, in Input, all []Field) Field {
	now := time.Now().UnixMilli()
	f := Field{Workspace: actor.Workspace, ID: db.NewID(), Record: record, Key: in.Key, Label: in.Label, LabelKey: search.Fold(in.Label),
		Type: in.Type, Digits: in.Digits, Required: in.Required, Shown: in.Shown, Default: in.Default, Options: in.Options,
		Version: 1, CreatedAt: now, UpdatedAt: now}
	for _, other := range all {
		f.Position = max(f.Position, other.Position+1)
	}
	return f
}

// place finds a key and a slot that nobody has.
func (f *Field) place(ctx context.Context, all []Field, invalid fault.Invalid) error {
	hasKey := func(key string) bool { return slices.ContainsFunc(all, func(o Field) bool { return o.Key == key }) }
	switch {
	case f.Key == "":
		f.Key = freeKey(prefix+slug(f.Label), hasKey)
	case hasKey(f.Key):
		invalid.Add("key", i18n.T(ctx, "This key was used before, and keys are never used again. Choose another one."))
	}
	pool := f.kind().pool
	for n := range pools[pool] {
		f.Slot = slotName(pool, n+1)
		if !slices.ContainsFunc(all, func(o Field) bool { return o.Slot == f.Slot && !o.isFree() }) {
			return nil
		}
	}
	invalid.Add("type", full(ctx, pool))
	return nil
}

// isFree tells whether another field may have the slot.
func (f *Field) isFree() bool {
	return f.EmptiedAt != nil && time.Since(time.UnixMilli(*f.EmptiedAt)) > rest
}

// full says that there can be no more fields of a type, and what to do.
func full(ctx context.Context, pool byte) string {
	n := pools[pool]
	switch pool {
	case 'n':
		return i18n.T(ctx, "There are %d numbers, amounts and checkboxes already, those in the recycle bin included, and there can be no more. Delete one you no longer need, or use a choice.", n)
	case 'l':
		return i18n.T(ctx, "There are %d long texts already, those in the recycle bin included, and there can be no more. Delete one you no longer need.", n)
	case 'm':
		return i18n.T(ctx, "There are %d fields with several choices already, those in the recycle bin included, and there can be no more. Delete one you no longer need, or use tags.", n)
	}
	return i18n.T(ctx, "There are %d texts, dates, choices, web addresses and persons already, those in the recycle bin included, and there can be no more. Delete one you no longer need, or use a long text.", n)
}

// checkDefault reads the default as a value of the field.
func (f *Field) checkDefault(ctx context.Context, q db.Querier, actor account.Actor, invalid fault.Invalid) error {
	r := &Reader{ctx: ctx, q: q, actor: actor}
	text, problem := r.clean(f, f.Default)
	if problem != "" {
		invalid.Add("default", problem)
	}
	f.Default = text
	return r.err
}

// Update changes what a field is called and how it behaves. Options that go
// while records have them need an answer in Moves; a job then moves the values.
func (s *Fields) Update(ctx context.Context, actor account.Actor, id db.ID, in Input) (Field, error) {
	var f Field
	err := s.write(ctx, actor, func(tx *db.Tx) (err error) {
		if f, err = get(ctx, tx, actor, id); err != nil {
			return err
		}
		if in.Version != 0 && in.Version != f.Version {
			return fault.Conflict{Stale: true}
		}
		in.Type = f.Type
		invalid := in.check(ctx, false)
		old := f
		f.Label, f.LabelKey, f.Required, f.Shown, f.Default = in.Label, search.Fold(in.Label), in.Required, in.Shown, in.Default
		moves, err := f.setOptions(ctx, tx, in, invalid)
		if err != nil {
			return err
		}
		if err := f.checkDefault(ctx, tx, actor, invalid); err != nil {
			return err
		}
		if err := invalid.OrNil(); err != nil {
			return err
		}
		return s.save(ctx, tx, actor, old, &f, moves)
	})
	return f, err
}

// asInput says about a field what holds already.
func (f *Field) asInput() Input {
	return Input{Label: f.Label, Required: f.Required, Shown: f.Shown, Default: f.Default, Options: slices.Clone(f.Options.Live())}
}

// AddOptions gives a field the choices of those names that it lacks.
func (s *Fields) AddOptions(ctx context.Context, actor account.Actor, id db.ID, names []string) (Field, error) {
	f, err := s.Get(ctx, actor, id)
	if err != nil {
		return f, err
	}
	in := f.asInput()
	in.Version = f.Version
	for _, name := range names {
		if _, there := f.Choice(name); !there {
			in.Options = append(in.Options, Option{Label: name})
		}
	}
	return s.Update(ctx, actor, id, in)
}

func (s *Fields) save(ctx context.Context, tx *db.Tx, actor account.Actor, old Field, f *Field, moves bool) error {
	changes := f.changesFrom(old)
	if len(changes) == 0 {
		return nil
	}
	f.UpdatedAt = time.Now().UnixMilli()
	if err := db.Update(ctx, tx, "custom_fields", f, "label", "label_key", "required", "shown", "fallback", "options", "updated_at"); err != nil {
		return err
	}
	if moves {
		if err := s.queue.Enqueue(ctx, tx, moveOptions{Workspace: f.Workspace, Field: f.ID, Member: actor.Member}); err != nil {
			return err
		}
	}
	return activity.Record(ctx, tx, actor, changes...)
}

// changesFrom returns a line of history for everything that differs.
func (f *Field) changesFrom(old Field) []activity.Change {
	var all []activity.Change
	note := func(field, before, after string) {
		if before != after {
			all = append(all, activity.Change{Kind: "field", Record: f.ID, Action: activity.Updated, Field: field, Old: before, New: after})
		}
	}
	note("label", old.Label, f.Label)
	note("required", fmt.Sprint(old.Required), fmt.Sprint(f.Required))
	note("shown", fmt.Sprint(old.Shown), fmt.Sprint(f.Shown))
	note("default", old.Default, f.Default)
	note("options", old.Options.text(), f.Options.text())
	return all
}

// text writes the options for history.
func (o Options) text() string {
	v, err := o.Value()
	if err != nil {
		return "" // options of ours always marshal
	}
	text, _ := v.(string)
	return text
}

// setOptions takes over the options that are said. One that is left out goes
// at once if no record has it.
func (f *Field) setOptions(ctx context.Context, tx *db.Tx, in Input, invalid fault.Invalid) (moves bool, err error) {
	if !f.Chooses() {
		return false, nil
	}
	now := Options(slices.Clone(in.Options))
	for _, o := range now {
		if was := f.Options.Of(o.Key); was != nil && was.Gone {
			invalid.Add("options", i18n.T(ctx, "The records that had “%s” are still being changed. Try again in a minute.", was.Label))
		}
	}
	for _, o := range f.Options {
		switch {
		case now.Of(o.Key) != nil:
			continue
		case o.Gone:
			now = append(now, o)
			continue
		}
		n, err := f.uses(ctx, tx, o.Key)
		if err != nil {
			return false, err
		}
		if n == 0 {
			continue
		}
		to, said := in.Moves[o.Key]
		if to == "-" {
			to = ""
		} else if !said || now.Of(to) == nil || now.Of(to).Gone {
			invalid.Add("move."+o.Key, question(ctx, o, n))
			continue
		}
		o.Gone, o.To, moves = true, to, true
		now = append(now, o)
	}
	f.Options = now
	return moves, nil
}

// countedTo is how far the records that have an option are counted.
const countedTo = 10_000

func question(ctx context.Context, o Option, n int) string {
	if n > countedTo {
		return i18n.T(ctx, "More than %s records have “%s”. Choose what they get instead.", i18n.Int(ctx, countedTo), o.Label)
	}
	return i18n.N(ctx, "%s record has “%s”. Choose what it gets instead.", "%s records have “%s”. Choose what they get instead.", n, o.Label)
}

// uses counts the records that have an option, up to countedTo.
func (f *Field) uses(ctx context.Context, q db.Querier, option string) (int, error) {
	h, _ := holderOf(f.Record)
	if err := checkSlot(f.Slot); err != nil {
		return 0, err
	}
	var sql db.SQL
	sql.S("SELECT count(*) FROM (SELECT 1 FROM ")
	if f.Type == MultiSelect {
		sql.S(h.choices).S(" x WHERE x.workspace_id = ").P(f.Workspace).S(" AND x.slot = ").P(f.Slot).S(" AND x.choice = ").P(option)
	} else {
		// Those in the recycle bin too: they may come back.
		sql.S(h.table).S(" AS ").S(h.alias).S(" WHERE ").S(h.alias).S(".workspace_id = ").P(f.Workspace)
		sql.S(" AND ").S(text(h.alias, f.Slot+"_")).S(" = ").P(option)
	}
	sql.S(" LIMIT ").P(countedTo + 1).S(") n")
	return db.Value[int](ctx, q, sql.Text(), sql.Args()...)
}

// Archive takes a field out of use; its values stay, and Restore brings it
// back with them.
func (s *Fields) Archive(ctx context.Context, actor account.Actor, id db.ID) (Field, error) {
	now := time.Now().UnixMilli()
	return s.mark(ctx, actor, id, activity.Deleted, func(f *Field) bool {
		done := f.ArchivedAt == nil
		f.ArchivedAt = &now
		return done
	})
}

// Restore brings a field back from the archive.
func (s *Fields) Restore(ctx context.Context, actor account.Actor, id db.ID) (Field, error) {
	return s.mark(ctx, actor, id, activity.Restored, func(f *Field) bool {
		done := f.ArchivedAt != nil
		f.ArchivedAt = nil
		return done
	})
}

func (s *Fields) mark(ctx context.Context, actor account.Actor, id db.ID, action string, change func(f *Field) bool) (Field, error) {
	var f Field
	err := s.write(ctx, actor, func(tx *db.Tx) (err error) {
		if f, err = get(ctx, tx, actor, id); err != nil {
			return err
		}
		if !change(&f) {
			return nil
		}
		f.UpdatedAt = time.Now().UnixMilli()
		if err := db.Update(ctx, tx, "custom_fields", &f, "archived_at", "updated_at"); err != nil {
			return err
		}
		return activity.Record(ctx, tx, actor, activity.Change{Kind: "field", Record: id, Action: action})
	})
	return f, err
}

// Delete removes an archived field for good: a job empties its slot, which
// another field may have afterwards.
func (s *Fields) Delete(ctx context.Context, actor account.Actor, id db.ID) (Field, error) {
	var f Field
	err := s.write(ctx, actor, func(tx *db.Tx) (err error) {
		if f, err = get(ctx, tx, actor, id); err != nil {
			return err
		}
		if f.ArchivedAt == nil {
			return fault.Conflict{Text: i18n.T(ctx, "Delete the field first: only what is in the recycle bin is deleted for good.")}
		}
		now := time.Now().UnixMilli()
		f.DeletedAt, f.UpdatedAt = &now, now
		if err := db.Update(ctx, tx, "custom_fields", &f, "deleted_at", "updated_at"); err != nil {
			return err
		}
		if err := s.queue.Enqueue(ctx, tx, emptySlot{Workspace: f.Workspace, Field: f.ID}); err != nil {
			return err
		}
		return activity.Record(ctx, tx, actor, activity.Change{Kind: "field", Record: id, Action: activity.Deleted, Field: "label", Old: f.Label})
	})
	return f, err
}

// Order puts the fields of a kind of record that are in use in the order of
// the ids. Fields that are not named come after them.
func (s *Fields) Order(ctx context.Context, actor account.Actor, record string, ids []db.ID) error {
	return s.write(ctx, actor, func(tx *db.Tx) error {
		all, err := db.Select[Field](ctx, tx, selectField+` AND record = $2 AND deleted_at IS NULL ORDER BY position, id`, actor.Workspace, record)
		if err != nil {
			return fmt.Errorf("read custom fields: %w", err)
		}
		place := func(f Field) int {
			if i := slices.Index(ids, f.ID); i >= 0 {
				return i
			}
			return len(ids)
		}
		slices.SortStableFunc(all, func(a, b Field) int { return place(a) - place(b) })
		for position, f := range all {
			if f.Position == int64(position) {
				continue
			}
			if _, err := tx.Exec(ctx, `UPDATE custom_fields SET position = $1 WHERE workspace_id = $2 AND id = $3`, position, actor.Workspace, f.ID); err != nil {
				return fmt.Errorf("order custom fields: %w", err)
			}
		}
		return nil
	})
}
