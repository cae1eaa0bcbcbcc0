package demo

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"kontor/internal/contact"
)

// company makes a company of the nation as it was entered at the time at.
func (g *generator) company(of int, at time.Time) (firm, error) {
	n := &g.nations[of]
	t, town := pick(g.r, n.trades), pick(g.r, n.cities)
	pattern := n.firm
	if g.chance(35) {
		pattern = n.kin
	}
	name := strings.NewReplacer("{first}", pick(g.r, n.firms), "{family}", pick(g.r, n.families),
		"{trade}", t.word, "{form}", pick(g.r, n.forms)).Replace(pattern)
	in := contact.CompanyInput{CompanyFields: contact.CompanyFields{Name: name, Industry: t.industry, City: town.name, Country: n.country}, OwnerID: g.owner()}
	in.Employees, in.AnnualRevenue = g.size()
	return g.enter(in, of, town, at)
}

// enter fills in what every company has and keeps it.
func (g *generator) enter(in contact.CompanyInput, of int, town city, at time.Time) (firm, error) {
	n := &g.nations[of]
	domain := g.free(withoutForm(in.Name, n), town.name)
	in.Website, in.Email = "https://www."+domain, "office@"+domain
	in.Phone, in.Address, in.PostalCode = digits(g.r, town.landline), g.address(n), digits(g.r, town.postal)
	in.VATNumber, in.RegistrationNumber = n.numbers(g.r)
	in.Source = pick(g.r, g.texts.sources)
	row, err := contact.DraftCompany(g.ctx, g.actor, in)
	if err != nil {
		return firm{}, fmt.Errorf("company %s: %w", in.Name, err)
	}
	row.ID, row.Version, row.CreatedAt, row.UpdatedAt = newID(at), 1, at.UnixMilli(), at.UnixMilli()
	f := firm{row, domain, n, town}
	g.pools[of] = append(g.pools[of], f)
	g.out.company(row, nil, g.actor)
	return f, nil
}

// size returns how many people work in a company and what it turns over: most
// are small.
func (g *generator) size() (employees *int64, revenue *contact.Money) {
	people := int64(math.Exp(1 + g.r.Float64()*g.r.Float64()*6.5))
	return &people, euros(people * int64(40+g.r.IntN(160)) * 1000)
}

func euros(n int64) *contact.Money {
	return &contact.Money{Amount: strconv.FormatInt(n, 10), Currency: "EUR"}
}

// withoutForm is the name of a company without its legal form.
func withoutForm(name string, n *nation) string {
	for _, form := range n.forms {
		if bare, ok := strings.CutSuffix(name, " "+form); ok {
			return bare
		}
	}
	return name
}
