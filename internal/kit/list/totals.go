package list

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"slices"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// Total is what the values of a field amount to in all records that a query
// finds. Amounts are never added across currencies.
type Total struct {
	Field    *Field
	Currency string // of amounts
	Sum      *big.Int
	N        int64 // values that were added
}

// Avg returns the mean of the values, rounded half away from zero.
func (t Total) Avg() *big.Int {
	n := big.NewInt(t.N)
	if t.N == 0 {
		return new(big.Int)
	}
	half := new(big.Int).Quo(n, big.NewInt(2))
	if t.Sum.Sign() < 0 {
		half.Neg(half)
	}
	return half.Add(half, t.Sum).Quo(half, n)
}

// Totals returns what q asks to be added up or averaged, field by field in
// their order. It reads every record found: give ctx a deadline.
func (l *List) Totals(ctx context.Context, q Query) ([]Total, error) {
	var all []Total
	for _, f := range l.fields {
		if !f.can(Sum) || !slices.Contains(q.Sum, f.Key) && !slices.Contains(q.Avg, f.Key) {
			continue
		}
		totals, err := l.sum(ctx, f, q)
		if err != nil {
			return nil, fmt.Errorf("sum %s of %s: %w", f.Key, l.e.Name, err)
		}
		all = append(all, totals...)
	}
	return all, nil
}

// million is where values are parted so that no sum of parts leaves 64 bits.
const million = 1_000_000

func (l *List) sum(ctx context.Context, f *Field, q Query) ([]Total, error) {
	currency := f.With
	if currency == "" {
		currency = "''"
	}
	var s db.SQL
	s.S("SELECT ").S(currency).S(", CAST(SUM(").S(f.Col).S(" / 1000000) AS BIGINT), CAST(SUM(").S(f.Col).S(" % 1000000) AS BIGINT), count(*) FROM ").S(l.e.Table)
	if err := l.matching(ctx, &s, &q); err != nil {
		return nil, err
	}
	s.S(" AND ").S(f.Col).S(" IS NOT NULL GROUP BY 1 ORDER BY 1")
	rows, err := l.q().Query(ctx, s.Text(), s.Args()...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Total
	for rows.Next() {
		t := Total{Field: f}
		var high, low int64
		if err := rows.Scan(&t.Currency, &high, &low, &t.N); err != nil {
			return nil, err
		}
		t.Sum = new(big.Int).Mul(big.NewInt(high), big.NewInt(million))
		t.Sum.Add(t.Sum, big.NewInt(low))
		all = l.addTotal(all, t)
	}
	return all, rows.Err()
}

// addTotal adds a total; amounts without a currency are in the workspace's.
func (l *List) addTotal(all []Total, t Total) []Total {
	if t.Field.Kind == Money && t.Currency == "" {
		t.Currency = l.sc.Currency
	}
	i := slices.IndexFunc(all, func(o Total) bool { return o.Currency == t.Currency })
	if i < 0 {
		return append(all, t)
	}
	all[i].Sum.Add(all[i].Sum, t.Sum)
	all[i].N += t.N
	return all
}

// SumText is the sum as the reader writes it: amounts without the fraction,
// with their currency.
func (t Total) SumText(ctx context.Context) string { return t.text(ctx, t.Sum) }

// AvgText is the mean likewise.
func (t Total) AvgText(ctx context.Context) string { return t.text(ctx, t.Avg()) }

func (t Total) text(ctx context.Context, n *big.Int) string {
	digits := t.Field.Digits
	if t.Field.Kind != Money {
		return decimal(ctx, n, digits)
	}
	digits = minorDigits(t.Currency)
	whole := Total{Sum: n, N: power(digits)}.Avg()
	return decimal(ctx, whole, 0) + "\u00a0" + t.Currency
}

func power(digits int) int64 {
	n := int64(1)
	for range digits {
		n *= 10
	}
	return n
}

// decimal writes a number; one past 64 bits is out of all reason and shown as
// the largest there is.
func decimal(ctx context.Context, n *big.Int, digits int) string {
	if !n.IsInt64() {
		return "> " + i18n.Decimal(ctx, math.MaxInt64, digits)
	}
	return i18n.Decimal(ctx, n.Int64(), digits)
}

// Label is what a field is called by the reader.
func Label(ctx context.Context, f *Field) string { return say(ctx, f.Label) }
