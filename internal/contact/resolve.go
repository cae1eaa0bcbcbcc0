package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// resolve looks up what the drafts refer to, one statement a kind however many
// drafts there are: companies, owners, teams, tags. Companies and tags named
// but missing are made. What is not there, or not theirs to see, is noted in
// the draft's invalid.
func resolve(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, drafts []*draft) error {
	l := &lookup{ctx: ctx, tx: tx, actor: actor, kind: "contact", batch: batch}
	shared := make([]refs, len(drafts))
	for i, d := range drafts {
		shared[i] = d.refs()
	}
	if err := l.people(shared); err != nil {
		return err
	}
	if err := l.companies(drafts); err != nil {
		return fmt.Errorf("look up companies: %w", err)
	}
	return nil
}

// refs are the references of a record that contacts and companies share.
type refs struct {
	owner, team         db.ID
	ownerName, teamName *string
	oldOwner, oldTeam   db.ID // stay valid when the member has left
	tags                []string
	tagIDs              *[]db.ID
	tagged              *[]Tag
	custom              custom
	add                 func(field, message string)
}

func (d *draft) refs() refs {
	return refs{d.OwnerID, d.TeamID, &d.OwnerName, &d.TeamName, d.old.OwnerID, d.old.TeamID, d.in.Tags, &d.tagIDs, &d.Tags,
		custom{d.in.Custom, d.old.Extra, d.old.ID.IsZero(), &d.Extra}, d.invalid.Add}
}

type lookup struct {
	ctx   context.Context
	tx    *db.Tx
	actor account.Actor
	kind  string // of the records
	batch db.ID
}

// people looks up owners, teams and tags, and reads the custom fields.
func (l *lookup) people(all []refs) error {
	owners, err := l.names("members", ids(all, func(r refs) db.ID { return r.owner }))
	if err != nil {
		return fmt.Errorf("look up owners: %w", err)
	}
	teams, err := l.names("teams", ids(all, func(r refs) db.ID { return r.team }))
	if err != nil {
		return fmt.Errorf("look up teams: %w", err)
	}
	for _, r := range all {
		owner, team := owners[r.owner], teams[r.team]
		*r.ownerName, *r.teamName = owner.Name, team.Name
		if !r.owner.IsZero() && !owner.Active && r.owner != r.oldOwner {
			r.add("owner_id", i18n.T(l.ctx, "There is no such member in this workspace."))
		}
		if !r.team.IsZero() && !team.Active && r.team != r.oldTeam {
			r.add("team_id", i18n.T(l.ctx, "There is no such team in this workspace."))
		}
	}
	if err := l.extras(all); err != nil {
		return err
	}
	return l.tags(all)
}

func ids[T any](all []T, of func(T) db.ID) []db.ID {
	var found []db.ID
	seen := map[db.ID]bool{{}: true}
	for _, item := range all {
		if id := of(item); !seen[id] {
			seen[id] = true
			found = append(found, id)
		}
	}
	return found
}

// named is a member or a team; teams are always active.
type named struct {
	ID     db.ID  `db:"id"`
	Name   string `db:"name"`
	Active bool   `db:"active"`
}

// names returns those of the rows that are in the workspace.
func (l *lookup) names(table db.Expr, wanted []db.ID) (map[db.ID]named, error) {
	found := map[db.ID]named{}
	active := db.Expr("TRUE")
	if table == "members" {
		active = "r.active"
	}
	for part := range slices.Chunk(wanted, record.Batch) {
		var q db.SQL
		q.S("SELECT r.id, r.name, ").S(active).S(" AS active FROM ").S(table).S(" AS r WHERE r.workspace_id = ").P(l.actor.Workspace).S(" AND r.id IN ")
		db.In(&q, part)
		rows, err := db.Select[named](l.ctx, l.tx, q.Text(), q.Args()...)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			found[row.ID] = row
		}
	}
	return found, nil
}

// tags turns ids and names into tags; names without a tag become one.
func (l *lookup) tags(all []refs) error {
	known, err := l.knownTags(all)
	if err != nil {
		return fmt.Errorf("look up tags: %w", err)
	}
	var fresh []Tag
	for _, r := range all {
		for _, name := range r.tags {
			if name == "" {
				continue
			}
			tag, ok := known[tagKey(name)]
			if _, err := db.ParseID(name); !ok && err == nil {
				r.add("tags", i18n.T(l.ctx, "There is no such tag in this workspace."))
				continue
			}
			if !ok {
				tag = newTag(l.actor, name)
				known[tagKey(name)], fresh = tag, append(fresh, tag)
			}
			if !slices.Contains(*r.tagIDs, tag.ID) {
				*r.tagIDs, *r.tagged = append(*r.tagIDs, tag.ID), append(*r.tagged, tag)
			}
		}
		// As they are read: another order is no change.
		slices.SortFunc(*r.tagged, func(a, b Tag) int { return strings.Compare(a.NameKey, b.NameKey) })
	}
	if len(fresh) == 0 {
		return nil
	}
	return insertTags(l.ctx, l.tx, l.actor, l.batch, fresh)
}

// tagKey is the id as it stands, or the key of a name.
func tagKey(name string) string {
	if _, err := db.ParseID(name); err == nil {
		return name
	}
	return search.Fold(name)
}

func (l *lookup) knownTags(all []refs) (map[string]Tag, error) {
	byID, byKey := []db.ID{}, []string{}
	seen := map[string]bool{}
	for _, r := range all {
		for _, name := range r.tags {
			key := tagKey(name)
			if seen[key] || name == "" {
				continue
			}
			seen[key] = true
			if id, err := db.ParseID(name); err == nil {
				byID = append(byID, id)
			} else {
				byKey = append(byKey, key)
			}
		}
	}
	known := map[string]Tag{}
	if err := l.addTags(known, " AND t.id IN ", toAny(byID)); err != nil {
		return nil, err
	}
	return known, l.addTags(known, " AND t.name_key IN ", toAny(byKey))
}

func (l *lookup) addTags(known map[string]Tag, where db.Expr, wanted []any) error {
	for part := range slices.Chunk(wanted, record.Batch) {
		var q db.SQL
		q.S("SELECT t.id, t.name, t.name_key, t.hue FROM tags t WHERE t.workspace_id = ").P(l.actor.Workspace).S(" AND t.deleted_at IS NULL").S(where)
		db.In(&q, part)
		rows, err := db.Select[Tag](l.ctx, l.tx, q.Text(), q.Args()...)
		if err != nil {
			return err
		}
		for _, t := range rows {
			known[t.ID.String()], known[t.NameKey] = t, t
		}
	}
	return nil
}

func toAny[T any](values []T) []any {
	all := make([]any, len(values))
	for i, v := range values {
		all[i] = v
	}
	return all
}
