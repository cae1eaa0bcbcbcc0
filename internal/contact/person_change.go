package contact

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// result is one record of those that were to change: as it is now, or why it
// stayed as it was.
type result[T any] struct {
	now     T
	changed bool
	err     error
}

// contactChange is given a contact as it stands, starts from its Input and
// returns the whole.
type contactChange func(old Contact) (ContactInput, error)

// updateContact changes one contact. Nothing is written when nothing is
// different.
func updateContact(ctx context.Context, tx *db.Tx, actor account.Actor, batch, id db.ID, change contactChange) (Contact, error) {
	all, err := updateContacts(ctx, tx, actor, batch, []db.ID{id}, change)
	if err != nil {
		return Contact{}, err
	}
	return all[0].now, all[0].err
}

// updateContacts changes contacts, at most record.Batch at a time: one from a page,
// many at once by the same way. A contact that cannot be changed stays as it
// is, with the reason in its result; the results are in the order of the ids.
func updateContacts(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID, change contactChange) ([]result[Contact], error) {
	found, err := contactsOf(ctx, tx, actor, ids)
	if err != nil {
		return nil, err
	}
	all := make([]result[Contact], len(ids))
	drafts := make([]*draft, 0, len(ids))
	at := make([]int, 0, len(ids))
	for i, id := range ids {
		old, ok := found[id]
		if !ok {
			all[i].err = fault.NotFound{}
			continue
		}
		var d *draft
		if d, all[i].err = changing(ctx, actor, old, change); d != nil {
			drafts, at = append(drafts, d), append(at, i)
		}
		all[i].now = old
	}
	if err := resolve(ctx, tx, actor, batch, drafts); err != nil {
		return nil, err
	}
	return all, rewrite(ctx, tx, actor, batch, drafts, func(n int) *result[Contact] { return &all[at[n]] })
}

// changing returns what is to become of a contact, or why nothing is.
func changing(ctx context.Context, actor account.Actor, old Contact, change contactChange) (*draft, error) {
	if !actor.Scope("contact").MayWrite(old.OwnerID, old.TeamID) {
		return nil, fault.Forbidden{}
	}
	in, err := change(old)
	if err != nil {
		return nil, err
	}
	if in.Version != 0 && in.Version != old.Version {
		return nil, fault.Conflict{Stale: true}
	}
	d := prepare(ctx, actor, in)
	d.old = old
	return d, nil
}

// contactsOf returns those of the contacts that the actor sees, whole.
func contactsOf(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) (map[db.ID]Contact, error) {
	var sql db.SQL
	sql.S(selectContact()).P(actor.Workspace).S(" AND c.deleted_at IS NULL AND c.id IN ")
	db.In(&sql, ids)
	sql.S(" AND ")
	actor.Scope("contact").Sees(&sql, "c.owner_id", "c.team_id")
	all, err := db.Select[Contact](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read contacts to change: %w", err)
	}
	if err := loadChildren(ctx, q, actor.Workspace, all); err != nil {
		return nil, err
	}
	found := make(map[db.ID]Contact, len(all))
	for _, c := range all {
		found[c.ID] = c
	}
	return found, nil
}

// rewrite writes the drafts that are right and different, with their history.
func rewrite(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, drafts []*draft, of func(n int) *result[Contact]) error {
	var rows children
	var ids []db.ID
	var extra record.ExtraRows
	var entries []search.Entry
	var changes []activity.Change
	columns := record.Changeable[Contact]()
	for n, d := range drafts {
		res := of(n)
		if res.err = d.invalid.OrNil(); res.err != nil {
			continue
		}
		d.keep(d.old)
		different := differences(d.old, d.Contact, batch)
		if len(different) == 0 {
			continue
		}
		err := extra.Keep(&d.Custom, d.Extra, d.Workspace, d.ID, different)
		if err != nil {
			return err
		}
		err = db.Update(ctx, tx, "contacts", &d.Contact, db.Different(&d.old, &d.Contact, columns)...)
		if fault.IsStale(err) || fault.IsNotFound(err) {
			res.err = err
			continue
		}
		if err != nil {
			return fmt.Errorf("update contact: %w", err)
		}
		if changesChildren(different) {
			ids = append(ids, d.ID)
			rows.add(&d.Contact, d.tagIDs)
		}
		entries = append(entries, search.Entry{ID: d.ID, Texts: d.searchTexts()})
		changes = append(changes, different...)
		res.now, res.changed = d.Contact, true
	}
	if err := rows.replace(ctx, tx, actor, ids); err != nil {
		return err
	}
	if err := extra.Write(ctx, tx); err != nil {
		return err
	}
	if err := search.PutMany(ctx, tx, actor.Workspace, "contact", entries); err != nil {
		return fmt.Errorf("index contacts: %w", err)
	}
	return activity.Record(ctx, tx, actor, changes...)
}

// keep takes over what an input cannot say.
func (d *draft) keep(old Contact) {
	d.ID, d.Version, d.Custom = old.ID, old.Version, old.Custom
	d.CreatedAt, d.UpdatedAt, d.ActivityAt = old.CreatedAt, time.Now().UnixMilli(), old.ActivityAt
}

// changesChildren tells whether something changed that lies in child rows.
func changesChildren(changes []activity.Change) bool {
	for _, c := range changes {
		if c.Field == "emails" || c.Field == "phones" || c.Field == "tags" {
			return true
		}
	}
	return false
}

// replace writes the rows instead of those that are there. Links to deleted
// tags stay, for a tag may be restored.
func (r *children) replace(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) error {
	if len(ids) == 0 {
		return nil
	}
	for _, drop := range []struct{ head, tail db.Expr }{
		{"DELETE FROM contact_emails WHERE workspace_id = ", ""},
		{"DELETE FROM contact_phones WHERE workspace_id = ", ""},
		{"DELETE FROM contact_tags WHERE workspace_id = ", ` AND EXISTS (SELECT 1 FROM tags t
			WHERE t.workspace_id = contact_tags.workspace_id AND t.id = contact_tags.tag_id AND t.deleted_at IS NULL)`},
	} {
		var sql db.SQL
		sql.S(drop.head).P(actor.Workspace).S(" AND contact_id IN ")
		db.In(&sql, ids)
		sql.S(drop.tail)
		if _, err := tx.Exec(ctx, sql.Text(), sql.Args()...); err != nil {
			return fmt.Errorf("replace rows of contacts: %w", err)
		}
	}
	return r.write(ctx, tx)
}
