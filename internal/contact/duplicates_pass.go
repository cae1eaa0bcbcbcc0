package contact

import (
	"bytes"
	"cmp"
	"slices"

	"kontor/internal/kit/db"
)

// finding of duplicates is one pass: the suspects, records that changed, are
// kept in memory by what they may share with others; then every record of the
// workspace walks by once. So the time grows with the number of records, and
// the memory with the number of suspects. A value that many share, such as the
// number of an office, is given up when it has met more records than its rule
// allows, and cannot make the pass slow.
type pass struct {
	rules    []rule
	suspects []suspect
	byID     map[db.ID]bool
	first    map[uint64]int32 // key to its first holder in holders, plus one
	holders  []holder
	met      []int32 // how many records met the key of a holder; at its first holder
	pairs    []foundPair
}

// holder is one suspect that holds a key.
type holder struct{ suspect, next int32 }

// foundPair is two records that one key brought together.
type foundPair struct {
	a, b      db.ID // a is the smaller one
	key       int32 // first holder of the key
	most      int32
	certainty int32
	reason    string
}

func newPass(rules []rule, suspects []suspect) *pass {
	p := &pass{rules: rules, suspects: suspects, byID: make(map[db.ID]bool, len(suspects)), first: map[uint64]int32{}}
	for i := range suspects {
		p.byID[suspects[i].id] = true
		for r, rule := range rules {
			for _, value := range rule.values(&suspects[i]) {
				key := keyOf(r, value)
				p.holders = append(p.holders, holder{int32(i), p.first[key]})
				p.first[key] = int32(len(p.holders))
			}
		}
	}
	p.met = make([]int32, len(p.holders)+1)
	return p
}

// keyOf is a number for a value under a rule (FNV-1a). Two values of one
// number do no harm: a rule judges the records themselves.
func keyOf(rule int, value string) uint64 {
	h := (uint64(14695981039346656037) ^ uint64(rule)) * 1099511628211
	for i := range len(value) {
		h = (h ^ uint64(value[i])) * 1099511628211
	}
	return h
}

// walk compares one record with the suspects it shares something with.
func (p *pass) walk(s *suspect) {
	for r := range p.rules {
		rule := &p.rules[r]
		for _, value := range rule.values(s) {
			key := p.first[keyOf(r, value)]
			if key == 0 {
				continue
			}
			if p.met[key]++; int(p.met[key]) <= rule.most {
				p.meet(s, rule, key)
			}
		}
	}
}

// meet compares a record with at most as many suspects as the rule allows to
// share a value: with more of them the key is given up at the end anyway.
func (p *pass) meet(s *suspect, rule *rule, key int32) {
	n := 0
	for at := key; at != 0 && n <= rule.most; n++ {
		other := &p.suspects[p.holders[at-1].suspect]
		at = p.holders[at-1].next
		if other.id == s.id || p.byID[s.id] && bytes.Compare(other.id[:], s.id[:]) > 0 {
			continue // of two suspects that meet, one walk is enough
		}
		if reason, certainty := rule.judge(s, other); certainty > 0 {
			p.pairs = append(p.pairs, pairOf(s.id, other.id, key, rule.most, reason, certainty))
		}
	}
}

func pairOf(a, b db.ID, key int32, most int, reason string, certainty int) foundPair {
	if bytes.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	return foundPair{a, b, key, int32(most), int32(certainty), reason}
}

// result are the pairs found, each once with its best reason, without those
// that only a value brought together which too many share.
func (p *pass) result() []foundPair {
	all := slices.DeleteFunc(p.pairs, func(f foundPair) bool { return p.met[f.key] > f.most })
	slices.SortFunc(all, func(x, y foundPair) int {
		return cmp.Or(bytes.Compare(x.a[:], y.a[:]), bytes.Compare(x.b[:], y.b[:]), cmp.Compare(y.certainty, x.certainty))
	})
	return slices.CompactFunc(all, func(x, y foundPair) bool { return x.a == y.a && x.b == y.b })
}
