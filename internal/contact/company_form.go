package contact

import (
	"context"
	"strings"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// companyForm is a company as its form shows it. What a post leaves out stays
// as it was.
type companyForm struct {
	CompanyFields
	AnnualRevenue   string   `json:"annual_revenue"`
	RevenueCurrency string   `json:"revenue_currency"`
	Tags            []string `json:"tags"`
	TagNames        []string `json:"tag_names"`
	OwnerID         db.ID    `json:"owner_id"`
	OwnerName       string   `json:"owner_id_text"`
	TeamID          db.ID    `json:"team_id"`
	Version         int64    `json:"version"`
	UpdatedAt       int64    `json:"updated_at"`

	Custom map[string]string  `json:"-"` // what is said about custom fields
	extra  customfield.Values // as they are saved
}

// form returns the form with its values.
func (f *companyForm) form() web.Form {
	form := web.FormOf(f)
	f.extra.Fill(form)
	return form
}

// companyFormOf returns the form of a company as it stands; currency is that
// of an amount which is not there yet.
func companyFormOf(c Company, currency string) companyForm {
	f := companyForm{CompanyFields: c.CompanyFields, RevenueCurrency: currency, OwnerID: c.OwnerID, OwnerName: c.OwnerName,
		TeamID: c.TeamID, Version: c.Version, UpdatedAt: c.UpdatedAt, extra: c.Extra}
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
	in := CompanyInput{CompanyFields: f.CompanyFields, Tags: record.TagsTyped(f.Tags, f.TagNames), OwnerID: f.OwnerID, TeamID: f.TeamID,
		Version: f.Version, ImportID: c.ImportID, Custom: f.Custom}
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
	record.Take(form, companyTracked(), saved.extra, &f.Custom, func(field string) { f.copyField(field, saved) })
	return record.Again(web.FormOf(f), saved.extra, f.Custom, form)
}

func (f *companyForm) copyField(field string, from companyForm) {
	switch field {
	case "annual_revenue":
		f.AnnualRevenue, f.RevenueCurrency = from.AnnualRevenue, from.RevenueCurrency
	case "tags":
		f.Tags, f.TagNames = from.Tags, from.TagNames
	case "owner":
		f.OwnerID, f.OwnerName = from.OwnerID, from.OwnerName
	case "team":
		f.TeamID = from.TeamID
	default:
		copyPlain(companyPlain(), &f.CompanyFields, &from.CompanyFields, field)
	}
}

// asCompany is the company as the form would make it, with names as typed.
func (f companyForm) asCompany(ctx context.Context, actor account.Actor, c Company) Company {
	mine := prepareCompany(ctx, actor, f.input(c)).Company
	mine.OwnerName = f.OwnerName
	mine.Extra = c.Extra.With(ctx, actor, f.Custom)
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
