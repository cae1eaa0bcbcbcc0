package deal

import (
	"context"
	"sync"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/view"
)

// dealEntity describes deals to the list machine.
var dealEntity = sync.OnceValue(func() *list.Entity {
	return &list.Entity{
		Name: "deals", Kind: "deal", Path: "/deals", Title: "name", Select: i18n.Mark("Select %s"), Square: true,
		Table: "deals AS d", Alias: "d", Owner: "d.owner_id", Team: "d.team_id",
		Joins: `LEFT JOIN pipelines AS p ON p.workspace_id = d.workspace_id AND p.id = d.pipeline_id
			LEFT JOIN stages AS s ON s.workspace_id = d.workspace_id AND s.id = d.stage_id
			LEFT JOIN contacts AS c ON c.workspace_id = d.workspace_id AND c.id = d.contact_id
			LEFT JOIN companies AS o ON o.workspace_id = d.workspace_id AND o.id = d.company_id
			LEFT JOIN lost_reasons AS r ON r.workspace_id = d.workspace_id AND r.id = d.lost_reason_id
			LEFT JOIN members AS m ON m.workspace_id = d.workspace_id AND m.id = d.owner_id
			LEFT JOIN teams AS g ON g.workspace_id = d.workspace_id AND g.id = d.team_id`,
		Cols:   []string{"name", "company", "value", "stage", "status", "expected_close_date", "owner", "activity_at"},
		Fields: dealFields(),
	}
})

func dealFields() []list.Field {
	const noSort = list.Filter | list.Import | list.Export
	const edit = list.Edit
	const fact = list.Filter | list.Sort | list.Export
	return []list.Field{
		{Key: "name", Label: "Name", Kind: list.Text, Col: "d.name", Fold: "d.name_key", Full: true, Can: list.Usual | edit, Wide: "col-180"},
		{Key: "company", Label: "Company", Kind: list.Ref, Col: "d.company_id", With: "o.name", Null: true, To: &list.Target{Table: "companies", Path: "/companies", Src: "/companies/options", Square: true}, Place: "b", Can: noSort | edit, Wide: "col-160"},
		{Key: "contact", Label: "Contact", Kind: list.Ref, Col: "d.contact_id", With: "c.name", Null: true, To: &list.Target{Table: "contacts", Path: "/contacts", Src: "/contacts/options"}, Can: noSort | edit, Wide: "col-160"},
		{Key: "value", Label: "Value", Kind: list.Money, Col: "d.value", With: "d.currency", Full: true, Place: "c", Can: list.Usual | list.Sum | edit},
		{Key: "weighted", Label: "Weighted value", Kind: list.Money, Col: "d.weighted", With: "d.currency", Full: true, Can: fact | list.Sum},
		{Key: "pipeline", Label: "Pipeline", Icon: "git-branch", Kind: list.Ref, Col: "d.pipeline_id", With: "p.name", To: &list.Target{Table: "pipelines", Src: "/deals/pipelines/options"}, Can: noSort | edit},
		{Key: "stage", Label: "Stage", Icon: "square-kanban", Kind: list.Ref, Col: "d.stage_id", With: "s.name", To: &list.Target{Table: "stages", Src: "/deals/stages/options"}, Place: "d", Can: noSort | list.Grouping | edit, Wide: "col-140"},
		{Key: "status", Label: "Status", Kind: list.Choice, Col: "d.status", Full: true, Choices: statusChoices(), Can: noSort | list.Grouping | edit},
		{Key: "probability", Label: "Probability", Kind: list.Number, Col: "d.probability", Full: true, Can: list.Usual | edit},
		{Key: "expected_close_date", Label: "Close date", Kind: list.Date, Col: "d.expected_close_date", Null: true, Can: list.Usual | edit, Wide: "col-120"},
		{Key: "actual_close_date", Label: "Closed on", Kind: list.Date, Col: "d.actual_close_date", Null: true, Can: fact, Wide: "col-120"},
		{Key: "lost_reason", Label: "Lost reason", Kind: list.Ref, Col: "d.lost_reason_id", With: "r.name", Null: true, To: &list.Target{Table: "lost_reasons", Src: "/deals/reasons/options"}, Can: noSort},
		{Key: "tags", Label: "Tags", Kind: list.Tags, Many: dealTags(), To: &list.Target{Table: "tags", Src: "/tags/options"}, Can: noSort | edit, Wide: "col-160"},
		{Key: "owner", Label: "Owner", Kind: list.Person, Col: "d.owner_id", With: "m.name", Null: true, To: &list.Target{Table: "members", Src: "/members/options"}, Can: noSort | list.Grouping | edit, Wide: "col-140"},
		{Key: "team", Label: "Team", Kind: list.Ref, Col: "d.team_id", With: "g.name", Null: true, To: &list.Target{Table: "teams", Src: "/teams/options"}, Can: noSort | list.Grouping | edit},
		{Key: "source", Label: "Source", Kind: list.Text, Col: "d.source", Can: list.Import | list.Export | edit},
		{Key: "description", Label: "Description", Kind: list.Text, Long: true, Col: "d.description", Can: list.Import | list.Export | edit},
		{Key: "notes", Label: "Notes", Kind: list.Text, Long: true, Col: "d.notes", Can: list.Import | list.Export | edit},
		{Key: "stage_at", Label: "In this stage since", Kind: list.Time, Col: "d.stage_at", Full: true, Can: fact, Wide: "col-120"},
		{Key: "activity_at", Label: "Last activity", Kind: list.Time, Col: "d.activity_at", Null: true, Can: fact, Wide: "col-104"},
		{Key: "created_at", Label: "Added", Kind: list.Time, Col: "d.created_at", Full: true, Can: fact, Wide: "col-120"},
		{Key: "updated_at", Label: "Last change", Kind: list.Time, Col: "d.updated_at", Full: true, Can: fact, Wide: "col-120"},
	}
}

func statusChoices() []list.Option {
	return []list.Option{{Key: Open, Label: "Open", Tone: "info"}, {Key: Won, Label: "Won", Tone: "ok"}, {Key: Lost, Label: "Lost", Tone: "bad"}}
}

func dealTags() *list.Many {
	return &list.Many{From: "deal_tags x JOIN tags g ON g.workspace_id = x.workspace_id AND g.id = x.tag_id AND g.deleted_at IS NULL",
		Space: "x.workspace_id", Owner: "x.deal_id", Value: "x.tag_id", Label: "g.name", Order: "g.name_key", Hue: "g.hue"}
}

// dealList is the list of deals as the actor sees it, with the fields the
// workspace added.
func (d *Domain) dealList(ctx context.Context, actor account.Actor) (*list.List, error) {
	set, err := d.fields.Of(ctx, actor, customfield.Deal)
	if err != nil {
		return nil, err
	}
	return dealEntity().For(d.db, d.key, actor.Scope("deal"), set.List()).WithSaved(d.views.Finder(actor, "deals")), nil
}

// source is the list of deals as its pages and views need it.
func (d *Domain) source() view.Source {
	return view.Source{
		Entity:  dealEntity(),
		List:    d.dealList,
		Words:   words,
		Import:  "/import?kind=deals",
		Follows: []string{"contact", "company", "stage", "pipeline"},
		BuiltIn: builtIn,
		Begin:   func(view.ListView) templ.Component { return layouts("list", "") },
		Menu:    listMenu,
	}
}

func builtIn(ctx context.Context) []view.BuiltIn {
	return []view.BuiltIn{
		{Key: "all", Name: i18n.T(ctx, "All deals")},
		{Key: "mine", Name: i18n.T(ctx, "My deals"), Query: "owner=me&status=open"},
		{Key: "closing", Name: i18n.T(ctx, "Closing this month"), Query: "status=open&expected_close_date=this-month"},
		{Key: "won", Name: i18n.T(ctx, "Won this quarter"), Query: "status=won&actual_close_date=this-quarter"},
	}
}

func words(ctx context.Context) view.Words {
	return view.Words{
		Title: i18n.T(ctx, "Deals"), New: i18n.T(ctx, "New deal"),
		EmptyTitle: i18n.T(ctx, "What you hope to sell, step by step"),
		EmptyText:  i18n.T(ctx, "A deal has a value, a stage and a day on which it should be won. Write the first one down."),
		All:        i18n.T(ctx, "All deals"), Mine: i18n.T(ctx, "My deals"), Bin: i18n.T(ctx, "Recycle bin"),
		Count: func(ctx context.Context, n int, more bool) string {
			if more {
				return i18n.T(ctx, "More than %s deals", i18n.Int(ctx, int64(n)))
			}
			return i18n.N(ctx, "%s deal", "%s deals", n)
		},
	}
}
