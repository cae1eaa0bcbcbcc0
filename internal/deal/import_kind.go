package deal

import (
	"context"

	"kontor/internal/importing"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// importBatch is smaller than that of contacts: deals are written one by one.
const importBatch = 200

// importKind describes what files of deals become.
func (d *Domain) importKind() importing.Kind {
	return importing.Kind{
		Name: "deals", Record: "deal", Fields: importFields, Needs: []string{"name"},
		Same: map[string][]string{"company_id": {"company"}, "contact_id": {"contact", "contact_email"}, "contacts": {"contact"}, "contact": {"contact", "contact_email"},
			"owner_id": {"owner"}, "pipeline_id": {"pipeline"}, "stage_id": {"stage"}, "lost_reason_id": {"lost_reason"}, "currency": {"currency", "value"}},
		Choices: []string{"pipeline", "stage", "status"}, Choose: d.choose,
		Matches: []string{"name"}, Batch: importBatch, Open: d.openSales, After: d.contacts.AfterImport,
		Words: importWords, Group: func(ctx context.Context, _ string) string { return i18n.T(ctx, "Deal") },
	}
}

func importWords(ctx context.Context) importing.Words {
	return importing.Words{
		List: i18n.T(ctx, "Deals"), Intro: i18n.T(ctx, "Bring your deals in"),
		About: i18n.T(ctx, "An Excel workbook, or a CSV file from another program. You see what each row would do before anything is written."),
		Show:  i18n.T(ctx, "Show deals"), There: i18n.T(ctx, "Deals that are there already"), Gaps: i18n.T(ctx, "Fill gaps of the deal"),
		Replace: i18n.T(ctx, "Replace values of the deal"), Again: i18n.T(ctx, "Add them once more"), Missing: i18n.T(ctx, "Create missing companies and contacts"),
		Needed: i18n.T(ctx, "Choose the column that holds the name of the deal."), Detail: i18n.T(ctx, "Value"), Binned: i18n.T(ctx, "Deals in the bin"), WithTags: true,
		Matches: []ui.Option{{Value: "name", Label: i18n.T(ctx, "Name and company")}},
	}
}

// importFields lists what columns can go into, in the order of the menu.
func importFields() []importing.Field {
	m := i18n.Mark
	return []importing.Field{
		{Key: "name", Label: m("Name"), Aliases: []string{"deal", "deal name", "opportunity", "opportunity name", "title", "deal title", "subject", "сделка", "име", "име на сделка", "име на сделката", "заглавие", "възможност", "geschäft", "verkaufschance", "bezeichnung"}},
		{Key: "value", Label: m("Value"), Kind: "money", Aliases: []string{"amount", "deal value", "deal amount", "price", "expected revenue", "total", "sum", "стойност", "сума", "цена", "очакван приход", "wert", "betrag", "summe"}},
		{Key: "currency", Label: m("Currency"), Aliases: []string{"deal currency", "currency code", "валута", "währung"}},
		{Key: "pipeline", Label: m("Pipeline"), Kind: "pipeline", Aliases: []string{"deal pipeline", "sales pipeline", "funnel", "process", "фуния", "процес", "pipeline name"}},
		{Key: "stage", Label: m("Stage"), Kind: "stage", Aliases: []string{"deal stage", "pipeline stage", "sales stage", "phase", "етап", "фаза", "стадий", "етап на сделката", "stufe"}},
		{Key: "status", Label: m("Status"), Kind: "status", Aliases: []string{"deal status", "state", "статус", "състояние"}},
		{Key: "probability", Label: m("Probability"), Kind: "percent", Aliases: []string{"deal probability", "chance", "win probability", "probability %", "вероятност", "шанс", "wahrscheinlichkeit"}},
		{Key: "expected_close_date", Label: m("Close date"), Kind: "date", Aliases: []string{"expected close date", "closing date", "expected close", "estimated close date", "due date", "очаквано приключване", "очаквана дата", "дата на приключване", "срок", "abschlussdatum", "erwarteter abschluss"}},
		{Key: "actual_close_date", Label: m("Closed on"), Kind: "date", Aliases: []string{"actual close date", "won date", "lost date", "closed date", "won time", "приключена на", "спечелена на", "abgeschlossen am"}},
		{Key: "lost_reason", Label: m("Lost reason"), Aliases: []string{"closed lost reason", "loss reason", "reason lost", "причина за загуба", "причина", "verlustgrund"}},
		{Key: "company", Label: m("Company"), Aliases: []string{"company name", "organization", "organisation", "account", "account name", "associated company", "customer", "client", "фирма", "компания", "организация", "клиент", "firma", "unternehmen", "kunde"}},
		{Key: "contact", Label: m("Contact"), Aliases: []string{"contact name", "contact person", "person", "primary contact", "associated contact", "контакт", "лице за контакт", "контактно лице", "kontakt", "ansprechpartner"}},
		{Key: "contact_email", Label: m("Contact, e-mail"), Kind: "email", Aliases: []string{"email", "contact email", "e mail", "имейл", "имейл на контакта", "електронна поща"}},
		{Key: "owner", Label: m("Owner"), Kind: "member", Aliases: []string{"deal owner", "opportunity owner", "sales rep", "responsible", "отговорник", "собственик", "търговец", "besitzer", "verantwortlich"}},
		{Key: "source", Label: m("Source"), Aliases: []string{"lead source", "deal source", "original source", "източник", "quelle"}},
		{Key: "description", Label: m("Description"), Aliases: []string{"deal description", "details", "описание", "beschreibung"}},
		{Key: "notes", Label: m("Notes"), Many: true, Aliases: []string{"note", "comments", "comment", "remarks", "next step", "бележки", "бележка", "коментар", "коментари", "забележка", "notizen", "bemerkung"}},
		{Key: "tags", Label: m("Tags"), Kind: "tag", Many: true, Aliases: []string{"tag", "labels", "label", "categories", "category", "етикети", "етикет", "категория", "kategorie"}},
	}
}
