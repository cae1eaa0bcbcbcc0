package app_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
)

// filesOf are files of each kind, of as many rows.
var filesOf = map[string]func(rows int) string{
	"contacts": func(rows int) string { return lines("First name,E-mail,City", "P%[1]d,p%[1]d@x.example,Sofia", rows) },
	"deals": func(rows int) string {
		return lines("Deal name,Amount,Currency,Account name", "Line %d,5,EUR,Acme", rows)
	},
	"tasks": func(rows int) string {
		return lines("Title,Description,Due date", "Call %d,About the offer,2027-04-30", rows)
	},
}

func lines(head, row string, n int) string {
	all := []string{head}
	for i := range n {
		all = append(all, fmt.Sprintf(row, i))
	}
	return strings.Join(all, "\n") + "\n"
}

// counting is in the contexts whose statements are counted.
type counting struct{}

// Rows are read beside the records they are about in as many statements,
// however many there are, and only where somebody looks.
func TestImport_ComparesManyRowsAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		for kind, file := range filesOf {
			few, bare := compared(t, s, kind, file(3), 3), compared(t, s, kind, file(3), 0)
			if many := compared(t, s, kind, file(60), 60); few != many || bare >= few {
				t.Errorf("%s: %d statements for 3 rows, %d for 60, %d if nobody looks", kind, few, many, bare)
			}
		}
	})
}

// compared imports a file twice, compares the rows of the second one with what
// is there, and returns how many statements that took.
func compared(t *testing.T, s *apptest.Server, kind, file string, sides int) int64 {
	t.Helper()
	owner := accounttest.Actor(t, s.DB(), account.Owner)
	api, page := s.Program(t, owner, "read,write"), s.Browser(t, owner)
	first := page.Upload("/import?kind="+kind, "file", "first.csv", file).Location()
	want(t, page.Post(first+"/start", nil), 303)
	imported(t, api, strings.TrimPrefix(first, "/import/"))
	id, err := db.ParseID(strings.TrimPrefix(page.Upload("/import?kind="+kind, "file", "again.csv", file).Location(), "/import/"))
	if err != nil {
		t.Fatal(err)
	}
	var n atomic.Int64
	before := s.DB().OnStatement
	s.DB().OnStatement = func(ctx context.Context, _ db.Statement) {
		if ctx.Value(counting{}) != nil {
			n.Add(1)
		}
	}
	defer func() { s.DB().OnStatement = before }()
	p, err := s.Imports.Imports.Preview(context.WithValue(t.Context(), counting{}, true), owner, id, importing.Showing{Outcome: importing.Alike, Limit: 100, Sides: sides > 0})
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for _, row := range p.Rows {
		if len(row.Sides) > 1 {
			got++
		}
	}
	if got != sides {
		t.Errorf("%s: %d of %d rows are beside what is there", kind, got, sides)
	}
	return n.Load()
}
