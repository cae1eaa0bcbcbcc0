package list_test

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
	"kontor/internal/kit/search"
)

// naive answers a query as plainly as one can: by looking at every record.
func (w *world) naive(q list.Query, sc list.Scope, bin bool) (found []record) {
	for _, r := range w.records {
		if r.deleted == bin && w.sees(sc, r) && w.holds(q.Filter, r) && w.found(q.Search, r, bin) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b record) int {
		for _, o := range grouped(q) {
			if n := w.compare(o, a, b); n != 0 {
				return n
			}
		}
		n := slices.Compare(a.id[:], b.id[:])
		for _, o := range q.Sort {
			if o.Field != q.Group {
				return map[bool]int{true: -n, false: n}[o.Desc]
			}
		}
		return -n
	})
	return found
}

// grouped returns what q sorts by: its group first, in the direction that the
// sort gives it.
func grouped(q list.Query) (all []list.Order) {
	if q.Group != "" {
		all = append(all, list.Order{Field: q.Group})
	}
	for _, o := range q.Sort {
		if o.Field == q.Group {
			all[0] = o
			continue
		}
		all = append(all, o)
	}
	return all
}

func (w *world) sees(sc list.Scope, r record) bool {
	own := r.owner >= 0 && w.members[r.owner] == sc.Member
	switch sc.See {
	case list.All:
		return true
	case list.Own:
		return own
	case list.Team:
		return own || r.team >= 0 && slices.Contains(sc.Teams, w.teams[r.team]) || r.owner < 0 && r.team < 0
	}
	return false
}

// found looks for every word in every word of the record. The words of these
// tests have one spelling each.
func (w *world) found(query string, r record, bin bool) bool {
	texts := w.texts(&r)
	for _, word := range strings.Fields(query) {
		in := search.Fold(strings.Join(texts, " "))
		if bin {
			in = search.Fold(r.name)
		}
		folded := search.Fold(word)
		if len(folded) < 3 && !bin {
			in, folded = " "+strings.NewReplacer("@", " ", ".", " ", "_", " ", "%", " ", "-", " ", "(", " ", ",", " ", "'", "").Replace(in), " "+folded
		}
		if !strings.Contains(in, folded) {
			return false
		}
	}
	return true
}

// key is what a record is sorted by in a field; ok is false if that is empty.
func (w *world) key(field string, r record) (text string, n int64, ok bool) {
	number := func(p *int64) (string, int64, bool) {
		if p == nil {
			return "", 0, false
		}
		return "", *p, true
	}
	switch field {
	case "name":
		return search.Key(r.name), 0, true
	case "company":
		if r.company < 0 {
			return "", 0, false
		}
		return search.Key(companyNames[r.company]), 0, true
	case "email":
		text = search.Key(first(r.emails))
	case "position":
		text = search.Key(r.position)
	case "country":
		text = r.country
	case "birthday":
		text = r.birthday
	case "owner":
		if r.owner < 0 {
			return "", 0, false
		}
		text = w.members[r.owner].String()
	case "active":
		return "", map[bool]int64{true: 1}[r.active], true
	case "updated":
		return "", r.updated, true
	case "activity":
		return number(r.activity)
	case "score":
		return number(r.score)
	case "budget":
		return number(r.budget)
	}
	return text, 0, text != ""
}

func (w *world) compare(o list.Order, a, b record) int {
	textA, nA, okA := w.key(o.Field, a)
	textB, nB, okB := w.key(o.Field, b)
	switch {
	case !okA && !okB:
		return 0
	case !okA:
		return 1
	case !okB:
		return -1
	}
	n := cmp.Or(cmp.Compare(textA, textB), cmp.Compare(nA, nB))
	if o.Desc {
		return -n
	}
	return n
}

func (w *world) holds(g list.Group, r record) bool {
	if len(g.Conds)+len(g.Groups) == 0 {
		return true
	}
	for _, c := range g.Conds {
		if w.cond(c, r) == g.Any {
			return g.Any
		}
	}
	for _, sub := range g.Groups {
		if w.holds(sub, r) == g.Any {
			return g.Any
		}
	}
	return !g.Any
}

// cond is true or false: negative operators are the opposite of positive ones.
func (w *world) cond(c list.Cond, r record) bool {
	opposite := map[string]string{"not": "is", "lacks": "has", "none": "any", "empty": "set"}
	isTime := c.Field == "birthday" || c.Field == "updated" || c.Field == "activity"
	if isTime {
		opposite["not"] = "in"
	}
	if positive, ok := opposite[c.Op]; ok {
		c.Op = positive
		return !w.cond(c, r)
	}
	if c.Op == "all" {
		return !slices.ContainsFunc(c.Values, func(v string) bool { return !w.value(c.Field, "any", v, r) })
	}
	if c.Op == "set" {
		return w.isSet(c.Field, r)
	}
	return slices.ContainsFunc(c.Values, func(v string) bool { return w.value(c.Field, c.Op, v, r) })
}

func (w *world) isSet(field string, r record) bool {
	switch field {
	case "tags":
		return len(r.tags) > 0
	case "email":
		return len(r.emails) > 0
	case "phone":
		return len(r.phones) > 0
	case "owner":
		return r.owner >= 0
	case "active":
		return true
	case "website":
		return r.site != ""
	}
	_, _, ok := w.key(field, r)
	return ok
}

// value compares a record with one value by a positive operator.
func (w *world) value(field, op, v string, r record) bool {
	switch field {
	case "name", "position":
		text, _, _ := w.key(field, r)
		return compareText(op, foldedIn(text), search.Fold(v))
	case "website":
		return compareText(op, r.site, v)
	case "email":
		return slices.ContainsFunc(r.emails, func(s string) bool { return compareText(op, search.Fold(s), search.Fold(v)) })
	case "phone":
		return slices.ContainsFunc(r.phones, func(s string) bool {
			if op == "is" {
				return strings.HasSuffix(s, search.Phone(v))
			}
			return compareText(op, s, search.Phone(v))
		})
	case "tags":
		return slices.ContainsFunc(r.tags, func(n int) bool { return w.tags[n].String() == v })
	case "company":
		return r.company >= 0 && w.companies[r.company].String() == v
	case "owner":
		return r.owner >= 0 && (w.members[r.owner].String() == v || v == "me" && r.owner == 0)
	case "country":
		return r.country == v
	case "active":
		return r.active == (v == "yes")
	case "score":
		return r.score != nil && compareNumber(op, *r.score, numbers[v])
	case "budget":
		return r.budget != nil && compareNumber(op, *r.budget, amounts[v]) && (!strings.HasSuffix(v, "JPY") || r.currency == "JPY")
	}
	return w.inPeriod(field, op, v, r)
}

func compareText(op, text, v string) bool {
	switch op {
	case "is":
		return text == v
	case "starts":
		return strings.HasPrefix(text, v)
	}
	return strings.Contains(text, v)
}

// The values conditions on numbers use, and what they mean.
var (
	numbers = map[string][2]int64{"1": {10, 10}, "2.5": {25, 25}, "-3": {-30, -30}, "0..2.5": {0, 25}, "2,5": {25, 25}}
	amounts = map[string][2]int64{"10": {1000, 1000}, "5..20": {500, 2000}, "1000JPY": {1000, 1000}}
)

func compareNumber(op string, n int64, v [2]int64) bool {
	switch op {
	case "gt":
		return n > v[0]
	case "gte":
		return n >= v[0]
	case "lt":
		return n < v[0]
	case "lte":
		return n <= v[0]
	}
	return n >= v[0] && n <= v[1]
}

// periods are what the words mean on the day of now: first day, day after the
// last.
var periods = map[string][2]string{
	"today": {"2026-03-29", "2026-03-30"}, "yesterday": {"2026-03-28", "2026-03-29"}, "tomorrow": {"2026-03-30", "2026-03-31"},
	"-30d": {"2026-02-28", "2026-03-30"}, "2w": {"2026-03-29", "2026-04-12"}, "last-week": {"2026-03-16", "2026-03-23"},
	"this-month": {"2026-03-01", "2026-04-01"}, "last-quarter": {"2025-10-01", "2026-01-01"}, "next-year": {"2027-01-01", "2028-01-01"},
	"2026": {"2026-01-01", "2027-01-01"}, "2026-q1": {"2026-01-01", "2026-04-01"}, "2026-03": {"2026-03-01", "2026-04-01"},
	"2026-03-28..2026-03-29": {"2026-03-28", "2026-03-30"}, "1980..1990-05": {"1980-01-01", "1990-06-01"},
}

func (w *world) inPeriod(field, op, v string, r record) bool {
	var day string
	switch field {
	case "birthday":
		if day = r.birthday; day == "" || day[0] == '-' {
			return false
		}
	case "updated":
		day = time.UnixMilli(r.updated).In(sofia).Format(time.DateOnly)
	case "activity":
		if r.activity == nil {
			return false
		}
		day = time.UnixMilli(*r.activity).In(sofia).Format(time.DateOnly)
	}
	p := periods[v]
	switch op {
	case "before":
		return day < p[0]
	case "after":
		return day >= p[1]
	case "since":
		return day >= p[0]
	case "until":
		return day < p[1]
	}
	return day >= p[0] && day < p[1]
}

func ids(records []record) (all []db.ID) {
	for _, r := range records {
		all = append(all, r.id)
	}
	return all
}

// foldedIn returns the folded text of a key.
func foldedIn(key string) string {
	if _, rest, ok := strings.Cut(key, search.Apart); ok {
		return strings.TrimSuffix(rest, search.Apart)
	}
	return key
}
