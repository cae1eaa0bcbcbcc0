package task

import (
	"context"
	"sync"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/record"
	"kontor/internal/view"
)

// entity describes tasks to the list machine.
var entity = sync.OnceValue(func() *list.Entity {
	return &list.Entity{
		Name: "tasks", Kind: Kind, Path: "/tasks", Title: "title", Select: i18n.Mark("Select %s"), Tick: i18n.Mark("Done: %s"),
		Table: "tasks AS t", Alias: "t", Owner: "t.owner_id", Team: "t.team_id",
		Joins: `LEFT JOIN members AS m ON m.workspace_id = t.workspace_id AND m.id = t.owner_id
			LEFT JOIN members AS w ON w.workspace_id = t.workspace_id AND w.id = t.created_by
			LEFT JOIN teams AS g ON g.workspace_id = t.workspace_id AND g.id = t.team_id
			LEFT JOIN contacts AS c ON c.workspace_id = t.workspace_id AND c.id = t.contact_id
			LEFT JOIN companies AS o ON o.workspace_id = t.workspace_id AND o.id = t.company_id
			LEFT JOIN deals AS d ON d.workspace_id = t.workspace_id AND d.id = t.deal_id`,
		Cols:   []string{"title", "due_date", "priority", "status", "task_type", "contact", "company", "deal", "assigned_to"},
		Fields: listFields(),
	}
})

func listFields() []list.Field {
	const shown = list.Filter | list.Export
	const edit = list.Edit
	const when = list.Filter | list.Sort | list.Export
	members := &list.Target{Table: "members", Src: "/members/options"}
	return []list.Field{
		{Key: "title", Label: "Task", Kind: list.Text, Col: "t.title", Fold: "t.title_key", Full: true, Can: when | edit},
		{Key: "due_date", Label: "Due", Icon: "calendar", Kind: list.Date, Col: "t.due_date", Null: true, Place: "c", Can: when | edit, Wide: "col-104"},
		{Key: "due_at", Label: "Due at", Kind: list.Time, Col: "t.due_at", Null: true, Can: shown, Wide: "col-120"},
		{Key: "priority", Label: "Priority", Icon: "flag", Kind: list.Choice, Col: "t.priority", Fold: "t.priority_key", Full: true, Choices: choices(Priorities(), map[string]string{"high": "bad"}), Names: priorityName, Can: when | edit, Wide: "col-120"},
		{Key: "status", Label: "Status", Kind: list.Choice, Col: "t.status", Full: true, Choices: choices(Statuses(), map[string]string{Done: "ok", InProgress: "info"}), Names: statusName, Place: "d", Can: when | list.Grouping | edit, Wide: "col-104"},
		{Key: "task_type", Label: "Type", Kind: list.Choice, Col: "t.task_type", Full: true, Choices: choices(Types(), nil), Names: typeName, Can: when | list.Grouping | edit, Wide: "col-104"},
		{Key: "contact", Label: "Contact", Kind: list.Ref, Col: "t.contact_id", With: "c.name", Null: true, To: &list.Target{Table: "contacts", Path: "/contacts", Src: "/contacts/options"}, Place: "b", Can: shown | edit, Wide: "col-160"},
		{Key: "company", Label: "Company", Kind: list.Ref, Col: "t.company_id", With: "o.name", Null: true, To: &list.Target{Table: "companies", Path: "/companies", Src: "/companies/options", Square: true}, Can: shown | edit, Wide: "col-160"},
		{Key: "deal", Label: "Deal", Kind: list.Ref, Col: "t.deal_id", With: "d.name", Null: true, To: &list.Target{Table: "deals", Path: "/deals", Src: "/deals/options"}, Can: shown | edit, Wide: "col-160"},
		{Key: "assigned_to", Label: "Assigned to", Kind: list.Person, Col: "t.owner_id", With: "m.name", Null: true, To: members, Can: shown | edit, Wide: "col-140"},
		{Key: "created_by", Label: "Made by", Kind: list.Person, Col: "t.created_by", With: "w.name", Null: true, To: members, Can: shown, Wide: "col-140"},
		{Key: "team", Label: "Team", Kind: list.Ref, Col: "t.team_id", With: "g.name", Null: true, To: &list.Target{Table: "teams", Src: "/teams/options"}, Can: shown | edit},
		{Key: "repeat", Label: "Repeats", Kind: list.Text, Col: "t.repeat", Can: shown},
		{Key: "description", Label: "Description", Kind: list.Text, Long: true, Col: "t.description", Can: shown | edit},
		{Key: "completed_at", Label: "Done on", Kind: list.Time, Col: "t.completed_at", Null: true, Can: when, Wide: "col-120"},
		{Key: "created_at", Label: "Added", Kind: list.Time, Col: "t.created_at", Full: true, Can: when, Wide: "col-120"},
		{Key: "updated_at", Label: "Last change", Kind: list.Time, Col: "t.updated_at", Full: true, Can: when, Wide: "col-120"},
	}
}

func choices(keys []string, tones map[string]string) []list.Option {
	all := make([]list.Option, len(keys))
	for i, key := range keys {
		all[i] = list.Option{Key: key, Tone: tones[key]}
	}
	return all
}

// source is the list of tasks as its pages and views need it.
func (d *Domain) source() view.Source {
	return view.Source{Entity: entity(), List: d.list, Words: listWords, Import: "/import?kind=tasks", BuiltIn: views, Follows: []string{"contact", "company", "deal"}, Menu: record.ExportItems}
}

// views are those that every member has. My day opens first: what is to be
// done today, and what should have been done before.
func views(ctx context.Context) []view.BuiltIn {
	return []view.BuiltIn{
		{Key: "all", Name: i18n.T(ctx, "All tasks")},
		{Key: "day", Name: i18n.T(ctx, "My day"), Query: "assigned_to=me&status=none:done&due_date=until:today&sort=due_date"},
		{Key: "mine", Name: i18n.T(ctx, "My tasks"), Query: "assigned_to=me&status=none:done&sort=due_date"},
		{Key: "overdue", Name: i18n.T(ctx, "Overdue"), Query: "status=none:done&due_date=before:today&sort=due_date"},
		{Key: "team", Name: i18n.T(ctx, "Team"), Query: "assigned_to=none:me&status=none:done&sort=due_date"},
		{Key: "done", Name: i18n.T(ctx, "Done"), Query: "status=done&sort=-completed_at"},
	}
}

func listWords(ctx context.Context) view.Words {
	return view.Words{
		Title: i18n.T(ctx, "Tasks"), New: i18n.T(ctx, "New task"),
		EmptyTitle: i18n.T(ctx, "Nothing to do yet"),
		EmptyText:  i18n.T(ctx, "Write down what you promised: a call, a letter, a meeting. A task can belong to a contact, a company or a deal, and reminds you."),
		All:        i18n.T(ctx, "All tasks"), Mine: i18n.T(ctx, "My tasks"), Bin: i18n.T(ctx, "Recycle bin"),
		Count: func(ctx context.Context, n int, more bool) string {
			if more {
				return i18n.T(ctx, "More than %s tasks", i18n.Int(ctx, int64(n)))
			}
			return i18n.N(ctx, "%s task", "%s tasks", n)
		},
	}
}
