package contact

import (
	"context"

	"kontor/internal/account"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// take replaces what was typed by what is saved for the fields where the
// person chose so, in the form that is shown again too.
func (f *contactForm) take(form web.Form, saved contactForm) web.Form {
	record.Take(form, contactTracked(), saved.extra, &f.Custom, func(field string) { f.copyField(field, saved) })
	return record.Again(web.FormOf(f), saved.extra, f.Custom, form)
}

func (f *contactForm) copyField(field string, from contactForm) {
	switch field {
	case "company":
		f.CompanyID, f.Company = from.CompanyID, from.Company
	case "owner":
		f.OwnerID, f.OwnerName = from.OwnerID, from.OwnerName
	case "team":
		f.TeamID = from.TeamID
	case "tags":
		f.Tags, f.TagNames = from.Tags, from.TagNames
	case "emails":
		f.Email, f.EmailKind, f.OtherEmails, f.OtherEmailKinds = from.Email, from.EmailKind, from.OtherEmails, from.OtherEmailKinds
	case "phones":
		f.Phone, f.PhoneKind, f.Mobile = from.Phone, from.PhoneKind, from.Mobile
		f.OtherPhones, f.OtherPhoneKinds = from.OtherPhones, from.OtherPhoneKinds
	case "birthday":
		f.Birthday = from.Birthday
	default:
		copyPlain(contactPlain(), &f.ContactFields, &from.ContactFields, field)
	}
}

// asContact is the contact as the form would make it, with names as typed.
func (f contactForm) asContact(ctx context.Context, actor account.Actor, c Contact) Contact {
	mine := prepare(ctx, actor, f.input(c)).Contact
	mine.CompanyName, mine.OwnerName = f.Company, f.OwnerName
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
