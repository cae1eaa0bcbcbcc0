package deal

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/money"
	"kontor/internal/kit/search"
)

// What a deal may hold.
const (
	maxParties  = 50
	maxLines    = 200
	maxTags     = 50
	maxName     = 200
	maxWord     = 100
	maxText     = 10000
	maxReason   = 2000
	maxValue    = 999_999_999_999_999 // 13 digits before the point, as the field has always had
	maxQuantity = 999_999_999_999
)

// draft is a deal on its way into the database; what is wrong with it is in
// invalid.
type draft struct {
	Deal
	old     Deal
	in      DealInput
	invalid fault.Invalid
	stage   Stage
	batch   db.ID // of the history it writes; zero if it is alone
}

// checker collects what is wrong with an input while it tidies the values.
type checker struct {
	ctx     context.Context
	actor   account.Actor
	invalid fault.Invalid
}

// prepare checks everything about an input that can be known without the
// database.
func prepare(ctx context.Context, actor account.Actor, in DealInput, old Deal) *draft {
	c := &checker{ctx, actor, fault.Invalid{}}
	d := &draft{old: old, in: in, invalid: c.invalid}
	for _, f := range plainFields() {
		if text, ok := f.In(&d.in.DealFields).(*string); ok {
			c.text(f.Name, text, f.Most(), f.Tag("is") == "text")
		}
	}
	c.required("name", d.in.Name)
	c.text("lost_reason", &d.in.LostReason, maxReason, true)
	d.fill(actor)
	c.value(&d.Deal, in.Value)
	c.lines(&d.Deal, in)
	d.ExpectedClose = c.date("expected_close_date", in.ExpectedClose)
	c.probability(in.Probability)
	c.parties(d)
	c.tags(d.in.Tags)
	return d
}

func (d *draft) fill(actor account.Actor) {
	in := d.in
	d.Workspace, d.DealFields, d.NameKey = actor.Workspace, in.DealFields, search.Key(in.Name)
	d.ReasonID, d.LostReason = in.ReasonID, in.LostReason
	d.ContactID, d.CompanyID, d.OwnerID, d.TeamID = in.ContactID, in.CompanyID, in.OwnerID, in.TeamID
	d.ID, d.Version, d.Custom, d.CreatedAt, d.ActivityAt = d.old.ID, d.old.Version, d.old.Custom, d.old.CreatedAt, d.old.ActivityAt
}

// text tidies a text, of one line unless long, and checks its length.
func (c *checker) text(field string, s *string, most int, long bool) {
	*s = strings.TrimSpace(strings.ReplaceAll(*s, "\r\n", "\n"))
	if !long {
		*s = strings.Join(strings.Fields(*s), " ")
	}
	if !utf8.ValidString(*s) || strings.IndexByte(*s, 0) >= 0 {
		c.invalid.Add(field, i18n.T(c.ctx, "This holds characters that cannot be stored."))
	}
	if utf8.RuneCountInString(*s) > most {
		c.invalid.Add(field, i18n.N(c.ctx, "This is longer than %s character.", "This is longer than %s characters.", most))
	}
}

func (c *checker) required(field, s string) {
	if s == "" {
		c.invalid.Add(field, i18n.T(c.ctx, "This is needed."))
	}
}

// value reads the value and its currency; nothing is 0.
func (c *checker) value(d *Deal, m *contact.Money) {
	d.Currency = c.actor.Currency
	if m == nil {
		return
	}
	if code := strings.ToUpper(strings.TrimSpace(m.Currency)); code != "" {
		d.Currency = code
	}
	digits, ok := money.Digits(d.Currency)
	if !ok {
		c.invalid.Add("currency", i18n.T(c.ctx, "There is no such currency. Use its code, such as EUR."))
		return
	}
	if strings.TrimSpace(m.Amount) == "" {
		return
	}
	d.Value = c.amount("value", m.Amount, digits)
}

// amount reads an amount that is not negative.
func (c *checker) amount(field, text string, digits int) int64 {
	minor, ok := money.Parse(text, digits)
	switch {
	case !ok:
		c.invalid.Add(field, i18n.T(c.ctx, "This is not an amount. Write it like 851802.60."))
	case minor < 0:
		c.invalid.Add(field, i18n.T(c.ctx, "An amount here cannot be less than zero."))
	case minor > maxValue:
		c.invalid.Add(field, i18n.T(c.ctx, "This amount is too large."))
	default:
		return minor
	}
	return 0
}

func (c *checker) probability(said *int64) {
	if said != nil && (*said < 0 || *said > 100) {
		c.invalid.Add("probability", i18n.T(c.ctx, "Enter a number from 0 to 100."))
	}
}

// date reads a day as YYYY-MM-DD or DD.MM.YYYY; nothing is none.
func (c *checker) date(field, text string) *string {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	for _, layout := range []string{time.DateOnly, "2.1.2006", "2.1.2006 г."} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 1900 && t.Year() < 2200 {
			iso := t.Format(time.DateOnly)
			return &iso
		}
	}
	c.invalid.Add(field, i18n.T(c.ctx, "There is no such day. Write it as 2026-04-30."))
	return nil
}

// parties are the contacts of the deal, the main one among them.
func (c *checker) parties(d *draft) {
	if len(d.in.Contacts) > maxParties {
		c.invalid.Add("contacts", i18n.T(c.ctx, "There can be %s at most.", itoa(maxParties)))
		return
	}
	for _, p := range d.in.Contacts {
		c.text("contacts", &p.Role, maxWord, false)
		if !p.ContactID.IsZero() && !slices.ContainsFunc(d.Parties, func(o Party) bool { return o.ContactID == p.ContactID }) {
			d.Parties = append(d.Parties, Party{Workspace: d.Workspace, ContactID: p.ContactID, Role: p.Role})
		}
	}
	switch at := slices.IndexFunc(d.Parties, func(p Party) bool { return p.ContactID == d.ContactID }); {
	case d.ContactID.IsZero() && len(d.Parties) > 0 && d.old.ContactID.IsZero():
		d.ContactID = d.Parties[0].ContactID
	case !d.ContactID.IsZero() && at < 0:
		d.Parties = slices.Insert(d.Parties, 0, Party{Workspace: d.Workspace, ContactID: d.ContactID})
	}
	if d.ContactID != d.old.ContactID && !d.old.ContactID.IsZero() {
		d.leave(d.old.ContactID)
	}
	for i := range d.Parties {
		d.Parties[i].Position = int64(i)
	}
}

// leave drops the former main contact when it had no role of its own.
func (d *draft) leave(former db.ID) {
	d.Parties = slices.DeleteFunc(d.Parties, func(p Party) bool { return p.ContactID == former && p.Role == "" })
}

func (c *checker) lines(d *Deal, in DealInput) {
	if len(in.Lines) > maxLines {
		c.invalid.Add("lines", i18n.T(c.ctx, "There can be %s at most.", itoa(maxLines)))
		return
	}
	digits, ok := money.Digits(d.Currency)
	if !ok || len(in.Lines) == 0 {
		return
	}
	total := int64(0)
	for i, said := range in.Lines {
		line := c.line("lines."+itoa(i), said, digits)
		line.Workspace, line.Position = d.Workspace, int64(i)
		d.Lines = append(d.Lines, line)
		if total += line.Total; total > maxValue {
			c.invalid.Add("lines", i18n.T(c.ctx, "This amount is too large."))
			return
		}
	}
	d.Value = total
}

func (c *checker) line(field string, said LineInput, digits int) Line {
	line := Line{Name: said.Name, Quantity: 1000}
	c.text(field+".name", &line.Name, maxName, false)
	c.required(field+".name", line.Name)
	line.Price = c.amount(field+".price", said.Price, digits)
	if strings.TrimSpace(said.Quantity) != "" {
		n, ok := money.Parse(said.Quantity, 3)
		if !ok || n <= 0 || n > maxQuantity {
			c.invalid.Add(field+".quantity", i18n.T(c.ctx, "Enter a quantity above zero, such as 2.5."))
			n = 1000
		}
		line.Quantity = n
	}
	if strings.TrimSpace(strings.TrimSuffix(said.Discount, "%")) != "" {
		n, ok := money.Parse(strings.TrimSuffix(strings.TrimSpace(said.Discount), "%"), 2)
		if !ok || n < 0 || n > 10000 {
			c.invalid.Add(field+".discount", i18n.T(c.ctx, "Enter a number from 0 to 100."))
			n = 0
		}
		line.Discount = n
	}
	line.Total = line.sum()
	return line
}

func (c *checker) tags(names []string) {
	if len(names) > maxTags {
		c.invalid.Add("tags", i18n.T(c.ctx, "There can be %s at most.", itoa(maxTags)))
	}
	for i := range names {
		c.text("tags", &names[i], 50, false)
	}
}
