package customfield

import (
	"context"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/search"
)

// people are members of the workspace, kept by their id. Lists are not sorted
// by them: names change.
func people() kind {
	return kind{
		label: i18n.Mark("Person"), icon: "user", pool: 't', kind: list.Person, can: usual &^ list.Sort,
		read:  readPerson,
		store: oneKey, load: fromKey,
		words: func(_ context.Context, _ *Field, text string) string { return text },
		json: func(v *Values, _ *Field, text string) any {
			return struct {
				ID   string `json:"id"`
				Name string `json:"name"`
			}{text, v.names[text]}
		},
		build: func(b builder, f *Field, to *list.Field) {
			keyColumn(b, f, to)
			to.Spelled = true
			to.To = &list.Target{Table: "members", Src: "/members/options"}
			to.With = "(SELECT p.name FROM members p WHERE p.workspace_id = " + b.alias + ".workspace_id AND p.id = " + b.id(f.Slot) + ")"
		},
	}
}

// id is the id of a member as the table of members has it.
func (b builder) id(slot string) db.Expr {
	if b.engine == db.Postgres {
		return "CAST(" + text(b.alias, slot+"_") + " AS UUID)"
	}
	return "unhex(" + text(b.alias, slot+"_") + ", '-')"
}

// member is a member as a value names them.
type member struct {
	ID     db.ID  `db:"id"`
	Name   string `db:"name"`
	Email  string `db:"email"`
	Active bool   `db:"active"`
}

// readPerson takes the id, the e-mail address or the name of a member.
func readPerson(r *Reader, f *Field, s string) (string, string) {
	all, err := r.members()
	if err != nil {
		return s, "" // the reader tells of the error
	}
	folded := search.Fold(s)
	for _, m := range all {
		named := m.ID.String() == s || search.Fold(m.Email) == folded || search.Fold(m.Name) == folded || s == "me" && m.ID == r.actor.Member
		if named && (m.Active || r.old.texts[f.Key] == m.ID.String()) {
			return m.ID.String(), ""
		}
	}
	return s, i18n.T(r.ctx, "There is no such member in this workspace.")
}
