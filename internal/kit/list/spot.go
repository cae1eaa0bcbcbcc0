package list

import (
	"slices"
	"strconv"
	"strings"

	"kontor/internal/kit/i18n"
)

// A spot names a place among the conditions of a query, as steps parted by
// slashes: "c0" is the first condition, "g1" the second group, "g1/c0" the
// first condition in it. Where a condition is put, "end" and "g1" stand for the
// end of a group, "any", "all" and "g1/any" for a new group there, and "c0/or"
// and "c0/and" for a group of that condition and the new one.
type spot struct {
	groups []int
	cond   int // -1 if it names none
	how    string
}

// readSpot reads a spot; ok is false for anything else.
func readSpot(s string) (at spot, ok bool) {
	at.cond = -1
	if s == "" || s == "end" {
		return at, true
	}
	for step := range strings.SplitSeq(s, "/") {
		if at.how != "" || !at.step(step) {
			return at, false
		}
	}
	return at, true
}

func (at *spot) step(s string) bool {
	switch {
	case at.cond >= 0:
		at.how = s
		return s == "or" || s == "and"
	case s == "any" || s == "all":
		at.how = s
		return true
	case len(s) < 2:
		return false
	}
	n, err := strconv.Atoi(s[1:])
	if err != nil || n < 0 || n > maxConds || s[1] == '+' {
		return false
	}
	switch s[0] {
	case 'g':
		at.groups = append(at.groups, n)
	case 'c':
		at.cond = n
	default:
		return false
	}
	return true
}

// clone copies the group with all that is in it.
func (g Group) clone() Group {
	g.Conds, g.Groups = slices.Clone(g.Conds), slices.Clone(g.Groups)
	for i := range g.Groups {
		g.Groups[i] = g.Groups[i].clone()
	}
	return g
}

// at returns the group that holds the spot, nil if there is none.
func (g *Group) at(s spot) *Group {
	for _, i := range s.groups {
		if i >= len(g.Groups) {
			return nil
		}
		g = &g.Groups[i]
	}
	if s.cond >= len(g.Conds) {
		return nil
	}
	return g
}

// depth is how many groups lie in each other, this one not counted.
func (g Group) depth() int {
	deepest := 0
	for _, sub := range g.Groups {
		deepest = max(deepest, 1+sub.depth())
	}
	return deepest
}

// put puts a condition at a spot.
func (g *Group) put(s spot, c Cond) *issue {
	if g = g.at(s); g == nil {
		return wrong(i18n.Mark("This part of the filter is not there any more."))
	}
	switch {
	case s.cond >= 0 && s.how != "":
		beside := Group{Any: s.how == "or", Conds: []Cond{g.Conds[s.cond], c}}
		g.Conds = without(g.Conds, s.cond)
		g.Groups = append(g.Groups, beside)
	case s.cond >= 0:
		g.Conds[s.cond] = c
	case s.how != "":
		g.Groups = append(g.Groups, Group{Any: s.how == "any", Conds: []Cond{c}})
	default:
		g.Conds = append(g.Conds, c)
	}
	return nil
}

// drop takes what the spot names away, and the groups that are empty then.
func (g *Group) drop(s spot) {
	if s.cond < 0 && len(s.groups) == 0 {
		*g = Group{}
		return
	}
	if len(s.groups) == 0 {
		g.Conds = without(g.Conds, s.cond)
		return
	}
	first, rest := s.groups[0], spot{s.groups[1:], s.cond, ""}
	if g.Groups[first].drop(rest); g.Groups[first].isEmpty() {
		g.Groups = without(g.Groups, first)
	}
}

// Without returns q without the condition or group at a spot; it is q itself
// if there is none.
func (q Query) Without(at string) Query {
	s, ok := readSpot(at)
	if filter := q.Filter.clone(); ok && filter.at(s) != nil {
		filter.drop(s)
		q.Filter = filter
	}
	return q
}

// Turned returns q with the group at a spot asking for any of its conditions
// instead of all, or the other way round.
func (q Query) Turned(at string) Query {
	s, ok := readSpot(at)
	filter := q.Filter.clone()
	if g := filter.at(s); ok && g != nil && len(s.groups) > 0 && s.cond < 0 {
		g.Any = !g.Any
		q.Filter = filter
	}
	return q
}

// Cond returns the condition at a spot; ok is false if there is none.
func (q Query) Cond(at string) (c Cond, ok bool) {
	s, ok := readSpot(at)
	if !ok || s.cond < 0 || s.how != "" {
		return c, false
	}
	g := q.Filter.at(s)
	if g == nil {
		return c, false
	}
	return g.Conds[s.cond], true
}

// join puts a step behind a spot.
func join(at, step string) string {
	if at == "" {
		return step
	}
	return at + "/" + step
}
