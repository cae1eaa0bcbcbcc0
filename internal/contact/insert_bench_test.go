package contact

import (
	"fmt"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/record"
)

// BenchmarkInsertContacts writes batches of 500 complete contacts, as an import
// does.
func BenchmarkInsertContacts(b *testing.B) {
	d := dbtest.SQLite(b)
	actor := accounttest.Actor(b, d, account.Owner)
	n := 0
	for b.Loop() {
		drafts := make([]*draft, record.Batch)
		for i := range drafts {
			in := NewContactInput(actor)
			in.FirstName, in.LastName, in.Email = fmt.Sprintf("Ivan %d", n), "Petrov", fmt.Sprintf("ivan%d@example.com", n)
			in.Mobile, in.Company, in.CreateCompany = fmt.Sprintf("0888%06d", n), fmt.Sprintf("Firm %d", n/10), true
			in.Tags, in.City, in.Country = []string{"Customer"}, "Русе", "BG"
			drafts[i] = prepare(b.Context(), actor, in)
			n++
		}
		err := d.InLoad(b.Context(), func(l *db.Loader) error { return insertContacts(b.Context(), l.Tx, actor, db.ID{}, drafts) })
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
}
