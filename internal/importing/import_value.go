package importing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/kit/sheet"
	"kontor/internal/kit/storage"
)

// ImportValue is a value of a column and how many rows have it.
type ImportValue struct {
	Value string `json:"value"`
	Rows  int64  `json:"rows"`
}

const (
	distinctValues  = 200 // of a column: more of them are no choice
	distinctLength  = 80
	distinctColumns = 300
	askedValues     = 100 // of a column, the most frequent
)

// distinct counts the values of columns in one pass, a bounded number of them.
type distinct struct {
	counts []map[string]int64
	more   []bool
}

func newDistinct(columns int) *distinct {
	d := &distinct{make([]map[string]int64, min(columns, distinctColumns)), make([]bool, columns)}
	for i := range d.counts {
		d.counts[i] = map[string]int64{}
	}
	return d
}

func (d *distinct) add(cells []string) {
	for i, c := range cells[:min(len(cells), len(d.counts))] {
		if c = strings.TrimSpace(c); c == "" {
			continue
		}
		n, known := d.counts[i][c]
		switch {
		case known:
			d.counts[i][c] = n + 1
		case len(d.counts[i]) >= distinctValues || len(c) > distinctLength:
			d.more[i] = true
		default:
			d.counts[i][strings.Clone(c)] = 1
		}
	}
}

// of returns the values of a column, the most frequent first.
func (d *distinct) of(i int) (values []ImportValue, more bool) {
	if i >= len(d.counts) {
		return nil, true
	}
	for v, n := range d.counts[i] {
		values = append(values, ImportValue{strings.ToValidUTF8(strings.ReplaceAll(v, "\x00", ""), "\uFFFD"), n})
	}
	slices.SortFunc(values, func(a, b ImportValue) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), strings.Compare(a.Value, b.Value))
	})
	return values, d.more[i]
}

// keep notes the values of the columns that could be a choice, and of those
// that are one in any case.
func (d *distinct) keep(kind Kind, columns []ImportColumn) {
	for i := range columns {
		c := &columns[i]
		c.Values, c.More = d.of(i)
		if c.More && !kind.isChoice(c.Field) {
			c.Values = nil
		}
	}
}

// countValues reads the file once more where a column became a choice whose
// values were too many to be kept before.
func (s *Imports) countValues(ctx context.Context, actor account.Actor, imp *Import) error {
	kind, err := s.kindOf(ctx, actor, *imp)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(imp.Columns, func(c ImportColumn) bool { return kind.isChoice(c.Field) && c.More && c.Values == nil }) {
		return nil
	}
	f, err := storage.Fetch(ctx, s.files, imp.FileKey)
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	defer f.Close()
	d, err := distinctIn(ctx, f, imp)
	if err != nil {
		return err
	}
	d.keep(kind, imp.Columns)
	return nil
}

func distinctIn(ctx context.Context, f sheet.File, imp *Import) (*distinct, error) {
	src, err := openSource(ctx, f, imp.FileSize, imp.Options)
	if err != nil {
		return nil, err
	}
	defer src.close()
	d := newDistinct(len(imp.Columns))
	for {
		row, err := src.next()
		if errors.Is(err, io.EOF) {
			return d, nil
		}
		if err != nil {
			return nil, err
		}
		if row.problem == "" {
			d.add(row.Cells)
		}
	}
}

// parts are the single values of a cell, which may hold several.
func (k Kind) parts(field, cell string) []string {
	if field == "tags" {
		return SplitTags(cell)
	}
	if own := k.own.Field(field); own != nil {
		return own.Names(cell)
	}
	return []string{strings.TrimSpace(cell)}
}

func valueKey(value string) string { return search.Fold(value) }

// askedValue is a value that is not understood by itself: what it was decided
// to mean, or what it may mean.
type askedValue struct {
	ImportValue
	Means   string
	Decided bool
	Error   string
}

// askedColumn is a column with such values.
type askedColumn struct {
	At     int
	Column ImportColumn
	Values []askedValue
	Left   int // values beyond those that are asked about
}

// asked returns the values of the file that are not understood by themselves.
func (s *Imports) asked(ctx context.Context, actor account.Actor, imp Import) ([]askedColumn, *meanings, error) {
	m, err := s.meanings(ctx, actor, imp)
	if err != nil {
		return nil, nil, err
	}
	var all []askedColumn
	for i, c := range imp.Columns {
		if !m.kind.isChoice(c.Field) {
			continue
		}
		if a := m.ask(i, c); len(a.Values) > 0 {
			all = append(all, a)
		}
	}
	return all, m, nil
}

func (m *meanings) ask(at int, c ImportColumn) askedColumn {
	a := askedColumn{At: at, Column: c}
	place := map[string]int{}
	for _, v := range c.Values {
		for _, part := range m.kind.parts(c.Field, v.Value) {
			key := valueKey(part)
			if i, known := place[key]; known {
				if i >= 0 {
					a.Values[i].Rows += v.Rows
				}
				continue
			}
			place[key] = -1
			if part == "" || m.understands(c.Field, part) {
				continue
			}
			if len(a.Values) == askedValues {
				a.Left++
				continue
			}
			place[key] = len(a.Values)
			means, decided := c.Meanings[key]
			if !decided {
				means = m.suggest(c.Field, part)
			}
			a.Values = append(a.Values, askedValue{ImportValue: ImportValue{part, v.Rows}, Means: means, Decided: decided})
		}
	}
	return a
}

// undecided tells whether a value is still to be asked about.
func undecided(all []askedColumn) bool {
	for _, a := range all {
		for _, v := range a.Values {
			if !v.Decided {
				return true
			}
		}
	}
	return false
}

// ImportMeaning says what a value of a column stands for.
type ImportMeaning struct {
	Column int    `json:"column" minimum:"0" doc:"Counted from 0"`
	Value  string `json:"value" maxLength:"200" doc:"As it stands in the file"`
	Means  string `json:"means" maxLength:"200" doc:"The code, id or name it stands for; empty: nothing. A tag or a choice that is to be made is +"`
}

// Mean keeps what values of columns stand for. One that stands for something
// unknown is a fault.Invalid that names it by its place.
func (s *Imports) Mean(ctx context.Context, actor account.Actor, id db.ID, said []ImportMeaning) (Import, error) {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return imp, err
	}
	if imp.Status != ImportMapping {
		return imp, fault.Conflict{Text: i18n.T(ctx, "This import has begun already.")}
	}
	m, err := s.meanings(ctx, actor, imp)
	if err != nil {
		return imp, err
	}
	invalid := fault.Invalid{}
	for i, one := range said {
		if one.Column < 0 || one.Column >= len(imp.Columns) || !m.kind.isChoice(imp.Columns[one.Column].Field) {
			invalid.Add("meanings."+strconv.Itoa(i), i18n.T(ctx, "The values of this column are taken as they are."))
			continue
		}
		c := &imp.Columns[one.Column]
		key, ok := m.means(c.Field, one.Means)
		if !ok {
			invalid.Add("meanings."+strconv.Itoa(i), i18n.T(ctx, "This is none of the choices."))
			continue
		}
		c.mean(one.Value, key)
	}
	if err := invalid.OrNil(); err != nil {
		return imp, err
	}
	if err := s.makeChoices(ctx, actor, m.kind, &imp, said); err != nil {
		return imp, err
	}
	return imp, s.save(ctx, &imp, "mapping")
}
