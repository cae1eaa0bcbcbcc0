package demo

import (
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// batch is rows on their way into the database: what the stores would have
// written, one table after the other.
type batch struct {
	tags         []contact.Tag
	companies    []contact.Company
	companyTags  []companyTag
	contacts     []contact.Contact
	emails       []contact.Email
	phones       []contact.Phone
	contactTags  []contactTag
	activities   []activityRow
	links        []contactLink
	changes      []activity.Change
	foundCompany []search.Entry
	foundContact []search.Entry
}

type companyTag struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Company   db.ID          `db:"company_id"`
	Tag       db.ID          `db:"tag_id"`
}

type contactTag struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Contact   db.ID          `db:"contact_id"`
	Tag       db.ID          `db:"tag_id"`
}

type activityRow struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Kind      string         `db:"kind"`
	Member    db.ID          `db:"member_id"`
	Body      string         `db:"body"`
	Version   int64          `db:"version"`
	At        int64          `db:"at"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
}

type contactLink struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Contact   db.ID          `db:"contact_id"`
	At        int64          `db:"at"`
	Activity  db.ID          `db:"activity_id"`
}

func (b *batch) tag(t contact.Tag, actor account.Actor) {
	b.tags = append(b.tags, t)
	b.change(actor, activity.Change{Kind: "tag", Record: t.ID, Action: activity.Created, Field: "name", New: t.Name, At: t.CreatedAt})
}

func (b *batch) company(c contact.Company, tags []db.ID, actor account.Actor) {
	b.companies = append(b.companies, c)
	for _, tag := range tags {
		b.companyTags = append(b.companyTags, companyTag{c.Workspace, c.ID, tag})
	}
	b.foundCompany = append(b.foundCompany, search.Entry{ID: c.ID, Texts: c.SearchTexts()})
	b.change(actor, activity.Change{Kind: "company", Record: c.ID, Action: activity.Created, At: c.CreatedAt})
}

func (b *batch) contact(c contact.Contact, tags []db.ID, notes []note, actor account.Actor, changes []activity.Change) {
	for i := range c.Emails {
		c.Emails[i].Workspace, c.Emails[i].Contact = c.Workspace, c.ID
	}
	for i := range c.Phones {
		c.Phones[i].Workspace, c.Phones[i].Contact = c.Workspace, c.ID
	}
	b.contacts = append(b.contacts, c)
	b.emails = append(b.emails, c.Emails...)
	b.phones = append(b.phones, c.Phones...)
	for _, tag := range tags {
		b.contactTags = append(b.contactTags, contactTag{c.Workspace, c.ID, tag})
	}
	b.foundContact = append(b.foundContact, search.Entry{ID: c.ID, Texts: c.SearchTexts()})
	b.change(actor, activity.Change{Kind: "contact", Record: c.ID, Action: activity.Created, At: c.CreatedAt})
	for _, change := range changes {
		change.Record = c.ID
		b.change(actor, change)
	}
	for _, n := range notes {
		b.note(c, n, actor)
	}
}

func (b *batch) note(c contact.Contact, n note, actor account.Actor) {
	at := n.at.UnixMilli()
	row := activityRow{Workspace: c.Workspace, ID: newID(n.at), Kind: "note", Member: n.by, Body: n.body,
		Version: 1, At: at, CreatedAt: at, UpdatedAt: at}
	b.activities = append(b.activities, row)
	b.links = append(b.links, contactLink{c.Workspace, c.ID, at, row.ID})
	b.change(actor, activity.Change{Kind: "note", Record: row.ID, Action: activity.Created, Member: n.by, At: at})
}

// change completes a line of history: by the actor unless it says by whom.
func (b *batch) change(actor account.Actor, c activity.Change) {
	c.Workspace, c.ID, c.Via = actor.Workspace, newID(time.UnixMilli(c.At)), actor.Via
	if c.Member.IsZero() {
		c.Member = actor.Member
	}
	b.changes = append(b.changes, c)
}
