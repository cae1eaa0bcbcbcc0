package account

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// rights are those of the actor's role, if the workspace decided about it.
func (p actorRow) rights() (*Rights, error) {
	if len(p.Rights) == 0 {
		return nil, nil
	}
	var m Matrix
	if err := p.Rights.Decode(&m); err != nil {
		return nil, fmt.Errorf("read rights: %w", err)
	}
	if r, ok := m[Role(p.Role)]; ok {
		return &r, nil
	}
	return nil, nil
}

// Matrix returns what the roles may where the workspace decided it, and how
// often it did.
func (s *Workspaces) Matrix(ctx context.Context, actor Actor) (Matrix, int64, error) {
	return matrixOf(ctx, s.db, actor.Workspace)
}

func matrixOf(ctx context.Context, q db.Querier, ws db.WorkspaceID) (Matrix, int64, error) {
	row, err := db.Get[struct {
		Rights  db.JSON `db:"rights"`
		Decided int64   `db:"rights_version"`
	}](ctx, q, "SELECT rights, rights_version FROM workspaces WHERE id = $1", ws)
	m := Matrix{}
	if err == nil {
		err = row.Rights.Decode(&m)
	}
	return m, row.Decided, err
}

// Allow decides what a role may see and do, as read at version. Owners decide
// about everybody else, administrators about those below them.
func (s *Workspaces) Allow(ctx context.Context, actor Actor, role Role, rights Rights, version int64) error {
	if err := actor.mayAllow(ctx, role); err != nil {
		return err
	}
	if err := rights.check(ctx); err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) error {
		m, _, err := matrixOf(ctx, tx, actor.Workspace)
		if err != nil {
			return err
		}
		changes := m.differences(role, rights)
		m[role] = rights
		if err := keepMatrix(ctx, tx, actor, m, version); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "update", Kind: "right", Name: string(role), Details: changes.String()})
	})
}

// Forget lets a role have what is usual again.
func (s *Workspaces) Forget(ctx context.Context, actor Actor, role Role, version int64) error {
	if err := actor.mayAllow(ctx, role); err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) error {
		m, _, err := matrixOf(ctx, tx, actor.Workspace)
		if err != nil {
			return err
		}
		delete(m, role)
		if err := keepMatrix(ctx, tx, actor, m, version); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "delete", Kind: "right", Name: string(role)})
	})
}

func keepMatrix(ctx context.Context, tx *db.Tx, actor Actor, m Matrix, version int64) error {
	doc, err := db.ToJSON(m)
	if err != nil {
		return fmt.Errorf("write rights: %w", err)
	}
	n, err := tx.Exec(ctx, `UPDATE workspaces SET rights = $1, rights_version = rights_version + 1, updated_at = $2
		WHERE id = $3 AND rights_version = $4`, doc, time.Now().UnixMilli(), actor.Workspace, version)
	if err == nil && n == 0 {
		err = fault.Conflict{Stale: true}
	}
	return err
}

// mayAllow refuses to decide about a role that is not below the actor's.
func (a Actor) mayAllow(ctx context.Context, role Role) error {
	if !role.known() {
		return fault.NotFound{}
	}
	if !a.Can(ManageMembers) {
		return forbidden(ctx)
	}
	if !a.above(role) {
		return fault.Forbidden{Text: i18n.T(ctx, "Owners decide what administrators may, and what owners may is fixed.")}
	}
	return nil
}

// above tells whether the actor's role is more than another one.
func (a Actor) above(role Role) bool {
	return slices.Index(Roles(), a.Role) < slices.Index(Roles(), role)
}

// check refuses what no kind has and what a role cannot be given.
func (r Rights) check(ctx context.Context) error {
	invalid := fault.Invalid{}
	for kind, rule := range r.Records {
		if !slices.Contains(recordKinds(), kind) || rule != rule.fit(kind) {
			invalid.Add(kind, i18n.T(ctx, "This is none of the choices."))
		}
		if rule.Edit > rule.See || rule.Delete > rule.See {
			invalid.Add(kind, i18n.T(ctx, "What somebody changes or deletes, they have to see."))
		}
	}
	for _, permission := range r.General {
		if !slices.Contains(given(), permission) {
			invalid.Add("general", i18n.T(ctx, "This is none of the choices."))
		}
	}
	return invalid.OrNil()
}

// whole is what a role may, with every kind written out.
func (m Matrix) whole(role Role) Rights {
	r := m.of(role)
	all := Rights{Records: map[string]Rule{}, General: r.General}
	for _, kind := range recordKinds() {
		rule, ok := r.Records[kind]
		if !ok {
			rule = role.rule(kind)
		}
		all.Records[kind] = rule
	}
	return all
}

// differences says for the audit log what a decision changes.
func (m Matrix) differences(role Role, now Rights) Details {
	before, changes := m.whole(role), Details{}
	after := Matrix{role: now}.whole(role)
	for _, kind := range slices.Sorted(maps.Keys(after.Records)) {
		old, rule := before.Records[kind].words(), after.Records[kind].words()
		if old != rule {
			changes[kind] = old + " → " + rule
		}
	}
	for _, permission := range given() {
		old, yes := slices.Contains(before.General, permission), slices.Contains(now.General, permission)
		if old != yes {
			changes[permission] = fmt.Sprint(old) + " → " + fmt.Sprint(yes)
		}
	}
	return changes
}

// words are the rule for the audit log.
func (r Rule) words() string {
	text := "see " + r.See.String() + ", edit " + r.Edit.String() + ", delete " + r.Delete.String()
	for _, c := range []struct {
		right Right
		yes   bool
	}{{Create, r.Create}, {Bulk, r.Bulk}, {Import, r.Import}, {Export, r.Export}} {
		if c.yes {
			text += ", " + string(c.right)
		}
	}
	return text
}

// reaches are the choices of a right over the records of a kind.
func (right Right) reaches(kind string) []list.Reach {
	if kind == NoteKind {
		return []list.Reach{list.None, list.Own, list.All}
	}
	return []list.Reach{list.None, list.Own, list.Team, list.All}
}
