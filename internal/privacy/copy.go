package privacy

import (
	"context"
	"time"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Copy is everything that is kept about a person, as far as the actor sees it.
type Copy struct {
	Workspace string        `json:"workspace"`
	MadeAt    time.Time     `json:"made_at"`
	MadeBy    string        `json:"made_by"`
	Complete  bool          `json:"complete"` // nothing was left out because whoever made it does not see it
	Contact   contactCopy   `json:"contact"`
	Merged    []contactCopy `json:"merged_contacts"`
	Consents  []consentCopy `json:"consents"`
	Notes     []noteCopy    `json:"notes"`
	Tasks     []taskCopy    `json:"tasks"`
	Deals     []dealCopy    `json:"deals"`
	Files     []fileCopy    `json:"files"`
	History   []changeCopy  `json:"history"`
}

// contactCopy is one contact.
type contactCopy struct {
	ID        db.ID             `json:"id"`
	Name      string            `json:"name"`
	Fields    map[string]string `json:"fields"`
	Emails    []contact.Email   `json:"emails"`
	Phones    []contact.Phone   `json:"phones"`
	Tags      []string          `json:"tags"`
	Import    *importCopy       `json:"import,omitempty"` // the file it came in with
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	DeletedAt *time.Time        `json:"deleted_at,omitempty"`

	facts []contact.Fact
}

type importCopy struct {
	File string    `json:"file"`
	At   time.Time `json:"at"`
}

// consentCopy is what the person said about a purpose once.
type consentCopy struct {
	Purpose string    `db:"purpose" json:"purpose"`
	Basis   string    `db:"basis" json:"basis"`
	State   string    `db:"state" json:"state"`
	Method  string    `db:"method" json:"method"`
	Note    string    `db:"note" json:"note"`
	By      string    `db:"member_name" json:"recorded_by"`
	Millis  int64     `db:"at" json:"-"`
	At      time.Time `db:"-" json:"at"`
}

// noteCopy is a note, a call or a meeting.
type noteCopy struct {
	ID      db.ID     `db:"id" json:"id"`
	Kind    string    `db:"kind" json:"kind"`
	Title   string    `db:"title" json:"title"`
	Body    string    `db:"body" json:"body"`
	Details db.JSON   `db:"details" json:"details"`
	By      string    `db:"member_name" json:"by"`
	Millis  int64     `db:"at" json:"-"`
	At      time.Time `db:"-" json:"at"`
	Deleted bool      `db:"deleted" json:"deleted,omitempty"` // in the recycle bin
}

type taskCopy struct {
	ID          db.ID  `db:"id" json:"id"`
	Title       string `db:"title" json:"title"`
	Description string `db:"description" json:"description"`
	Status      string `db:"status" json:"status"`
	DueDate     string `db:"due_date" json:"due_date"`
	Deleted     bool   `db:"deleted" json:"deleted,omitempty"`
}

type dealCopy struct {
	ID          db.ID  `db:"id" json:"id"`
	Name        string `db:"name" json:"name"`
	Description string `db:"description" json:"description"`
	Status      string `db:"status" json:"status"`
	Value       int64  `db:"value" json:"value_minor_units"`
	Currency    string `db:"currency" json:"currency"`
	Role        string `db:"role" json:"role,omitempty"` // of the person, where they are one of several
	Deleted     bool   `db:"deleted" json:"deleted,omitempty"`
}

// fileCopy is a file, and where it lies in the copy.
type fileCopy struct {
	ID     db.ID     `db:"id" json:"id"`
	Name   string    `db:"name" json:"name"`
	Media  string    `db:"media" json:"media_type"`
	Size   int64     `db:"size" json:"size"`
	Millis int64     `db:"created_at" json:"-"`
	At     time.Time `db:"-" json:"at"`
	Path   string    `db:"-" json:"path"`
	Key    string    `db:"file_key" json:"-"`
}

// changeCopy is a line of history.
type changeCopy struct {
	At     time.Time `json:"at"`
	Action string    `json:"action"`
	Field  string    `json:"field,omitempty"`
	From   string    `json:"from,omitempty"`
	To     string    `json:"to,omitempty"`
	By     string    `json:"by,omitempty"`
	Via    string    `json:"via"`

	words string // of the field, for a reader
}

// Copy gathers everything that is kept about a contact the actor sees. It needs
// the right to export contacts, and stands in the audit log.
func (s *People) Copy(ctx context.Context, actor account.Actor, id db.ID) (Copy, error) {
	p, err := person(ctx, s.db, actor, id)
	if err == nil {
		err = actor.Must(account.Export, "contact")
	}
	if err != nil {
		return Copy{}, err
	}
	c := Copy{Workspace: actor.WorkspaceName, MadeAt: time.Now().UTC().Truncate(time.Second), MadeBy: actor.Name, Complete: true, Merged: []contactCopy{}, History: []changeCopy{}}
	for i, one := range p.ids {
		k, err := s.contactCopy(ctx, actor, one)
		switch {
		case i > 0 && fault.IsNotFound(err): // it was deleted for good after it was merged
		case err != nil:
			return c, err
		case i == 0:
			c.Contact = k
		default:
			c.Merged = append(c.Merged, k)
		}
	}
	for _, read := range []func(context.Context, account.Actor, *Person, *Copy) error{s.copyConsents, s.copyNotes, s.copyTasks, s.copyDeals, s.copyFiles, s.copyHistory} {
		if err := read(ctx, actor, &p, &c); err != nil {
			return c, err
		}
	}
	return c, s.accounts.Witness(ctx, actor, account.Entry{Action: "export", Kind: "contact", Record: id, Name: p.Name})
}

func (s *People) contactCopy(ctx context.Context, actor account.Actor, id db.ID) (contactCopy, error) {
	c, facts, err := s.contacts.Facts(ctx, actor, id)
	if err != nil {
		return contactCopy{}, err
	}
	k := contactCopy{ID: c.ID, Name: c.Name, Fields: map[string]string{}, Emails: append([]contact.Email{}, c.Emails...), Phones: append([]contact.Phone{}, c.Phones...), Tags: []string{}, CreatedAt: api.Moment(c.CreatedAt), UpdatedAt: api.Moment(c.UpdatedAt), facts: facts}
	for _, f := range facts {
		k.Fields[f.Key] = f.Value
		if f.Key == "company" || f.Key == "owner" || f.Key == "team" {
			k.Fields[f.Key] = f.Words // a name says more than an id of ours
		}
	}
	for _, t := range c.Tags {
		k.Tags = append(k.Tags, t.Name)
	}
	k.DeletedAt = api.MomentOrNil(c.DeletedAt)
	if !c.ImportID.IsZero() {
		k.Import, err = s.importCopy(ctx, actor, c.ImportID)
	}
	return k, err
}

func (s *People) importCopy(ctx context.Context, actor account.Actor, id db.ID) (*importCopy, error) {
	type row struct {
		File string `db:"file_name"`
		At   int64  `db:"created_at"`
	}
	r, err := db.Get[row](ctx, s.db, `SELECT file_name, created_at FROM imports WHERE workspace_id = $1 AND id = $2`, actor.Workspace, id)
	return &importCopy{r.File, api.Moment(r.At)}, err
}
