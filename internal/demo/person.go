package demo

import (
	"fmt"
	"strings"
	"time"

	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// perCompany is how many contacts there are for each company.
const perCompany = 8

// person makes a contact as it was entered at the time at, with its company
// and its notes.
func (g *generator) person(at time.Time) error {
	of := g.nationality()
	n := &g.nations[of]
	employer, err := g.employer(of, at)
	if err != nil {
		return err
	}
	in := g.name(n)
	in.Language, in.Country = n.language, n.country
	g.reach(&in, n, employer)
	in.Source, in.OwnerID, in.IsActive = pick(g.r, g.texts.sources), g.owner(), !g.chance(3)
	if g.chance(30) {
		in.Birthday = g.birthday()
	}
	return g.keep(in, employer, g.someTags(), at, append(g.notes(at), g.talks(at, g.now.Add(-72*time.Hour), g.r.IntN(3))...))
}

// employer is nobody, a new company or one that is there.
func (g *generator) employer(of int, at time.Time) (*firm, error) {
	if g.chance(12) {
		return nil, nil
	}
	pool := g.pools[of]
	if len(pool) > 0 && g.r.IntN(perCompany) != 0 {
		return &pool[g.r.IntN(len(pool))], nil
	}
	f, err := g.company(of, at)
	return &f, err
}

func (g *generator) name(n *nation) contact.ContactInput {
	in := contact.ContactInput{ContactFields: contact.ContactFields{FirstName: pick(g.r, n.men), LastName: pick(g.r, n.families)}}
	position, _, _ := strings.Cut(pick(g.r, n.positions), "|")
	if g.chance(48) {
		in.FirstName = pick(g.r, n.women)
		if n.feminine != nil {
			in.LastName = n.feminine(in.LastName)
		}
		both := strings.Split(pick(g.r, n.positions), "|")
		position = both[len(both)-1]
	}
	in.Position = position
	return in
}

// reach gives e-mail, phones and a city.
func (g *generator) reach(in *contact.ContactInput, n *nation, employer *firm) {
	town := pick(g.r, n.cities)
	first, last := slug(search.Fold(in.FirstName)), strings.ReplaceAll(slug(search.Fold(in.LastName)), "-", "")
	private := first + "." + last + digits(g.r, "##") + "@" + pick(g.r, words("mail.example post.example inbox.example"))
	if employer == nil {
		in.Position = ""
		in.Emails = []contact.Email{{Kind: "home", Email: private, Primary: true}}
	} else {
		town = employer.city
		in.Emails = []contact.Email{{Kind: "work", Email: pick(g.r, []string{first + "." + last, first[:1] + "." + last, last}) + "@" + employer.domain, Primary: true}}
		if g.chance(12) {
			in.Emails = append(in.Emails, contact.Email{Kind: "home", Email: private})
		}
	}
	if g.chance(55) {
		in.Phones = append(in.Phones, contact.Phone{Kind: "work", Phone: digits(g.r, town.landline), Primary: true})
	}
	if g.chance(75) {
		in.Phones = append(in.Phones, contact.Phone{Kind: "mobile", Phone: digits(g.r, pick(g.r, n.mobiles)), Primary: len(in.Phones) == 0})
	}
	in.City = town.name
	if employer == nil || g.chance(20) {
		in.Address, in.PostalCode = g.address(n), digits(g.r, town.postal)
	}
}

func (g *generator) birthday() string {
	day := time.Date(1956+g.r.IntN(46), time.Month(1+g.r.IntN(12)), 1+g.r.IntN(28), 0, 0, 0, 0, time.UTC)
	if g.chance(20) {
		return day.Format("--01-02")
	}
	return day.Format(time.DateOnly)
}

// notes are none, one or a few, between at and now.
func (g *generator) notes(at time.Time) []note {
	count := 0
	switch n := g.r.IntN(100); {
	case n < 10:
		count = 2 + g.r.IntN(2)
	case n < 45:
		count = 1
	}
	all := make([]note, count)
	for i := range all {
		all[i] = note{kind: activity.NoteKind, body: pick(g.r, g.texts.notes), by: pick(g.r, g.members), at: g.between(at, g.now.Add(-72*time.Hour), 2)}
	}
	return all
}

// keep turns an input into the rows that the store would have written.
func (g *generator) keep(in contact.ContactInput, employer *firm, tags []db.ID, at time.Time, notes []note, changes ...activity.Change) error {
	if employer != nil {
		in.CompanyID = employer.ID
	}
	row, err := contact.Draft(g.ctx, g.actor, in)
	if err != nil {
		return fmt.Errorf("contact %s %s: %w", in.FirstName, in.LastName, err)
	}
	row.ID, row.Version, row.CreatedAt, row.UpdatedAt = newID(at), 1, at.UnixMilli(), at.UnixMilli()
	if employer != nil {
		row.CompanyName, row.CompanyKey = employer.Name, &employer.NameKey
	}
	sells := g.sells()
	if !sells {
		notes = nil
	}
	for _, n := range notes {
		row.ActivityAt = n.later(row.ActivityAt)
	}
	g.out.contact(row, tags, notes, g.actor, changes)
	if sells {
		g.work(row, at)
	}
	return nil
}
