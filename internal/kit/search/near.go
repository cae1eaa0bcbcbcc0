package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/kit/db"
)

const (
	shortest   = 4    // letters of a word in which a typo is forgiven
	candidates = 1000 // documents that Near looks at, the newest
)

// Near returns at most limit hits that hold the words of the query but for one
// typo in one of them: a letter wrong, missing, too many, or two changed over.
// It is for when Find found nothing, and like Find knows nothing of permission.
func Near(ctx context.Context, d *db.DB, ws db.WorkspaceID, kinds []string, query string, limit int) ([]Hit, error) {
	words := nearWords(query)
	if len(words) == 0 {
		return nil, nil
	}
	var hits []Hit
	for _, kind := range kinds {
		m := Match{engine: d.Engine, ws: ws, kind: kind}
		found, err := m.near(ctx, d, words)
		if err != nil {
			return nil, fmt.Errorf("find %s nearly: %w", kind, err)
		}
		for _, doc := range found {
			if len(hits) < limit && isNear(words, strings.Fields(doc.Text)) {
				hits = append(hits, Hit{kind, doc.ID})
			}
		}
	}
	return hits, nil
}

// nearWords are the words of a query, none when it is a number.
func nearWords(query string) [][]rune {
	var words [][]rune
	if len(query) > maxQuery || Phone(query) != "" {
		return nil
	}
	for i, word := range Words(query) {
		if i == maxWords {
			break
		}
		words = append(words, []rune(loosen(word)))
	}
	return words
}

type candidate struct {
	ID   db.ID  `db:"record_id"`
	Text string `db:"txt"`
}

func (m Match) near(ctx context.Context, d *db.DB, words [][]rune) ([]candidate, error) {
	var q db.SQL
	if m.engine == db.SQLite {
		q.S("SELECT s.record_id, s.txt FROM search_grams CROSS JOIN search s ON s.rid = search_grams.rowid WHERE search_grams MATCH ")
		q.P(m.nearGrams(words)).S(" AND s.workspace_id = ").P(m.ws).S(" AND s.kind = ").P(m.kind).S(" ORDER BY search_grams.rowid DESC")
	} else {
		q.S("SELECT s.record_id, s.txt FROM search s WHERE s.workspace_id = ").P(m.ws).S(" AND s.kind = ").P(m.kind)
		for _, word := range words {
			q.S(" AND (")
			for i, pieces := range spellings(word) {
				if i > 0 {
					q.S(" OR ")
				}
				q.S("s.txt LIKE ").P("%" + strings.Join(pieces, "%") + "%")
			}
			q.S(")")
		}
		q.S(" ORDER BY s.record_id DESC")
	}
	q.S(" LIMIT ").P(candidates)
	return db.Select[candidate](ctx, db.ByValue(d), q.Text(), q.Args()...)
}

// nearGrams is grams for spellings that are nearly the words.
func (m Match) nearGrams(words [][]rune) string {
	var b strings.Builder
	b.WriteString(`"` + tokenOf(m.ws, m.kind) + `"`)
	for _, word := range words {
		b.WriteString(" AND (")
		for i, pieces := range spellings(word) {
			if i > 0 {
				b.WriteString(" OR ")
			}
			var all []string
			for _, piece := range pieces {
				all = append(all, grams(piece)...)
			}
			b.WriteString(`("` + strings.Join(all, `" AND "`) + `")`)
		}
		b.WriteString(")")
	}
	return b.String()
}

// spellings are the ways in which a document may write a word: as it is, with
// two letters changed over, or with something else at one place, where the
// pieces before and after it stay. Pieces too short for the index are left out.
func spellings(word []rune) [][]string {
	all := [][]string{{pattern(string(word))}}
	if len(word) < shortest {
		return all
	}
	for i := range word {
		var pieces []string
		for _, piece := range []string{" " + string(word[:i]), string(word[i+1:])} {
			if len([]rune(piece)) >= 3 {
				pieces = append(pieces, piece)
			}
		}
		if len(pieces) > 0 {
			all = append(all, pieces)
		}
		if i+1 < len(word) {
			all = append(all, []string{" " + string(swapped(word, i))})
		}
	}
	return loosest(all)
}

// loosest leaves out the spellings that another one finds as well.
func loosest(all [][]string) [][]string {
	var kept [][]string
	for i, pieces := range all {
		found := slices.ContainsFunc(all, func(other []string) bool {
			return len(other) == 1 && !slices.Equal(other, pieces) && slices.ContainsFunc(pieces, func(p string) bool { return strings.Contains(p, other[0]) })
		})
		same := slices.ContainsFunc(all[:i], func(other []string) bool { return slices.Equal(other, pieces) })
		if !found && !same {
			kept = append(kept, pieces)
		}
	}
	return kept
}

func swapped(word []rune, i int) []rune {
	out := append([]rune(nil), word...)
	out[i], out[i+1] = out[i+1], out[i]
	return out
}

// isNear tells whether every word begins one of the document, one of them with
// a typo.
func isNear(words [][]rune, doc []string) bool {
	typos := 0
	for _, word := range words {
		best := 2
		for _, other := range doc {
			best = min(best, typosIn(word, []rune(other)))
		}
		typos += best
	}
	return typos <= 1
}

// typosIn is 0 if other begins with word, 1 if it does but for one typo, 2
// otherwise.
func typosIn(word, other []rune) int {
	i := 0
	for i < len(word) && i < len(other) && word[i] == other[i] {
		i++
	}
	switch {
	case i == len(word):
		return 0
	case len(word) < shortest:
		return 2
	case continues(other, i+1, word, i+1), continues(other, i+1, word, i), continues(other, i, word, i+1):
		return 1
	case i+1 < len(word) && i+1 < len(other) && word[i] == other[i+1] && word[i+1] == other[i] && continues(other, i+2, word, i+2):
		return 1
	}
	return 2
}

// continues tells whether other from at begins with word from from.
func continues(other []rune, at int, word []rune, from int) bool {
	return at <= len(other) && from <= len(word) && strings.HasPrefix(string(other[at:]), string(word[from:]))
}
