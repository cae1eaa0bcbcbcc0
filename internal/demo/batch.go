package demo

import (
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
	"kontor/internal/task"
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
	deals        []deal.Deal
	parties      []deal.Party
	lines        []deal.Line
	dealTags     []dealTag
	moves        []dealMove
	tasks        []task.Task
	activities   []activityRow
	links        []contactLink
	dealLinks    []dealLink
	changes      []activity.Change
	foundCompany []search.Entry
	foundContact []search.Entry
	foundDeal    []search.Entry
	foundTask    []search.Entry
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
	Title     string         `db:"title"`
	Body      string         `db:"body"`
	Details   db.JSON        `db:"details"`
	Version   int64          `db:"version"`
	At        int64          `db:"at"`
	EndsAt    *int64         `db:"ends_at"`
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
		row := b.note(n, actor)
		b.links = append(b.links, contactLink{c.Workspace, c.ID, row.At, row.ID})
	}
}

// note keeps what was said; the caller links it to what it is about.
func (b *batch) note(n note, actor account.Actor) activityRow {
	written := n.at
	if !n.written.IsZero() {
		written = n.written
	}
	at := written.UnixMilli()
	row := activityRow{Workspace: actor.Workspace, ID: newID(written), Kind: n.kind, Member: n.by, Title: n.title, Body: n.body,
		Details: n.details, Version: 1, At: n.at.UnixMilli(), EndsAt: n.ends, CreatedAt: at, UpdatedAt: at}
	b.activities = append(b.activities, row)
	b.change(actor, activity.Change{Kind: "note", Record: row.ID, Action: activity.Created, Member: n.by, At: at})
	return row
}

// change completes a line of history: by the actor unless it says by whom.
func (b *batch) change(actor account.Actor, c activity.Change) {
	c.Workspace, c.ID, c.Via = actor.Workspace, newID(time.UnixMilli(c.At)), actor.Via
	if c.Member.IsZero() {
		c.Member = actor.Member
	}
	b.changes = append(b.changes, c)
}
