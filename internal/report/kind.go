package report

import (
	"context"
	"net/url"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// kind is one of the reports.
type kind struct {
	Name  string // in addresses
	Title func(context.Context) string
	Text  func(context.Context) string // what it answers
	Note  func(context.Context) string // what it counts
	Stage bool                         // it is about the stages of one pipeline
	Make  func(context.Context, *Domain, *filter) (table, error)
}

func kinds() []kind {
	var none []any // nothing is put into these texts
	say := func(text string) func(context.Context) string {
		return func(ctx context.Context) string { return i18n.T(ctx, text, none...) }
	}
	return []kind{
		{"funnel", say(i18n.Mark("Sales funnel")), say(i18n.Mark("Where deals go on, and where they are lost")),
			say(i18n.Mark("Came in counts entries into a stage in the period; went on and lost count what left it, wherever it came from. Conversion is the share of those that left it and went on.")), true, funnel},
		{"velocity", say(i18n.Mark("Velocity")), say(i18n.Mark("How long deals stand in each stage, and how long winning one takes")),
			say(i18n.Mark("Days are those between coming into a stage and leaving it, of deals that left it in the period; days to win are those from the first word to the order.")), true, velocity},
		{"outcomes", say(i18n.Mark("Won and lost")), say(i18n.Mark("How much was won, and why the rest was lost")),
			say(i18n.Mark("Deals count on the day they were won or lost, amounts of each currency by themselves.")), false, outcomes},
		{"members", say(i18n.Mark("Activity by member")), say(i18n.Mark("Who spoke to whom, what was done and what was won")),
			say(i18n.Mark("Notes, calls and meetings count by when they happened, tasks by when they were done, deals by when they were won.")), false, members},
		{"revenue", say(i18n.Mark("Revenue by month")), say(i18n.Mark("What was won, month by month")),
			say(i18n.Mark("Deals count on the day they were won or lost, amounts of each currency by themselves.")), false, revenue},
	}
}

// filter is what a report is asked for.
type filter struct {
	Actor     account.Actor
	Period    Period
	Whose     Whose
	Choices   choices
	Pipelines []deal.Pipeline
	Pipeline  deal.Pipeline // zero is every one
	kind      kind
}

// read reads period, from, to, pipeline and whose.
func (d *Domain) read(ctx context.Context, actor account.Actor, k kind, q url.Values) (f *filter, err error) {
	f = &filter{Actor: actor, kind: k}
	if f.Period, err = readPeriod(ctx, actor, q); err != nil {
		return f, err
	}
	f.Actor.Zone = f.Period.Zone
	if f.Whose, err = d.readWhose(ctx, actor, q.Get("whose")); err != nil {
		return f, err
	}
	if f.Choices, err = d.choices(ctx, actor); err != nil {
		return f, err
	}
	if f.Pipelines, err = d.deals.Pipelines.List(ctx, actor); err != nil {
		return f, err
	}
	return f, f.choose(q.Get("pipeline"))
}

func readPeriod(ctx context.Context, actor account.Actor, q url.Values) (Period, error) {
	key := q.Get("period")
	if from, to := q.Get("from"), q.Get("to"); from+to != "" && (key == "" || key == "other") {
		return between(ctx, from, to, actor.Zone)
	}
	if key == "" || key == "other" {
		key = "last-12"
	}
	p, ok := periodOf(key, time.Now(), actor.Zone)
	if !ok {
		return p, fault.NotFound{}
	}
	return p, nil
}

// choose finds the pipeline that is asked for; what is about stages is about
// the usual one unless another is.
func (f *filter) choose(asked string) error {
	if asked == "" {
		if f.kind.Stage {
			h := &home{}
			h.choose(f.Pipelines, "")
			f.Pipeline = h.Pipeline
		}
		return nil
	}
	id, err := db.ParseID(asked)
	i := slices.IndexFunc(f.Pipelines, func(p deal.Pipeline) bool { return p.ID == id })
	if err != nil || i < 0 {
		return fault.NotFound{}
	}
	f.Pipeline = f.Pipelines[i]
	return nil
}

// query is the filter as an address says it.
func (f *filter) query() string {
	q := url.Values{}
	if f.Period.Key != "" {
		q.Set("period", f.Period.Key)
	} else {
		q.Set("from", f.Period.From)
		q.Set("to", f.Period.To())
	}
	f.Whose.query(q)
	if !f.Pipeline.ID.IsZero() {
		q.Set("pipeline", f.Pipeline.ID.String())
	}
	return q.Encode()
}

// deals is the list of the deals that count, narrowed down.
func (f *filter) deals(filter string) string {
	href := "/deals?" + filter
	if !f.Pipeline.ID.IsZero() {
		href += "&pipeline=" + f.Pipeline.ID.String()
	}
	return href + f.Whose.filter("owner")
}

// closed asks for the deals that were won or lost in the period.
func (f *filter) closed(by ...db.Expr) ask {
	return ask{subject: "deal", states: []string{deal.Won, deal.Lost}, pipeline: f.Pipeline.ID, from: f.Period.From, until: f.Period.Until, by: by}
}
