package demo

import (
	"context"
	"math/rand/v2"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// generator makes sample records one after the other; the same seed makes the
// same people.
type generator struct {
	ctx     context.Context
	actor   account.Actor
	r       *rand.Rand
	now     time.Time
	texts   texts
	tags    []contact.Tag // in the order of texts.tags
	members []db.ID
	nations []nation
	pools   [][]firm        // companies that exist, by nation
	slugs   map[string]bool // internet addresses that are taken
	out     *batch

	pipelines []deal.Pipeline // those that are not archived
	reasons   []deal.Reason
	contacts  int
	sales     int // see Options
	open      int // of a thousand deals that are still open
	undone    int // of a thousand tasks
}

// firm is what a contact needs to know of its company.
type firm struct {
	contact.Company
	domain string
	nation *nation
	city   city
}

func newGenerator(ctx context.Context, actor account.Actor, o Options) *generator {
	all, seed := nations(), o.Seed
	if actor.Zone == nil {
		actor.Zone = time.UTC
	}
	ctx = i18n.With(ctx, i18n.Locale{Lang: actor.Lang, Zone: actor.Zone}) // what is made is in the language of whom it is for
	return &generator{
		contacts: o.Contacts, sales: o.Sales, open: share(50, 350, 600, o.Sales), undone: share(30, 320, 500, o.Sales),
		ctx: ctx, actor: actor, r: rand.New(rand.NewPCG(seed, 0x6b6f6e746f72)), now: time.Now(),
		texts: textsIn(actor.Lang), nations: all, pools: make([][]firm, len(all)), slugs: map[string]bool{}, out: &batch{},
	}
}

// share is how many of a thousand are not finished: few in a large firm with a
// long past, more where somebody only looks around.
func share(few, more, around, contacts int) int { return few + more*around/max(around, contacts) }

// sells tells whether something was sold, done or said with the next contact.
func (g *generator) sells() bool { return g.sales == g.contacts || g.r.IntN(g.contacts) < g.sales }

// chance is true n times in a hundred.
func (g *generator) chance(n int) bool { return g.r.IntN(100) < n }

// nationality picks a nation by its share.
func (g *generator) nationality() int {
	n := g.r.IntN(100)
	for i := range g.nations {
		if n -= g.nations[i].share; n < 0 {
			return i
		}
	}
	return 0
}

func (g *generator) nationOf(country string) int {
	for i := range g.nations {
		if g.nations[i].country == country {
			return i
		}
	}
	return 0
}

// owner is one of the members, or now and then nobody.
func (g *generator) owner() db.ID {
	if g.chance(6) {
		return db.ID{}
	}
	return pick(g.r, g.members)
}

func (g *generator) address(n *nation) string {
	number := digits(g.r, pick(g.r, words("% % %# %# 1##")))
	return strings.NewReplacer("{street}", pick(g.r, n.streets), "{number}", number).Replace(n.address)
}

// free makes an internet address that no other company has.
func (g *generator) free(name, place string) string {
	domain := slug(search.Fold(name))
	for g.slugs[domain] {
		domain = slug(search.Fold(name)) + "-" + slug(search.Fold(place)) + digits(g.r, "%#")
	}
	g.slugs[domain] = true
	return domain + ".example"
}

// hues and shares decide which tags a record has.
func (g *generator) someTags() []db.ID {
	var ids []db.ID
	for i, t := range g.texts.tags {
		if g.chance(t.part) {
			ids = append(ids, g.tags[i].ID)
		}
	}
	return ids
}

// between returns a moment from a to b, earlier ones rarer the higher the
// power; it is a when that is the later one.
func (g *generator) between(a, b time.Time, power int) time.Time {
	if a.After(b) {
		return a.Truncate(time.Millisecond)
	}
	far := 1.0
	for range power {
		far *= g.r.Float64()
	}
	return b.Add(-time.Duration(float64(b.Sub(a)) * far)).Truncate(time.Millisecond)
}
