package list_test

import (
	"fmt"
	"strings"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// TestTotals_PerCurrency adds up amounts that leave 64 bits, in currencies that
// must not meet.
func TestTotals_PerCurrency(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := i18n.With(t.Context(), i18n.Locale{Lang: "en", Zone: sofia})
		w := newWorld(ctx, t, d)
		huge, small, debt := int64(9_000_000_000_000_000_000), int64(1050), int64(-250)
		for i, r := range []record{{budget: &huge, currency: "EUR"}, {budget: &huge, currency: "EUR"}, {budget: &small, currency: "JPY"}, {budget: &small}, {score: &small}, {score: &debt}, {budget: &debt, currency: "EUR", deleted: true}} {
			r.id, r.name, r.company, r.owner, r.team = db.NewID(), fmt.Sprint("Contact ", i), -1, -1, -1
			w.records = append(w.records, r)
		}
		w.save(ctx, t, d)
		l := w.list(d)
		for raw, want := range map[string]string{
			"":                          "",
			"sum=budget":                "Budget 180,000,000,000,000,011\u00a0EUR 60,000,000,000,000,004\u00a0EUR; Budget 1,050\u00a0JPY 1,050\u00a0JPY",
			"sum=budget&name=has:2":     "Budget 1,050\u00a0JPY 1,050\u00a0JPY",
			"sum=budget&name=has:3":     "Budget 11\u00a0EUR 11\u00a0EUR", // without a currency it is in the workspace's
			"sum=score":                 "Score 80.0 40.0",
			"avg=score&name=has:5":      "Score −25.0 −25.0",
			"sum=score&name=has:nobody": "",
		} {
			q, problems := l.Parse(ctx, raw)
			totals, err := l.Totals(ctx, q)
			if err != nil || len(problems) > 0 {
				t.Fatal(raw, problems, err)
			}
			var said []string
			for _, total := range totals {
				said = append(said, list.Label(ctx, total.Field)+" "+total.SumText(ctx)+" "+total.AvgText(ctx))
			}
			if got := strings.Join(said, "; "); got != want {
				t.Errorf("%s says %s, want %s", raw, got, want)
			}
		}
	})
}
