package privacy

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/attachment"
	"kontor/internal/contact"
	"kontor/internal/importing"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/storage"
	"kontor/internal/record"
)

// People is what is kept about people, over all that keeps it.
type People struct {
	db       *db.DB
	erasures *Erasures
	accounts *account.Domain
	records  *record.Domain
	imports  *importing.Imports
	files    *attachment.Attachments
	contacts *contact.Contacts
	activity *activity.Domain
	store    storage.Store
	index    map[string]indexer
	list     string // the file that outlives a restore
	log      *slog.Logger
}

// mayErase refuses who may not erase a contact that they see.
func mayErase(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) error {
	held, err := contacts().Held(ctx, q, actor, []db.ID{id})
	switch {
	case err != nil:
		return err
	case len(held) == 0:
		return fault.NotFound{}
	case !contacts().MayDelete(actor, held[0]):
		return fault.Forbidden{}
	}
	return actor.Require(account.ManagePrivacy)
}

// Erase erases a contact for good, and all that speaks of the person: what is
// theirs alone goes, what belongs to others too stays without them. confirm is
// their name, typed. Nothing brings it back.
func (s *People) Erase(ctx context.Context, actor account.Actor, id db.ID, confirm string) (Erasure, error) {
	if err := mayErase(ctx, s.db, actor, id); err != nil {
		return Erasure{}, err
	}
	p, err := person(ctx, s.db, actor, id)
	if err != nil {
		return Erasure{}, err
	}
	if strings.TrimSpace(confirm) != p.Name {
		return Erasure{}, fault.Invalid{"confirm": i18n.T(ctx, "Type the name exactly as it stands: %s", p.Name)}
	}
	return s.erase(ctx, actor, id)
}

// erase does it, whoever decided so.
func (s *People) erase(ctx context.Context, actor account.Actor, id db.ID) (Erasure, error) {
	p, err := person(ctx, s.db, actor, id)
	if err != nil {
		return Erasure{}, err
	}
	run := &erasing{People: s, actor: actor, person: p, words: wordsOf(p, i18n.T(ctx, "[erased]"))}
	if err := run.look(ctx); err != nil {
		return Erasure{}, err
	}
	if err := s.db.InTx(ctx, func(tx *db.Tx) error { return run.all(ctx, tx) }); err != nil {
		return Erasure{}, err
	}
	if err := run.sink(ctx); err != nil {
		s.log.ErrorContext(ctx, "clean up after an erasure", "erasure", run.erasure.ID, "err", err)
	}
	return run.erasure, nil
}

// erasing is one erasure being done: its steps, in their order.
type erasing struct {
	*People
	actor  account.Actor
	person Person
	words  words

	places  []found // as in places
	waiting []db.ID // imports that are not started
	entries []db.ID // of the audit log
	mails   []db.ID
	answers []api.Kept
	since   int64   // when looking began
	tasks   []db.ID // that stand on the person alone
	notes   []db.ID // on their timeline
	linked  map[string][]db.ID
	bytes   []string
	erasure Erasure
}

func (e *erasing) all(ctx context.Context, tx *db.Tx) error {
	done, err := tx.Wipe(ctx)
	if err != nil {
		return err
	}
	defer done()
	for _, step := range []func(context.Context, *db.Tx) error{e.lock, e.same, e.theirs, e.records, e.traces, e.others, e.letters, e.note} {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// lock keeps others from adding to the record until it is gone.
func (e *erasing) lock(ctx context.Context, tx *db.Tx) error {
	var q db.SQL
	q.S("SELECT id FROM contacts")
	e.person.of(&q, e.actor, "id")
	q.S(" ORDER BY id")
	if tx.Engine() == db.Postgres {
		q.S(" FOR UPDATE")
	}
	ids, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
	if err == nil && !slices.Contains(ids, e.person.ID) {
		err = fault.NotFound{} // erased or merged meanwhile
	}
	return err
}

// same refuses to go on about somebody who changed while their traces were
// looked for.
func (e *erasing) same(ctx context.Context, tx *db.Tx) error {
	now, err := person(ctx, tx, e.actor, e.person.ID)
	if err == nil && !reflect.DeepEqual(now, e.person) {
		err = fault.Conflict{Stale: true}
	}
	return err
}

// theirs finds what is the person's alone, and what is linked to them.
func (e *erasing) theirs(ctx context.Context, tx *db.Tx) (err error) {
	var q db.SQL
	q.S("SELECT id FROM tasks")
	e.person.of(&q, e.actor, "contact_id")
	q.S(" AND deal_id IS NULL AND company_id IS NULL")
	if e.tasks, err = db.Values[db.ID](ctx, tx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("read tasks of the person: %w", err)
	}
	q = db.SQL{}
	q.S("SELECT activity_id FROM activity_contacts")
	e.person.of(&q, e.actor, "contact_id")
	if e.notes, err = db.Values[db.ID](ctx, tx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("read timeline of the person: %w", err)
	}
	if len(e.tasks) > 0 {
		more, err := e.notesOf(ctx, tx)
		if err != nil {
			return err
		}
		e.notes = append(e.notes, more...)
	}
	return e.links(ctx, tx)
}

func (e *erasing) notesOf(ctx context.Context, tx *db.Tx) (all []db.ID, err error) {
	for _, some := range chunks(e.tasks) {
		var q db.SQL
		q.S("SELECT activity_id FROM activity_tasks WHERE workspace_id = ").P(e.actor.Workspace).S(" AND task_id IN ")
		db.In(&q, some)
		found, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
		if err != nil {
			return nil, fmt.Errorf("read timelines of tasks: %w", err)
		}
		all = append(all, found...)
	}
	return all, nil
}

// links finds the deals and tasks that are found by the person's name.
func (e *erasing) links(ctx context.Context, tx *db.Tx) error {
	e.linked = map[string][]db.ID{}
	for kind, table := range map[string]db.Expr{"deal": "deals", "task": "tasks"} {
		var q db.SQL
		q.S("SELECT id FROM ").S(table)
		e.person.of(&q, e.actor, "contact_id")
		ids, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
		if err != nil {
			return fmt.Errorf("read %s of the person: %w", table, err)
		}
		e.linked[kind] = ids
	}
	return nil
}

// records deletes the contact, and the tasks and files that are theirs alone.
func (e *erasing) records(ctx context.Context, tx *db.Tx) error {
	for _, r := range []struct {
		kind string
		ids  []db.ID
	}{{"task", e.tasks}, {"contact", e.person.ids}} {
		for _, some := range chunks(r.ids) {
			keys, err := e.files.Erase(ctx, tx, e.actor, r.kind, some)
			if err != nil {
				return err
			}
			e.bytes = append(e.bytes, keys...)
			if err := e.People.records.Erase(ctx, tx, e.actor, r.kind, some); err != nil {
				return err
			}
			for _, id := range some {
				tx.Tell(db.Notice{Workspace: e.actor.Workspace, Kind: r.kind, ID: id})
			}
		}
	}
	return nil
}

// note takes the person out of the audit log, and writes down that it was done.
func (e *erasing) note(ctx context.Context, tx *db.Tx) (err error) {
	gone := append(append(append([]db.ID{}, e.person.ids...), e.tasks...), e.notes...)
	if err := e.accounts.AuditLog.Erase(ctx, tx, e.actor, gone, e.entries, e.words.clean, e.words.cleanJSON); err != nil {
		return err
	}
	if e.erasure, err = e.erasures.note(ctx, tx, e.actor, e.person.ID, e.person.marks); err != nil {
		return err
	}
	return account.Audit(ctx, tx, e.actor, account.Entry{Action: "erase", Kind: "contact", Record: e.person.ID})
}

// sink deletes the bytes that nothing names any more, and lets the file of the
// database forget what it held. The erasure stands, whatever fails here: the
// sweeps come by the bytes.
func (e *erasing) sink(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return errors.Join(e.remember(e.erasure), e.files.Sink(ctx, e.actor, e.bytes), e.db.Settle(ctx))
}
