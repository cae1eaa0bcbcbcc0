package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/phone"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// similarShown is how many records a warning names.
const similarShown = 5

// Likeness is a record that may be the one somebody is about to write down.
type Likeness struct {
	Side
	Pair Pair // says why
}

// Similar returns contacts the actor sees that may be the one of the input: by
// e-mail, phone, or name in any script. It asks indexes only, and is quick.
func (s *Contacts) Similar(ctx context.Context, actor account.Actor, in ContactInput) ([]Likeness, error) {
	typed := suspect{company: coreName(search.Fold(in.Company)), city: looseText(search.Fold(in.City))}
	name := fullName(in.FirstName, in.LastName)
	typed.named(name, plainWords(name))
	for _, e := range append(in.Emails, Email{Email: in.Email}) {
		typed.emails = append(typed.emails, filled(search.Fold(e.Email))...)
	}
	for _, p := range append(in.Phones, Phone{Phone: in.Phone}, Phone{Phone: in.Mobile}) {
		typed.phones = append(typed.phones, filled(phone.E164(p.Phone, actor.Country))...)
	}
	found, err := contactCandidates(ctx, s.db, actor, typed, name)
	if err != nil {
		return nil, err
	}
	return similar(ctx, s.db, actor, duplicatesOf("contact"), contactSuspects(), typed, name, found)
}

// Similar is the same for companies: by VAT or registration number, domain,
// e-mail, phone, or name without the legal form.
func (s *Companies) Similar(ctx context.Context, actor account.Actor, in CompanyInput) ([]Likeness, error) {
	row := companySuspect{Name: in.Name, NameKey: search.Key(in.Name), City: search.Key(in.City), Website: in.Website, Email: in.Email,
		Key: search.Fold(in.Email), Phone: phone.E164(in.Phone, actor.Country), VAT: in.VATNumber, Reg: in.RegistrationNumber}
	if row.Website != "" && !strings.Contains(row.Website, "://") {
		row.Website = "https://" + row.Website
	}
	typed := row.suspect()
	found, err := companyCandidates(ctx, s.db, actor, row, typed)
	if err != nil {
		return nil, err
	}
	return similar(ctx, s.db, actor, duplicatesOf("company"), companySuspects(), typed, in.Name, found)
}

// similar judges the candidates by the rules that find duplicates.
func similar(ctx context.Context, d *db.DB, actor account.Actor, k duplicateKind, s suspects, typed suspect, name string, found []db.ID) ([]Likeness, error) {
	if len(found) == 0 {
		return nil, nil
	}
	others, err := s.read(ctx, d, actor.Workspace, portion{ids: found[:min(len(found), record.Batch)]})
	if err != nil {
		return nil, err
	}
	p := newPass(s.rules, []suspect{typed})
	for i := range others {
		p.walk(&others[i])
	}
	var rows []pairRow
	for _, f := range p.result() { // the one that is typed has no id, and comes first
		rows = append(rows, pairRow{f.a, f.b, f.reason, int(f.certainty)})
	}
	slices.SortStableFunc(rows, func(a, b pairRow) int { return b.Certainty - a.Certainty })
	if len(rows) == 0 {
		return nil, nil
	}
	sides, err := k.readSides(ctx, d, actor, rows)
	if err != nil {
		return nil, err
	}
	var all []Likeness
	for _, row := range rows {
		if side, ok := sides[row.B]; ok && len(all) < similarShown {
			all = append(all, Likeness{side, Pair{Side{Name: name}, side, row.Reason, row.Certainty}})
		}
	}
	return all, nil
}

func contactCandidates(ctx context.Context, d *db.DB, actor account.Actor, typed suspect, name string) ([]db.ID, error) {
	var found []db.ID
	for _, by := range []struct {
		table, column db.Expr
		values        []string
	}{
		{"contact_emails", "email_key", typed.emails},
		{"contact_phones", "phone_e164", typed.phones},
	} {
		if len(by.values) == 0 {
			continue
		}
		var q db.SQL
		q.S("SELECT contact_id FROM ").S(by.table).S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND ").S(by.column).S(" <> '' AND ").S(by.column).S(" IN ")
		db.In(&q, by.values)
		q.S(" LIMIT ").P(similarShown * 10)
		some, err := db.Values[db.ID](ctx, d, q.Text(), q.Args()...)
		if err != nil {
			return nil, fmt.Errorf("look for similar contacts: %w", err)
		}
		found = append(found, some...)
	}
	return namedAlike(ctx, d, actor, "contact", name, len(typed.words) > 1, found)
}

// namedAlike adds records that a search for the words finds.
func namedAlike(ctx context.Context, d *db.DB, actor account.Actor, kind, words string, ask bool, found []db.ID) ([]db.ID, error) {
	if !ask {
		return found, nil
	}
	hits, err := search.Find(ctx, d, actor.Workspace, []string{kind}, words, actor.Widen(similarShown*4, kind))
	return append(found, idsOf(hits, kind)...), err
}

func companyCandidates(ctx context.Context, d *db.DB, actor account.Actor, row companySuspect, typed suspect) ([]db.ID, error) {
	var found []db.ID
	for _, column := range []db.Expr{"vat_number", "registration_number"} {
		values := numberSpellings(actor, row)
		if len(values) == 0 {
			break
		}
		var q db.SQL
		q.S("SELECT id FROM companies WHERE workspace_id = ").P(actor.Workspace).S(" AND ").S(column).S(" <> '' AND ").S(column).S(" IN ")
		db.In(&q, values)
		q.S(" LIMIT ").P(similarShown * 4)
		some, err := db.Values[db.ID](ctx, d, q.Text(), q.Args()...)
		if err != nil {
			return nil, fmt.Errorf("look for similar companies: %w", err)
		}
		found = append(found, some...)
	}
	for _, words := range []string{strings.Join(coreWords(plainWords(row.Name)), " "), typed.domain, row.Email, row.Phone} {
		var err error
		if found, err = namedAlike(ctx, d, actor, "company", words, len(words) > 2, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// numberSpellings are the ways in which the numbers of a firm may be kept.
func numberSpellings(actor account.Actor, row companySuspect) []string {
	var all []string
	for _, number := range filled(row.VAT, row.Reg) {
		bare := firmNumber(number)
		all = append(all, filled(strings.ToUpper(strings.ReplaceAll(number, " ", "")), bare)...)
		if bare != "" {
			all = append(all, actor.Country+bare)
		}
	}
	return all
}
