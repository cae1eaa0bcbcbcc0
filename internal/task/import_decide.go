package task

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"kontor/internal/contact"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

func namesOf(all []*asked) []*contact.Named {
	names := make([]*contact.Named, len(all))
	for i, c := range all {
		names[i] = &c.names
	}
	return names
}

// Decide says of every row what becomes of it.
func (s *todos) Decide(ctx context.Context, q db.Querier, rows []*importing.Row) error {
	all := importing.Sound[*asked](rows)
	if err := s.naming.Find(ctx, q, namesOf(all)); err != nil {
		return err
	}
	if err := s.findDeals(ctx, q, all); err != nil {
		return fmt.Errorf("look up deals: %w", err)
	}
	if !s.run.Dry {
		clear(s.seen)
	}
	there := map[string]*thereTask{}
	if s.run.Import.Options.Duplicates != importing.DuplicateAdd {
		if err := s.findThere(ctx, q, all, there); err != nil {
			return fmt.Errorf("look for duplicates: %w", err)
		}
	}
	for _, c := range all {
		s.check(ctx, c)
		if c.Outcome != importing.Failed {
			s.decide(ctx, c, there)
		}
	}
	return nil
}

// check finds out what is wrong with a row as it would be written.
func (s *todos) check(ctx context.Context, c *asked) {
	if s.naming.Creates() {
		for field, message := range c.names.Check(ctx, s.run.Actor) {
			c.invalid.Add(field, message)
		}
	}
	if c.deal != "" {
		if c.in.DealID = s.deals[search.Key(c.deal)]; c.in.DealID.IsZero() {
			c.invalid.Add("deal", i18n.T(ctx, "There is no such deal."))
		}
	}
	if _, err := time.Parse(time.DateOnly, c.done); c.done != "" && err != nil {
		c.invalid.Add("completed_at", i18n.T(ctx, "This is not a date. Write it like 2026-04-25."))
	}
	for field, message := range prepare(ctx, s.run.Actor, c.in).invalid {
		c.invalid.Add(field, message)
	}
	if len(c.invalid) > 0 {
		s.run.FailInvalid(ctx, c.Row, c.invalid)
	}
}

// findDeals looks up the deals that rows name; of several the oldest counts.
func (s *todos) findDeals(ctx context.Context, q db.Querier, all []*asked) error {
	var names []string
	for _, c := range all {
		if _, known := s.deals[search.Key(c.deal)]; c.deal != "" && !known {
			names = append(names, search.Key(c.deal))
		}
	}
	slices.Sort(names)
	type found struct {
		ID   db.ID  `db:"id"`
		Name string `db:"name_key"`
	}
	for part := range slices.Chunk(slices.Compact(names), record.Batch) {
		var sql db.SQL
		sql.S("SELECT d.id, d.name_key FROM deals d WHERE d.workspace_id = ").P(s.run.Actor.Workspace).S(" AND d.deleted_at IS NULL AND d.name_key IN ")
		db.In(&sql, part)
		sql.S(" AND ")
		s.run.Actor.Scope("deal").Sees(&sql, "d.owner_id", "d.team_id")
		rows, err := db.Select[found](ctx, q, sql.Text(), sql.Args()...)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if old := s.deals[row.Name]; old.IsZero() || bytes.Compare(row.ID[:], old[:]) < 0 {
				s.deals[row.Name] = row.ID
			}
		}
	}
	return nil
}

func (c *asked) key() string {
	return search.Key(c.in.Title) + "\x00" + c.in.DueDate + "\x00" + search.Key(c.names.Company)
}

func (s *todos) decide(ctx context.Context, c *asked, there map[string]*thereTask) {
	c.Outcome = importing.Created
	if s.run.Import.Options.Duplicates == importing.DuplicateAdd {
		return
	}
	c.there, c.first = there[c.key()], s.seen[c.key()]
	reason := i18n.T(ctx, "Same title, day and company as an existing task")
	var id db.ID
	switch {
	case c.there != nil:
		id = c.there.ID
	case c.first != nil:
		reason = i18n.T(ctx, "Same title, day and company as row %s", i18n.Int(ctx, int64(c.first.Number)))
	default:
		s.seen[c.key()] = c
		return
	}
	s.run.Alike(ctx, c.Row, id, false, reason)
}

// thereTask is a task that is there already.
type thereTask struct {
	ID      db.ID  `db:"id"`
	Title   string `db:"title_key"`
	Day     string `db:"day"`
	Company string `db:"company_key"`
}

// findThere looks up the tasks that the actor sees by title, day and company;
// of several the oldest counts.
func (s *todos) findThere(ctx context.Context, q db.Querier, all []*asked, there map[string]*thereTask) error {
	var titles []string
	for _, c := range all {
		titles = append(titles, search.Key(c.in.Title))
	}
	slices.Sort(titles)
	for part := range slices.Chunk(slices.Compact(titles), record.Batch) {
		var sql db.SQL
		sql.S(`SELECT t.id, t.title_key, coalesce(t.due_date, '') AS day, coalesce(o.name_key, '') AS company_key FROM tasks t
			LEFT JOIN companies o ON o.workspace_id = t.workspace_id AND o.id = t.company_id WHERE t.workspace_id = `).P(s.run.Actor.Workspace)
		sql.S(" AND t.deleted_at IS NULL AND t.title_key IN ")
		db.In(&sql, part)
		sql.S(" AND ")
		s.run.Actor.Scope(Kind).Sees(&sql, "t.owner_id", "t.team_id")
		found, err := db.Select[thereTask](ctx, q, sql.Text(), sql.Args()...)
		if err != nil {
			return err
		}
		for _, t := range found {
			key := t.Title + "\x00" + t.Day + "\x00" + t.Company
			if old := there[key]; old == nil || bytes.Compare(t.ID[:], old.ID[:]) < 0 {
				there[key] = &t
			}
		}
	}
	return nil
}

// Would tells what the rows of a dry run would make on the way.
func (s *todos) Would(_ context.Context, _ db.Querier, rows []*importing.Row) (importing.Made, error) {
	return s.naming.Would(namesOf(importing.Coming[*asked](rows))), nil
}
