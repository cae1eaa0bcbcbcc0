package activity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// maxMembers is how many members a text is searched for.
const maxMembers = 1000

// mention finds whom the text of the note names by @ and their name, keeps it
// with the note, and tells those whom it did not name before.
func (n *Note) mention(ctx context.Context, tx *db.Tx, actor account.Actor, on Subject) error {
	d := n.Says()
	before := d.Mentions
	d.Mentions = nil
	if strings.Contains(n.Body, "@") {
		all, err := mentionable(ctx, tx, actor)
		if err != nil {
			return err
		}
		d.Mentions = namedIn(n.Body, all)
	}
	n.Details, _ = db.ToJSON(d) // ids and names always encode
	fresh := slices.DeleteFunc(slices.Clone(d.Mentions), func(m Mention) bool { return slices.Contains(before, m) })
	return n.tell(ctx, tx, actor, on, fresh, Notification{Event: Mentioned, Body: excerpt(n.Body)})
}

// mentionable are the members that a text can name, the longest names first.
func mentionable(ctx context.Context, tx *db.Tx, actor account.Actor) ([]Mention, error) {
	all, err := db.Select[Mention](ctx, tx, `SELECT id, name FROM members WHERE workspace_id = $1 AND active ORDER BY length(name) DESC, id LIMIT $2`,
		actor.Workspace, maxMembers)
	if err != nil {
		return nil, fmt.Errorf("read whom a text can mention: %w", err)
	}
	return all, nil
}

// namedIn are those of the members that the text names by @, each once.
func namedIn(text string, all []Mention) (found []Mention) {
	for _, m := range all {
		if i := indexFold(text, "@"+m.Name); i >= 0 && m.Name != "" && !isAmong(found, m.ID) {
			found = append(found, m)
			text = strings.ReplaceAll(text, text[i:i+len("@"+m.Name)], "")
		}
	}
	return found
}

// tell tells the members of something on the record.
func (n *Note) tell(ctx context.Context, tx *db.Tx, actor account.Actor, on Subject, whom []Mention, what Notification) error {
	if len(whom) == 0 {
		return nil
	}
	name, err := on.name(ctx, tx, actor)
	if err != nil {
		return err
	}
	what.Kind, what.Record, what.Title = on.Kind, on.ID, name
	for _, m := range whom {
		if err := Notify(ctx, tx, actor, m.ID, what); err != nil {
			return err
		}
	}
	return nil
}

// name is what the record is called.
func (s Subject) name(ctx context.Context, q db.Querier, actor account.Actor) (string, error) {
	p, ok := placeOf(s.Kind)
	if !ok {
		return "", nil
	}
	var sql db.SQL
	sql.S("SELECT r.").S(p.title()).S(" FROM ").S(p.table).S(" AS r WHERE r.workspace_id = ").P(actor.Workspace).S(" AND r.id = ").P(s.ID)
	names, err := db.Values[string](ctx, q, sql.Text(), sql.Args()...)
	if err != nil || len(names) == 0 {
		return "", err
	}
	return names[0], nil
}
