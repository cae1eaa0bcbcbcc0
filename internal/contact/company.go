package contact

import (
	"context"
	"strings"
	"sync"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/money"
	"kontor/internal/kit/phone"
	"kontor/internal/kit/search"
)

// CompanyFields are the fields of a company that are the same in the database,
// in a form and for programs, like ContactFields.
type CompanyFields struct {
	Name               string `db:"name" json:"name" required:"false" maxLength:"200"`
	Website            string `db:"website" json:"website" required:"false" maxLength:"200" is:"web"`
	Industry           string `db:"industry" json:"industry" required:"false" maxLength:"100"`
	Employees          *int64 `db:"employees" json:"employees" required:"false" minimum:"0" maximum:"100000000"`
	RegistrationNumber string `db:"registration_number" json:"registration_number" required:"false" maxLength:"50"`
	VATNumber          string `db:"vat_number" json:"vat_number" required:"false" maxLength:"50"`
	Phone              string `db:"phone" json:"phone" required:"false" maxLength:"50" is:"phone"`
	Email              string `db:"email" json:"email" required:"false" maxLength:"254" is:"email"`
	Address            string `db:"address" json:"address" required:"false" maxLength:"10000" is:"text"`
	PostalCode         string `db:"postal_code" json:"postal_code" required:"false" maxLength:"20"`
	City               string `db:"city" json:"city" required:"false" maxLength:"100"`
	Country            string `db:"country" json:"country" required:"false" maxLength:"100" is:"country" doc:"ISO 3166-1 code of two letters; a name is understood"`
	Source             string `db:"source" json:"source" required:"false" maxLength:"100" doc:"Where the company came from"`
	Notes              string `db:"notes" json:"notes" required:"false" maxLength:"10000" is:"text"`
}

// companyPlain are the CompanyFields, as what reads and writes them by name
// needs them.
var companyPlain = sync.OnceValue(fields.Of[CompanyFields])

// Company is an organisation the workspace deals with.
type Company struct {
	CompanyFields
	Workspace       db.WorkspaceID `db:"workspace_id"`
	ID              db.ID          `db:"id"`
	Version         int64          `db:"version"`
	NameKey         string         `db:"name_key"`
	IndustryKey     string         `db:"industry_key"`
	AnnualRevenue   *int64         `db:"annual_revenue"`   // minor units
	RevenueCurrency string         `db:"revenue_currency"` // ISO 4217
	PhoneE164       string         `db:"phone_e164"`
	PhoneDigits     string         `db:"phone_digits"`
	EmailKey        string         `db:"email_key"`
	CityKey         string         `db:"city_key"`
	SourceKey       string         `db:"source_key"`
	OwnerID         db.ID          `db:"owner_id"`
	TeamID          db.ID          `db:"team_id"`
	ImportID        db.ID          `db:"import_id"`
	Custom          db.JSON        `db:"custom"`
	CreatedAt       int64          `db:"created_at"`
	UpdatedAt       int64          `db:"updated_at"`
	ActivityAt      *int64         `db:"activity_at"`
	DeletedAt       *int64         `db:"deleted_at"`

	OwnerName string `db:"owner_name,ro"`
	TeamName  string `db:"team_name,ro"`

	Tags []Tag `db:"-"` // id, name and hue only

	Extra customfield.Values `db:"-"` // of the fields the workspace added
}

// CompanyInput is what a person can say about a company. Tags are ids or
// names; a name without a tag becomes one.
type CompanyInput struct {
	CompanyFields
	AnnualRevenue *Money   `json:"annual_revenue,omitempty" nullable:"true"`
	Tags          []string `json:"tags,omitempty" maxItems:"50" nullable:"false" doc:"Names or ids of tags"`
	OwnerID       db.ID    `json:"owner_id,omitempty" format:"uuid" nullable:"true" doc:"A member of the workspace"`
	TeamID        db.ID    `json:"team_id,omitempty" format:"uuid" nullable:"true"`
	Version       int64    `json:"version,omitempty" doc:"The version this change is based on; 0 or absent: whatever is there"`
	ImportID      db.ID    `json:"-"`

	Custom map[string]string `json:"-"`                    // by the key of a custom field, as people write it; what is not named stays
	_      struct{}          `additionalProperties:"true"` // custom fields stand among the others
}

// companySaid are the names of a company's fields in a JSON body.
var companySaid = sync.OnceValue(fields.Of[CompanyInput])

// NewCompanyInput returns what a new company starts from: owned by the actor.
func NewCompanyInput(actor account.Actor) CompanyInput {
	return CompanyInput{OwnerID: actor.Member}
}

// Revenue returns the annual revenue, nil if it is not known.
func (c Company) Revenue() *Money {
	if c.AnnualRevenue == nil {
		return nil
	}
	digits, _ := money.Digits(c.RevenueCurrency)
	return &Money{money.Format(*c.AnnualRevenue, digits), c.RevenueCurrency}
}

// Input returns the company as what a person could have said about it: a
// change starts from it.
func (c Company) Input() CompanyInput {
	in := CompanyInput{CompanyFields: c.CompanyFields, AnnualRevenue: c.Revenue(), OwnerID: c.OwnerID, TeamID: c.TeamID, ImportID: c.ImportID, Custom: c.Extra.Texts()}
	for _, t := range c.Tags {
		in.Tags = append(in.Tags, t.ID.String())
	}
	return in
}

// searchTexts are what a company is found by.
func (c Company) searchTexts() []string {
	texts := []string{c.Name, c.Industry, c.City, c.Email, c.Website, c.Phone, c.PhoneE164, c.VATNumber, c.RegistrationNumber}
	return append(texts, c.Extra.SearchTexts()...)
}

// companyDraft is a company on its way into the database, like draft.
type companyDraft struct {
	Company
	old     Company
	in      CompanyInput
	invalid fault.Invalid
	tagIDs  []db.ID
}

// prepareCompany checks everything about an input that can be known without
// the database. What is wrong is in the draft's invalid.
func prepareCompany(ctx context.Context, actor account.Actor, in CompanyInput) *companyDraft {
	c := check(ctx, actor)
	c.company(&in)
	d := &companyDraft{in: in, invalid: c.invalid}
	d.fill(actor)
	c.revenue(in.AnnualRevenue, &d.Company)
	return d
}

func (c *checker) company(in *CompanyInput) {
	checkFields(c, companyPlain(), &in.CompanyFields)
	c.required("name", in.Name)
	in.VATNumber = strings.ToUpper(strings.ReplaceAll(in.VATNumber, " ", ""))
	c.tags(in.Tags)
	if in.Employees != nil && (*in.Employees < 0 || *in.Employees > 100_000_000) {
		c.invalid.Add("employees", i18n.T(c.ctx, "Enter a number from 0 to 100,000,000."))
	}
}

// maxRevenue is 13 digits before the point, as the field has always had.
const maxRevenue = 999_999_999_999_999

func (c *checker) revenue(m *Money, to *Company) {
	if m == nil || strings.TrimSpace(m.Amount) == "" {
		return
	}
	code := strings.ToUpper(strings.TrimSpace(m.Currency))
	if code == "" {
		code = c.actor.Currency
	}
	digits, ok := money.Digits(code)
	if !ok {
		c.invalid.Add("annual_revenue.currency", i18n.T(c.ctx, "There is no such currency. Use its code, such as EUR."))
		return
	}
	minor, ok := money.Parse(m.Amount, digits)
	if !ok || minor < 0 || minor > maxRevenue {
		c.invalid.Add("annual_revenue.amount", i18n.T(c.ctx, "This is not an amount. Write it like 851802.60."))
		return
	}
	to.AnnualRevenue, to.RevenueCurrency = &minor, code
}

func (d *companyDraft) fill(actor account.Actor) {
	in := d.in
	d.Workspace = actor.Workspace
	d.CompanyFields = in.CompanyFields
	d.NameKey, d.IndustryKey, d.CityKey, d.SourceKey = search.Key(in.Name), search.Key(in.Industry), search.Key(in.City), search.Key(in.Source)
	d.PhoneE164, d.PhoneDigits = phone.Read(in.Phone, actor.Country)
	d.EmailKey = search.Fold(in.Email)
	d.OwnerID, d.TeamID, d.ImportID = in.OwnerID, in.TeamID, in.ImportID
}
