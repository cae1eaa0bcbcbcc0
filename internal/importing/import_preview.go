package importing

import (
	"context"
	"math"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// ImportPreview is what an import would do, found out without doing it.
type ImportPreview struct {
	Checked   int64              `json:"checked" doc:"Rows that were looked at, from the first"`
	Total     int64              `json:"total" doc:"Rows of the file"`
	Companies int64              `json:"companies" doc:"Companies that would be made"`
	Contacts  int64              `json:"contacts" doc:"Contacts that would be made on the way to deals or tasks"`
	Alike     int64              `json:"alike" doc:"Rows about a record that is there, or about an earlier row"`
	Rows      []ImportPreviewRow `json:"rows" nullable:"false"`

	ImportCounts
}

// ImportPreviewRow is what would become of one row.
type ImportPreviewRow struct {
	Row     int    `json:"row" doc:"As a spreadsheet numbers it"`
	Outcome string `json:"outcome" enum:"created,updated,skipped,failed"`
	Reason  string `json:"reason,omitempty"`
	Value   string `json:"value,omitempty" doc:"The value the reason is about"`
	Name    string `json:"name,omitempty"`
	Company string `json:"company,omitempty"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Alike   string `json:"alike,omitempty" enum:"skip,update,add" doc:"What was chosen for a row about a record that is there, or about an earlier row"`
	There   db.ID  `json:"there,omitzero" format:"uuid" doc:"That record"`
	Sides   []Side `json:"sides,omitempty" nullable:"false" doc:"What the record and the file say"`
	Detail  string `json:"detail,omitempty" doc:"What tells it apart besides: the value of a deal, the day of a task"`
}

// maxPreview is how many rows a preview looks at while somebody waits.
const maxPreview = 20_000

// preview decides about the first rows, at most most, and shows each to row.
func (r *Run) preview(ctx context.Context, most int64, row func(*Run, *Row) error) (ImportPreview, error) {
	p := ImportPreview{Total: r.Import.Total, Rows: []ImportPreviewRow{}}
	for p.Checked < most {
		b := r.nextBatch(ctx)
		if b.err != nil {
			return p, b.err
		}
		if len(b.rows) == 0 {
			break
		}
		if err := r.rows.Decide(ctx, r.DB, b.rows); err != nil {
			return p, err
		}
		made, err := r.rows.Would(ctx, r.DB, b.rows)
		if err != nil {
			return p, err
		}
		p.Companies, p.Contacts = made.Companies, made.Contacts
		p.add(b.rows)
		for _, c := range b.rows {
			if err := row(r, c); err != nil {
				return p, err
			}
		}
		if ctx.Err() != nil {
			return p, ctx.Err()
		}
	}
	return p, nil
}

func (p *ImportPreview) add(rows []*Row) {
	t := tally(rows)
	p.Checked += int64(len(rows))
	for _, row := range rows {
		if row.Alike {
			p.Alike++
		}
	}
	p.Created, p.Updated, p.Skipped, p.Failed = p.Created+t.Created, p.Updated+t.Updated, p.Skipped+t.Skipped, p.Failed+t.Failed
}

func (r *Run) previewRow(ctx context.Context, c *Row) ImportPreviewRow {
	row := ImportPreviewRow{Row: c.Number, Outcome: c.Outcome, Reason: c.Reason, Value: c.Value}
	if c.Alike {
		row.Alike, row.There = r.Import.how(c.Number), c.There
	}
	if c.Said != nil {
		l := c.Said.Line(ctx)
		row.Name, row.Company, row.Email, row.Phone, row.Detail = l.Name, l.Company, l.Email, l.Phone, l.Detail
	}
	return row
}

// Showing is which rows a preview shows: those with an outcome, or with any,
// after the first From; with Sides beside the records they are about.
type Showing struct {
	Outcome     string
	From, Limit int
	Sides       bool
}

// Preview tells what an import would do, without doing anything, and shows some
// of the first rows.
func (s *Imports) Preview(ctx context.Context, actor account.Actor, id db.ID, show Showing) (ImportPreview, error) {
	var rows []ImportPreviewRow
	var shown []*Row
	var run *Run
	p, err := s.dryRun(ctx, actor, id, maxPreview, func(r *Run, row *Row) error {
		if !row.among(show.Outcome) {
			return nil
		}
		if show.From--; show.From >= 0 || len(rows) == show.Limit {
			return nil
		}
		run, shown, rows = r, append(shown, row), append(rows, r.previewRow(ctx, row))
		return nil
	})
	if err == nil && show.Sides && run != nil {
		err = run.besides(ctx, s.db, shown, rows)
	}
	p.Rows = append(p.Rows, rows...)
	return p, err
}

// Alike asks a preview for the rows about a record that is there, or about an
// earlier row, whatever becomes of them.
const Alike = "alike"

// among tells whether a row has an outcome that is asked for.
func (r *Row) among(outcome string) bool {
	return outcome == "" || outcome == r.Outcome || outcome == Alike && r.Alike
}

// PreviewAll is Preview of the whole file, row by row as it is read.
func (s *Imports) PreviewAll(ctx context.Context, actor account.Actor, id db.ID, row func(ImportPreviewRow) error) (ImportPreview, error) {
	return s.dryRun(ctx, actor, id, math.MaxInt64, func(r *Run, c *Row) error { return row(r.previewRow(ctx, c)) })
}

func (s *Imports) dryRun(ctx context.Context, actor account.Actor, id db.ID, most int64, row func(*Run, *Row) error) (ImportPreview, error) {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return ImportPreview{}, err
	}
	if imp.Status != ImportMapping {
		return ImportPreview{}, fault.Conflict{Text: i18n.T(ctx, "This import has begun already.")}
	}
	run, f, err := s.open(ctx, actor, &imp, true)
	if err != nil {
		return ImportPreview{}, err
	}
	defer f.Close()
	return run.preview(ctx, most, row)
}
