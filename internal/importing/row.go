package importing

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/vcard"
)

// Results of a row.
const (
	Created = "created"
	Updated = "updated"
	Skipped = "skipped"
	Failed  = "failed"
)

// Row is one row or card of a file on its way: what it says, and what becomes
// of it.
type Row struct {
	Number  int // as a spreadsheet counts
	Cells   []string
	Card    *vcard.Card // of a file of address cards
	Said    Said        // what the kind read; nil where nothing could be
	Outcome string
	Reason  string // why it was skipped or failed
	Value   string // what the reason is about
	Alike   bool   // it is about a record that is there, or about an earlier row
	There   db.ID  // that record

	problem string // in the reader's language; empty if the row could be read
}

// Said is what a kind reads out of a row.
type Said interface {
	// Line is what the preview shows of it.
	Line(ctx context.Context) Line
	// Shown is what would become of it, the name first.
	Shown(ctx context.Context) []Shown
}

// Line is what the preview shows of a row; Detail is what tells it apart beside
// name and company.
type Line struct{ Name, Company, Email, Phone, Detail string }

// Shown is a line of what a row would become.
type Shown struct{ Label, Value string }

// Fail says why a row does not come in, and what the reason is about.
func (r *Row) Fail(reason, value string) {
	r.Outcome, r.Reason, r.Value = Failed, reason, value
}

// Skip leaves a row out.
func (r *Row) Skip(reason string) { r.Outcome, r.Reason = Skipped, reason }

// Comes tells a row that is to be written.
func (r *Row) Comes() bool { return r.Outcome == Created || r.Outcome == Updated }

// Sound returns what a kind read out of the rows that have not failed.
func Sound[T Said](rows []*Row) []T {
	return saidIn[T](rows, func(r *Row) bool { return r.Outcome != Failed })
}

// Coming returns what a kind read out of the rows that are to be written.
func Coming[T Said](rows []*Row) []T { return saidIn[T](rows, (*Row).Comes) }

func saidIn[T Said](rows []*Row, wanted func(*Row) bool) []T {
	all := make([]T, 0, len(rows))
	for _, row := range rows {
		if c, ok := row.Said.(T); ok && wanted(row) {
			all = append(all, c)
		}
	}
	return all
}

// FailInvalid says all that is wrong with a row, and shows the first value.
func (r *Run) FailInvalid(ctx context.Context, row *Row, invalid fault.Invalid) {
	var reasons []string
	value := ""
	for _, field := range slices.Sorted(maps.Keys(invalid)) {
		reasons = append(reasons, r.kind.label(ctx, field)+": "+invalid[field])
		if value == "" {
			value = r.valueOf(row, field)
		}
	}
	row.Fail(strings.Join(reasons, " "), value)
}

// valueOf is the first cell that went into a field.
func (r *Run) valueOf(row *Row, field string) string {
	name, _, _ := strings.Cut(field, ".")
	same := r.kind.same(name)
	if row.Card != nil {
		return Short(row.Card.FullName, 80)
	}
	for i, column := range r.Import.Columns {
		if i < len(row.Cells) && slices.Contains(same, column.Field) && strings.TrimSpace(row.Cells[i]) != "" {
			if r.fits(column, row.Cells[i]) {
				continue
			}
			return Short(row.Cells[i], 80)
		}
	}
	return ""
}

// fits tells a value that is right, so that a message is about another one.
func (r *Run) fits(column ImportColumn, cell string) bool {
	kind := r.kind.kindOf(column.Field)
	return (kind == "email" || kind == "phone") && fitsKind(kind, cell)
}

func (r *Row) failure(ws db.WorkspaceID, id db.ID) ImportFailure {
	clean := make([]string, len(r.Cells))
	for i, cell := range r.Cells {
		clean[i] = strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", ""), "\uFFFD")
	}
	cells, err := json.Marshal(clean)
	if err != nil {
		cells = []byte("[]") // strings always marshal
	}
	return ImportFailure{Workspace: ws, Import: id, Row: int64(r.Number), CellsJSON: cells, Value: r.Value, Reason: r.Reason}
}

// read is what is known of a row without the database.
func (r *Run) read(ctx context.Context, row *Row) *Row {
	if row.problem != "" {
		row.Fail(row.problem, Short(strings.Join(Filled(row.Cells...), " · "), 80))
		return row
	}
	r.rows.Read(ctx, row)
	return row
}

// Columns calls to for every cell that says something and goes somewhere, with
// what it stands for.
func (r *Run) Columns(row *Row, to func(at int, c *ImportColumn, said string)) {
	for i := range r.Import.Columns {
		c := &r.Import.Columns[i]
		if i >= len(row.Cells) || c.Field == "" {
			continue
		}
		if said := r.meaning(c, row.Cells[i]); said != "" {
			to(i, c, said)
		}
	}
}

// meaning is what a cell of a column stands for, part by part where it has some.
func (r *Run) meaning(c *ImportColumn, cell string) string {
	own := r.Custom.Field(c.Field)
	if own == nil || !own.Chooses() || len(c.Meanings) == 0 {
		return c.Meaning(cell)
	}
	var all []string
	for _, part := range own.Names(cell) {
		all = append(all, c.Meaning(part))
	}
	return strings.Join(Filled(all...), ";")
}

// NotYours and Gone say why a record that is there is left as it is.
func NotYours(ctx context.Context) string { return i18n.T(ctx, "This record is not yours to change") }
func Gone(ctx context.Context) string     { return i18n.T(ctx, "This record was deleted meanwhile") }

// Tell turns what a person is to be told about into the result of the row, and
// returns what else went wrong.
func (r *Run) Tell(ctx context.Context, row *Row, err error) error {
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		r.FailInvalid(ctx, row, invalid)
		return nil
	}
	if _, ok := errors.AsType[fault.Forbidden](err); ok {
		row.Skip(NotYours(ctx))
		return nil
	}
	if fault.IsNotFound(err) {
		row.Skip(Gone(ctx))
		return nil
	}
	return err
}
