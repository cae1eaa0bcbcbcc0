package list

import (
	"slices"
	"strconv"
	"strings"
)

// Format writes q as the raw query of an address, without the cursor: what
// Parse reads back as the same q.
func (l *List) Format(q Query) string { return string(l.appendQuery(nil, q)) }

func (l *List) appendQuery(b []byte, q Query) []byte {
	b = appendPart(b, "view", q.View)
	named := len(b)
	b = appendPart(b, "q", q.Search)
	b = l.appendFilter(b, q.Filter)
	b = appendPart(b, "sort", sortText(q.Sort))
	b = appendPart(b, "group", q.Group)
	b = appendPart(b, "cols", strings.Join(q.Cols, ","))
	b = appendPart(b, "sum", strings.Join(q.Sum, ","))
	b = appendPart(b, "avg", strings.Join(q.Avg, ","))
	if q.View != "" && len(b) == named {
		b = append(b, "&q="...) // the view alone would mean what it asks, not nothing
	}
	if q.Limit != 0 {
		b = appendPart(b, "limit", strconv.Itoa(q.Limit))
	}
	return b
}

func (l *List) appendFilter(b []byte, g Group) []byte {
	for _, c := range g.Conds {
		b = appendPart(b, c.Field, string(l.appendCond(nil, c)))
	}
	for _, sub := range g.Groups {
		b = appendPart(b, "filter", string(l.appendGroup(nil, sub)))
	}
	return b
}

func sortText(orders []Order) string {
	var b []byte
	for i, o := range orders {
		if i > 0 {
			b = append(b, ',')
		}
		if o.Desc {
			b = append(b, '-')
		}
		b = append(b, o.Field...)
	}
	return string(b)
}

func (l *List) appendGroup(b []byte, g Group) []byte {
	if g.Any {
		b = append(b, "any"...)
	} else {
		b = append(b, "all"...)
	}
	for _, c := range g.Conds {
		b = append(append(append(b, '('), c.Field...), ':')
		b = append(l.appendCond(b, c), ')')
	}
	for _, sub := range g.Groups {
		b = append(l.appendGroup(append(b, '('), sub), ')')
	}
	return b
}

// appendCond writes the operator only if it is not the field's first, or if
// the first value could be taken for one.
func (l *List) appendCond(b []byte, c Cond) []byte {
	f := l.Field(c.Field)
	if f == nil || f.ops()[0].key != c.Op || len(c.Values) == 0 || strings.Contains(c.Values[0], ":") {
		b = append(append(b, c.Op...), ':')
	}
	for i, value := range c.Values {
		if i > 0 {
			b = append(b, ',')
		}
		for n := range len(value) {
			if strings.IndexByte(`,()\`, value[n]) >= 0 {
				b = append(b, '\\')
			}
			b = append(b, value[n])
		}
	}
	return b
}

// appendPart adds name=value unless value is empty.
func appendPart(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	if len(b) > 0 {
		b = append(b, '&')
	}
	b = appendEscaped(b, name)
	return appendEscaped(append(b, '='), value)
}

// appendEscaped writes s for a query: readable, with , : ( ) * left as they
// are, which url.QueryEscape does not do.
func appendEscaped(b []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-_.~,:()*@/!$", c) >= 0:
			b = append(b, c)
		case c == ' ':
			b = append(b, '+')
		default:
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return b
}

// without returns conds without the one at i.
func without[T any](all []T, i int) []T { return slices.Delete(slices.Clone(all), i, i+1) }
