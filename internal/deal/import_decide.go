package deal

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

func namesOf(all []*sold) []*contact.Named {
	names := make([]*contact.Named, len(all))
	for i, c := range all {
		names[i] = &c.names
	}
	return names
}

// Decide says of every row what becomes of it.
func (s *sales) Decide(ctx context.Context, q db.Querier, rows []*importing.Row) error {
	all := importing.Sound[*sold](rows)
	if err := s.naming.Find(ctx, q, namesOf(all)); err != nil {
		return err
	}
	if !s.run.Dry {
		clear(s.seen)
	}
	there := map[string]*thereDeal{}
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
func (s *sales) check(ctx context.Context, c *sold) {
	in := c.in
	in.CompanyID, in.ContactID = c.names.CompanyID, c.names.ContactID
	if s.naming.Creates() {
		for field, message := range c.names.Check(ctx, s.run.Actor) {
			c.invalid.Add(field, message)
		}
		in.CompanyID, in.ContactID = orMade(in.CompanyID, c.names.Company), orMade(in.ContactID, c.names.Contact+c.names.Email)
	}
	d := prepare(ctx, s.run.Actor, in, Deal{})
	now := time.Now()
	if len(c.invalid) == 0 {
		d.choose(ctx, s.pipelines, db.ID{})
	}
	if len(d.invalid) == 0 && len(c.invalid) == 0 {
		d.settle(ctx, now, today(s.run.Actor, now))
		d.require(ctx)
	}
	s.checkClosed(ctx, c, today(s.run.Actor, now))
	for field, message := range d.invalid {
		c.invalid.Add(field, message)
	}
	if len(c.invalid) > 0 {
		s.run.FailInvalid(ctx, c.Row, c.invalid)
	}
}

// orMade stands in for a record that would be made on the way.
func orMade(id db.ID, name string) db.ID {
	if id.IsZero() && name != "" {
		return db.NewID()
	}
	return id
}

func (s *sales) checkClosed(ctx context.Context, c *sold, today string) {
	if c.closed == "" {
		return
	}
	if _, err := time.Parse(time.DateOnly, c.closed); err != nil || c.closed < "1900" {
		c.invalid.Add("actual_close_date", i18n.T(ctx, "There is no such day. Write it as 2026-04-30."))
	} else if c.closed > today {
		c.invalid.Add("actual_close_date", i18n.T(ctx, "A deal cannot have been closed on a day to come."))
	}
}

func (c *sold) key() string { return search.Key(c.in.Name) + "\x00" + search.Key(c.names.Company) }

func (s *sales) decide(ctx context.Context, c *sold, there map[string]*thereDeal) {
	c.Outcome = importing.Created
	if s.run.Import.Options.Duplicates == importing.DuplicateAdd {
		return
	}
	c.there, c.first = there[c.key()], s.seen[c.key()]
	reason := i18n.T(ctx, "Same name and company as an existing deal")
	var id db.ID
	foreign := false
	switch {
	case c.there != nil:
		id, foreign = c.there.ID, !s.run.Actor.Scope("deal").MayWrite(c.there.Owner, c.there.Team)
	case c.first != nil:
		reason = i18n.T(ctx, "Same name and company as row %s", i18n.Int(ctx, int64(c.first.Number)))
	default:
		s.seen[c.key()] = c
		return
	}
	s.run.Alike(ctx, c.Row, id, foreign, reason)
}

// thereDeal is a deal that is there already.
type thereDeal struct {
	ID      db.ID  `db:"id"`
	Name    string `db:"name_key"`
	Company string `db:"company_key"`
	Owner   db.ID  `db:"owner_id"`
	Team    db.ID  `db:"team_id"`
}

// findThere looks up the deals that the actor sees by name and company; of
// several the oldest counts.
func (s *sales) findThere(ctx context.Context, q db.Querier, all []*sold, there map[string]*thereDeal) error {
	var names []string
	for _, c := range all {
		names = append(names, search.Key(c.in.Name))
	}
	slices.Sort(names)
	for part := range slices.Chunk(slices.Compact(names), record.Batch) {
		var sql db.SQL
		sql.S(`SELECT d.id, d.name_key, coalesce(o.name_key, '') AS company_key, d.owner_id, d.team_id FROM deals d
			LEFT JOIN companies o ON o.workspace_id = d.workspace_id AND o.id = d.company_id WHERE d.workspace_id = `).P(s.run.Actor.Workspace)
		sql.S(" AND d.deleted_at IS NULL AND d.name_key IN ")
		db.In(&sql, part)
		sql.S(" AND ")
		s.run.Actor.Scope("deal").Sees(&sql, "d.owner_id", "d.team_id")
		found, err := db.Select[thereDeal](ctx, q, sql.Text(), sql.Args()...)
		if err != nil {
			return err
		}
		for _, d := range found {
			key := d.Name + "\x00" + d.Company
			if old := there[key]; old == nil || bytes.Compare(d.ID[:], old.ID[:]) < 0 {
				there[key] = &d
			}
		}
	}
	return nil
}

// Would tells what the rows of a dry run would make on the way.
func (s *sales) Would(_ context.Context, _ db.Querier, rows []*importing.Row) (importing.Made, error) {
	return s.naming.Would(namesOf(importing.Coming[*sold](rows))), nil
}
