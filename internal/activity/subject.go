package activity

import (
	"context"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
	"kontor/internal/kit/live"
)

// Subject names the record that a note or a change is about.
type Subject struct {
	Kind string // contact, company, deal, task
	ID   db.ID
}

// place is where the records of a kind and their links to activities lie. The
// tables belong to domains above; only what every record has is used here:
// owner, team, recycle bin and time of the last activity.
type place struct {
	kind               string
	table, link, owner db.Expr
}

var places = [...]place{
	{"contact", "contacts", "activity_contacts", "contact_id"},
	{"company", "companies", "activity_companies", "company_id"},
	{"deal", "deals", "activity_deals", "deal_id"},
	{"task", "tasks", "activity_tasks", "task_id"},
}

func placeOf(kind string) (place, bool) {
	for _, p := range places {
		if p.kind == kind {
			return p, true
		}
	}
	return place{}, false
}

// Path is the address of the record's page.
func (s Subject) Path() string { return s.Root() + "/" + s.ID.String() }

func (s Subject) Root() string {
	switch s.Kind {
	case "company":
		return "/companies"
	case "deal":
		return "/deals"
	case "task":
		return "/tasks"
	}
	return "/contacts"
}

type held struct {
	Owner  db.ID `db:"owner_id"`
	Team   db.ID `db:"team_id"`
	Merged bool  `db:"merged"` // others were merged into it
}

// See returns fault.NotFound unless the actor sees the record, and tells
// whether it may be changed by the actor.
func (s Subject) See(ctx context.Context, q db.Querier, actor account.Actor) (writable bool, err error) {
	row, err := s.held(ctx, q, actor)
	return err == nil && actor.Scope(s.Kind).MayWrite(row.Owner, row.Team), err
}

func (s Subject) held(ctx context.Context, q db.Querier, actor account.Actor) (held, error) {
	p, ok := placeOf(s.Kind)
	if !ok {
		return held{}, fault.NotFound{}
	}
	var sql db.SQL
	sql.S("SELECT r.owner_id, r.team_id, EXISTS (SELECT 1 FROM merged_records x WHERE x.workspace_id = r.workspace_id AND x.kind = ").P(s.Kind)
	sql.S(" AND x.survivor_id = r.id) AS merged FROM ").S(p.table).S(" AS r WHERE r.workspace_id = ").P(actor.Workspace)
	sql.S(" AND r.id = ").P(s.ID).S(" AND r.deleted_at IS NULL AND ")
	actor.Scope(s.Kind).Sees(&sql, "r.owner_id", "r.team_id")
	return db.Get[held](ctx, q, sql.Text(), sql.Args()...)
}

// MustWrite returns fault.NotFound for a record the actor does not see and
// fault.Forbidden for one that is not theirs to change.
func (s Subject) MustWrite(ctx context.Context, q db.Querier, actor account.Actor) error {
	writable, err := s.See(ctx, q, actor)
	if err != nil {
		return err
	}
	if !writable {
		return fault.Forbidden{}
	}
	return nil
}

// MustNote is MustWrite for who writes something about the record.
func (s Subject) MustNote(ctx context.Context, q db.Querier, actor account.Actor) error {
	if err := s.MustWrite(ctx, q, actor); err != nil {
		return err
	}
	return actor.Must(account.Create, account.NoteKind)
}

// Touch notes that something happened to the record at the time at.
func (s Subject) Touch(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, at int64) error {
	p, ok := placeOf(s.Kind)
	if !ok {
		return fault.NotFound{}
	}
	var sql db.SQL
	sql.S("UPDATE ").S(p.table).S(" SET activity_at = ").P(at).S(" WHERE workspace_id = ").P(ws)
	sql.S(" AND id = ").P(s.ID).S(" AND (activity_at IS NULL OR activity_at < ").P(at).S(")")
	_, err := tx.Exec(ctx, sql.Text(), sql.Args()...)
	return err
}

// Tell lets whoever has the record open know that something on it was changed.
func (s Subject) Tell(ctx context.Context, tx *db.Tx, actor account.Actor) {
	tx.Tell(db.Notice{Workspace: actor.Workspace, Kind: s.Kind, ID: s.ID, Page: live.PageOf(ctx)})
}

// SeesAll tells whether the actor sees every record that can have a timeline.
func SeesAll(actor account.Actor) bool {
	return !slices.ContainsFunc(places[:], func(p place) bool { return actor.Scope(p.kind).See != list.All })
}

// WhereSeen appends the condition that the activity a stands on a record the
// actor sees.
func WhereSeen(sql *db.SQL, actor account.Actor) {
	sql.S("(")
	for i, p := range places {
		if i > 0 {
			sql.S(" OR ")
		}
		scope := actor.Scope(p.kind)
		sql.S("EXISTS (SELECT 1 FROM ").S(p.link).S(" l JOIN ").S(p.table).S(" r ON r.workspace_id = l.workspace_id AND r.id = l.").S(p.owner)
		sql.S(" WHERE l.workspace_id = a.workspace_id AND l.activity_id = a.id AND r.deleted_at IS NULL AND ")
		scope.Sees(sql, "r.owner_id", "r.team_id")
		sql.S(")")
	}
	sql.S(")")
}
