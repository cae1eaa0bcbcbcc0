package task

import (
	"context"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// importBatch is smaller than that of contacts: tasks are written one by one.
const importBatch = 200

// importKind describes what files of tasks become.
func (d *Domain) importKind() importing.Kind {
	return importing.Kind{
		Name: "tasks", Record: Kind, Fields: importFields, Needs: []string{"title"},
		Same:    map[string][]string{"contact_id": {"contact"}, "contact": {"contact", "contact_email"}, "company_id": {"company"}, "deal_id": {"deal"}},
		Choices: []string{"task type", "priority", "task status"}, Choose: chooseTask,
		Matches: []string{"name"}, Batch: importBatch, Open: openTodos, After: d.contacts.AfterImport,
		Words: importWords, Group: func(ctx context.Context, _ string) string { return i18n.T(ctx, "Task") },
	}
}

func importWords(ctx context.Context) importing.Words {
	return importing.Words{
		List: i18n.T(ctx, "Tasks"), Intro: i18n.T(ctx, "Bring your tasks in"),
		About: i18n.T(ctx, "An Excel workbook, or a CSV file from another program. You see what each row would do before anything is written."),
		Show:  i18n.T(ctx, "Show tasks"), There: i18n.T(ctx, "Tasks that are there already"), Gaps: i18n.T(ctx, "Fill gaps of the task"),
		Replace: i18n.T(ctx, "Replace values of the task"), Again: i18n.T(ctx, "Add them once more"), Missing: i18n.T(ctx, "Create missing companies and contacts"),
		Needed: i18n.T(ctx, "Choose the column that says what is to be done."), Detail: i18n.T(ctx, "Due"), Binned: i18n.T(ctx, "Tasks in the bin"),
		Matches: []ui.Option{{Value: "name", Label: i18n.T(ctx, "Title, day and company")}},
	}
}

// importFields lists what columns can go into, in the order of the menu.
func importFields() []importing.Field {
	m := i18n.Mark
	return []importing.Field{
		{Key: "title", Label: m("Title"), Aliases: []string{"task", "task name", "task title", "name", "subject", "to do", "todo", "what", "задача", "заглавие", "име", "име на задача", "тема", "какво", "aufgabe", "titel", "betreff"}},
		{Key: "description", Label: m("Description"), Many: true, Aliases: []string{"details", "notes", "note", "comments", "comment", "body", "описание", "бележки", "бележка", "коментар", "подробности", "beschreibung", "notizen"}},
		{Key: "task_type", Label: m("Type"), Kind: "task type", Aliases: []string{"task type", "activity type", "kind", "тип", "вид", "тип задача", "art", "typ"}},
		{Key: "priority", Label: m("Priority"), Kind: "priority", Aliases: []string{"task priority", "importance", "приоритет", "важност", "priorität"}},
		{Key: "status", Label: m("Status"), Kind: "task status", Aliases: []string{"task status", "state", "progress", "done", "completed", "статус", "състояние", "изпълнена", "готова", "erledigt"}},
		{Key: "due_date", Label: m("Due"), Kind: "date", Aliases: []string{"due date", "deadline", "date", "due on", "when", "start date", "срок", "краен срок", "дата", "до дата", "fällig", "fälligkeitsdatum", "frist"}},
		{Key: "due_time", Label: m("Time"), Aliases: []string{"due time", "hour", "at", "start time", "час", "време", "uhrzeit"}},
		{Key: "completed_at", Label: m("Done on"), Kind: "date", Aliases: []string{"completed on", "completed at", "date completed", "completion date", "done at", "изпълнена на", "приключена на", "erledigt am"}},
		{Key: "assigned_to", Label: m("Assigned to"), Kind: "member", Aliases: []string{"assignee", "owner", "responsible", "assigned", "task owner", "изпълнител", "отговорник", "възложена на", "zugewiesen an", "verantwortlich"}},
		{Key: "company", Label: m("Company"), Aliases: []string{"company name", "organization", "organisation", "account", "account name", "customer", "client", "фирма", "компания", "организация", "клиент", "firma", "unternehmen"}},
		{Key: "contact", Label: m("Contact"), Aliases: []string{"contact name", "contact person", "person", "контакт", "лице за контакт", "контактно лице", "kontakt", "ansprechpartner"}},
		{Key: "contact_email", Label: m("Contact, e-mail"), Kind: "email", Aliases: []string{"email", "contact email", "e mail", "имейл", "имейл на контакта", "електронна поща"}},
		{Key: "deal", Label: m("Deal"), Aliases: []string{"deal name", "opportunity", "opportunity name", "related to", "сделка", "име на сделка", "geschäft"}},
	}
}

func chooseTask(ctx context.Context, _ db.Querier, _ account.Actor, _ func(string) bool) (map[string]importing.Choice, error) {
	return map[string]importing.Choice{"task type": types(ctx), "priority": priorities(ctx), "task status": statuses(ctx)}, nil
}

func options(ctx context.Context, keys []string, name func(context.Context, string) string) []ui.Option {
	all := make([]ui.Option, len(keys))
	for i, key := range keys {
		all[i] = ui.Option{Value: key, Label: name(ctx, key)}
	}
	return all
}

func types(ctx context.Context) importing.Choice {
	return importing.OneOf(ctx, options(ctx, Types(), typeName), map[string][]string{
		"todo":     {"to do", "to-do", "task", "задача", "за вършене", "aufgabe"},
		"call":     {"phone call", "phone", "обаждане", "разговор", "телефон", "anruf"},
		"email":    {"e-mail", "mail", "имейл", "писмо"},
		"meeting":  {"appointment", "visit", "event", "среща", "посещение", "termin", "besprechung"},
		"deadline": {"due", "срок", "краен срок", "frist"},
	})
}

func priorities(ctx context.Context) importing.Choice {
	return importing.OneOf(ctx, options(ctx, Priorities(), priorityName), map[string][]string{
		"low":    {"3", "minor", "нисък", "ниска", "ниско", "niedrig"},
		"medium": {"2", "normal", "среден", "средна", "нормален", "нормална", "mittel"},
		"high":   {"1", "urgent", "critical", "висок", "висока", "спешен", "спешна", "спешно", "важно", "hoch"},
	})
}

func statuses(ctx context.Context) importing.Choice {
	return importing.OneOf(ctx, options(ctx, Statuses(), statusName), map[string][]string{
		Open:       {"not started", "new", "to do", "todo", "pending", "no", "false", "0", "отворена", "нова", "не", "незапочната", "offen", "nein"},
		InProgress: {"in progress", "started", "doing", "waiting", "в процес", "започната", "in arbeit"},
		Done:       {"completed", "complete", "closed", "finished", "yes", "true", "1", "x", "готова", "готово", "изпълнена", "приключена", "да", "erledigt", "ja"},
	})
}
