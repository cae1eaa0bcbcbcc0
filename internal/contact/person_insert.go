package contact

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// insertContacts writes new contacts, at most record.Batch at a time: one from a
// page, many from a file, by the same way. What a draft refers to is looked
// up; the first draft that is not right stops it, with its fault.Invalid.
// A batch other than zero marks the history as one go.
func insertContacts(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, drafts []*draft) error {
	if err := resolve(ctx, tx, actor, batch, drafts); err != nil {
		return err
	}
	for _, d := range drafts {
		if err := d.invalid.OrNil(); err != nil {
			return err
		}
	}
	return writeContacts(ctx, tx, actor, batch, drafts)
}

// writeContacts writes drafts that resolve found nothing wrong with.
func writeContacts(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, drafts []*draft) error {
	var rows children
	var extra record.ExtraRows
	contacts := make([]Contact, len(drafts))
	entries := make([]search.Entry, len(drafts))
	changes := make([]activity.Change, len(drafts))
	now := time.Now().UnixMilli()
	for i, d := range drafts {
		d.ID, d.Version, d.CreatedAt, d.UpdatedAt = db.NewID(), 1, now, now
		rows.add(&d.Contact, d.tagIDs)
		var err error
		if d.Custom, err = extra.Store(d.Custom, d.Extra, d.Workspace, d.ID); err != nil {
			return err
		}
		contacts[i] = d.Contact
		entries[i] = search.Entry{ID: d.ID, Texts: d.searchTexts()}
		changes[i] = activity.Change{Kind: "contact", Record: d.ID, Action: activity.Created, Batch: batch}
	}
	if err := db.InsertAll(ctx, tx, "contacts", contacts); err != nil {
		return fmt.Errorf("insert contacts: %w", err)
	}
	if err := rows.write(ctx, tx); err != nil {
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

// children are the rows of the tables below contacts.
type children struct {
	emails []Email
	phones []Phone
	tags   []contactTag
}

type contactTag struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Contact   db.ID          `db:"contact_id"`
	Tag       db.ID          `db:"tag_id"`
}

func (r *children) add(c *Contact, tags []db.ID) {
	for i := range c.Emails {
		c.Emails[i].Workspace, c.Emails[i].Contact = c.Workspace, c.ID
	}
	for i := range c.Phones {
		c.Phones[i].Workspace, c.Phones[i].Contact = c.Workspace, c.ID
	}
	r.emails = append(r.emails, c.Emails...)
	r.phones = append(r.phones, c.Phones...)
	for _, tag := range tags {
		r.tags = append(r.tags, contactTag{c.Workspace, c.ID, tag})
	}
}

func (r *children) write(ctx context.Context, tx *db.Tx) error {
	if err := db.InsertAll(ctx, tx, "contact_emails", r.emails); err != nil {
		return fmt.Errorf("insert e-mails: %w", err)
	}
	if err := db.InsertAll(ctx, tx, "contact_phones", r.phones); err != nil {
		return fmt.Errorf("insert phones: %w", err)
	}
	if err := db.InsertAll(ctx, tx, "contact_tags", r.tags); err != nil {
		return fmt.Errorf("insert tags of contacts: %w", err)
	}
	return nil
}
