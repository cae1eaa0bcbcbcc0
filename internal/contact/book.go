package contact

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/phone"
	"kontor/internal/kit/vcard"
)

// maxBook is how many contacts an address book on a phone has: the newest.
const maxBook = 10_000

// BookEntry is a contact in an address book; Card is empty where it was not
// asked for.
type BookEntry struct {
	ID      db.ID `db:"id"`
	Version int64 `db:"version"`
	Card    string
}

// Book returns the contacts that the actor sees for an address book, or of
// those named what is there; with their cards (vCard 3.0) if asked, under the
// UIDs given.
func (d *Domain) Book(ctx context.Context, actor account.Actor, only []db.ID, cards bool, uids map[db.ID]string) ([]BookEntry, error) {
	var sql db.SQL
	sql.S("SELECT c.id, c.version FROM contacts c WHERE c.workspace_id = ").P(actor.Workspace).S(" AND c.deleted_at IS NULL AND ")
	actor.Scope("contact").Sees(&sql, "c.owner_id", "c.team_id")
	if only != nil {
		sql.S(" AND c.id IN ")
		db.In(&sql, only)
	}
	sql.S(" ORDER BY c.id DESC LIMIT ").P(maxBook)
	type row struct {
		ID      db.ID `db:"id"`
		Version int64 `db:"version"`
	}
	rows, err := db.Select[row](ctx, d.db, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read address book: %w", err)
	}
	all, ids := make([]BookEntry, len(rows)), make([]db.ID, len(rows))
	for i, r := range rows {
		all[i], ids[i] = BookEntry{ID: r.ID, Version: r.Version}, r.ID
	}
	if !cards {
		return all, nil
	}
	return all, d.fillCards(ctx, actor, all, ids, uids)
}

func (d *Domain) fillCards(ctx context.Context, actor account.Actor, all []BookEntry, ids []db.ID, uids map[db.ID]string) error {
	whole, err := d.inOrder(ctx, actor, ids)
	if err != nil {
		return err
	}
	at := map[db.ID]int{}
	for i, e := range all {
		at[e.ID] = i
	}
	for i := range whole {
		c := card(&whole[i], actor.Lang)
		if uid := uids[whole[i].ID]; uid != "" {
			c.UID = uid
		}
		var b bytes.Buffer
		out := vcard.NewWriter(&b, "3.0")
		if err := errors.Join(out.Write(c), out.Flush()); err != nil {
			return err
		}
		e := &all[at[whole[i].ID]]
		e.Version, e.Card = whole[i].Version, b.String() // both of the same moment
	}
	return nil
}

// TakeCard makes a contact of what a card says, or changes the one with the id
// as read at the version; 0 is whatever is there. What a card cannot say stays.
// Of a new contact, made is told the id and the UID of the card, in the same
// transaction.
func (d *Domain) TakeCard(ctx context.Context, actor account.Actor, id db.ID, version int64, text []byte, made func(tx *db.Tx, id db.ID, uid string) error) error {
	read, err := vcard.NewReader(bytes.NewReader(text)).Next()
	if errors.Is(err, io.EOF) || err == nil && read.Problem != "" {
		err = fault.Malformed{Text: i18n.T(ctx, "This is not a valid value. Choose another one.")}
	}
	if err != nil {
		return err
	}
	said := cardInput(&read).contact
	if said.FirstName == "" && said.LastName == "" {
		said.FirstName, said.LastName = splitName(read.FullName)
	}
	if id.IsZero() {
		in := NewContactInput(actor)
		in.takeCard(said, Contact{})
		_, err := d.Contacts.createAnd(ctx, actor, in, func(tx *db.Tx, id db.ID) error { return made(tx, id, read.UID) })
		return err
	}
	_, err = d.Contacts.Patch(ctx, actor, id, func(c Contact) (ContactInput, error) {
		in := c.Input()
		in.Version = version
		in.takeCard(said, c)
		return in, nil
	})
	return err
}

// takeCard puts what a card says over an input.
func (in *ContactInput) takeCard(said ContactInput, c Contact) {
	in.FirstName, in.LastName, in.Position, in.Notes = said.FirstName, said.LastName, said.Position, said.Notes
	in.Address, in.City, in.PostalCode, in.Country = said.Address, said.City, said.PostalCode, said.Country
	in.LinkedIn, in.Twitter, in.Facebook = said.LinkedIn, said.Twitter, said.Facebook
	in.Birthday, in.Emails, in.Phones = said.Birthday, said.Emails, slices.Clone(said.Phones)
	for i, p := range in.Phones {
		in.Phones[i].Phone = asTyped(p.Phone, c.Phones)
	}
	if strings.EqualFold(said.Company, c.CompanyName) {
		return
	}
	in.CompanyID, in.Company, in.CreateCompany = db.ID{}, said.Company, true
}

// asTyped keeps a number the way somebody typed it, where a card only has it in
// international form.
func asTyped(number string, known []Phone) string {
	for _, k := range known {
		if number == k.E164 || phone.Digits(number) == k.Digits && k.Digits != "" {
			return k.Phone
		}
	}
	return number
}
