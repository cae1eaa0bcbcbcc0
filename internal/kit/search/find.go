package search

import (
	"context"
	"fmt"

	"kontor/internal/kit/db"
)

// Hit names a record that was found.
type Hit struct {
	Kind string
	ID   db.ID
}

// stretch is how many hits of a kind Find looks at.
const stretch = 300

// Find returns at most limit hits of the kinds, one kind after the other:
// records whose name begins with the query first, then the newest. It knows
// nothing of permission: the caller loads the records within its scope.
func Find(ctx context.Context, d *db.DB, ws db.WorkspaceID, kinds []string, query string, limit int) ([]Hit, error) {
	var hits []Hit
	for _, kind := range kinds {
		m := Match{engine: d.Engine, ws: ws, kind: kind, terms: termsOf(query)}
		if m.All() {
			return nil, nil
		}
		ids, err := m.best(ctx, d, limit)
		if err != nil {
			return nil, fmt.Errorf("find %s: %w", kind, err)
		}
		for _, id := range ids {
			hits = append(hits, Hit{kind, id})
		}
	}
	return hits, nil
}

func (m Match) best(ctx context.Context, d *db.DB, limit int) ([]db.ID, error) {
	var q db.SQL
	q.S("SELECT s.record_id FROM search s WHERE s.workspace_id = ").P(m.ws).S(" AND s.kind = ").P(m.kind).S(" AND s.record_id IN (")
	m.ids(&q)
	if m.engine == db.SQLite {
		q.S(" ORDER BY search_grams.rowid DESC")
	}
	q.S(" LIMIT ").P(stretch).S(") ORDER BY CASE WHEN ")
	for i, pattern := range m.terms[0] {
		if i > 0 {
			q.S(" OR ")
		}
		q.S("s.txt LIKE ").P(begins(pattern))
	}
	q.S(" THEN 0 ELSE 1 END, s.record_id DESC LIMIT ").P(limit)
	return db.Values[db.ID](ctx, db.ByValue(d), q.Text(), q.Args()...)
}

// begins is the pattern of documents that begin with what pattern looks for.
func begins(pattern string) string {
	for len(pattern) > 0 && pattern[0] == ' ' {
		pattern = pattern[1:]
	}
	return "  " + pattern + "%"
}
