package list

import (
	"strings"

	"kontor/internal/kit/i18n"
)

// readCond reads [op:]value,value up to the end, or to a closing bracket
// inside a group, and returns what follows.
func (l *List) readCond(field, s string, inGroup bool) (c Cond, rest string, i *issue) {
	f := l.Field(field)
	if f == nil {
		return c, s, l.unknown(field)
	}
	c.Field, c.Op = field, f.ops()[0].key
	if op, after, ok := strings.Cut(s, ":"); ok && f.op(op) != nil {
		c.Op, s = op, after
	}
	c.Values, rest = readValues(s, inGroup)
	return c, rest, l.check(c)
}

// readValues reads values parted by commas; a backslash takes the meaning of
// the letter behind it.
func readValues(s string, inGroup bool) (values []string, rest string) {
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			values = append(values, b.String())
		}
		b.Reset()
	}
	for n := 0; n < len(s); n++ {
		switch c := s[n]; {
		case c == '\\' && n+1 < len(s):
			n++
			b.WriteByte(s[n])
		case c == ',':
			end()
		case inGroup && c == ')':
			end()
			return values, s[n:]
		default:
			b.WriteByte(c)
		}
	}
	end()
	return values, ""
}

// readGroup reads ("any" | "all") item+, item being "(" field ":" cond ")" or
// "(" group ")".
func (l *List) readGroup(s string, depth int) (g Group, rest string, i *issue) {
	var ok bool
	if rest, ok = strings.CutPrefix(s, "all"); !ok {
		if rest, ok = strings.CutPrefix(s, "any"); !ok {
			return g, s, wrong(i18n.Mark("A group begins with all or any."))
		}
		g.Any = true
	}
	if depth > maxDepth {
		return g, s, wrong(i18n.Mark("Groups are nested too deep."))
	}
	for strings.HasPrefix(rest, "(") {
		if rest, i = l.readItem(&g, rest[1:], depth); i != nil {
			return g, rest, i
		}
		if rest, ok = strings.CutPrefix(rest, ")"); !ok {
			return g, rest, wrong(i18n.Mark("A bracket is not closed."))
		}
	}
	if g.isEmpty() {
		return g, rest, wrong(i18n.Mark("A group has no conditions."))
	}
	return g, rest, nil
}

func (l *List) readItem(g *Group, s string, depth int) (rest string, i *issue) {
	if strings.HasPrefix(s, "all(") || strings.HasPrefix(s, "any(") {
		sub, rest, i := l.readGroup(s, depth+1)
		g.Groups = append(g.Groups, sub)
		return rest, i
	}
	field, after, _ := strings.Cut(s, ":")
	c, rest, i := l.readCond(field, after, true)
	g.Conds = append(g.Conds, c)
	return rest, i
}
