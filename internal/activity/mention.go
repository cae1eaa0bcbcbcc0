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
		all, err := db.Select[Mention](ctx, tx, `SELECT id, name FROM members WHERE workspace_id = $1 AND active ORDER BY length(name) DESC, id LIMIT $2`,
			actor.Workspace, maxMembers)
		if err != nil {
			return fmt.Errorf("read whom a note mentions: %w", err)
		}
		rest := n.Body
		for _, m := range all {
			if i := indexFold(rest, "@"+m.Name); i >= 0 && m.Name != "" {
				d.Mentions = append(d.Mentions, m)
				rest = strings.ReplaceAll(rest, rest[i:i+len("@"+m.Name)], "")
			}
		}
	}
	n.Details, _ = db.ToJSON(d) // ids and names always encode
	for _, m := range d.Mentions {
		if slices.Contains(before, m) {
			continue
		}
		name, err := on.name(ctx, tx, actor)
		if err != nil {
			return err
		}
		if err := Notify(ctx, tx, actor, m.ID, Notification{Event: Mentioned, Kind: on.Kind, Record: on.ID, Title: name, Body: excerpt(n.Body)}); err != nil {
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
