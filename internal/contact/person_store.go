package contact

import (
	"context"
	"fmt"
	"sync"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// Contacts keeps contacts.
type Contacts struct{ db *db.DB }

var selectContact = sync.OnceValue(func() db.Expr {
	return "SELECT " + db.Columns[Contact]("c") + `, coalesce(o.name, '') AS company_name, coalesce(m.name, '') AS owner_name, coalesce(g.name, '') AS team_name
		FROM contacts c
		LEFT JOIN companies o ON o.workspace_id = c.workspace_id AND o.id = c.company_id
		LEFT JOIN members m ON m.workspace_id = c.workspace_id AND m.id = c.owner_id
		LEFT JOIN teams g ON g.workspace_id = c.workspace_id AND g.id = c.team_id
		WHERE c.workspace_id = `
})

// Get returns a contact the actor sees, with its e-mails, phones and tags.
func (s *Contacts) Get(ctx context.Context, actor account.Actor, id db.ID) (Contact, error) {
	return getContact(ctx, s.db, actor, id, " AND c.deleted_at IS NULL")
}

func getContact(ctx context.Context, q db.Querier, actor account.Actor, id db.ID, bin db.Expr) (Contact, error) {
	var sql db.SQL
	sql.S(selectContact()).P(actor.Workspace).S(bin).S(" AND c.id = ").P(id).S(" AND ")
	actor.Scope("contact").Sees(&sql, "c.owner_id", "c.team_id")
	c, err := db.Get[Contact](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return c, err
	}
	one := []Contact{c}
	err = loadChildren(ctx, q, actor.Workspace, one)
	return one[0], err
}

// Create makes a contact. The owner may be anybody of the workspace, or nobody.
func (s *Contacts) Create(ctx context.Context, actor account.Actor, in ContactInput) (Contact, error) {
	return s.createAnd(ctx, actor, in, func(*db.Tx, db.ID) error { return nil })
}

// createAnd is Create with something more in its transaction: and is given the
// id of the contact.
func (s *Contacts) createAnd(ctx context.Context, actor account.Actor, in ContactInput, and func(tx *db.Tx, id db.ID) error) (Contact, error) {
	d := prepare(ctx, actor, in)
	if err := actor.Must(account.Create, "contact"); err != nil {
		return Contact{}, err
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := insertContacts(ctx, tx, actor, db.ID{}, []*draft{d}); err != nil {
			return err
		}
		return and(tx, d.ID)
	})
	return d.Contact, err
}

// Update changes a contact the actor may change to what in says, all of it.
func (s *Contacts) Update(ctx context.Context, actor account.Actor, id db.ID, in ContactInput) (Contact, error) {
	return s.Patch(ctx, actor, id, func(Contact) (ContactInput, error) { return in, nil })
}

// Patch is Update for a change that says only some fields: change is given the
// contact as it stands, starts from its Input and returns the whole.
func (s *Contacts) Patch(ctx context.Context, actor account.Actor, id db.ID, change func(Contact) (ContactInput, error)) (Contact, error) {
	var c Contact
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		c, err = updateContact(ctx, tx, actor, db.ID{}, id, change)
		return err
	})
	return c, err
}

// Delete moves a contact the actor may change to the recycle bin; a version
// other than 0 must be the one that is there. What refers to it stays.
func (s *Contacts) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (name string, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		h, err := contactShelf().Delete(ctx, tx, actor, id, version)
		name = h.Name
		return err
	})
	return name, err
}

// Restore takes a contact out of the recycle bin; one that is not there stays
// as it is.
func (s *Contacts) Restore(ctx context.Context, actor account.Actor, id db.ID) (c Contact, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := contactShelf().Movable(ctx, tx, actor, id); err != nil {
			return err
		}
		if err := restoreContacts(ctx, tx, actor, db.ID{}, []db.ID{id}); err != nil {
			return err
		}
		c, err = getContact(ctx, tx, actor, id, "")
		return err
	})
	return c, err
}

func restoreContacts(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) error {
	back, err := contactShelf().fromBin(ctx, tx, actor, batch, ids)
	if err != nil || len(back) == 0 {
		return err
	}
	return indexContacts(ctx, tx, actor.Workspace, back)
}

// indexContacts makes contacts findable by what they hold now.
func indexContacts(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) error {
	var sql db.SQL
	sql.S(selectContact()).P(ws).S(" AND c.deleted_at IS NULL AND c.id IN ")
	db.In(&sql, ids)
	all, err := db.Select[Contact](ctx, tx, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("read contacts to index: %w", err)
	}
	if err := loadChildren(ctx, tx, ws, all); err != nil {
		return err
	}
	entries := make([]search.Entry, len(all))
	for i, c := range all {
		entries[i] = search.Entry{ID: c.ID, Texts: c.searchTexts()}
	}
	return search.PutMany(ctx, tx, ws, "contact", entries)
}

// Reindex makes contacts findable by what they hold now.
func (s *Contacts) Reindex(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) error {
	return indexContacts(ctx, tx, actor.Workspace, ids)
}
