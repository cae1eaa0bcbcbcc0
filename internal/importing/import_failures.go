package importing

import (
	"context"
	"io"
	"strconv"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/sheet"
)

// WriteFailures writes the rows that failed as CSV, with the reason of each: a
// file that can be mended and imported again.
func (s *Imports) WriteFailures(ctx context.Context, actor account.Actor, id db.ID, w io.Writer) error {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return err
	}
	out := sheet.NewWriter(w, ',', true)
	if err := out.Write(append([]string{i18n.T(ctx, "Row"), i18n.T(ctx, "Reason")}, imp.header()...)...); err != nil {
		return err
	}
	for after := int64(0); ; {
		rows, err := s.Failures(ctx, actor, id, after, 500)
		if err != nil {
			return err
		}
		for _, f := range rows {
			if err := out.Write(append([]string{strconv.FormatInt(f.Row, 10), f.Reason}, f.Cells()...)...); err != nil {
				return err
			}
			after = f.Row
		}
		if len(rows) == 0 {
			return out.Flush()
		}
	}
}

func (i Import) header() []string {
	if i.Format == "vcard" {
		return cardHeader()
	}
	names := make([]string, len(i.Columns))
	for j, c := range i.Columns {
		names[j] = c.Name
	}
	return names
}
