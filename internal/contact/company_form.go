package contact

import (
	"context"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/web"
)

// companyForm is a company as its form shows it. What a post leaves out stays
// as it was.
type companyForm struct {
	Name               string   `json:"name"`
	Website            string   `json:"website"`
	Industry           string   `json:"industry"`
	Employees          *int64   `json:"employees"`
	AnnualRevenue      string   `json:"annual_revenue"`
	RevenueCurrency    string   `json:"revenue_currency"`
	RegistrationNumber string   `json:"registration_number"`
	VATNumber          string   `json:"vat_number"`
	Phone              string   `json:"phone"`
	Email              string   `json:"email"`
	Address            string   `json:"address"`
	City               string   `json:"city"`
	Country            string   `json:"country"`
	PostalCode         string   `json:"postal_code"`
	Notes              string   `json:"notes"`
	Tags               []string `json:"tags"`
	TagNames           []string `json:"tag_names"`
	Source             string   `json:"source"`
	OwnerID            db.ID    `json:"owner_id"`
	OwnerName          string   `json:"owner_id_text"`
	TeamID             db.ID    `json:"team_id"`
	Version            int64    `json:"version"`
	UpdatedAt          int64    `json:"updated_at"`
}

// companyFormOf returns the form of a company as it stands; currency is that
// of an amount which is not there yet.
func companyFormOf(c Company, currency string) companyForm {
	f := companyForm{
		Name: c.Name, Website: c.Website, Industry: c.Industry, Employees: c.Employees, RevenueCurrency: currency,
		RegistrationNumber: c.RegistrationNumber, VATNumber: c.VATNumber, Phone: c.Phone, Email: c.Email, Address: c.Address, City: c.City,
		Country: c.Country, PostalCode: c.PostalCode, Notes: c.Notes, Source: c.Source, OwnerID: c.OwnerID, OwnerName: c.OwnerName,
		TeamID: c.TeamID, Version: c.Version, UpdatedAt: c.UpdatedAt,
	}
	if m := c.Revenue(); m != nil {
		f.AnnualRevenue, f.RevenueCurrency = m.Amount, m.Currency
	}
	for _, t := range c.Tags {
		f.Tags, f.TagNames = append(f.Tags, t.ID.String()), append(f.TagNames, t.Name)
	}
	return f
}

// input turns what was posted into what it says about the company c.
func (f companyForm) input(c Company) CompanyInput {
	in := CompanyInput{
		Name: f.Name, Website: f.Website, Industry: f.Industry, Employees: f.Employees,
		RegistrationNumber: f.RegistrationNumber, VATNumber: f.VATNumber, Phone: f.Phone, Email: f.Email,
		Address: f.Address, City: f.City, Country: f.Country, PostalCode: f.PostalCode, Notes: f.Notes, Tags: tagsTyped(f.Tags, f.TagNames),
		Source: f.Source, OwnerID: f.OwnerID, TeamID: f.TeamID, Version: f.Version, ImportID: c.ImportID,
	}
	if strings.TrimSpace(f.AnnualRevenue) != "" {
		in.AnnualRevenue = &Money{f.AnnualRevenue, f.RevenueCurrency}
	}
	if f.OwnerID == c.OwnerID && strings.TrimSpace(f.OwnerName) == "" {
		in.OwnerID = db.ID{}
	}
	return in
}

// take replaces what was typed by what is saved for the fields where the
// person chose so, in the form that is shown again too.
func (f *companyForm) take(form web.Form, saved companyForm) web.Form {
	for _, t := range companyTracked() {
		if form.Get("take."+t.field) == "theirs" {
			f.copyField(t.field, saved)
		}
	}
	shown := web.FormOf(f)
	shown.Errors = form.Errors
	return shown
}

func (f *companyForm) copyField(field string, from companyForm) {
	switch field {
	case "employees":
		f.Employees = from.Employees
	case "annual_revenue":
		f.AnnualRevenue, f.RevenueCurrency = from.AnnualRevenue, from.RevenueCurrency
	case "tags":
		f.Tags, f.TagNames = from.Tags, from.TagNames
	case "owner":
		f.OwnerID, f.OwnerName = from.OwnerID, from.OwnerName
	case "team":
		f.TeamID = from.TeamID
	default:
		f.copyText(field, from)
	}
}

func (f *companyForm) copyText(field string, from companyForm) {
	texts := func(f *companyForm) map[string]*string {
		return map[string]*string{"name": &f.Name, "website": &f.Website, "industry": &f.Industry, "registration_number": &f.RegistrationNumber,
			"vat_number": &f.VATNumber, "phone": &f.Phone, "email": &f.Email, "address": &f.Address, "city": &f.City, "country": &f.Country,
			"postal_code": &f.PostalCode, "notes": &f.Notes, "source": &f.Source}
	}
	if to := texts(f)[field]; to != nil {
		*to = *texts(&from)[field]
	}
}

// asCompany is the company as the form would make it, with names as typed.
func (f companyForm) asCompany(ctx context.Context, actor account.Actor, c Company) Company {
	mine := prepareCompany(ctx, actor, f.input(c)).Company
	mine.OwnerName = f.OwnerName
	if f.TeamID == c.TeamID {
		mine.TeamName = c.TeamName
	}
	for i, name := range f.TagNames {
		if name != "" || at(f.Tags, i) != "" {
			mine.Tags = append(mine.Tags, Tag{Name: name})
		}
	}
	return mine
}
