package deal

import (
	"context"
	"strings"
	"time"

	"kontor/internal/contact"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/money"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// sales does the rows of one import of deals.
type sales struct {
	run       *importing.Run
	naming    *contact.Naming
	pipelines []Pipeline       // those that take new deals, the usual one first
	reasons   map[string]db.ID // by folded name
	seen      map[string]*sold // of this batch, or of the whole dry run
}

func (d *Domain) openSales(ctx context.Context, r *importing.Run) (importing.Rows, error) {
	s := &sales{run: r, naming: contact.NewNaming(r), reasons: map[string]db.ID{}, seen: map[string]*sold{}}
	all, err := d.Pipelines.List(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	first, _ := usual(all)
	for _, p := range all {
		switch {
		case p.ID == first.ID:
			s.pipelines = append([]Pipeline{p}, s.pipelines...)
		case p.ArchivedAt == nil:
			s.pipelines = append(s.pipelines, p)
		}
	}
	reasons, err := d.Reasons.List(ctx, r.Actor)
	for _, reason := range reasons {
		s.reasons[search.Fold(reason.Name)] = reason.ID
	}
	return s, err
}

// sold is what a row says of a deal.
type sold struct {
	*importing.Row
	in      DealInput
	names   contact.Named
	owner   string
	money   string // currency
	way     string // pipeline
	stage   string
	step    string // the stage as it is called here
	closed  string // day
	invalid fault.Invalid

	there *thereDeal // the deal it is about, if there is one
	first *sold      // or the row
	made  db.ID      // the deal that it made
}

// Read reads a row into what a person would have said of a deal.
func (s *sales) Read(ctx context.Context, row *importing.Row) {
	c := &sold{Row: row, invalid: fault.Invalid{}}
	row.Said = c
	s.run.Columns(row, func(_ int, column *importing.ImportColumn, said string) { s.set(ctx, c, column, said) })
	c.tidyValue()
	c.in.OwnerID = s.run.Owner(c.owner)
	c.names.Owner = c.in.OwnerID
	c.in.Tags = append(c.in.Tags, s.run.Import.Options.Tags...)
	s.place(ctx, c)
}

func (s *sales) set(ctx context.Context, c *sold, column *importing.ImportColumn, said string) {
	switch column.Field {
	case "value":
		c.in.Value = amountSaid(said, s.run.Actor.Currency)
	case "currency":
		c.money = strings.ToUpper(said)
	case "pipeline":
		c.way = said
	case "stage":
		c.stage = said
	case "status":
		c.in.Status, _ = statuses(ctx).Means(said)
		if c.in.Status == "" {
			c.invalid.Add("status", i18n.T(ctx, "The status of a deal is open, won or lost."))
		}
	case "probability":
		s.chance(ctx, c, said)
	case "expected_close_date":
		c.in.ExpectedClose = s.run.Day(said)
	case "actual_close_date":
		c.closed = s.run.Day(said)
	case "lost_reason":
		if id, ok := s.reasons[search.Fold(said)]; ok {
			c.in.ReasonID = id
		} else {
			c.in.LostReason = said
		}
	case "company":
		c.names.Company = strings.Join(strings.Fields(said), " ")
	case "contact":
		c.names.SayContact(said)
	case "contact_email":
		c.names.Email = said
	case "owner":
		c.owner = said
	case "tags":
		c.in.Tags = append(c.in.Tags, column.Tags(said)...)
	case "notes":
		c.in.Notes = strings.TrimSpace(c.in.Notes + "\n" + said)
	default:
		if record.SetCustom(&c.in.Custom, column.Field, s.run.Text(column.Field, said)) {
			return
		}
		if to := fields.TextIn(plainFields(), &c.in.DealFields, column.Field); to != nil {
			*to = said
		}
	}
}

// chance reads a probability: 40, 40 %, or a workbook's 0.4.
func (s *sales) chance(ctx context.Context, c *sold, said string) {
	n, ok := money.Parse(strings.TrimSpace(strings.TrimSuffix(said, "%")), 2)
	if ok && n > 0 && n < 100 && !strings.HasSuffix(said, "%") {
		n *= 100 // a share of one
	}
	n /= 100
	if !ok || n < 0 || n > 100 {
		c.invalid.Add("probability", i18n.T(ctx, "Enter a number from 0 to 100."))
		return
	}
	c.in.Probability = &n
}

// place finds the pipeline and the stage that a row names.
func (s *sales) place(ctx context.Context, c *sold) {
	among := s.pipelines
	if c.way != "" {
		p, ok := s.pipeline(c.way)
		if !ok {
			c.invalid.Add("pipeline_id", i18n.T(ctx, "There is no such pipeline. Choose another one."))
			return
		}
		c.in.PipelineID, among = p.ID, []Pipeline{p}
	}
	if c.stage == "" {
		return
	}
	stage, ok := stageNamed(among, c.stage)
	if !ok {
		c.invalid.Add("stage_id", i18n.T(ctx, "This pipeline has no such stage. Choose one of its own."))
		return
	}
	c.in.StageID, c.in.PipelineID, c.step = stage.ID, stage.PipelineID, stage.Name
}

func (s *sales) pipeline(text string) (Pipeline, bool) {
	key := search.Fold(text)
	for _, p := range s.pipelines {
		if search.Fold(p.Name) == key || p.ID.String() == text {
			return p, true
		}
	}
	return Pipeline{}, false
}

// amountSaid reads an amount with or without its currency: 1 200,50 лв., EUR
// 1,200.50, € 1200.
func amountSaid(text, usual string) *contact.Money {
	m := &contact.Money{Currency: usual}
	for _, sign := range [][2]string{{"€", "EUR"}, {"$", "USD"}, {"£", "GBP"}, {"лв.", "BGN"}, {"лв", "BGN"}, {"zł", "PLN"}, {"Kč", "CZK"}} {
		if strings.Contains(text, sign[0]) {
			text, m.Currency = strings.ReplaceAll(text, sign[0], ""), sign[1]
		}
	}
	word := strings.Trim(text, "-−0123456789., '’\u00a0\u202f")
	if _, known := money.Digits(strings.ToUpper(word)); known && word != "" {
		text, m.Currency = strings.Replace(text, word, "", 1), strings.ToUpper(word)
	}
	m.Amount = strings.Trim(text, " \u00a0\u202f")
	return m
}

// tidyValue gives the value the currency of its own column, and writes it as
// everything else does.
func (c *sold) tidyValue() {
	m := c.in.Value
	if m == nil {
		return
	}
	if c.money != "" {
		m.Currency = c.money
	}
	digits, known := money.Digits(m.Currency)
	if minor, ok := money.Parse(m.Amount, digits); ok && known {
		m.Amount = money.Format(minor, digits)
	}
}

// Line is what the preview shows of the row.
func (c *sold) Line(ctx context.Context) importing.Line {
	return importing.Line{Name: c.in.Name, Company: c.names.Company, Email: c.names.Email, Detail: c.amount(ctx)}
}

func (c *sold) amount(ctx context.Context) string {
	if c.in.Value == nil {
		return ""
	}
	return shown(ctx, "value", c.in.Value.String())
}

// Shown is what would become of the row.
func (c *sold) Shown(ctx context.Context) []importing.Shown {
	lines := []importing.Shown{{Label: label(ctx, "name"), Value: c.in.Name}}
	add := func(field, value string) {
		if value != "" {
			lines = append(lines, importing.Shown{Label: label(ctx, field), Value: importing.Short(value, 60)})
		}
	}
	add("company", c.names.Company)
	add("contact", c.names.Person())
	add("value", c.amount(ctx))
	add("stage", c.step)
	if c.in.Status != "" {
		add("status", statusName(ctx, c.in.Status))
	}
	if _, err := time.Parse(time.DateOnly, c.in.ExpectedClose); err == nil {
		add("expected_close_date", i18n.ISODate(ctx, c.in.ExpectedClose))
	}
	add("source", c.in.Source)
	add("tags", strings.Join(c.in.Tags, ", "))
	add("notes", c.in.Notes)
	return lines
}
