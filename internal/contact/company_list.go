package contact

import (
	"context"
	"sync"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// companyEntity describes companies to the list machine.
var companyEntity = sync.OnceValue(func() *list.Entity {
	return &list.Entity{
		Name: "companies", Kind: "company", Path: "/companies", Title: "name", Select: i18n.Mark("Select %s"), Square: true,
		Table: "companies AS o", Alias: "o", Owner: "o.owner_id", Team: "o.team_id",
		Joins: `LEFT JOIN members AS m ON m.workspace_id = o.workspace_id AND m.id = o.owner_id
			LEFT JOIN teams AS g ON g.workspace_id = o.workspace_id AND g.id = o.team_id`,
		Cols:   []string{"name", "industry", "tags", "email", "phone", "owner", "city", "activity_at"},
		Fields: companyFields(),
	}
})

func companyFields() []list.Field {
	const noSort = list.Filter | list.Import | list.Export
	const edit = list.Edit
	return []list.Field{
		{Key: "name", Label: "Name", Kind: list.Text, Col: "o.name", Fold: "o.name_key", Full: true, Can: list.Usual | edit, Wide: "col-180"},
		{Key: "industry", Label: "Industry", Kind: list.Text, Col: "o.industry", Fold: "o.industry_key", Place: "b", Can: list.Usual | edit, Wide: "col-140"},
		{Key: "tags", Label: "Tags", Kind: list.Tags, Many: companyTags(), To: tagTarget(), Place: "d", Can: noSort | edit, Wide: "col-160"},
		{Key: "website", Label: "Website", Kind: list.URL, Col: "o.website", Can: noSort | edit, Wide: "col-180"},
		{Key: "email", Label: "E-mail", Kind: list.Email, Col: "o.email", Fold: "o.email_key", Can: noSort | edit, Wide: "col-160"},
		{Key: "phone", Label: "Phone", Kind: list.Phone, Col: "o.phone", Fold: "o.phone_digits", Can: noSort | edit, Wide: "col-140"},
		{Key: "owner", Label: "Owner", Kind: list.Person, Col: "o.owner_id", With: "m.name", Null: true, To: memberTarget(), Can: noSort | list.Grouping | edit, Wide: "col-140"},
		{Key: "team", Label: "Team", Kind: list.Ref, Col: "o.team_id", With: "g.name", Null: true, To: &list.Target{Table: "teams", Src: "/teams/options"}, Can: noSort | list.Grouping | edit},
		{Key: "employees", Label: "Employees", Kind: list.Number, Col: "o.employees", Null: true, Can: list.Usual | list.Sum | edit},
		{Key: "annual_revenue", Label: "Annual revenue", Kind: list.Money, Col: "o.annual_revenue", With: "o.revenue_currency", Null: true, Can: list.Usual | list.Sum | edit},
		{Key: "registration_number", Label: "Registration number", Kind: list.Text, Col: "o.registration_number", Can: noSort | edit},
		{Key: "vat_number", Label: "VAT number", Kind: list.Text, Col: "o.vat_number", Can: noSort | edit},
		{Key: "source", Label: "Source", Kind: list.Text, Col: "o.source", Fold: "o.source_key", Can: noSort | edit, Wide: "col-160"},
		{Key: "address", Label: "Address", Kind: list.Text, Long: true, Col: "o.address", Can: list.Import | list.Export | edit},
		{Key: "city", Label: "City", Kind: list.Text, Col: "o.city", Fold: "o.city_key", Can: list.Usual | edit, Wide: "col-104"},
		{Key: "postal_code", Label: "Postal code", Kind: list.Text, Col: "o.postal_code", Can: list.Import | list.Export | edit},
		{Key: "country", Label: "Country", Kind: list.Choice, Col: "o.country", Choices: countryChoices(), Names: countryName, Can: list.Usual | list.Grouping | edit},
		{Key: "notes", Label: "Description", Kind: list.Text, Long: true, Col: "o.notes", Can: list.Import | list.Export | edit},
		{Key: "activity_at", Label: "Last activity", Kind: list.Time, Col: "o.activity_at", Null: true, Place: "c", Can: list.Filter | list.Sort | list.Export, Wide: "col-104"},
		{Key: "created_at", Label: "Added", Kind: list.Time, Col: "o.created_at", Full: true, Can: list.Filter | list.Sort | list.Export, Wide: "col-120"},
		{Key: "updated_at", Label: "Last change", Kind: list.Time, Col: "o.updated_at", Full: true, Can: list.Filter | list.Sort | list.Export, Wide: "col-120"},
	}
}

func companyTags() *list.Many {
	return &list.Many{From: "company_tags x JOIN tags g ON g.workspace_id = x.workspace_id AND g.id = x.tag_id AND g.deleted_at IS NULL",
		Space: "x.workspace_id", Owner: "x.company_id", Value: "x.tag_id", Label: "g.name", Order: "g.name_key", Hue: "g.hue"}
}

// companyList is the list of companies as the actor sees it, with the fields the
// workspace added.
func (d *Domain) companyList(ctx context.Context, actor account.Actor) (*list.List, error) {
	set, err := d.Fields.Of(ctx, actor, customfield.Company)
	if err != nil {
		return nil, err
	}
	return companyEntity().For(d.db, d.key, actor.Scope("company"), set.List()).WithSaved(d.views.Finder(actor, "companies")), nil
}
