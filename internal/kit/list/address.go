package list

import (
	"slices"
	"strconv"
	"strings"
)

// URL returns the address of the list q.
func (l *List) URL(q Query) string { return l.address(q, "") }

// PageURL returns the address of the page of q at a cursor.
func (l *List) PageURL(q Query, cursor string) string { return l.address(q, cursor) }

func (l *List) address(q Query, cursor string) string {
	b := append(make([]byte, 0, 128), l.path()...)
	from := len(b)
	b = append(b, '?')
	parts := appendPart(l.appendQuery(nil, q), "cursor", cursor)
	if len(parts) == 0 {
		return string(b[:from])
	}
	return string(append(b, parts...))
}

func (l *List) path() string {
	if l.bin {
		return l.e.Path + "/bin"
	}
	return l.e.Path
}

// SortURL returns q sorted by the field instead: rising, then falling, then
// not at all.
func (l *List) SortURL(q Query, key string) string {
	switch order, ok := q.sortedBy(key); {
	case !ok || len(q.Sort) > 1:
		q.Sort = []Order{{Field: key}}
	case !order.Desc:
		q.Sort = []Order{{Field: key, Desc: true}}
	default:
		q.Sort = nil
	}
	return l.URL(q)
}

// AddSortURL returns q sorted by the field as well: behind the others rising,
// then falling, then no more. It is empty when there is no room for another.
func (l *List) AddSortURL(q Query, key string) string {
	i := slices.IndexFunc(q.Sort, func(o Order) bool { return o.Field == key })
	q.Sort = slices.Clone(q.Sort)
	switch {
	case i < 0 && len(q.Sort) == maxSort:
		return ""
	case i < 0:
		q.Sort = append(q.Sort, Order{Field: key})
	case !q.Sort[i].Desc:
		q.Sort[i].Desc = true
	default:
		q.Sort = slices.Delete(q.Sort, i, i+1)
	}
	return l.URL(q)
}

func (q Query) sortedBy(key string) (Order, bool) {
	i := slices.IndexFunc(q.Sort, func(o Order) bool { return o.Field == key })
	if i < 0 {
		return Order{}, false
	}
	return q.Sort[i], true
}

// ColumnsURL returns q with these columns.
func (l *List) ColumnsURL(q Query, keys []string) string {
	q.Cols = keys
	return l.URL(q)
}

// Reshaped returns q with the columns the list has at first.
func (l *List) Reshaped(q Query) Query {
	q.Cols = nil
	return q
}

// ClearURL returns q without search and filter.
func (l *List) ClearURL(q Query) string {
	q.Search, q.Filter = "", Group{}
	return l.URL(q)
}

// Pair is a name and a value.
type Pair struct{ Name, Value string }

// Hidden returns the parts of q as fields of a form that changes the list,
// without the parameters the form sets itself.
func (l *List) Hidden(q Query, without ...string) []Pair {
	var all []Pair
	add := func(name, value string) {
		if value != "" && !slices.Contains(without, name) {
			all = append(all, Pair{name, value})
		}
	}
	add("view", q.View)
	add("q", q.Search)
	for _, c := range q.Filter.Conds {
		add(c.Field, string(l.appendCond(nil, c)))
	}
	for _, g := range q.Filter.Groups {
		add("filter", string(l.appendGroup(nil, g)))
	}
	add("sort", sortText(q.Sort))
	add("group", q.Group)
	add("cols", strings.Join(q.Cols, ","))
	add("sum", strings.Join(q.Sum, ","))
	add("avg", strings.Join(q.Avg, ","))
	if q.Limit != 0 {
		add("limit", strconv.Itoa(q.Limit))
	}
	return all
}
