package contact

import (
	"context"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/phone"
	"kontor/internal/kit/search"
)

// Company is an organisation the workspace deals with.
type Company struct {
	Workspace          db.WorkspaceID `db:"workspace_id"`
	ID                 db.ID          `db:"id"`
	Version            int64          `db:"version"`
	Name               string         `db:"name"`
	NameKey            string         `db:"name_key"`
	Website            string         `db:"website"`
	Industry           string         `db:"industry"`
	IndustryKey        string         `db:"industry_key"`
	Employees          *int64         `db:"employees"`
	AnnualRevenue      *int64         `db:"annual_revenue"`   // minor units
	RevenueCurrency    string         `db:"revenue_currency"` // ISO 4217
	RegistrationNumber string         `db:"registration_number"`
	VATNumber          string         `db:"vat_number"`
	Phone              string         `db:"phone"`
	PhoneE164          string         `db:"phone_e164"`
	PhoneDigits        string         `db:"phone_digits"`
	Email              string         `db:"email"`
	EmailKey           string         `db:"email_key"`
	Address            string         `db:"address"`
	City               string         `db:"city"`
	CityKey            string         `db:"city_key"`
	PostalCode         string         `db:"postal_code"`
	Country            string         `db:"country"` // ISO 3166-1 alpha-2
	Notes              string         `db:"notes"`
	Source             string         `db:"source"`
	SourceKey          string         `db:"source_key"`
	OwnerID            db.ID          `db:"owner_id"`
	TeamID             db.ID          `db:"team_id"`
	ImportID           db.ID          `db:"import_id"`
	Custom             db.JSON        `db:"custom"`
	CreatedAt          int64          `db:"created_at"`
	UpdatedAt          int64          `db:"updated_at"`
	ActivityAt         *int64         `db:"activity_at"`
	DeletedAt          *int64         `db:"deleted_at"`

	OwnerName string `db:"owner_name,ro"`
	TeamName  string `db:"team_name,ro"`

	Tags []Tag `db:"-"` // id, name and hue only
}

// CompanyInput is what a person can say about a company. Tags are ids or
// names; a name without a tag becomes one.
type CompanyInput struct {
	Name               string   `json:"name,omitempty" maxLength:"200"`
	Website            string   `json:"website,omitempty" maxLength:"200"`
	Industry           string   `json:"industry,omitempty" maxLength:"100"`
	Employees          *int64   `json:"employees,omitempty" minimum:"0" maximum:"100000000"`
	AnnualRevenue      *Money   `json:"annual_revenue,omitempty" nullable:"true"`
	RegistrationNumber string   `json:"registration_number,omitempty" maxLength:"50"`
	VATNumber          string   `json:"vat_number,omitempty" maxLength:"50"`
	Phone              string   `json:"phone,omitempty" maxLength:"50"`
	Email              string   `json:"email,omitempty" maxLength:"254"`
	Address            string   `json:"address,omitempty" maxLength:"10000"`
	City               string   `json:"city,omitempty" maxLength:"100"`
	Country            string   `json:"country,omitempty" maxLength:"100" doc:"ISO 3166-1 code of two letters, or a name"`
	PostalCode         string   `json:"postal_code,omitempty" maxLength:"20"`
	Notes              string   `json:"notes,omitempty" maxLength:"10000"`
	Tags               []string `json:"tags,omitempty" maxItems:"50" nullable:"false" doc:"Names or ids of tags"`
	Source             string   `json:"source,omitempty" maxLength:"100" doc:"Where the company came from"`
	OwnerID            db.ID    `json:"owner_id,omitempty" format:"uuid" nullable:"true" doc:"A member of the workspace"`
	TeamID             db.ID    `json:"team_id,omitempty" format:"uuid" nullable:"true"`
	Version            int64    `json:"version,omitempty" doc:"The version this change is based on; 0 or absent: whatever is there"`
	ImportID           db.ID    `json:"-"`
}

// NewCompanyInput returns what a new company starts from: owned by the actor.
func NewCompanyInput(actor account.Actor) CompanyInput {
	return CompanyInput{OwnerID: actor.Member}
}

// Revenue returns the annual revenue, nil if it is not known.
func (c Company) Revenue() *Money {
	if c.AnnualRevenue == nil {
		return nil
	}
	digits, _ := digitsOf(c.RevenueCurrency)
	return &Money{formatMinor(*c.AnnualRevenue, digits), c.RevenueCurrency}
}

// Input returns the company as what a person could have said about it: a
// change starts from it.
func (c Company) Input() CompanyInput {
	in := CompanyInput{
		Name: c.Name, Website: c.Website, Industry: c.Industry, Employees: c.Employees, AnnualRevenue: c.Revenue(),
		RegistrationNumber: c.RegistrationNumber, VATNumber: c.VATNumber, Phone: c.Phone, Email: c.Email,
		Address: c.Address, City: c.City, Country: c.Country, PostalCode: c.PostalCode, Notes: c.Notes,
		Source: c.Source, OwnerID: c.OwnerID, TeamID: c.TeamID, ImportID: c.ImportID,
	}
	for _, t := range c.Tags {
		in.Tags = append(in.Tags, t.ID.String())
	}
	return in
}

// searchTexts are what a company is found by.
func (c Company) searchTexts() []string {
	return []string{c.Name, c.Industry, c.City, c.Email, c.Website, c.Phone, c.PhoneE164, c.VATNumber, c.RegistrationNumber}
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
	c.line("name", &in.Name, maxCompany)
	c.required("name", in.Name)
	c.web("website", &in.Website)
	c.line("industry", &in.Industry, maxName)
	c.line("registration_number", &in.RegistrationNumber, maxPhone)
	c.line("vat_number", &in.VATNumber, maxPhone)
	in.VATNumber = strings.ToUpper(strings.ReplaceAll(in.VATNumber, " ", ""))
	c.phone("phone", &in.Phone)
	c.email("email", &in.Email)
	c.text("address", &in.Address, maxText)
	c.line("city", &in.City, maxName)
	c.country("country", &in.Country)
	c.line("postal_code", &in.PostalCode, maxPostcode)
	c.text("notes", &in.Notes, maxText)
	c.line("source", &in.Source, maxName)
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
	digits, ok := digitsOf(code)
	if !ok {
		c.invalid.Add("annual_revenue.currency", i18n.T(c.ctx, "There is no such currency. Use its code, such as EUR."))
		return
	}
	minor, ok := parseMinor(m.Amount, digits)
	if !ok || minor < 0 || minor > maxRevenue {
		c.invalid.Add("annual_revenue.amount", i18n.T(c.ctx, "This is not an amount. Write it like 851802.60."))
		return
	}
	to.AnnualRevenue, to.RevenueCurrency = &minor, code
}

func (d *companyDraft) fill(actor account.Actor) {
	in := d.in
	d.Workspace = actor.Workspace
	d.Name, d.NameKey, d.Website = in.Name, search.Key(in.Name), in.Website
	d.Industry, d.IndustryKey, d.Employees = in.Industry, search.Key(in.Industry), in.Employees
	d.RegistrationNumber, d.VATNumber = in.RegistrationNumber, in.VATNumber
	d.Phone = in.Phone
	d.PhoneE164, d.PhoneDigits = phone.Read(in.Phone, actor.Country)
	d.Email, d.EmailKey = in.Email, search.Fold(in.Email)
	d.Address, d.City, d.CityKey, d.PostalCode, d.Country = in.Address, in.City, search.Key(in.City), in.PostalCode, in.Country
	d.Notes, d.Source, d.SourceKey = in.Notes, in.Source, search.Key(in.Source)
	d.OwnerID, d.TeamID, d.ImportID = in.OwnerID, in.TeamID, in.ImportID
}
