package contact

import (
	"context"
	"strings"

	"kontor/internal/activity"
	"kontor/internal/kit/country"
	"kontor/internal/kit/i18n"
)

// label names a field of a contact or a company.
func label(ctx context.Context, field string) string {
	switch field {
	case "name":
		return i18n.T(ctx, "Name")
	case "first_name":
		return i18n.T(ctx, "First name")
	case "last_name":
		return i18n.T(ctx, "Last name")
	case "company", "company_id":
		return i18n.T(ctx, "Company")
	case "position":
		return i18n.T(ctx, "Job title")
	case "email":
		return i18n.T(ctx, "E-mail")
	case "emails":
		return i18n.T(ctx, "E-mail addresses")
	case "phone":
		return i18n.T(ctx, "Phone")
	case "phones":
		return i18n.T(ctx, "Phone numbers")
	case "mobile":
		return i18n.T(ctx, "Mobile")
	case "is_active":
		return i18n.T(ctx, "Status")
	case "birthday":
		return i18n.T(ctx, "Birthday")
	case "language":
		return i18n.T(ctx, "Language")
	case "linkedin":
		return "LinkedIn"
	case "twitter":
		return i18n.T(ctx, "X (Twitter)")
	case "facebook":
		return "Facebook"
	}
	return sharedLabel(ctx, field)
}

func sharedLabel(ctx context.Context, field string) string {
	switch field {
	case "address":
		return i18n.T(ctx, "Address")
	case "city":
		return i18n.T(ctx, "City")
	case "country":
		return i18n.T(ctx, "Country")
	case "postal_code":
		return i18n.T(ctx, "Postal code")
	case "notes":
		return i18n.T(ctx, "Description")
	case "source":
		return i18n.T(ctx, "Source")
	case "tags":
		return i18n.T(ctx, "Tags")
	case "owner", "owner_id":
		return i18n.T(ctx, "Owner")
	case "team", "team_id":
		return i18n.T(ctx, "Team")
	case "website":
		return i18n.T(ctx, "Website")
	case "industry":
		return i18n.T(ctx, "Industry")
	case "employees":
		return i18n.T(ctx, "Employees")
	case "annual_revenue", "annual_revenue.amount":
		return i18n.T(ctx, "Annual revenue")
	case "annual_revenue.currency", "revenue_currency":
		return i18n.T(ctx, "Currency")
	case "registration_number":
		return i18n.T(ctx, "Registration number")
	case "vat_number":
		return i18n.T(ctx, "VAT number")
	}
	return field
}

// describe says in words what a line of history changed.
func describe(ctx context.Context, c activity.Change) activity.Words {
	from, to := c.Old, c.New
	if c.OldLabel != "" || c.NewLabel != "" {
		from, to = c.OldLabel, c.NewLabel
	}
	return activity.Words{Field: label(ctx, c.Field), From: shown(ctx, c.Field, from), To: shown(ctx, c.Field, to)}
}

// shown writes a value as history keeps it for the reader.
func shown(ctx context.Context, field, value string) string {
	switch {
	case value == "":
		return ""
	case field == "country":
		return country.Name(value, i18n.From(ctx).Lang)
	case field == "birthday":
		return i18n.ISODate(ctx, value)
	case field == "language":
		return languageName(ctx, value)
	case field == "is_active":
		return status(ctx, value == "yes")
	case field == "emails" || field == "phones":
		return kindsIn(ctx, value)
	}
	return value
}

func status(ctx context.Context, active bool) string {
	if active {
		return i18n.T(ctx, "Active")
	}
	return i18n.T(ctx, "Inactive")
}

// kindsIn translates the kinds in a line of addresses or numbers.
func kindsIn(ctx context.Context, line string) string {
	for _, kind := range PhoneKinds() {
		line = strings.ReplaceAll(line, "("+kind+")", "("+strings.ToLower(kindName(ctx, kind))+")")
	}
	return line
}

// kindName names a kind of e-mail address or phone number.
func kindName(ctx context.Context, kind string) string {
	switch kind {
	case "work":
		return i18n.T(ctx, "Work")
	case "mobile":
		return i18n.T(ctx, "Mobile")
	case "home":
		return i18n.T(ctx, "Private")
	case "fax":
		return i18n.T(ctx, "Fax")
	}
	return i18n.T(ctx, "Other")
}
