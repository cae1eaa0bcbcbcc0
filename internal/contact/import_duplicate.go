package contact

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/phone"
	"kontor/internal/kit/search"
)

// target is whom a row is about: a contact that is there, or an earlier row.
type target struct {
	id   db.ID
	row  *candidate // only while its batch is written
	at   int        // number of the earlier row; 0 for a contact that is there
	name string     // folded
	why  string     // email, phone or name

	foreign bool // not the actor's to change
}

// seenKeys find targets by what tells people apart.
type seenKeys struct{ email, phone, name map[string]target }

func newSeenKeys() *seenKeys {
	return &seenKeys{map[string]target{}, map[string]target{}, map[string]target{}}
}

func nameKey(name, company string) string { return name + "\x00" + company }

// companyKeyOf is the folded name of the company a row names.
func companyKeyOf(c *candidate) string { return search.Key(c.in.contact.Company) }

func (s *seenKeys) add(c *candidate, t target) {
	put := func(m map[string]target, key string) {
		if _, taken := m[key]; !taken && key != "" {
			m[key] = t
		}
	}
	for _, e := range c.draft.Emails {
		put(s.email, e.Key)
	}
	for _, p := range c.draft.Phones {
		put(s.phone, p.E164)
	}
	if company := companyKeyOf(c); company != "" {
		put(s.name, nameKey(c.draft.NameKey, company))
	}
}

// match finds whom a row is about: by e-mail address, by phone, by name and
// company, in this order. A mobile number is one person's; a landline may be
// shared and counts only where the names agree.
func (s *seenKeys) match(o importing.ImportOptions, c *candidate) (target, bool) {
	if o.Matching("email") {
		for _, e := range c.draft.Emails {
			if t, ok := s.email[e.Key]; ok {
				t.why = "email"
				return t, true
			}
		}
	}
	if o.Matching("phone") {
		for _, p := range c.draft.Phones {
			if t, ok := s.phone[p.E164]; ok && p.E164 != "" && (phone.Mobile(p.E164) || namesAgree(t.name, c.draft.NameKey)) {
				t.why = "phone"
				return t, true
			}
		}
	}
	if o.Matching("name") && companyKeyOf(c) != "" {
		if t, ok := s.name[nameKey(c.draft.NameKey, companyKeyOf(c))]; ok {
			t.why = "name"
			return t, true
		}
	}
	return target{}, false
}

func namesAgree(a, b string) bool {
	if a == "" || b == "" {
		return true
	}
	words := wordsOf(b)
	for _, word := range wordsOf(a) {
		if len(word) > 1 && slices.Contains(words, word) {
			return true
		}
	}
	return false
}

// wordsOf are the words of a key, in every script it holds.
func wordsOf(key string) []string { return strings.Fields(strings.ReplaceAll(key, search.Apart, " ")) }

// Decide says of every row what becomes of it.
func (p *people) Decide(ctx context.Context, q db.Querier, rows []*importing.Row) error {
	all, o := candidates(rows), p.run.Import.Options
	there := newSeenKeys()
	if o.Duplicates != importing.DuplicateAdd {
		if err := p.findThere(ctx, q, all, there); err != nil {
			return fmt.Errorf("look for duplicates: %w", err)
		}
	}
	if !p.run.Dry {
		p.seen = newSeenKeys()
	}
	if err := p.skipErased(ctx, q, all); err != nil {
		return err
	}
	for _, c := range all {
		if c.Outcome == importing.Failed || c.Outcome == importing.Skipped {
			continue
		}
		c.Outcome = importing.Created
		if o.Duplicates != importing.DuplicateAdd {
			p.decide(ctx, c, there)
		}
	}
	return nil
}

func (p *people) decide(ctx context.Context, c *candidate, there *seenKeys) {
	o := p.run.Import.Options
	t, found := there.match(o, c)
	if !found {
		t, found = p.seen.match(o, c)
	}
	if !found {
		p.remember(c)
		return
	}
	c.target = &t
	p.run.Alike(ctx, c.Row, t.id, t.foreign, t.text(ctx))
	switch c.Outcome {
	case importing.Updated:
		p.seen.add(c, t)
	case importing.Created:
		c.target = nil
		p.remember(c)
	}
}

// remember lets later rows find this one. A dry run keeps no more of it than
// that, for it remembers the whole file.
func (p *people) remember(c *candidate) {
	t := target{at: c.Number, name: c.draft.NameKey}
	if !p.run.Dry {
		t.row = c
	}
	p.seen.add(c, t)
}

// text says by what a row was found to be about somebody known.
func (t *target) text(ctx context.Context) string {
	if t.at != 0 {
		n := i18n.Int(ctx, int64(t.at))
		switch t.why {
		case "email":
			return i18n.T(ctx, "Same e-mail as row %s", n)
		case "phone":
			return i18n.T(ctx, "Same phone as row %s", n)
		}
		return i18n.T(ctx, "Same name and company as row %s", n)
	}
	switch t.why {
	case "email":
		return i18n.T(ctx, "Same e-mail as an existing contact")
	case "phone":
		return i18n.T(ctx, "Same phone as an existing contact")
	}
	return i18n.T(ctx, "Same name and company as an existing contact")
}

type thereRow struct {
	ID      db.ID  `db:"id"`
	Key     string `db:"key"`
	Name    string `db:"name_key"`
	Company string `db:"company_key"`
	Owner   db.ID  `db:"owner_id"`
	Team    db.ID  `db:"team_id"`
}

// findThere looks up which of the rows are about contacts that the actor sees:
// one statement a kind, however many rows there are.
func (p *people) findThere(ctx context.Context, q db.Querier, rows []*candidate, there *seenKeys) error {
	var emails, phones []string
	var names [][2]string
	for _, c := range rows {
		if c.Outcome == importing.Failed {
			continue
		}
		for _, e := range c.draft.Emails {
			emails = append(emails, e.Key)
		}
		for _, number := range c.draft.Phones {
			if number.E164 != "" {
				phones = append(phones, number.E164)
			}
		}
		if key := companyKeyOf(c); key != "" {
			names = append(names, [2]string{c.draft.NameKey, key})
		}
	}
	o := p.run.Import.Options
	if o.Matching("email") {
		if err := p.findByChild(ctx, q, "contact_emails", "x.email_key", emails, there.email); err != nil {
			return err
		}
	}
	if o.Matching("phone") {
		if err := p.findByChild(ctx, q, "contact_phones", "x.phone_e164", phones, there.phone); err != nil {
			return err
		}
	}
	if o.Matching("name") {
		return p.findByName(ctx, q, names, there.name)
	}
	return nil
}

const thereColumns = "c.id, c.name_key, coalesce(c.company_key, '') AS company_key, c.owner_id, c.team_id"

// findByChild finds contacts by the values of a column of a child table.
func (p *people) findByChild(ctx context.Context, q db.Querier, child, column db.Expr, values []string, into map[string]target) error {
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	var sql db.SQL
	sql.S("SELECT " + thereColumns + ", ").S(column).S(" AS key FROM ").S(child).S(" x CROSS JOIN contacts c WHERE x.workspace_id = ").P(p.run.Actor.Workspace)
	sql.S(" AND c.workspace_id = x.workspace_id AND c.id = x.contact_id AND c.deleted_at IS NULL AND ").S(column).S(" <> '' AND ").S(column).S(" ")
	if err := inTexts(&sql, p.run.DB.Engine, slices.Compact(values)); err != nil {
		return err
	}
	sql.S(" AND ")
	seesContacts(&sql, p.run.Actor)
	return p.take(ctx, q, &sql, into)
}

// findByName finds contacts by pairs of name and company.
func (p *people) findByName(ctx context.Context, q db.Querier, names [][2]string, into map[string]target) error {
	if len(names) == 0 {
		return nil
	}
	list, err := json.Marshal(names)
	if err != nil {
		return fmt.Errorf("write names: %w", err)
	}
	var sql db.SQL
	sql.S("SELECT " + thereColumns + ", '' AS key FROM ")
	if p.run.DB.Engine == db.SQLite {
		// The plus keeps the planner from the index of companies: a name is rarer than a company.
		sql.S("json_each(").P(string(list)).S(") v CROSS JOIN contacts c WHERE c.name_key = v.value->>0 AND +c.company_key = v.value->>1")
	} else {
		sql.S("jsonb_array_elements(CAST(").P(string(list)).S(" AS JSONB)) v(value) CROSS JOIN contacts c WHERE c.name_key = v.value->>0 AND c.company_key = v.value->>1")
	}
	sql.S(" AND c.workspace_id = ").P(p.run.Actor.Workspace).S(" AND c.deleted_at IS NULL AND ")
	seesContacts(&sql, p.run.Actor)
	return p.take(ctx, q, &sql, into)
}

// take reads what was found; of several the oldest counts. It is ordered here:
// asked for an order, SQLite would walk all contacts to save the sorting.
func (p *people) take(ctx context.Context, q db.Querier, sql *db.SQL, into map[string]target) error {
	rows, err := db.Select[thereRow](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return err
	}
	scope := p.run.Actor.Scope("contact")
	for _, row := range rows {
		key := row.Key
		if key == "" {
			key = nameKey(row.Name, row.Company)
		}
		if old, taken := into[key]; !taken || bytes.Compare(row.ID[:], old.id[:]) < 0 {
			into[key] = target{id: row.ID, name: row.Name, foreign: !scope.MayWrite(row.Owner, row.Team)}
		}
	}
	return nil
}

// inTexts appends a condition that the text before it is one of the values:
// one parameter however many there are.
func inTexts(sql *db.SQL, engine db.Engine, values []string) error {
	list, err := json.Marshal(values)
	if err != nil {
		return fmt.Errorf("write values: %w", err)
	}
	if engine == db.SQLite {
		sql.S("IN (SELECT value FROM json_each(").P(string(list)).S("))")
	} else {
		sql.S("= ANY (ARRAY(SELECT jsonb_array_elements_text(CAST(").P(string(list)).S(" AS JSONB))))")
	}
	return nil
}

func seesContacts(sql *db.SQL, actor account.Actor) {
	actor.Scope("contact").Sees(sql, "c.owner_id", "c.team_id")
}
