package privacy

import (
	"context"
	"fmt"
	"path"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
)

// list reads the rows into a list, which is empty, and not nothing, without any.
func list[T any](ctx context.Context, d *db.DB, q *db.SQL, into *[]T) error {
	all, err := db.Select[T](ctx, d, q.Text(), q.Args()...)
	*into = append([]T{}, all...)
	return err
}

func (s *People) copyConsents(ctx context.Context, actor account.Actor, p *Person, c *Copy) error {
	var q db.SQL
	q.S(`SELECT p.name AS purpose, p.basis, c.state, c.method, c.note, c.at, coalesce(m.name, '') AS member_name FROM consents c
		JOIN purposes p ON p.workspace_id = c.workspace_id AND p.id = c.purpose_id
		LEFT JOIN members m ON m.workspace_id = c.workspace_id AND m.id = c.member_id WHERE c.workspace_id = `).P(actor.Workspace).S(" AND c.contact_id IN ")
	db.In(&q, p.ids)
	q.S(" ORDER BY c.at, c.id")
	if err := list(ctx, s.db, &q, &c.Consents); err != nil {
		return fmt.Errorf("copy consents: %w", err)
	}
	for i := range c.Consents {
		c.Consents[i].At = api.Moment(c.Consents[i].Millis)
	}
	return nil
}

func (s *People) copyNotes(ctx context.Context, actor account.Actor, p *Person, c *Copy) error {
	var q db.SQL
	q.S(`SELECT a.id, a.kind, a.title, a.body, a.details, a.at, a.deleted_at IS NOT NULL AS deleted, coalesce(m.name, '') AS member_name FROM activities a
		LEFT JOIN members m ON m.workspace_id = a.workspace_id AND m.id = a.member_id WHERE a.workspace_id = `).P(actor.Workspace)
	q.S(" AND a.id IN (SELECT activity_id FROM activity_contacts")
	p.of(&q, actor, "contact_id")
	q.S(") ORDER BY a.at, a.id")
	if err := list(ctx, s.db, &q, &c.Notes); err != nil {
		return fmt.Errorf("copy notes: %w", err)
	}
	for i := range c.Notes {
		c.Notes[i].At = api.Moment(c.Notes[i].Millis)
	}
	return nil
}

func (s *People) copyTasks(ctx context.Context, actor account.Actor, p *Person, c *Copy) error {
	var q db.SQL
	q.S("SELECT id, title, description, status, coalesce(due_date, '') AS due_date, deleted_at IS NOT NULL AS deleted FROM tasks")
	p.of(&q, actor, "contact_id")
	q.S(" AND ")
	actor.Scope("task").Sees(&q, "owner_id", "team_id")
	q.S(" ORDER BY id")
	if err := list(ctx, s.db, &q, &c.Tasks); err != nil {
		return fmt.Errorf("copy tasks: %w", err)
	}
	return s.whole(ctx, actor, p, "tasks", len(c.Tasks), c)
}

// whole notes whether rows were left out that the actor does not see.
func (s *People) whole(ctx context.Context, actor account.Actor, p *Person, table db.Expr, read int, c *Copy) error {
	var q db.SQL
	q.S("SELECT count(*) FROM ").S(table)
	p.of(&q, actor, "contact_id")
	return s.counted(ctx, q, read, c)
}

func (s *People) counted(ctx context.Context, q db.SQL, read int, c *Copy) error {
	n, err := db.Value[int](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return fmt.Errorf("count what there is: %w", err)
	}
	c.Complete = c.Complete && n <= read
	return nil
}

// deals appends where those are that the person is the contact of, or one of
// several.
func (p *Person) deals(q *db.SQL, actor account.Actor) {
	q.S(" FROM deals d WHERE d.workspace_id = ").P(actor.Workspace).S(" AND (d.contact_id IN ")
	db.In(q, p.ids)
	q.S(" OR d.id IN (SELECT deal_id FROM deal_contacts")
	p.of(q, actor, "contact_id")
	q.S("))")
}

func (s *People) copyDeals(ctx context.Context, actor account.Actor, p *Person, c *Copy) error {
	var q db.SQL
	q.S(`SELECT d.id, d.name, d.description, d.status, d.value, d.currency, d.deleted_at IS NOT NULL AS deleted, coalesce((SELECT max(x.role) FROM deal_contacts x WHERE x.workspace_id = d.workspace_id AND x.deal_id = d.id AND x.contact_id IN `)
	db.In(&q, p.ids)
	q.S("), '') AS role")
	p.deals(&q, actor)
	q.S(" AND ")
	actor.Scope("deal").Sees(&q, "d.owner_id", "d.team_id")
	q.S(" ORDER BY d.id")
	if err := list(ctx, s.db, &q, &c.Deals); err != nil {
		return fmt.Errorf("copy deals: %w", err)
	}
	var all db.SQL
	all.S("SELECT count(*)")
	p.deals(&all, actor)
	return s.counted(ctx, all, len(c.Deals), c)
}

func (s *People) copyFiles(ctx context.Context, actor account.Actor, p *Person, c *Copy) error {
	var q db.SQL
	q.S("SELECT id, name, media, size, created_at, file_key FROM attachments")
	p.of(&q, actor, "contact_id")
	q.S(" ORDER BY id")
	if err := list(ctx, s.db, &q, &c.Files); err != nil {
		return fmt.Errorf("copy files: %w", err)
	}
	for i := range c.Files {
		f := &c.Files[i]
		f.At, f.Path = api.Moment(f.Millis), fmt.Sprintf("files/%03d-%s", i+1, path.Base(f.Name))
	}
	return nil
}

func (s *People) copyHistory(ctx context.Context, actor account.Actor, p *Person, c *Copy) error {
	var q db.SQL
	q.S(`SELECT h.workspace_id, h.id, h.kind, h.record_id, h.action, h.field, h.old_value, h.new_value, h.old_label, h.new_label, h.member_id, h.via, h.batch_id, h.at,
		coalesce(m.name, '') AS member_name FROM changes h LEFT JOIN members m ON m.workspace_id = h.workspace_id AND m.id = h.member_id WHERE h.workspace_id = `).P(actor.Workspace)
	q.S(" AND h.record_id IN ")
	db.In(&q, p.ids)
	q.S(" ORDER BY h.at, h.id")
	var all []activity.Change
	if err := list(ctx, s.db, &q, &all); err != nil {
		return fmt.Errorf("copy history: %w", err)
	}
	for _, h := range all {
		w := s.activity.Describe(ctx, h)
		c.History = append(c.History, changeCopy{At: api.Moment(h.At), Action: h.Action, Field: h.Field, From: w.From, To: w.To, By: h.MemberName, Via: h.Via, words: w.Field})
	}
	return nil
}
