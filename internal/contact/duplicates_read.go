package contact

import (
	"context"
	"fmt"

	"kontor/internal/kit/db"
)

// suspects reads records as the finder sees them.
type suspects struct {
	kind  string
	rules []rule
	read  func(ctx context.Context, q db.Querier, ws db.WorkspaceID, p portion) ([]suspect, error)
}

// portion names live records: some by their ids, or the next ones behind an id
// in the order of ids.
type portion struct {
	ids   []db.ID
	after db.ID
	limit int
}

func (p portion) where(q *db.SQL, id db.Expr) {
	if p.ids != nil {
		q.S(id).S(" IN ")
		db.In(q, p.ids)
		return
	}
	q.S(id).S(" > ").P(p.after[:])
}

func (p portion) order(q *db.SQL, id db.Expr) {
	if p.ids == nil {
		q.S(" ORDER BY ").S(id).S(" LIMIT ").P(p.limit)
	}
}

func contactSuspects() suspects {
	return suspects{"contact", contactRules(), readContactSuspects}
}

func companySuspects() suspects {
	return suspects{"company", companyRules(), readCompanySuspects}
}

type contactSuspect struct {
	ID      db.ID  `db:"id"`
	Name    string `db:"name"`
	NameKey string `db:"name_key"`
	Company string `db:"company_key"`
	City    string `db:"city_key"`
}

type suspectValue struct {
	ID    db.ID  `db:"contact_id"`
	Value string `db:"value"`
	Kind  string `db:"kind"`
}

func readContactSuspects(ctx context.Context, q db.Querier, ws db.WorkspaceID, p portion) ([]suspect, error) {
	var sql db.SQL
	sql.S("SELECT c.id, c.name, c.name_key, coalesce(c.company_key, '') AS company_key, c.city_key FROM contacts c WHERE c.workspace_id = ").P(ws)
	sql.S(" AND c.deleted_at IS NULL AND ")
	p.where(&sql, "c.id")
	p.order(&sql, "c.id")
	rows, err := db.Select[contactSuspect](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read contacts to compare: %w", err)
	}
	all, at := make([]suspect, len(rows)), make(map[db.ID]*suspect, len(rows))
	for i, row := range rows {
		all[i] = suspect{id: row.ID, company: coreName(foldedKey(row.Company)), city: looseText(foldedKey(row.City))}
		all[i].named(row.Name, foldedWords(foldedKey(row.NameKey)))
		at[row.ID] = &all[i]
	}
	if len(all) == 0 {
		return nil, nil
	}
	last := all[len(all)-1].id
	return all, addValues(ctx, q, ws, at, func(q *db.SQL) {
		if p.where(q, "x.contact_id"); p.ids == nil {
			q.S(" AND x.contact_id <= ").P(last)
		}
	})
}

// addValues adds e-mail addresses and phone numbers.
func addValues(ctx context.Context, q db.Querier, ws db.WorkspaceID, at map[db.ID]*suspect, where func(q *db.SQL)) error {
	read := func(select_ db.Expr, add func(s *suspect, v suspectValue)) error {
		var sql db.SQL
		sql.S(select_).P(ws).S(" AND ")
		where(&sql)
		values, err := db.Select[suspectValue](ctx, q, sql.Text(), sql.Args()...)
		for _, v := range values {
			if s := at[v.ID]; s != nil && v.Value != "" {
				add(s, v)
			}
		}
		return err
	}
	err := read("SELECT x.contact_id, x.email_key AS value, x.kind FROM contact_emails x WHERE x.workspace_id = ",
		func(s *suspect, v suspectValue) { s.emails = append(s.emails, v.Value) })
	if err != nil {
		return fmt.Errorf("read e-mails to compare: %w", err)
	}
	err = read("SELECT x.contact_id, x.phone_e164 AS value, x.kind FROM contact_phones x WHERE x.workspace_id = ",
		func(s *suspect, v suspectValue) {
			if s.phones = append(s.phones, v.Value); v.Kind == "mobile" {
				s.mobiles = append(s.mobiles, v.Value)
			}
		})
	if err != nil {
		return fmt.Errorf("read phones to compare: %w", err)
	}
	return nil
}

type companySuspect struct {
	ID      db.ID  `db:"id"`
	Name    string `db:"name"`
	NameKey string `db:"name_key"`
	City    string `db:"city_key"`
	Country string `db:"country"`
	Website string `db:"website"`
	Email   string `db:"email"`
	Key     string `db:"email_key"`
	Phone   string `db:"phone_e164"`
	VAT     string `db:"vat_number"`
	Reg     string `db:"registration_number"`
}

const companySuspectColumns = "o.id, o.name, o.name_key, o.city_key, o.country, o.website, o.email, o.email_key, o.phone_e164, o.vat_number, o.registration_number"

func (c companySuspect) suspect() suspect {
	s := suspect{id: c.ID, city: looseText(foldedKey(c.City)), country: c.Country, domain: domainOf(c.Website, c.Email), emails: filled(c.Key), phones: filled(c.Phone),
		vat: firmNumber(c.VAT), reg: firmNumber(c.Reg)}
	s.named(c.Name, coreWords(foldedWords(foldedKey(c.NameKey))))
	return s
}

func readCompanySuspects(ctx context.Context, q db.Querier, ws db.WorkspaceID, p portion) ([]suspect, error) {
	var sql db.SQL
	sql.S("SELECT " + companySuspectColumns + " FROM companies o WHERE o.workspace_id = ").P(ws).S(" AND o.deleted_at IS NULL AND ")
	p.where(&sql, "o.id")
	p.order(&sql, "o.id")
	rows, err := db.Select[companySuspect](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read companies to compare: %w", err)
	}
	all := make([]suspect, len(rows))
	for i, row := range rows {
		all[i] = row.suspect()
	}
	return all, nil
}
