package contact

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
)

// shelf is what contacts and companies can alike: change many by the names of
// their fields, go to the recycle bin and come back.
type shelf struct {
	record
	change  func(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID, edit edit) ([]outcome, error)
	restore restoring
}

// edit changes the input that a record starts from; version is the record's.
type edit func(id db.ID, version int64, in editable) error

// outcome is what became of one record of many.
type outcome struct {
	ID      db.ID
	Kind    string // where records of several kinds are together
	Name    string
	Changed bool
	Gone    bool  // it went to the recycle bin
	Err     error // why it stayed as it was; nil if there was nothing to change
}

func shelves() [2]shelf { return [2]shelf{contactShelf(), companyShelf()} }

func contactShelf() shelf {
	return shelf{contactRecord(), func(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID, edit edit) ([]outcome, error) {
		all, err := updateContacts(ctx, tx, actor, batch, ids, func(old Contact) (ContactInput, error) {
			in := old.Input()
			err := edit(old.ID, old.Version, &in)
			return in, err
		})
		return outcomes(ids, all, func(c Contact) string { return c.Name }), err
	}, restoreContacts}
}

func companyShelf() shelf {
	return shelf{companyRecord(), func(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID, edit edit) ([]outcome, error) {
		all, err := updateCompanies(ctx, tx, actor, batch, ids, func(old Company) (CompanyInput, error) {
			in := old.Input()
			err := edit(old.ID, old.Version, &in)
			return in, err
		})
		return outcomes(ids, all, func(c Company) string { return c.Name }), err
	}, restoreCompanies}
}

func outcomes[T any](ids []db.ID, all []result[T], name func(T) string) []outcome {
	outs := make([]outcome, len(all))
	for i, r := range all {
		outs[i] = outcome{ID: ids[i], Name: name(r.now), Changed: r.changed, Err: r.err}
	}
	return outs
}

// bin moves records to the recycle bin.
func (s shelf) bin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) ([]outcome, error) {
	outs, mine, err := s.movable(ctx, tx, actor, ids, func(h held) bool { return h.Deleted == nil })
	if err != nil || len(mine) == 0 {
		return outs, err
	}
	return outs, s.toBin(ctx, tx, actor, batch, mine)
}

// unbin takes records out of the recycle bin.
func (s shelf) unbin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) ([]outcome, error) {
	outs, mine, err := s.movable(ctx, tx, actor, ids, func(h held) bool { return h.Deleted != nil })
	if err != nil || len(mine) == 0 {
		return outs, err
	}
	_, err = s.restore(ctx, tx, actor, batch, mine)
	return outs, err
}

// movable parts the records into those of the actor's that are to move, and
// those that lie there already or are not theirs.
func (s shelf) movable(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID, moves func(held) bool) (outs []outcome, mine []db.ID, err error) {
	found, err := s.held(ctx, tx, actor, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("read records to move: %w", err)
	}
	at := map[db.ID]held{}
	for _, h := range found {
		at[h.ID] = h
	}
	outs = make([]outcome, len(ids))
	for i, id := range ids {
		h, ok := at[id]
		outs[i] = outcome{ID: id, Name: h.Name}
		switch {
		case !ok:
			outs[i].Err = fault.NotFound{}
		case !actor.Scope(s.kind).MayWrite(h.Owner, h.Team):
			outs[i].Err = fault.Forbidden{}
		case moves(h):
			outs[i].Changed = true
			mine = append(mine, id)
		}
	}
	return outs, mine, nil
}

// lister returns a list as the actor sees it.
type lister func(ctx context.Context, actor account.Actor) (*list.List, error)

// listOfKind is the list of the records of a kind, as the actor sees it.
func (d *Domain) listOfKind(ctx context.Context, actor account.Actor, kind string) (*list.List, error) {
	if kind == "company" {
		return d.companyList(ctx, actor)
	}
	return d.contactList(ctx, actor)
}
