package contact

import (
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Contact is a person the workspace deals with. Name, Email, Phone and Mobile
// are derived: the full name, the primary rows of Emails and Phones, and the
// first mobile number.
type Contact struct {
	Workspace    db.WorkspaceID `db:"workspace_id"`
	ID           db.ID          `db:"id"`
	Version      int64          `db:"version"`
	FirstName    string         `db:"first_name"`
	LastName     string         `db:"last_name"`
	Name         string         `db:"name"`
	NameKey      string         `db:"name_key"`
	CompanyID    db.ID          `db:"company_id"`
	CompanyKey   *string        `db:"company_key"`
	Position     string         `db:"position"`
	PositionKey  string         `db:"position_key"`
	Email        string         `db:"email"`
	EmailKey     string         `db:"email_key"`
	Phone        string         `db:"phone"`
	PhoneE164    string         `db:"phone_e164"`
	PhoneDigits  string         `db:"phone_digits"`
	Mobile       string         `db:"mobile"`
	MobileDigits string         `db:"mobile_digits"`
	Address      string         `db:"address"`
	City         string         `db:"city"`
	CityKey      string         `db:"city_key"`
	PostalCode   string         `db:"postal_code"`
	Country      string         `db:"country"`  // ISO 3166-1 alpha-2
	Birthday     *string        `db:"birthday"` // YYYY-MM-DD or --MM-DD
	Language     string         `db:"language"` // ISO 639
	LinkedIn     string         `db:"linkedin"`
	Twitter      string         `db:"twitter"`
	Facebook     string         `db:"facebook"`
	Notes        string         `db:"notes"`
	Source       string         `db:"source"`
	SourceKey    string         `db:"source_key"`
	IsActive     bool           `db:"is_active"`
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
	FirstName     string   `json:"first_name,omitempty" maxLength:"100" doc:"First or last name is needed"`
	LastName      string   `json:"last_name,omitempty" maxLength:"100"`
	CompanyID     db.ID    `json:"company_id,omitempty" format:"uuid" nullable:"true"`
	Company       string   `json:"company,omitempty" maxLength:"200" doc:"Name of the company, instead of company_id"`
	CreateCompany bool     `json:"create_company,omitempty" doc:"Create the company if there is none of that name"`
	Position      string   `json:"position,omitempty" maxLength:"100"`
	Email         string   `json:"email,omitempty" maxLength:"254" doc:"The primary e-mail address"`
	Phone         string   `json:"phone,omitempty" maxLength:"50" doc:"The primary phone number"`
	Mobile        string   `json:"mobile,omitempty" maxLength:"50"`
	Emails        []Email  `json:"emails,omitempty" maxItems:"50" nullable:"false"`
	Phones        []Phone  `json:"phones,omitempty" maxItems:"50" nullable:"false"`
	Address       string   `json:"address,omitempty" maxLength:"10000"`
	City          string   `json:"city,omitempty" maxLength:"100"`
	Country       string   `json:"country,omitempty" maxLength:"100" doc:"ISO 3166-1 code of two letters, or a name"`
	PostalCode    string   `json:"postal_code,omitempty" maxLength:"20"`
	Birthday      string   `json:"birthday,omitempty" maxLength:"20" doc:"YYYY-MM-DD, or --MM-DD without the year"`
	Notes         string   `json:"notes,omitempty" maxLength:"10000"`
	Tags          []string `json:"tags,omitempty" maxItems:"50" nullable:"false" doc:"Names or ids of tags"`
	LinkedIn      string   `json:"linkedin,omitempty" maxLength:"200"`
	Twitter       string   `json:"twitter,omitempty" maxLength:"200"`
	Facebook      string   `json:"facebook,omitempty" maxLength:"200"`
	IsActive      bool     `json:"is_active,omitempty" doc:"true unless said"`
	Source        string   `json:"source,omitempty" maxLength:"100" doc:"Where the contact came from"`
	OwnerID       db.ID    `json:"owner_id,omitempty" format:"uuid" nullable:"true" doc:"A member of the workspace"`
	TeamID        db.ID    `json:"team_id,omitempty" format:"uuid" nullable:"true"`
	Language      string   `json:"language,omitempty" maxLength:"35" doc:"ISO 639 code"`
	Version       int64    `json:"version,omitempty" doc:"The version this change is based on; 0 or absent: whatever is there"`
	ImportID      db.ID    `json:"-"`
}

// NewContactInput returns what a new contact starts from: active, and owned by
// the actor.
func NewContactInput(actor account.Actor) ContactInput {
	return ContactInput{IsActive: true, OwnerID: actor.Member}
}

// Input returns the contact as what a person could have said about it: a
// change starts from it.
func (c Contact) Input() ContactInput {
	in := ContactInput{
		FirstName: c.FirstName, LastName: c.LastName, CompanyID: c.CompanyID, Position: c.Position,
		Emails: c.Emails, Phones: c.Phones, Address: c.Address, City: c.City, Country: c.Country,
		PostalCode: c.PostalCode, Notes: c.Notes, LinkedIn: c.LinkedIn, Twitter: c.Twitter, Facebook: c.Facebook,
		IsActive: c.IsActive, Source: c.Source, OwnerID: c.OwnerID, TeamID: c.TeamID, Language: c.Language, ImportID: c.ImportID,
	}
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
	return texts
}

func fullName(first, last string) string { return strings.TrimSpace(first + " " + last) }
