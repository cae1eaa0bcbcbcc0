package contact

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/country"
	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
	"kontor/internal/kit/vcard"
	"kontor/internal/record"
)

// exportCards writes contacts as vCard 3.0, which every address book reads.
func (d *Domain) exportCards(ctx context.Context, actor account.Actor, l *list.List, q list.Query, w record.Writer) error {
	q.Cols = []string{"name"}
	out, done := vcard.NewWriter(w, "3.0"), 0
	err := l.Each(ctx, q, func(page list.Page) error {
		ids := make([]db.ID, len(page.Rows))
		for i, row := range page.Rows {
			ids[i] = row.ID
		}
		contacts, err := d.inOrder(ctx, actor, ids)
		if err != nil {
			return err
		}
		for i := range contacts {
			if err := out.Write(card(&contacts[i], actor.Lang)); err != nil {
				return fmt.Errorf("write export: %w", err)
			}
		}
		done += len(page.Rows)
		w.Done(done)
		return out.Flush()
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// inOrder returns whole contacts in the order of their ids.
func (d *Domain) inOrder(ctx context.Context, actor account.Actor, ids []db.ID) ([]Contact, error) {
	all := make([]Contact, 0, len(ids))
	for part := range slices.Chunk(ids, record.Batch) {
		var sql db.SQL
		sql.S(selectContact()).P(actor.Workspace).S(" AND c.deleted_at IS NULL AND c.id IN ")
		db.In(&sql, part)
		found, err := db.Select[Contact](ctx, d.db, sql.Text(), sql.Args()...)
		if err != nil {
			return nil, fmt.Errorf("read contacts to export: %w", err)
		}
		if err := loadChildren(ctx, d.db, actor.Workspace, found); err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	at := make(map[db.ID]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	slices.SortFunc(all, func(a, b Contact) int { return at[a.ID] - at[b.ID] })
	return all, nil
}

// card is a contact as an address card.
func card(c *Contact, lang string) *vcard.Card {
	v := &vcard.Card{
		UID: "urn:uuid:" + c.ID.String(), FullName: c.Name, First: c.FirstName, Last: c.LastName,
		Company: c.CompanyName, Title: c.Position, Note: c.Notes,
	}
	if c.Birthday != nil {
		v.Birthday = *c.Birthday
	}
	for _, e := range c.Emails {
		v.Emails = append(v.Emails, vcard.Item{Value: e.Email, Type: e.Kind, Preferred: e.Primary})
	}
	for _, p := range c.Phones {
		number := p.E164
		if number == "" {
			number = p.Phone
		}
		v.Phones = append(v.Phones, vcard.Item{Value: number, Type: p.Kind, Preferred: p.Primary})
	}
	if c.Address+c.City+c.PostalCode+c.Country != "" {
		v.Addresses = []vcard.Address{{Street: c.Address, City: c.City, PostalCode: c.PostalCode, Country: country.Name(c.Country, lang), Type: "work"}}
	}
	for _, link := range []struct{ kind, url string }{{"linkedin", c.LinkedIn}, {"twitter", c.Twitter}, {"facebook", c.Facebook}} {
		if link.url != "" {
			v.Profiles = append(v.Profiles, vcard.Item{Value: link.url, Type: link.kind})
		}
	}
	for _, t := range c.Tags {
		v.Categories = append(v.Categories, t.Name)
	}
	return v
}
