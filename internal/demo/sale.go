package demo

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/money"
	"kontor/internal/kit/search"
)

// sell finds the pipelines of the workspace. One that has none gets the usual
// one, whose stages say after how many days a deal in them is stale.
func (g *generator) sell(d *db.DB) error {
	shelf := deal.NewPipelines(d)
	fresh, err := db.Value[int](g.ctx, d, `SELECT count(*) FROM pipelines WHERE workspace_id = $1`, g.actor.Workspace)
	if err != nil {
		return fmt.Errorf("count pipelines: %w", err)
	}
	all, err := shelf.List(g.ctx, g.actor)
	if err != nil {
		return err
	}
	for _, p := range all {
		if fresh == 0 {
			err = g.rot(shelf, p)
		}
		if err != nil {
			return err
		}
		if p.ArchivedAt == nil && slices.ContainsFunc(p.Stages, isOpen) {
			g.pipelines = append(g.pipelines, p)
		}
	}
	g.reasons, err = deal.NewReasons(d).List(g.ctx, g.actor)
	return err
}

func isOpen(s deal.Stage) bool { return s.Kind == deal.Open }

func (g *generator) rot(shelf *deal.Pipelines, p deal.Pipeline) error {
	days := []int64{14, 21, 30, 30}
	for i, s := range p.Stages {
		if s.Kind != deal.Open {
			continue
		}
		if _, err := shelf.UpdateStage(g.ctx, g.actor, s.ID, func(in *deal.StageInput) { in.RottingDays = days[i%len(days)] }); err != nil {
			return fmt.Errorf("say when deals are stale: %w", err)
		}
	}
	return nil
}

// work is what is sold to a contact, done for it and said with it.
func (g *generator) work(c contact.Contact, at time.Time) {
	var sold *deal.Deal
	if len(g.pipelines) > 0 && g.chance(50) {
		sold = g.sale(c, at)
	}
	for range g.r.IntN(3) {
		g.todo(c, sold, at)
	}
}

// step is a stage that a deal came into, and when.
type step struct {
	deal.Stage
	at time.Time
}

// sale makes a deal with a contact that was entered at the time at.
func (g *generator) sale(c contact.Contact, at time.Time) *deal.Deal {
	p := g.pipelines[0]
	if g.chance(25) {
		p = pick(g.r, g.pipelines)
	}
	way := g.way(p, at)
	first, last := way[0], way[len(way)-1]
	d := deal.Deal{Workspace: c.Workspace, ID: newID(first.at), Version: 1, Currency: g.currency(), Custom: db.JSON("{}"),
		PipelineID: p.ID, StageID: last.ID, Status: last.Kind, Probability: last.Probability, StageAt: last.at.UnixMilli(), Place: -last.at.UnixMicro(),
		ContactID: c.ID, CompanyID: c.CompanyID, OwnerID: c.OwnerID, CreatedAt: first.at.UnixMilli(), UpdatedAt: last.at.UnixMilli(),
		ContactName: c.Name, CompanyName: c.CompanyName}
	d.Name = pick(g.r, g.texts.products) + ", " + pick(g.r, g.texts.lots)
	d.NameKey, d.Source = search.Key(d.Name), c.Source
	d.Value = g.worth(d.Currency)
	g.itemise(&d)
	g.end(&d, last.at)
	d.Weighted = money.Share(d.Value, d.Probability, 100)
	g.speak(&d, first.at, last.at)
	g.out.deal(d, g.dealTags(d), way, g.actor)
	return &d
}

// way is how a deal went: the open stages one after the other, some of them
// left out, and where it is over the stage it ended in.
func (g *generator) way(p deal.Pipeline, from time.Time) []step {
	open := slices.DeleteFunc(slices.Clone(p.Stages), func(s deal.Stage) bool { return s.Kind != deal.Open })
	if g.r.IntN(1000) < g.open {
		begin := g.between(latest(from, g.now.Add(-90*day)), g.now.Add(-time.Hour), 1)
		return g.steps(open[:1+g.r.IntN(len(open))], begin, g.now)
	}
	end := g.between(from.Add(2*time.Hour), g.now.Add(-time.Hour), 1)
	begin := latest(from.Add(time.Hour), end.Add(-time.Duration(5+g.r.IntN(100))*day))
	kind := deal.Lost
	if g.chance(44) {
		kind = deal.Won
	} else {
		open = open[:1+g.r.IntN(len(open))]
	}
	i := slices.IndexFunc(p.Stages, func(s deal.Stage) bool { return s.Kind == kind })
	return append(g.steps(open, begin, end), step{p.Stages[i], end})
}

// steps spreads the entries into stages over the time from begin to end.
func (g *generator) steps(stages []deal.Stage, begin, end time.Time) []step {
	times := make([]time.Time, len(stages))
	for i := range times {
		times[i] = g.between(begin, end, 1)
	}
	slices.SortFunc(times, time.Time.Compare)
	times[0] = begin
	all := make([]step, len(stages))
	for i := range all {
		all[i] = step{stages[i], times[i]}
	}
	return all
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// currency is mostly that of the workspace.
func (g *generator) currency() string {
	if g.chance(88) {
		return g.actor.Currency
	}
	return pick(g.r, words("EUR EUR USD GBP RON"))
}

// worth is a value in minor units, round as people write it: most are small.
func (g *generator) worth(currency string) int64 {
	n := int64(math.Exp(9 + 0.8*g.r.NormFloat64()))
	round := int64(10)
	if n > 10_000 {
		round = 100
	}
	return (n/round + 1) * round * unit(currency)
}

// unit is how many minor units one of a currency has.
func unit(currency string) int64 {
	digits, _ := money.Digits(currency)
	return int64(math.Pow10(digits))
}

// itemise gives some deals lines, whose total is the value.
func (g *generator) itemise(d *deal.Deal) {
	if !g.chance(15) {
		return
	}
	d.Value = 0
	for i := range 1 + g.r.IntN(3) {
		l := deal.Line{Workspace: d.Workspace, DealID: d.ID, Position: int64(i), Name: pick(g.r, g.texts.products),
			Quantity: int64(1+g.r.IntN(12)) * 1000, Price: int64(40+g.r.IntN(90)*10) * unit(d.Currency)}
		l.Total = l.Price * l.Quantity / 1000
		d.Value += l.Total
		d.Lines = append(d.Lines, l)
	}
}

// end says when the deal should close, or when and why it did.
func (g *generator) end(d *deal.Deal, at time.Time) {
	if d.Status == deal.Open {
		if g.chance(88) {
			d.ExpectedClose = g.date(g.now.Add(time.Duration(g.r.IntN(100)-12) * day))
		}
		return
	}
	d.ActualClose, d.ExpectedClose = g.date(at), g.date(at.Add(time.Duration(g.r.IntN(30)-10)*day))
	if d.Status == deal.Lost && len(g.reasons) > 0 {
		reason := g.reasons[min(g.r.IntN(len(g.reasons)), g.r.IntN(len(g.reasons)))]
		d.ReasonID, d.ReasonName = reason.ID, reason.Name
	} else if d.Status == deal.Lost {
		d.LostReason = pick(g.r, g.texts.calls)
	}
}

// date is the day of a moment where the actor is.
func (g *generator) date(at time.Time) *string {
	text := at.In(g.actor.Zone).Format(time.DateOnly)
	return &text
}

// speak notes what was said about the deal while it was open.
func (g *generator) speak(d *deal.Deal, from, to time.Time) {
	if d.Status == deal.Open {
		to = g.now
	}
	all := g.talks(from, to, g.r.IntN(4))
	if d.Status == deal.Open && g.chance(25) {
		all = append(all, g.appointment())
	}
	for _, n := range all {
		row := g.out.note(n, g.actor)
		g.out.dealLinks = append(g.out.dealLinks, dealLink{d.Workspace, d.ID, row.At, row.ID})
		d.ActivityAt = n.later(d.ActivityAt)
	}
}

func (g *generator) dealTags(d deal.Deal) []dealTag {
	var all []dealTag
	if g.chance(20) {
		for _, id := range g.someTags() {
			all = append(all, dealTag{d.Workspace, d.ID, id})
		}
	}
	return all
}

// deal keeps a deal and the way it went.
func (b *batch) deal(d deal.Deal, tags []dealTag, way []step, actor account.Actor) {
	b.deals, b.lines, b.dealTags = append(b.deals, d), append(b.lines, d.Lines...), append(b.dealTags, tags...)
	b.parties = append(b.parties, deal.Party{Workspace: d.Workspace, DealID: d.ID, ContactID: d.ContactID})
	b.foundDeal = append(b.foundDeal, search.Entry{ID: d.ID, Texts: d.SearchTexts()})
	b.change(actor, activity.Change{Kind: "deal", Record: d.ID, Action: activity.Created, Member: d.OwnerID, At: d.CreatedAt})
	var was step
	for i, s := range way {
		at := s.at.UnixMilli()
		m := dealMove{Workspace: d.Workspace, ID: newID(s.at), Deal: d.ID, From: was.ID, To: s.ID, ToName: s.Name, Status: s.Kind, Member: d.OwnerID, At: at}
		if i > 0 {
			m.Stood = at - was.at.UnixMilli()
			b.change(actor, activity.Change{Kind: "deal", Record: d.ID, Action: activity.Updated, Member: d.OwnerID, At: at,
				Field: "stage", Old: was.ID.String(), New: s.ID.String(), OldLabel: was.Name, NewLabel: s.Name})
		}
		b.moves = append(b.moves, m)
		was = s
	}
	if d.Status != deal.Open {
		b.closed(d, was, actor)
	}
}

// closed is what history says of a deal that is over.
func (b *batch) closed(d deal.Deal, end step, actor account.Actor) {
	for _, c := range []activity.Change{
		{Field: "status", Old: deal.Open, New: d.Status},
		{Field: "actual_close_date", New: *d.ActualClose},
		{Field: "probability", New: strconv.FormatInt(d.Probability, 10)},
	} {
		c.Kind, c.Record, c.Action, c.Member, c.At = "deal", d.ID, activity.Updated, d.OwnerID, end.at.UnixMilli()
		b.change(actor, c)
	}
}

type dealMove struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Deal      db.ID          `db:"deal_id"`
	From      db.ID          `db:"from_id"`
	To        db.ID          `db:"to_id"`
	ToName    string         `db:"to_name"`
	Status    string         `db:"status"`
	Stood     int64          `db:"stood"`
	Member    db.ID          `db:"member_id"`
	At        int64          `db:"at"`
}

type dealTag struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Deal      db.ID          `db:"deal_id"`
	Tag       db.ID          `db:"tag_id"`
}

type dealLink struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Deal      db.ID          `db:"deal_id"`
	At        int64          `db:"at"`
	Activity  db.ID          `db:"activity_id"`
}
