package contact

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kontor/internal/customfield"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// Set puts a text into a field; see record.Editable.
func (in *ContactInput) Set(ctx context.Context, field, text string) error {
	switch field {
	case "company":
		in.CompanyID, in.Company = idOrName(text)
	case "owner":
		return setMember(ctx, field, &in.OwnerID, text)
	case "team":
		return setMember(ctx, field, &in.TeamID, text)
	case "tags":
		in.Tags = record.TagsTyped(nil, []string{text})
	case "birthday":
		in.Birthday = text
	case "email":
		in.setEmail(text)
	case "phone":
		in.setPhone(text, func(p Phone) bool { return p.Primary }, Phone{Kind: "work", Primary: true})
	case "mobile":
		in.setPhone(text, func(p Phone) bool { return p.Kind == "mobile" }, Phone{Kind: "mobile"})
	case "emails":
		in.Emails = nil
		for i, line := range readLines(text) {
			in.Emails = append(in.Emails, Email{Email: line.value, Kind: line.kind, Primary: i == 0})
		}
	case "phones":
		in.Phones = nil
		for i, line := range readLines(text) {
			in.Phones = append(in.Phones, Phone{Phone: line.value, Kind: line.kind, Primary: i == 0})
		}
	default:
		if record.SetCustom(&in.Custom, field, text) {
			return nil
		}
		return setPlain(ctx, contactPlain(), &in.ContactFields, field, text)
	}
	return nil
}

// Text is a field as Set reads it.
func (in *ContactInput) Text(field string) string {
	switch field {
	case "company":
		return firstOf(in.CompanyID.String(), in.Company)
	case "owner":
		return in.OwnerID.String()
	case "team":
		return in.TeamID.String()
	case "tags":
		return strings.Join(in.Tags, ",")
	case "birthday":
		return in.Birthday
	case "email":
		return in.primaryEmail()
	case "phone":
		return in.numberOf(func(p Phone) bool { return p.Primary })
	case "mobile":
		return in.numberOf(func(p Phone) bool { return p.Kind == "mobile" })
	case "emails":
		return emailLines(Contact{Emails: in.Emails})
	case "phones":
		return phoneLines(Contact{Phones: in.Phones})
	}
	if customfield.IsKey(field) {
		return in.Custom[field]
	}
	return plainText(contactPlain(), in.ContactFields, field)
}

// Set puts a text into a field; see record.Editable.
func (in *CompanyInput) Set(ctx context.Context, field, text string) error {
	switch field {
	case "owner":
		return setMember(ctx, field, &in.OwnerID, text)
	case "team":
		return setMember(ctx, field, &in.TeamID, text)
	case "tags":
		in.Tags = record.TagsTyped(nil, []string{text})
	case "annual_revenue":
		in.AnnualRevenue = AmountTyped(text, in.AnnualRevenue)
	default:
		if record.SetCustom(&in.Custom, field, text) {
			return nil
		}
		return setPlain(ctx, companyPlain(), &in.CompanyFields, field, text)
	}
	return nil
}

// Text is a field as Set reads it.
func (in *CompanyInput) Text(field string) string {
	switch field {
	case "owner":
		return in.OwnerID.String()
	case "team":
		return in.TeamID.String()
	case "tags":
		return strings.Join(in.Tags, ",")
	case "annual_revenue":
		return in.AnnualRevenue.String()
	}
	if customfield.IsKey(field) {
		return in.Custom[field]
	}
	return plainText(companyPlain(), in.CompanyFields, field)
}

// AmountTyped reads "1234.50 EUR"; without a currency it stays the one there
// was. An empty text is no amount.
func AmountTyped(text string, was *Money) *Money {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	m := Money{Amount: text}
	if was != nil {
		m.Currency = was.Currency
	}
	if code := strings.TrimLeft(text, "-−0123456789., '’\u00a0\u202f"); len(code) == 3 {
		m.Amount, m.Currency = strings.TrimSpace(strings.TrimSuffix(text, code)), code
	}
	return &m
}

// setEmail changes the primary address, or makes one.
func (in *ContactInput) setEmail(text string) {
	in.Emails = slices.Clone(in.Emails)
	for i := range in.Emails {
		if in.Emails[i].Primary {
			in.Emails[i].Email = text
			return
		}
	}
	in.Emails = append(in.Emails, Email{Kind: "work", Email: text, Primary: true})
}

// setPhone changes the first number that is meant, or adds one.
func (in *ContactInput) setPhone(text string, meant func(Phone) bool, fresh Phone) {
	in.Phones = slices.Clone(in.Phones)
	if i := slices.IndexFunc(in.Phones, meant); i >= 0 {
		in.Phones[i].Phone = text
		return
	}
	fresh.Phone = text
	in.Phones = append(in.Phones, fresh)
}

func (in *ContactInput) primaryEmail() string {
	for _, e := range in.Emails {
		if e.Primary {
			return e.Email
		}
	}
	return ""
}

func (in *ContactInput) numberOf(meant func(Phone) bool) string {
	if i := slices.IndexFunc(in.Phones, meant); i >= 0 {
		return in.Phones[i].Phone
	}
	return ""
}

// line is an address or number with its kind, as history writes several.
type line struct{ value, kind string }

var lineForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(.+?) \((work|home|other|mobile|fax)\)(?:, |$)`)
})

// readLines reads what emailLines and phoneLines wrote, and a bare value.
func readLines(text string) []line {
	found := lineForm().FindAllStringSubmatch(text, -1)
	if text = strings.TrimSpace(text); len(found) == 0 && text != "" {
		return []line{{value: text}}
	}
	lines := make([]line, len(found))
	for i, m := range found {
		lines[i] = line{m[1], m[2]}
	}
	return lines
}

func idOrName(text string) (db.ID, string) {
	text = strings.TrimSpace(text)
	if id, err := db.ParseID(text); err == nil {
		return id, ""
	}
	return db.ID{}, text
}

// setMember takes the id of a member or a team: names of people repeat.
func setMember(ctx context.Context, field string, to *db.ID, text string) error {
	id, name := idOrName(text)
	if name != "" {
		return fault.Invalid{field: i18n.T(ctx, "Choose one from the list.")}
	}
	*to = id
	return nil
}

// setPlain puts a text into the plain field of that name.
func setPlain[F any](ctx context.Context, plain []fields.Field[F], of *F, name, text string) error {
	f, ok := fields.Named(plain, name)
	if !ok {
		return fault.Invalid{name: i18n.T(ctx, "There is no such field.")}
	}
	switch to := f.In(of).(type) {
	case *string:
		*to = text
	case *bool:
		yes, ok := readYes(text)
		if !ok {
			return fault.Invalid{name: i18n.T(ctx, "Write yes or no, not “%s”.", importing.Short(text, 40))}
		}
		*to = yes
	case **int64:
		n, ok := readCount(text)
		if !ok {
			return fault.Invalid{name: i18n.T(ctx, "“%s” is not a number.", importing.Short(text, 40))}
		}
		*to = n
	}
	return nil
}

func plainText[F any](plain []fields.Field[F], of F, name string) string {
	f, ok := fields.Named(plain, name)
	if !ok {
		return ""
	}
	return f.Text(of)
}

func readYes(text string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "yes", "true", "1", "да":
		return true, true
	case "no", "false", "0", "не":
		return false, true
	}
	return false, false
}

// readCount reads a whole number with its digits grouped or not; none is nil.
func readCount(text string) (*int64, bool) {
	plain := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", "").Replace(text)
	if plain == "" {
		return nil, true
	}
	n, err := strconv.ParseInt(plain, 10, 64)
	return &n, err == nil
}
