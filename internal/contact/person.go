package contact

import (
	"context"
	"slices"
	"strings"
	"sync"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fields"
)

// ContactFields are the fields of a contact that are the same in the database,
// in a form and for programs. The tag `is` names the rule of a text, a line
// unless said.
type ContactFields struct {
	FirstName  string `db:"first_name" json:"first_name" required:"false" maxLength:"100" doc:"First or last name is needed"`
	LastName   string `db:"last_name" json:"last_name" required:"false" maxLength:"100"`
	Position   string `db:"position" json:"position" required:"false" maxLength:"100"`
	Language   string `db:"language" json:"language" required:"false" maxLength:"35" is:"language" doc:"ISO 639 code"`
	Source     string `db:"source" json:"source" required:"false" maxLength:"100" doc:"Where the contact came from"`
	Address    string `db:"address" json:"address" required:"false" maxLength:"10000" is:"text"`
	PostalCode string `db:"postal_code" json:"postal_code" required:"false" maxLength:"20"`
	City       string `db:"city" json:"city" required:"false" maxLength:"100"`
	Country    string `db:"country" json:"country" required:"false" maxLength:"100" is:"country" doc:"ISO 3166-1 code of two letters; a name is understood"`
	LinkedIn   string `db:"linkedin" json:"linkedin" required:"false" maxLength:"200" is:"web"`
	Twitter    string `db:"twitter" json:"twitter" required:"false" maxLength:"200" is:"web"`
	Facebook   string `db:"facebook" json:"facebook" required:"false" maxLength:"200" is:"web"`
	Notes      string `db:"notes" json:"notes" required:"false" maxLength:"10000" is:"text"`
	IsActive   bool   `db:"is_active" json:"is_active" required:"false" doc:"true unless said"`
}

// contactPlain are the ContactFields, as what reads and writes them by name
// needs them.
var contactPlain = sync.OnceValue(fields.Of[ContactFields])

// Contact is a person the workspace deals with. Name, Email, Phone and Mobile
// are derived: the full name, the primary rows of Emails and Phones, and the
// first mobile number.
type Contact struct {
	ContactFields
	Workspace    db.WorkspaceID `db:"workspace_id"`
	ID           db.ID          `db:"id"`
	Version      int64          `db:"version"`
	Name         string         `db:"name"`
	NameKey      string         `db:"name_key"`
	CompanyID    db.ID          `db:"company_id"`
	CompanyKey   *string        `db:"company_key"`
	PositionKey  string         `db:"position_key"`
	Email        string         `db:"email"`
	EmailKey     string         `db:"email_key"`
	Phone        string         `db:"phone"`
	PhoneE164    string         `db:"phone_e164"`
	PhoneDigits  string         `db:"phone_digits"`
	Mobile       string         `db:"mobile"`
	MobileDigits string         `db:"mobile_digits"`
	CityKey      string         `db:"city_key"`
	Birthday     *string        `db:"birthday"` // YYYY-MM-DD or --MM-DD
	SourceKey    string         `db:"source_key"`
	OwnerID      db.ID          `db:"owner_id"`
	TeamID       db.ID          `db:"team_id"`
	ImportID     db.ID          `db:"import_id"`
	Custom       db.JSON        `db:"custom"`
	CreatedAt    int64          `db:"created_at"`
	UpdatedAt    int64          `db:"updated_at"`
	ActivityAt   *int64         `db:"activity_at"`
	DeletedAt    *int64         `db:"deleted_at"`

	CompanyName string `db:"company_name,ro"`
	OwnerName   string `db:"owner_name,ro"`
	TeamName    string `db:"team_name,ro"`

	Emails []Email `db:"-"`
	Phones []Phone `db:"-"`
	Tags   []Tag   `db:"-"` // id, name and hue only

	Consents []refNamed `db:"-"` // purposes that data may be used for

	Extra customfield.Values `db:"-"` // of the fields the workspace added
}

// Email is one e-mail address of a contact; Kind is work, home or other.
// Exactly one of a contact's addresses is primary.
type Email struct {
	Workspace db.WorkspaceID `db:"workspace_id" json:"-"`
	Contact   db.ID          `db:"contact_id" json:"-"`
	Position  int            `db:"position" json:"-"`
	Kind      string         `db:"kind" json:"kind,omitempty" enum:"work,home,other" doc:"work unless said"`
	Email     string         `db:"email" json:"email" maxLength:"254"`
	Key       string         `db:"email_key" json:"-"`
	Primary   bool           `db:"is_primary" json:"primary,omitempty"`
}

// Phone is one phone number of a contact, as typed and in international form;
// Kind is mobile, work, home, fax or other. Exactly one of a contact's numbers
// is primary.
type Phone struct {
	Workspace db.WorkspaceID `db:"workspace_id" json:"-"`
	Contact   db.ID          `db:"contact_id" json:"-"`
	Position  int            `db:"position" json:"-"`
	Kind      string         `db:"kind" json:"kind,omitempty" enum:"mobile,work,home,fax,other" doc:"work unless said"`
	Phone     string         `db:"phone" json:"phone" maxLength:"50"`
	E164      string         `db:"phone_e164" json:"-"`
	Digits    string         `db:"digits" json:"-"`
	Primary   bool           `db:"is_primary" json:"primary,omitempty"`
}

// EmailKinds and PhoneKinds are the kinds, the usual one first.
func EmailKinds() []string { return []string{"work", "home", "other"} }

// PhoneKinds returns the kinds of phone numbers, the usual one first.
func PhoneKinds() []string { return []string{"work", "mobile", "home", "fax", "other"} }

// ContactInput is what a person can say about a contact. Email, Phone and
// Mobile are short for one row of Emails and Phones: Email and Phone for the
// primary one. Company names a company where CompanyID is empty; it is made if
// there is none and CreateCompany says so. Tags are ids or names; a name
// without a tag becomes one.
type ContactInput struct {
	ContactFields
	CompanyID     db.ID    `json:"company_id,omitempty" format:"uuid" nullable:"true"`
	Company       string   `json:"company,omitempty" maxLength:"200" doc:"Name of the company, instead of company_id"`
	CreateCompany bool     `json:"create_company,omitempty" doc:"Create the company if there is none of that name"`
	Email         string   `json:"email,omitempty" maxLength:"254" doc:"The primary e-mail address"`
	Phone         string   `json:"phone,omitempty" maxLength:"50" doc:"The primary phone number"`
	Mobile        string   `json:"mobile,omitempty" maxLength:"50"`
	Emails        []Email  `json:"emails,omitempty" maxItems:"50" nullable:"false"`
	Phones        []Phone  `json:"phones,omitempty" maxItems:"50" nullable:"false"`
	Birthday      string   `json:"birthday,omitempty" maxLength:"20" doc:"YYYY-MM-DD, or --MM-DD without the year"`
	Tags          []string `json:"tags,omitempty" maxItems:"50" nullable:"false" doc:"Names or ids of tags"`
	OwnerID       db.ID    `json:"owner_id,omitempty" format:"uuid" nullable:"true" doc:"A member of the workspace"`
	TeamID        db.ID    `json:"team_id,omitempty" format:"uuid" nullable:"true"`
	Version       int64    `json:"version,omitempty" doc:"The version this change is based on; 0 or absent: whatever is there"`
	ImportID      db.ID    `json:"-"`

	Custom map[string]string `json:"-"`                    // by the key of a custom field, as people write it; what is not named stays
	_      struct{}          `additionalProperties:"true"` // custom fields stand among the others
}

// contactSaid are the names of a contact's fields in a JSON body.
var contactSaid = sync.OnceValue(fields.Of[ContactInput])

// NewContactInput returns what a new contact starts from: active, and owned by
// the actor.
func NewContactInput(actor account.Actor) ContactInput {
	return ContactInput{ContactFields: ContactFields{IsActive: true}, OwnerID: actor.Member}
}

// blankContact is what the form of a new contact starts from.
func (d *Domain) blankContact(ctx context.Context, actor account.Actor) (Contact, error) {
	set, err := d.Fields.Of(ctx, actor, customfield.Contact)
	return Contact{ContactFields: ContactFields{IsActive: true}, OwnerID: actor.Member, OwnerName: actor.Name, Extra: set.Defaults()}, err
}

// Input returns the contact as what a person could have said about it: a
// change starts from it, and leaves the contact as it was.
func (c Contact) Input() ContactInput {
	in := ContactInput{ContactFields: c.ContactFields, CompanyID: c.CompanyID, Emails: slices.Clone(c.Emails), Phones: slices.Clone(c.Phones),
		OwnerID: c.OwnerID, TeamID: c.TeamID, ImportID: c.ImportID, Custom: c.Extra.Texts()}
	if c.Birthday != nil {
		in.Birthday = *c.Birthday
	}
	for _, t := range c.Tags {
		in.Tags = append(in.Tags, t.ID.String())
	}
	return in
}

// searchTexts are what a contact is found by.
func (c Contact) searchTexts() []string {
	texts := []string{c.Name, c.CompanyName, c.Position, c.City}
	for _, e := range c.Emails {
		texts = append(texts, e.Email)
	}
	for _, p := range c.Phones {
		texts = append(texts, p.Phone, p.E164)
	}
	return append(texts, c.Extra.SearchTexts()...)
}

func fullName(first, last string) string { return strings.TrimSpace(first + " " + last) }
