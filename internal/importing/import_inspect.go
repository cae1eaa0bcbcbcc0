package importing

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/sheet"
)

const (
	sampleValues = 1000 // of a column, enough to tell day from month
	sampleLength = 200
)

// inspectFile reads a file from end to end.
func inspectFile(ctx context.Context, kind Kind, own *customfield.Set, actor account.Actor, imp *Import, f sheet.File) error {
	src, err := openSource(ctx, f, imp.FileSize, imp.Options)
	if err != nil {
		return err
	}
	defer src.close()
	header := src.header()
	samples, values := make([][]string, len(header)), newDistinct(len(header))
	if src.cards != nil && !kind.Cards {
		return fault.Invalid{"file": i18n.T(ctx, "Address cards hold contacts. Import them as those.")}
	}
	imp.Format, imp.Details, imp.Total = src.format, src.details(), 0
	for {
		row, err := src.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		imp.Total++
		imp.Details.note(row)
		if row.problem == "" {
			takeSamples(samples, row.Cells)
			values.add(row.Cells)
		}
	}
	if imp.Total == 0 {
		return fault.Invalid{"file": i18n.T(ctx, "There is no row to import in this file.")}
	}
	if src.sheet != nil {
		imp.Details.Footer, imp.Details.Hidden = len(src.sheet.Footer), src.sheet.Hidden
		imp.Columns = guessColumns(kind, own, header, src.sheet.HasHeader, samples)
		values.keep(kind, imp.Columns)
		imp.dates(kind, actor, samples)
	}
	return imp.pack()
}

func (d *ImportDetails) note(row Row) {
	if row.problem != "" {
		d.Problems++
		return
	}
	if !slices.ContainsFunc(row.Cells, func(c string) bool { return strings.IndexByte(c, '@') > 0 }) {
		d.NoEmail++
	}
}

func takeSamples(samples [][]string, cells []string) {
	for i, c := range cells[:min(len(cells), len(samples))] {
		if len(samples[i]) >= sampleValues || strings.TrimSpace(c) == "" {
			continue
		}
		samples[i] = append(samples[i], strings.Clone(c[:min(len(c), sampleLength)]))
	}
}

// dates finds out how the dates of the file are written.
func (i *Import) dates(kind Kind, actor account.Actor, samples [][]string) {
	var all []string
	for at, c := range i.Columns {
		if of := kind.kindOf(c.Field); of == "birthday" || of == "date" {
			all = append(all, samples[at]...)
		}
	}
	if len(all) == 0 {
		return
	}
	order, sure := findDateOrder(all, orderAt(actor.Country))
	i.Details.DateOrder, i.Details.DateSure, i.Details.DateText = string(order), sure, Short(all[0], 30)
	for _, v := range all {
		if parts, _ := numericDate(v); len(parts) == 3 && len(parts[0]) < 4 {
			i.Details.DateText = Short(v, 30)
			return
		}
	}
}
