package privacy

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/record"
)

// Person is somebody of whom something is kept: a contact, with those that were
// merged into it.
type Person struct {
	ID   db.ID
	Name string

	ids    []db.ID // of the contact, and of those that were merged into it
	names  []string
	firsts []string // of now, as lasts
	lasts  []string
	emails []string
	phones []string
	marks  []string // what an import recognises
}

func contacts() record.Table { return record.Table{Kind: "contact", Name: "contacts"} }

// person reads what somebody is known by, now and before. What the actor does
// not see is fault.NotFound.
func person(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (Person, error) {
	held, err := contacts().Held(ctx, q, actor, []db.ID{id})
	if err != nil {
		return Person{}, err
	}
	if len(held) == 0 {
		return Person{}, fault.NotFound{}
	}
	p := Person{ID: id, Name: held[0].Name, ids: []db.ID{id}}
	merged, err := db.Select[mergedRow](ctx, q, `SELECT record_id, name FROM merged_records WHERE workspace_id = $1 AND kind = 'contact' AND survivor_id = $2 ORDER BY record_id`, actor.Workspace, id)
	if err != nil {
		return p, fmt.Errorf("read merged contacts: %w", err)
	}
	for _, m := range merged {
		p.ids, p.names = append(p.ids, m.ID), append(p.names, m.Name)
	}
	for _, read := range []func(context.Context, db.Querier, account.Actor) error{p.readNames, p.readAddresses, p.readPast} {
		if err := read(ctx, q, actor); err != nil {
			return p, err
		}
	}
	return p, nil
}

type mergedRow struct {
	ID   db.ID  `db:"record_id"`
	Name string `db:"name"`
}

// of appends the condition that a row is about the person.
func (p *Person) of(q *db.SQL, actor account.Actor, column db.Expr) {
	q.S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND ").S(column).S(" IN ")
	db.In(q, p.ids)
}

func (p *Person) readNames(ctx context.Context, q db.Querier, actor account.Actor) error {
	type row struct {
		First string `db:"first_name"`
		Last  string `db:"last_name"`
	}
	var sql db.SQL
	sql.S("SELECT first_name, last_name FROM contacts")
	p.of(&sql, actor, "id")
	sql.S(" ORDER BY id")
	all, err := db.Select[row](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("read names: %w", err)
	}
	for _, r := range all {
		p.called(r.First, r.Last)
		p.firsts, p.lasts = append(p.firsts, r.First), append(p.lasts, r.Last)
	}
	return nil
}

// called adds a name in both orders.
func (p *Person) called(first, last string) {
	p.names = append(p.names, strings.TrimSpace(first+" "+last))
	if first != "" && last != "" {
		p.names = append(p.names, last+" "+first, last+", "+first)
	}
}

func (p *Person) readAddresses(ctx context.Context, q db.Querier, actor account.Actor) error {
	type email struct {
		Email string `db:"email"`
		Key   string `db:"email_key"`
	}
	type phone struct {
		Phone string `db:"phone"`
		E164  string `db:"phone_e164"`
	}
	var sql db.SQL
	sql.S("SELECT email, email_key FROM contact_emails")
	p.of(&sql, actor, "contact_id")
	sql.S(" ORDER BY email_key, email")
	emails, err := db.Select[email](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("read e-mails: %w", err)
	}
	for _, e := range emails {
		p.emails, p.marks = append(p.emails, e.Email), append(p.marks, contact.MarkEmail(e.Key))
	}
	sql = db.SQL{}
	sql.S("SELECT phone, phone_e164 FROM contact_phones")
	p.of(&sql, actor, "contact_id")
	sql.S(" ORDER BY phone_e164, phone")
	phones, err := db.Select[phone](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("read phones: %w", err)
	}
	for _, n := range phones {
		p.phones = append(p.phones, n.Phone, n.E164)
		if mark := contact.MarkPhone(n.E164); mark != "" {
			p.marks = append(p.marks, mark)
		}
	}
	slices.Sort(p.marks)
	p.marks = slices.Compact(p.marks)
	return nil
}

var (
	anEmail = regexp.MustCompile(`[^\s,;:<>()"]+@[^\s,;:<>()"]+`)
	aPhone  = regexp.MustCompile(`\+?\d[\d ()/.-]{5,}\d`)
)

// readPast reads from history what the person was called and reached by before.
func (p *Person) readPast(ctx context.Context, q db.Querier, actor account.Actor) error {
	type row struct {
		Field string `db:"field"`
		Old   string `db:"old_value"`
		New   string `db:"new_value"`
	}
	var sql db.SQL
	sql.S("SELECT field, old_value, new_value FROM changes")
	p.of(&sql, actor, "record_id")
	sql.S(" AND kind = 'contact' AND field IN ('first_name', 'last_name', 'emails', 'phones') ORDER BY id")
	all, err := db.Select[row](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("read former names and addresses: %w", err)
	}
	firsts, lasts := []string{}, []string{}
	for _, r := range all {
		switch r.Field {
		case "first_name":
			firsts = append(firsts, r.Old, r.New)
		case "last_name":
			lasts = append(lasts, r.Old, r.New)
		case "emails":
			p.emails = append(p.emails, anEmail.FindAllString(r.Old+"\n"+r.New, -1)...)
		default:
			p.phones = append(p.phones, aPhone.FindAllString(r.Old, -1)...)
			p.phones = append(p.phones, aPhone.FindAllString(r.New, -1)...)
		}
	}
	p.formerly(firsts, lasts)
	return nil
}

// formerly adds the names that first and last names of the past make, each with
// each and with those of now.
func (p *Person) formerly(firsts, lasts []string) {
	if len(firsts)+len(lasts) == 0 {
		return
	}
	firsts, lasts = distinct(append(firsts, p.firsts...)), distinct(append(lasts, p.lasts...))
	for _, f := range firsts {
		for _, l := range lasts {
			p.called(f, l)
		}
	}
}

func distinct(all []string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}
