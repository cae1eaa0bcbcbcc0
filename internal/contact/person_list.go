package contact

import (
	"context"
	"sync"

	"kontor/internal/kit/country"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// contactEntity describes contacts to the list machine.
var contactEntity = sync.OnceValue(func() *list.Entity {
	return &list.Entity{
		Name: "contacts", Kind: "contact", Path: "/contacts", Title: "name", Select: i18n.Mark("Select %s"),
		Table: "contacts AS c", Alias: "c", Owner: "c.owner_id", Team: "c.team_id",
		Joins: `LEFT JOIN companies AS o ON o.workspace_id = c.workspace_id AND o.id = c.company_id
			LEFT JOIN members AS m ON m.workspace_id = c.workspace_id AND m.id = c.owner_id
			LEFT JOIN teams AS g ON g.workspace_id = c.workspace_id AND g.id = c.team_id`,
		Cols:   []string{"name", "company", "tags", "email", "phone", "owner", "city", "activity_at"},
		Fields: contactFields(),
	}
})

func contactFields() []list.Field {
	const noSort = list.Filter | list.Import | list.Export
	const edit = list.Edit
	return []list.Field{
		{Key: "name", Label: "Name", Kind: list.Text, Col: "c.name", Fold: "c.name_key", Full: true, Can: list.Usual, Wide: "col-180"},
		{Key: "first_name", Label: "First name", Kind: list.Text, Col: "c.first_name", Can: list.Import | list.Export | edit},
		{Key: "last_name", Label: "Last name", Kind: list.Text, Col: "c.last_name", Can: list.Import | list.Export | edit},
		{Key: "company", Label: "Company", Kind: list.Ref, Col: "c.company_id", With: "o.name", Fold: "c.company_key", Null: true, To: companyTarget(), Place: "b", Can: list.Usual | list.Grouping | edit, Wide: "col-160"},
		{Key: "position", Label: "Job title", Kind: list.Text, Col: "c.position", Fold: "c.position_key", Can: list.Usual | edit, Wide: "col-160"},
		{Key: "tags", Label: "Tags", Kind: list.Tags, Many: contactTags(), To: tagTarget(), Place: "d", Can: noSort | edit, Wide: "col-160"},
		{Key: "consents", Label: "Agrees to", Kind: list.Tags, Many: contactConsents(), To: &list.Target{Table: "purposes", Src: "/purposes/options"}, Can: list.Filter | list.Export, Wide: "col-160"},
		{Key: "email", Label: "E-mail", Kind: list.Email, Col: "c.email", Fold: "c.email_key", Many: emailsMany(), Can: list.Usual | edit, Wide: "col-160"},
		{Key: "emails", Label: "E-mail addresses", Kind: list.Email, Many: emailsMany(), Can: list.Export},
		{Key: "phone", Label: "Phone", Kind: list.Phone, Col: "c.phone", Fold: "c.phone_digits", Many: phonesMany(), Can: noSort | edit, Wide: "col-140"},
		{Key: "mobile", Label: "Mobile", Kind: list.Phone, Col: "c.mobile", Fold: "c.mobile_digits", Can: noSort | edit, Wide: "col-160"},
		{Key: "phones", Label: "Phone numbers", Kind: list.Phone, Many: phonesMany(), Can: list.Export},
		{Key: "owner", Label: "Owner", Kind: list.Person, Col: "c.owner_id", With: "m.name", Null: true, To: memberTarget(), Can: noSort | list.Grouping | edit, Wide: "col-140"},
		{Key: "team", Label: "Team", Kind: list.Ref, Col: "c.team_id", With: "g.name", Null: true, To: &list.Target{Table: "teams", Src: "/teams/options"}, Can: noSort | list.Grouping | edit},
		{Key: "is_active", Label: "Active", Kind: list.Bool, Col: "c.is_active", Full: true, Can: noSort | list.Grouping | edit},
		{Key: "source", Label: "Source", Kind: list.Text, Col: "c.source", Fold: "c.source_key", Can: noSort | edit, Wide: "col-160"},
		{Key: "language", Label: "Language", Kind: list.Choice, Col: "c.language", Choices: languageChoices(), Names: languageName, Can: noSort | edit},
		{Key: "birthday", Label: "Birthday", Kind: list.Date, Col: "c.birthday", Null: true, Can: list.Usual | edit},
		{Key: "address", Label: "Address", Kind: list.Text, Long: true, Col: "c.address", Can: list.Import | list.Export | edit},
		{Key: "city", Label: "City", Kind: list.Text, Col: "c.city", Fold: "c.city_key", Can: list.Usual | edit, Wide: "col-104"},
		{Key: "postal_code", Label: "Postal code", Kind: list.Text, Col: "c.postal_code", Can: list.Import | list.Export | edit},
		{Key: "country", Label: "Country", Kind: list.Choice, Col: "c.country", Choices: countryChoices(), Names: countryName, Can: list.Usual | list.Grouping | edit},
		{Key: "linkedin", Label: "LinkedIn", Kind: list.URL, Col: "c.linkedin", Can: list.Import | list.Export | edit},
		{Key: "twitter", Label: "X (Twitter)", Kind: list.URL, Col: "c.twitter", Can: list.Import | list.Export | edit},
		{Key: "facebook", Label: "Facebook", Kind: list.URL, Col: "c.facebook", Can: list.Import | list.Export | edit},
		{Key: "notes", Label: "Description", Kind: list.Text, Long: true, Col: "c.notes", Can: list.Import | list.Export | edit},
		{Key: "activity_at", Label: "Last activity", Kind: list.Time, Col: "c.activity_at", Null: true, Place: "c", Can: list.Filter | list.Sort | list.Export, Wide: "col-104"},
		{Key: "created_at", Label: "Added", Kind: list.Time, Col: "c.created_at", Full: true, Can: list.Filter | list.Sort | list.Export, Wide: "col-120"},
		{Key: "updated_at", Label: "Last change", Kind: list.Time, Col: "c.updated_at", Full: true, Can: list.Filter | list.Sort | list.Export, Wide: "col-120"},
	}
}

func companyTarget() *list.Target {
	return &list.Target{Table: "companies", Path: "/companies", Src: "/companies/options", Square: true}
}

func memberTarget() *list.Target { return &list.Target{Table: "members", Src: "/members/options"} }

func tagTarget() *list.Target { return &list.Target{Table: "tags", Src: "/tags/options"} }

func contactTags() *list.Many {
	return &list.Many{From: "contact_tags x JOIN tags g ON g.workspace_id = x.workspace_id AND g.id = x.tag_id AND g.deleted_at IS NULL",
		Space: "x.workspace_id", Owner: "x.contact_id", Value: "x.tag_id", Label: "g.name", Order: "g.name_key", Hue: "g.hue"}
}

func contactConsents() *list.Many {
	return &list.Many{From: "contact_consents x JOIN purposes g ON g.workspace_id = x.workspace_id AND g.id = x.purpose_id",
		Space: "x.workspace_id", Owner: "x.contact_id", Value: "x.purpose_id", Label: "g.name", Order: "g.name_key", Hue: "0"}
}

func emailsMany() *list.Many {
	return &list.Many{From: "contact_emails x", Space: "x.workspace_id", Owner: "x.contact_id", Value: "x.email_key", Label: "x.email",
		Order: "x.position", Kind: "x.kind", Primary: "x.is_primary", Name: "email"}
}

func phonesMany() *list.Many {
	return &list.Many{From: "contact_phones x", Space: "x.workspace_id", Owner: "x.contact_id", Value: "x.digits", Label: "x.phone",
		Order: "x.position", Kind: "x.kind", Primary: "x.is_primary", Name: "phone"}
}

func countryChoices() []list.Option {
	var all []list.Option
	for _, c := range country.All("en") {
		all = append(all, list.Option{Key: c.Code, Label: c.Name})
	}
	return all
}

func countryName(ctx context.Context, code string) string {
	return country.Name(code, i18n.From(ctx).Lang)
}

func languageChoices() []list.Option {
	var all []list.Option
	for _, code := range correspondence() {
		all = append(all, list.Option{Key: code})
	}
	return all
}
