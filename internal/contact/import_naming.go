package contact

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/email"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// Named is a company and a contact as a row of a file names them.
type Named struct {
	Company string
	Contact string // a name
	Email   string // of the contact
	Owner   db.ID  // of what is made

	CompanyID, ContactID db.ID // zero where nobody has the name
}

// Person is the contact in the file's words.
func (n *Named) Person() string {
	return strings.Join(importing.Filled(n.Contact, n.Email), " · ")
}

// SayContact takes a cell that names a contact, by name or by address.
func (n *Named) SayContact(cell string) {
	if email.Valid(cell) {
		n.Email = cell
		return
	}
	first, last := splitName(cell)
	n.Contact = strings.TrimSpace(first + " " + last)
}

// Check tells what is wrong with the names, should they be made.
func (n *Named) Check(ctx context.Context, actor account.Actor) fault.Invalid {
	invalid := fault.Invalid{}
	if n.Company != "" {
		for _, message := range prepareCompany(ctx, actor, CompanyInput{CompanyFields: CompanyFields{Name: n.Company}}).invalid {
			invalid.Add("company", message)
		}
	}
	if n.names() {
		for _, message := range prepare(ctx, actor, n.input()).invalid {
			invalid.Add("contact", message)
		}
	}
	return invalid
}

// names tells whether a contact is named at all.
func (n *Named) names() bool { return n.Contact != "" || n.Email != "" }

func (n *Named) input() ContactInput {
	in := ContactInput{OwnerID: n.Owner, CompanyID: n.CompanyID}
	in.IsActive, in.Source = true, "import"
	in.FirstName, in.LastName = splitName(n.Contact)
	if n.Email != "" {
		in.Emails = []Email{{Kind: "work", Email: n.Email}}
		if n.Contact == "" {
			in.FirstName, _, _ = strings.Cut(n.Email, "@")
		}
	}
	return in
}

// key tells contacts of a file apart.
func (n *Named) key() string {
	if n.Email != "" {
		return "@" + search.Fold(n.Email)
	}
	return n.byName()
}

func (n *Named) byName() string { return nameKey(search.Key(n.Contact), search.Key(n.Company)) }

// addressed are the names with an e-mail address first: others may mean them.
func addressed(all []*Named) []*Named {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b *Named) int { return cmp.Compare(min(len(b.Email), 1), min(len(a.Email), 1)) })
	return sorted
}

// Naming finds the companies and contacts that the rows of an import name, and
// makes those that are missing if its options say so.
type Naming struct {
	run    *importing.Run
	firms  *firms
	people map[string]db.ID // by key

	lackFirms, lackPeople map[string]bool // what a dry run would make
	lack                  int64           // people
}

// NewNaming returns it for one run.
func NewNaming(r *importing.Run) *Naming {
	return &Naming{run: r, firms: newFirms(r.Actor, r.DB.Engine, r.Import.ID), people: map[string]db.ID{}, lackFirms: map[string]bool{}, lackPeople: map[string]bool{}}
}

// Creates tells whether what is missing is made.
func (n *Naming) Creates() bool {
	return n.run.Import.Options.CreateCompanies && n.run.Actor.May(account.Create, "company") && n.run.Actor.May(account.Create, "contact")
}

// Find fills in the companies and contacts that are there.
func (n *Naming) Find(ctx context.Context, q db.Querier, all []*Named) error {
	n.firms.forget()
	if err := n.firms.find(ctx, q, wantedOf(all)); err != nil {
		return fmt.Errorf("look up companies: %w", err)
	}
	if len(n.people) > rememberedFirms {
		clear(n.people)
	}
	if err := n.findPeople(ctx, q, all); err != nil {
		return fmt.Errorf("look up contacts: %w", err)
	}
	n.fill(all)
	return nil
}

func wantedOf(all []*Named) []wantedFirm {
	wanted := make([]wantedFirm, 0, len(all))
	for _, one := range all {
		wanted = append(wanted, wantedFirm{CompanyInput{CompanyFields: CompanyFields{Name: one.Company}}, one.Owner, func(fault.Invalid) {}})
	}
	return wanted
}

func (n *Naming) fill(all []*Named) {
	for _, one := range all {
		ref, _ := n.firms.of(CompanyInput{CompanyFields: CompanyFields{Name: one.Company}})
		one.CompanyID, one.ContactID = ref.ID, n.people[one.key()]
	}
}

// Would tells what Make would make, of all rows so far.
func (n *Naming) Would(all []*Named) importing.Made {
	if n.Creates() {
		for _, one := range addressed(all) {
			if one.Company != "" && one.CompanyID.IsZero() {
				n.lackFirms[search.Key(one.Company)] = true
			}
			if one.names() && one.ContactID.IsZero() && !n.lackPeople[one.key()] {
				n.lackPeople[one.key()], n.lackPeople[one.byName()] = true, true
				n.lack++
			}
		}
	}
	return importing.Made{Companies: int64(len(n.lackFirms)), Contacts: n.lack}
}

// Make makes what is missing, each once, and fills it in.
func (n *Naming) Make(ctx context.Context, tx *db.Tx, all []*Named) (made importing.Made, err error) {
	if !n.Creates() {
		return made, nil
	}
	if made.Companies, err = n.firms.make(ctx, tx, wantedOf(all)); err != nil {
		return made, fmt.Errorf("make companies: %w", err)
	}
	n.fill(all)
	if made.Contacts, err = n.makePeople(ctx, tx, all); err != nil {
		return made, fmt.Errorf("make contacts: %w", err)
	}
	n.fill(all)
	return made, nil
}

func (n *Naming) makePeople(ctx context.Context, tx *db.Tx, all []*Named) (int64, error) {
	var drafts []*draft
	wanted := map[string]*draft{}
	for _, one := range addressed(all) {
		if !one.names() || !one.ContactID.IsZero() || wanted[one.key()] != nil {
			continue
		}
		in := one.input()
		in.ImportID = n.run.Import.ID
		d := prepare(ctx, n.run.Actor, in)
		drafts = append(drafts, d)
		wanted[one.key()], wanted[one.byName()] = d, d
	}
	for part := range slices.Chunk(drafts, record.Batch) {
		if err := insertContacts(ctx, tx, n.run.Actor, n.run.Import.ID, part); err != nil {
			return 0, err
		}
	}
	for key, d := range wanted {
		n.people[key] = d.ID
	}
	return int64(len(drafts)), nil
}

// person is a contact that was found by an address or a name.
type person struct {
	ID      db.ID  `db:"id"`
	By      string `db:"found_by"`
	Company string `db:"company_key"`
}

// findPeople finds contacts by their e-mail addresses, and those without one
// by name: of the company that the row names, or who has none.
func (n *Naming) findPeople(ctx context.Context, q db.Querier, all []*Named) error {
	var emails, names []string
	for _, one := range all {
		_, known := n.people[one.key()]
		switch {
		case known || !one.names():
		case one.Email != "":
			emails = append(emails, search.Fold(one.Email))
		default:
			names = append(names, search.Key(one.Contact))
		}
	}
	byEmail, err := n.peopleBy(ctx, q, "contact_emails x CROSS JOIN contacts c", "x.email_key", " AND c.workspace_id = x.workspace_id AND c.id = x.contact_id AND x.workspace_id = ", emails)
	if err != nil {
		return err
	}
	byName, err := n.peopleBy(ctx, q, "contacts c", "c.name_key", " AND c.workspace_id = ", names)
	if err != nil {
		return err
	}
	for _, one := range all {
		found := byName[search.Key(one.Contact)]
		if one.Email != "" {
			found = byEmail[search.Fold(one.Email)]
		}
		if p, ok := one.among(found); ok {
			n.people[one.key()] = p.ID
		}
	}
	return nil
}

// among is whom the row means of several: the oldest.
func (n *Named) among(found []person) (person, bool) {
	company := search.Key(n.Company)
	for _, right := range []func(person) bool{
		func(p person) bool { return n.Email != "" || p.Company == company },
		func(p person) bool { return company == "" || p.Company == "" },
	} {
		if i := slices.IndexFunc(found, right); i >= 0 {
			return found[i], true
		}
	}
	return person{}, false
}

// peopleBy returns the contacts that the actor sees by a value, the oldest
// first. They are ordered here: see take.
func (n *Naming) peopleBy(ctx context.Context, q db.Querier, from, column, join db.Expr, values []string) (map[string][]person, error) {
	if len(values) == 0 {
		return nil, nil
	}
	slices.Sort(values)
	var sql db.SQL
	sql.S("SELECT c.id, coalesce(c.company_key, '') AS company_key, ").S(column).S(" AS found_by FROM ").S(from).S(" WHERE ").S(column).S(" ")
	if err := inTexts(&sql, n.run.DB.Engine, slices.Compact(values)); err != nil {
		return nil, err
	}
	sql.S(join).P(n.run.Actor.Workspace).S(" AND c.deleted_at IS NULL AND ")
	seesContacts(&sql, n.run.Actor)
	rows, err := db.Select[person](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b person) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	found := map[string][]person{}
	for _, p := range rows {
		found[p.By] = append(found[p.By], p)
	}
	return found, nil
}
