package list

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// reserved are the parameters that are not fields.
var reserved = [...]string{"q", "sort", "cols", "view", "limit", "cursor", "filter", "group", "sum", "avg", "add", "op", "v", "v_text", "at", "open"}

// Reserved tells whether a parameter is one of the list's own, so that no field
// can have that key.
func Reserved(key string) bool { return slices.Contains(reserved[:], key) }

// Parse reads the raw query of an address. What cannot be read, and what the
// reader may not know of, is left out and returned as a problem.
func (l *List) Parse(ctx context.Context, raw string) (Query, []Problem) {
	p := parser{l: l, ctx: ctx}
	if len(raw) > maxQuery {
		p.fail("filter", wrong(i18n.Mark("This list asks for too much at once.")))
		return Query{}, p.problems
	}
	p.read(raw)
	p.open()
	p.finish()
	return p.q, p.problems
}

func (p *parser) read(raw string) {
	for part := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err == nil && isText(plain) {
			name = plain
		}
		value, err := url.QueryUnescape(value)
		p.whole = p.whole || !slices.Contains([]string{"", "view", "cursor", "limit"}, name)
		switch {
		case value == "" && err == nil: // an untouched field of a form
		case err != nil || !isText(value):
			p.fail(clip(name), wrong(i18n.Mark("This is not readable text.")))
		default:
			p.part(name, value)
		}
	}
}

// isText tells whether a database takes s as a text.
func isText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

type parser struct {
	l        *List
	ctx      context.Context
	q        Query
	problems []Problem
	add      Cond   // a condition in the parameters add, op and v
	at       string // the spot to put it
	whole    bool   // more than a view is named, be it empty
}

func (p *parser) fail(param string, i *issue) { p.problems = append(p.problems, i.in(p.ctx, param)) }

func (p *parser) part(name, value string) {
	switch name {
	case "q":
		p.q.Search = strings.TrimSpace(value)
	case "view":
		p.q.View = value
	case "cursor":
		p.q.Cursor = value
	case "limit":
		p.limit(value)
	case "sort":
		p.sort(value)
	case "cols":
		p.cols(value)
	case "group":
		p.group(value)
	case "sum":
		p.q.Sum = p.totals(name, p.q.Sum, value)
	case "avg":
		p.q.Avg = p.totals(name, p.q.Avg, value)
	case "filter":
		p.filter(value)
	case "add":
		p.add.Field = value
	case "op":
		p.add.Op = value
	case "v":
		p.add.Values = append(p.add.Values, value)
	case "at":
		p.at = value
	case "open", "v_text": // what is open on the page, what a record is called: not what is asked
	default:
		p.cond(name, value)
	}
}

func (p *parser) limit(value string) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > maxLimit {
		p.fail("limit", wrong(i18n.Mark("Between 1 and %d."), maxLimit))
		return
	}
	p.q.Limit = n
}

// sort adds up over its repeats, as cols does.
func (p *parser) sort(value string) {
	for key := range strings.SplitSeq(value, ",") {
		key, desc := strings.CutPrefix(key, "-")
		f := p.l.Field(key)
		switch {
		case f == nil:
			p.fail("sort", p.l.unknown(key))
		case !f.can(Sort):
			p.fail("sort", wrong(i18n.Mark("The list cannot be sorted by “%s”."), key))
		case slices.ContainsFunc(p.q.Sort, func(o Order) bool { return o.Field == key }):
		case len(p.q.Sort) == maxSort:
			p.fail("sort", wrong(i18n.Mark("At most %d fields."), maxSort))
			return
		default:
			p.q.Sort = append(p.q.Sort, Order{key, desc})
		}
	}
}

// cols adds up over its repeats: a form sends every ticked box on its own.
func (p *parser) cols(value string) {
	for key := range strings.SplitSeq(value, ",") {
		switch {
		case p.l.Field(key) == nil:
			p.fail("cols", p.l.unknown(key))
		case !slices.Contains(p.q.Cols, key):
			p.q.Cols = append(p.q.Cols, key)
		}
	}
}

func (p *parser) group(key string) {
	f := p.l.Field(key)
	switch {
	case f == nil:
		p.fail("group", wrong(i18n.Mark("There is no field “%s”."), clip(key)))
	case !f.can(Grouping):
		p.fail("group", wrong(i18n.Mark("The list cannot be grouped by “%s”."), key))
	default:
		p.q.Group = key
	}
}

// totals adds the fields of value to those to be added up.
func (p *parser) totals(param string, all []string, value string) []string {
	for key := range strings.SplitSeq(value, ",") {
		f := p.l.Field(key)
		switch {
		case f == nil:
			p.fail(param, wrong(i18n.Mark("There is no field “%s”."), clip(key)))
		case !f.can(Sum):
			p.fail(param, wrong(i18n.Mark("“%s” cannot be added up."), key))
		case !slices.Contains(all, key):
			all = append(all, key)
		}
	}
	return all
}

// cond reads the parameter of a field.
func (p *parser) cond(name, value string) {
	c, rest, i := p.l.readCond(name, value, false)
	if i == nil && rest != "" {
		i = wrong(i18n.Mark("This is not readable: %s"), clip(rest))
	}
	p.take(name, c, i)
}

func (p *parser) take(name string, c Cond, i *issue) {
	switch {
	case i != nil:
		p.fail(name, i)
	case p.q.Filter.count() == maxConds:
		p.fail(name, wrong(i18n.Mark("At most %d conditions."), maxConds))
	default:
		p.q.Filter.Conds = append(p.q.Filter.Conds, c)
	}
}

func (p *parser) filter(value string) {
	g, rest, i := p.l.readGroup(value, 1)
	switch {
	case i != nil:
		p.fail("filter", i)
	case rest != "":
		p.fail("filter", wrong(i18n.Mark("This is not readable: %s"), clip(rest)))
	case p.q.Filter.count()+g.count() > maxConds:
		p.fail("filter", wrong(i18n.Mark("At most %d conditions."), maxConds))
	default:
		p.q.Filter.Groups = append(p.q.Filter.Groups, g)
	}
}

// finish takes the condition that a form asked to add, or to put in another's
// place.
func (p *parser) finish() {
	if p.add.Field == "" {
		return
	}
	f := p.l.Field(p.add.Field)
	if f != nil && p.add.Op == "" {
		p.add.Op = f.ops()[0].key
	}
	if f != nil && f.op(p.add.Op) != nil && f.op(p.add.Op).bare {
		p.add.Values = nil // what was typed before it was chosen
	}
	p.q.Added = true
	if i := p.l.check(p.add); i != nil {
		p.fail(p.add.Field, i)
		return
	}
	p.place()
}

// place puts the condition at its spot.
func (p *parser) place() {
	at, ok := readSpot(p.at)
	if !ok {
		at = spot{cond: -1}
	}
	filter := p.q.Filter.clone()
	i := filter.put(at, p.add)
	switch {
	case i != nil:
		p.fail(p.add.Field, i)
	case filter.depth() > maxDepth:
		p.fail(p.add.Field, wrong(i18n.Mark("Groups are nested too deep.")))
	case filter.count() > maxConds:
		p.fail(p.add.Field, wrong(i18n.Mark("At most %d conditions."), maxConds))
	default:
		p.q.Filter = filter
	}
}

// check tells what is wrong with a condition by building it.
func (l *List) check(c Cond) *issue {
	f := l.Field(c.Field)
	switch {
	case f == nil:
		return l.unknown(c.Field)
	case !f.can(Filter):
		return wrong(i18n.Mark("The list cannot be filtered by “%s”."), c.Field)
	case len(c.Values) > maxValues:
		return wrong(i18n.Mark("At most %d values."), maxValues)
	}
	return (&builder{l: l, q: new(db.SQL)}).cond(&c)
}

// clip shortens what somebody typed for a message.
func clip(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
