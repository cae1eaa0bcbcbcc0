package demo

import (
	"time"

	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
)

const day = 24 * time.Hour

// firms enters the hand-written companies, a year ago.
func (g *generator) firms() error {
	for i, f := range someFirms() {
		of := g.nationOf(f.country)
		in := contact.CompanyInput{
			CompanyFields: contact.CompanyFields{Name: f.name, Country: f.country, City: f.city, Industry: f.industry, Employees: &f.employees},
			AnnualRevenue: euros(f.employees * 120_000), OwnerID: g.member(i)}
		at := g.now.Add(-366*day + time.Duration(i)*time.Minute).Truncate(time.Millisecond)
		if _, err := g.enter(in, of, g.town(of, f.city), at); err != nil {
			return err
		}
	}
	return nil
}

func (g *generator) town(of int, name string) city {
	for _, c := range g.nations[of].cities {
		if c.name == name {
			return c
		}
	}
	return g.nations[of].cities[0]
}

// member is the i-th member, beginning again after the last.
func (g *generator) member(i int) db.ID { return g.members[i%len(g.members)] }

// people enters the hand-written contacts, the last of the list first.
func (g *generator) people(many int) error {
	all := somePeople()
	for i := min(many, len(all)) - 1; i >= 0; i-- {
		at := g.now.Add(-20*day - time.Duration(i)*11*time.Hour).Truncate(time.Millisecond)
		if err := g.someone(all[i], i, at); err != nil {
			return err
		}
	}
	return nil
}

func (g *generator) someone(p someone, i int, at time.Time) error {
	employer := g.find(p.firm)
	in := contact.ContactInput{
		ContactFields: contact.ContactFields{FirstName: p.first, LastName: p.last, Position: p.position, IsActive: true, Source: p.source,
			City: employer.city.name, Country: employer.Country, Language: employer.nation.language},
		Birthday: p.birthday, OwnerID: g.member(p.owner),
		Emails: []contact.Email{{Kind: "work", Email: p.local + "@" + employer.domain, Primary: true}},
		Phones: []contact.Phone{{Kind: "work", Phone: p.phone, Primary: true}, {Kind: "mobile", Phone: p.mobile}},
	}
	var tags []db.ID
	for _, t := range p.tags {
		tags = append(tags, g.tags[t].ID)
	}
	if i == 0 {
		return g.keep(in, employer, tags, at, g.story(), g.promotion(p.position))
	}
	said := note{kind: activity.NoteKind, body: g.texts.notes[i%len(g.texts.notes)], by: g.member(p.owner), at: g.ago(p.hours)}
	return g.keep(in, employer, tags, at, []note{said})
}

func (g *generator) ago(hours int) time.Time {
	return g.now.Add(-time.Duration(hours) * time.Hour).Truncate(time.Millisecond)
}

// find returns the hand-written company of that name; all have been entered.
func (g *generator) find(name string) *firm {
	for i := range g.pools {
		for j := range g.pools[i] {
			if g.pools[i][j].Name == name {
				return &g.pools[i][j]
			}
		}
	}
	return nil
}

// story is what was noted about the first contact of the list.
func (g *generator) story() []note {
	return []note{
		{kind: activity.NoteKind, body: g.texts.story[0], by: g.member(0), at: g.ago(2)},
		{kind: activity.NoteKind, body: g.texts.story[1], by: g.member(0), at: g.ago(99)},
		{kind: activity.NoteKind, body: g.texts.story[2], by: g.member(2), at: g.ago(13 * 24)},
	}
}

func (g *generator) promotion(to string) activity.Change {
	return activity.Change{Kind: "contact", Action: activity.Updated, Field: "position", Old: "Технолог", New: to,
		Member: g.member(1), At: g.ago(8 * 24).UnixMilli()}
}
