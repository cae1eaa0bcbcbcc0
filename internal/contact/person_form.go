package contact

import (
	"strconv"
	"strings"

	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// contactForm is a contact as its form shows it: the primary e-mail and number
// and a mobile one stand alone, the others in rows. What a post leaves out
// stays as it was.
type contactForm struct {
	ContactFields
	CompanyID       db.ID    `json:"company_id"`
	Company         string   `json:"company"`
	Email           string   `json:"email"`
	EmailKind       string   `json:"email_kind"`
	OtherEmails     []string `json:"other_emails"`
	OtherEmailKinds []string `json:"other_email_kinds"`
	Phone           string   `json:"phone"`
	PhoneKind       string   `json:"phone_kind"`
	Mobile          string   `json:"mobile"`
	OtherPhones     []string `json:"other_phones"`
	OtherPhoneKinds []string `json:"other_phone_kinds"`
	Birthday        string   `json:"birthday"`
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
func (f *contactForm) form() web.Form {
	form := web.FormOf(f)
	f.extra.Fill(form)
	return form
}

// formOf returns the form of a contact as it stands.
func formOf(c Contact) contactForm {
	f := contactForm{ContactFields: c.ContactFields, CompanyID: c.CompanyID, Company: c.CompanyName, EmailKind: "work", PhoneKind: "work",
		Birthday: orEmpty(c.Birthday), OwnerID: c.OwnerID, OwnerName: c.OwnerName, TeamID: c.TeamID, Version: c.Version, UpdatedAt: c.UpdatedAt, extra: c.Extra}
	for _, e := range c.Emails {
		if e.Primary {
			f.Email, f.EmailKind = e.Email, e.Kind
			continue
		}
		f.OtherEmails, f.OtherEmailKinds = append(f.OtherEmails, e.Email), append(f.OtherEmailKinds, e.Kind)
	}
	for _, p := range c.Phones {
		switch {
		case p.Primary:
			f.Phone, f.PhoneKind = p.Phone, p.Kind
		case p.Kind == "mobile" && f.Mobile == "":
			f.Mobile = p.Phone
		default:
			f.OtherPhones, f.OtherPhoneKinds = append(f.OtherPhones, p.Phone), append(f.OtherPhoneKinds, p.Kind)
		}
	}
	for _, t := range c.Tags {
		f.Tags, f.TagNames = append(f.Tags, t.ID.String()), append(f.TagNames, t.Name)
	}
	return f
}

// input turns what was posted into what it says about the contact c.
func (f contactForm) input(c Contact) ContactInput {
	in := ContactInput{ContactFields: f.ContactFields, Birthday: f.Birthday, OwnerID: f.OwnerID, TeamID: f.TeamID,
		Version: f.Version, ImportID: c.ImportID, CreateCompany: true, Custom: f.Custom}
	in.CompanyID, in.Company = chosen(f.CompanyID, f.Company, c.CompanyID, c.CompanyName)
	if f.OwnerID == c.OwnerID && strings.TrimSpace(f.OwnerName) == "" {
		in.OwnerID = db.ID{}
	}
	in.Emails = append(in.Emails, Email{Kind: f.EmailKind, Email: f.Email, Primary: true})
	for i, email := range f.OtherEmails {
		in.Emails = append(in.Emails, Email{Kind: at(f.OtherEmailKinds, i), Email: email})
	}
	in.Phones = append(in.Phones, Phone{Kind: f.PhoneKind, Phone: f.Phone, Primary: true}, Phone{Kind: "mobile", Phone: f.Mobile})
	for i, phone := range f.OtherPhones {
		in.Phones = append(in.Phones, Phone{Kind: at(f.OtherPhoneKinds, i), Phone: phone})
	}
	in.Tags = record.TagsTyped(f.Tags, f.TagNames)
	return in
}

// chosen reads a choice among records: without script the hidden id cannot
// follow the text, so a text that is not that of the record counts more.
func chosen(id db.ID, text string, was db.ID, wasText string) (db.ID, string) {
	text = strings.TrimSpace(text)
	if id == was && !id.IsZero() && search.Fold(text) != search.Fold(wasText) {
		return db.ID{}, text
	}
	if !id.IsZero() {
		return id, ""
	}
	return id, text
}

func at(values []string, i int) string {
	if i < len(values) {
		return values[i]
	}
	return ""
}

// atFields moves the messages about rows to the fields that the form has for
// them.
func atFields(form web.Form) web.Form {
	moved := fault.Invalid{}
	for field, message := range form.Errors {
		moved.Add(formField(field), message)
	}
	form.Errors = moved
	return form
}

func formField(field string) string {
	list, rest, _ := strings.Cut(field, ".")
	row, what, _ := strings.Cut(rest, ".")
	i, err := strconv.Atoi(row)
	if err != nil {
		return field
	}
	first := map[string][]string{"emails": {"email"}, "phones": {"phone", "mobile"}}[list]
	if i < len(first) {
		if what == "kind" {
			return first[i] + "_kind"
		}
		return first[i]
	}
	return "other_" + list + "." + strconv.Itoa(i-len(first))
}
