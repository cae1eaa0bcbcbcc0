package contact

import (
	"context"
	"strings"

	"kontor/internal/kit/country"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/ui"
)

// label names a field of a contact or a company: as its list does, unless the
// page has another word for it.
func label(ctx context.Context, field string) string {
	switch field {
	case "company_id":
		return i18n.T(ctx, "Company")
	case "owner_id":
		return i18n.T(ctx, "Owner")
	case "team_id":
		return i18n.T(ctx, "Team")
	case "is_active":
		return i18n.T(ctx, "Status")
	case "annual_revenue.amount":
		return i18n.T(ctx, "Annual revenue")
	case "annual_revenue.currency", "revenue_currency":
		return i18n.T(ctx, "Currency")
	}
	for _, e := range []*list.Entity{contactEntity(), companyEntity()} {
		if name, ok := e.Label(ctx, field); ok {
			return name
		}
	}
	return field
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
	case field == "annual_revenue":
		return moneyWords(ctx, value)
	case field == "employees":
		if n, ok := readCount(value); ok {
			return i18n.Int(ctx, *n)
		}
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
		line = strings.ReplaceAll(line, "("+kind+")", "("+strings.ToLower(KindName(ctx, kind))+")")
	}
	return line
}

// KindName names a kind of e-mail address or phone number.
func KindName(ctx context.Context, kind string) string {
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

// ownOptions are the choices of fields that are not simply those of the list.
func ownOptions(ctx context.Context, field string) []ui.Option {
	switch field {
	case "is_active":
		return []ui.Option{{Value: "yes", Label: status(ctx, true)}, {Value: "no", Label: status(ctx, false)}}
	case "country":
		return countryOptions(i18n.From(ctx).Lang)
	}
	return nil
}

// example is how a day of birth may be written, with or without its year.
func example(ctx context.Context, field string) string {
	if field == "birthday" {
		return i18n.T(ctx, "1980-04-25, or 25.4.")
	}
	return ""
}
