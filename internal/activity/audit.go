package activity

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// maxAudited is how many records of one change have a line of their own in the
// audit log. More have one together; history names each of them. Imports and
// what takes them back come in parts that are small on a busy server.
const (
	maxAudited    = 100
	maxPartByPart = 20
)

// audit tells the audit log of changes: which fields of which records, never
// what they hold.
func audit(ctx context.Context, tx *db.Tx, actor account.Actor, changes []Change) error {
	entries := entriesOf(changes)
	most := maxAudited
	if actor.Via == "import" || actor.Via == "undo" {
		most = maxPartByPart
	}
	if len(entries) > most {
		return account.Audit(ctx, tx, actor, together(entries)...)
	}
	if err := nameAll(ctx, tx, actor, entries); err != nil {
		return err
	}
	return account.Audit(ctx, tx, actor, entries...)
}

// deed is one thing that was done to one record.
type deed struct {
	kind, action string
	record       db.ID
}

// entriesOf has an entry for each thing that was done to each record, in order.
func entriesOf(changes []Change) (all []account.Entry) {
	at, fields := map[deed]int{}, [][]string{}
	for _, c := range changes {
		d := deed{c.Kind, c.Action, c.Record}
		i, ok := at[d]
		if !ok {
			i = len(all)
			at[d], all, fields = i, append(all, account.Entry{Action: c.Action, Kind: c.Kind, Record: c.Record, Batch: c.Batch}), append(fields, nil)
		}
		if c.Field == "name" || c.Field == "label" { // small records say so what they are called
			all[i].Name = cmp.Or(c.New, c.Old)
		}
		if c.Kind == AttachmentKind {
			all[i].Name = c.NewLabel
		}
		if c.Action == Updated && !slices.Contains(fields[i], c.Field) {
			fields[i] = append(fields[i], c.Field)
		}
	}
	for i := range all {
		if len(fields[i]) > 0 {
			all[i].Details = account.Details{"fields": strings.Join(fields[i], ", ")}.String()
		}
	}
	return all
}

// together has an entry for each thing that was done, with the number of
// records.
func together(entries []account.Entry) (all []account.Entry) {
	at := map[deed]int{}
	for _, e := range entries {
		d := deed{kind: e.Kind, action: e.Action}
		i, ok := at[d]
		if !ok {
			i = len(all)
			at[d], all = i, append(all, account.Entry{Action: e.Action, Kind: e.Kind, Batch: e.Batch, Details: e.Details})
		}
		all[i].Records++
	}
	return all
}

// named are the kinds of record whose names the audit log looks up: those of
// the timeline, and what a workspace is set up with.
var named = append(places[:], place{kind: "stage", table: "stages"}, place{kind: "pipeline", table: "pipelines"},
	place{kind: "tag", table: "tags"}, place{kind: "view", table: "views"}, place{kind: "field", table: "custom_fields"})

// nameAll fills in what the records are called: one query for each kind.
func nameAll(ctx context.Context, tx *db.Tx, actor account.Actor, entries []account.Entry) error {
	for _, p := range named {
		var ids []db.ID
		for _, e := range entries {
			if e.Kind == p.kind && (e.Name == "" || p.link != "") {
				ids = append(ids, e.Record)
			}
		}
		if len(ids) == 0 {
			continue
		}
		names, err := p.names(ctx, tx, actor, ids)
		if err != nil {
			return err
		}
		for i := range entries {
			if e := &entries[i]; e.Kind == p.kind {
				e.Name = cmp.Or(names[e.Record], e.Name)
			}
		}
	}
	return nil
}

// names are what records are called, deleted ones too.
func (p place) names(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) (map[db.ID]string, error) {
	type called struct {
		ID   db.ID  `db:"id"`
		Name string `db:"name"`
	}
	var sql db.SQL
	sql.S("SELECT r.id, r.").S(p.title()).S(" AS name FROM ").S(p.table).S(" r WHERE r.workspace_id = ").P(actor.Workspace).S(" AND r.id IN ")
	db.In(&sql, ids)
	found, err := db.Select[called](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read names of records: %w", err)
	}
	names := make(map[db.ID]string, len(found))
	for _, n := range found {
		names[n.ID] = n.Name
	}
	return names, nil
}

// title is the column of a record's name.
func (p place) title() db.Expr {
	switch p.kind {
	case "task":
		return "title"
	case "field":
		return "label"
	}
	return "name"
}
