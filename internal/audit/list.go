package audit

import (
	"context"
	"sync"

	"kontor/internal/account"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/record"
	"kontor/internal/view"
)

// entity describes the log to the list machine.
var entity = sync.OnceValue(func() *list.Entity {
	return &list.Entity{
		Name: "audit", Kind: account.AuditKind, Path: Path, Title: "name", Select: i18n.Mark("Select %s"), Unindexed: true,
		Table: "audit_entries AS a", Alias: "a", Owner: "a.member_id", Team: "a.record_id", // never asked for: the log is seen whole or not at all
		Cols:   []string{"name", "action", "kind", "member", "via", "ip", "created_at"},
		Fields: fields(),
	}
})

func fields() []list.Field {
	const shown = list.Filter | list.Export
	return []list.Field{
		{Key: "name", Label: "What", Kind: list.Text, Col: "a.name", Fold: "a.name_key", Can: shown},
		{Key: "action", Label: "Action", Kind: list.Choice, Col: "a.action", Full: true, Choices: options(actions(), tones()), Names: actionName, Place: "d", Can: shown, Wide: "col-180"},
		{Key: "kind", Label: "Kind", Kind: list.Choice, Col: "a.kind", Full: true, Choices: options(kinds(), nil), Names: kindName, Can: shown, Wide: "col-120"},
		{Key: "member", Label: "Who", Kind: list.Person, Col: "a.member_id", With: "a.who", Null: true, To: &list.Target{Table: "members", Src: "/members/options"}, Place: "b", Can: shown, Wide: "col-160"},
		{Key: "via", Label: "Way", Kind: list.Choice, Col: "a.via", Full: true, Choices: options(ways(), nil), Names: wayName, Can: shown, Wide: "col-104"},
		{Key: "ip", Label: "Address", Kind: list.Text, Col: "a.ip", Can: shown, Wide: "col-140"},
		{Key: "records", Label: "Records", Kind: list.Number, Col: "a.records", Full: true, Can: shown, Wide: "col-104"},
		{Key: "details", Label: "Details", Kind: list.Text, Col: "a.details", Can: list.Export},
		{Key: "record", Label: "Record", Kind: list.Ref, Col: "a.record_id", With: "a.name", Null: true, To: &list.Target{Table: "audit_entries"}},
		{Key: "created_at", Label: "When", Kind: list.Time, Col: "a.at", Full: true, Place: "c", Can: shown | list.Sort, Wide: "col-120"},
	}
}

func options(keys []string, tones map[string]string) []list.Option {
	all := make([]list.Option, len(keys))
	for i, key := range keys {
		all[i] = list.Option{Key: key, Tone: tones[key]}
	}
	return all
}

// source is the list as its pages and views need it.
func (d *Domain) source() view.Source {
	return view.Source{Entity: entity(), List: d.list, Words: words, BuiltIn: builtIn, Menu: record.ExportItems}
}

func builtIn(ctx context.Context) []view.BuiltIn {
	return []view.BuiltIn{
		{Key: "all", Name: i18n.T(ctx, "Everything")},
		{Key: "sessions", Name: i18n.T(ctx, "Sign-ins"), Query: "kind=session"},
		{Key: "exports", Name: i18n.T(ctx, "Exports"), Query: "action=export"},
		{Key: "access", Name: i18n.T(ctx, "Access"), Query: "kind=member,invitation,team,token,user,factor,workspace"},
	}
}

func words(ctx context.Context) view.Words {
	return view.Words{
		Title:      i18n.T(ctx, "Audit log"),
		EmptyTitle: i18n.T(ctx, "Nothing happened yet"),
		EmptyText:  i18n.T(ctx, "Who signs in, changes a record, takes out a file or changes a right is written down here."),
		Count: func(ctx context.Context, n int, more bool) string {
			if more {
				return i18n.T(ctx, "More than %s entries", i18n.Int(ctx, int64(n)))
			}
			return i18n.N(ctx, "%s entry", "%s entries", n)
		},
	}
}
