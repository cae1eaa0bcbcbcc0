package report

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/money"
)

// Kinds of columns.
const (
	textKind    = "text"
	numberKind  = "number"
	percentKind = "percent"
	daysKind    = "days"
	moneyKind   = "money" // each currency by itself
)

// column is a column of a report.
type column struct{ Key, Label, Kind string }

// cell is a value of a report; Href leads to the records behind it.
type cell struct {
	Text string
	N    int64
	None bool // there is no such value
	Sums []Tally
	Href string
}

func text(s string) cell { return cell{Text: s} }

func number(n int64, href string) cell { return cell{N: n, Href: href} }

// part is a share in percent, and none of nothing.
func part(n, of int64) cell {
	if of == 0 {
		return cell{None: true}
	}
	return cell{N: money.Share(n, 100, of)}
}

// days is an average of whole days, and none of nothing.
func days(span, n int64) cell {
	if n <= 0 {
		return cell{None: true}
	}
	return cell{N: money.Share(span, 1, n*day)}
}

// table is what a report says, as pages, files and programs need it.
type table struct {
	Columns []column
	Rows    [][]cell
	Chart   *chart
	Scale   int64 // what one on the axis of the chart stands for
}

// shown writes a cell for the reader.
func (c cell) shown(ctx context.Context, kind, currency string) string {
	switch {
	case c.None:
		return "–"
	case kind == numberKind, kind == daysKind:
		return i18n.Int(ctx, c.N)
	case kind == percentKind:
		return percent(ctx, c.N)
	case kind == moneyKind:
		return sums(ctx, c.Sums, false, currency)
	}
	return c.Text
}

// raw writes a cell for machines.
func (c cell) raw() string {
	switch {
	case c.None:
		return ""
	case c.Text != "":
		return c.Text
	}
	return strconv.FormatInt(c.N, 10)
}

// currencies are those of all amounts, in order.
func (t table) currencies() []string {
	var all []string
	for _, row := range t.Rows {
		for _, c := range row {
			for _, s := range c.Sums {
				if !slices.Contains(all, s.Currency) {
					all = append(all, s.Currency)
				}
			}
		}
	}
	slices.Sort(all)
	return all
}

// lines are the table as rows of a file: an amount has a column for each
// currency.
func (t table) lines() [][]string {
	currencies := t.currencies()
	var head []string
	for _, c := range t.Columns {
		if c.Kind != moneyKind {
			head = append(head, c.Label)
			continue
		}
		for _, currency := range currencies {
			head = append(head, c.Label+" "+currency)
		}
	}
	all := [][]string{head}
	for _, row := range t.Rows {
		var line []string
		for i, c := range row {
			if t.Columns[i].Kind != moneyKind {
				line = append(line, c.raw())
				continue
			}
			for _, currency := range currencies {
				line = append(line, c.in(currency))
			}
		}
		all = append(all, line)
	}
	return all
}

// in is the amount in a currency as a decimal number.
func (c cell) in(currency string) string {
	i := slices.IndexFunc(c.Sums, func(s Tally) bool { return s.Currency == currency })
	if i < 0 {
		return ""
	}
	return c.Sums[i].amount()
}

func (t Tally) amount() string {
	digits, _ := money.Digits(t.Currency)
	return money.Format(t.Value, digits)
}

// fact is a cell as programs see it.
func (c cell) fact(kind string) any {
	switch {
	case c.None:
		return nil
	case kind == textKind:
		return c.Text
	case kind != moneyKind:
		return c.N
	}
	all := make([]amountJSON, len(c.Sums))
	for i, s := range c.Sums {
		all[i] = amountJSON{s.amount(), s.Currency}
	}
	return all
}

type amountJSON struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// fileName is the name of the report's file.
func (f *filter) fileName() string {
	return strings.Join([]string{f.kind.Name, f.Period.From, f.Period.To()}, "-") + ".csv"
}
