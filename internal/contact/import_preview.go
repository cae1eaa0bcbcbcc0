package contact

import (
	"context"
	"fmt"
	"math"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// ImportPreview is what an import would do, found out without doing it.
type ImportPreview struct {
	Checked   int64              `json:"checked" doc:"Rows that were looked at, from the first"`
	Total     int64              `json:"total" doc:"Rows of the file"`
	Companies int64              `json:"companies" doc:"Companies that would be made"`
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
}

// maxPreview is how many rows a preview looks at while somebody waits.
const maxPreview = 20_000

// preview decides about the first rows, at most most, and shows each to row.
func (r *importRun) preview(ctx context.Context, most int64, row func(ImportPreviewRow) error) (ImportPreview, error) {
	r.dry = true
	p := ImportPreview{Total: r.imp.Total, Rows: []ImportPreviewRow{}}
	for p.Checked < most {
		b := r.nextBatch(ctx)
		if b.err != nil {
			return p, b.err
		}
		if len(b.rows) == 0 {
			break
		}
		if err := r.decide(ctx, r.db, b.rows); err != nil {
			return p, err
		}
		if err := r.countCompanies(ctx, b.rows); err != nil {
			return p, err
		}
		p.add(b.rows)
		for _, c := range b.rows {
			if err := row(c.previewRow()); err != nil {
				return p, err
			}
		}
		if ctx.Err() != nil {
			return p, ctx.Err()
		}
	}
	p.Companies = int64(len(r.missing))
	return p, nil
}

func (p *ImportPreview) add(rows []*candidate) {
	t := tally(rows)
	p.Checked += int64(len(rows))
	p.Created, p.Updated, p.Skipped, p.Failed = p.Created+t.Created, p.Updated+t.Updated, p.Skipped+t.Skipped, p.Failed+t.Failed
}

func (c *candidate) previewRow() ImportPreviewRow {
	row := ImportPreviewRow{Row: c.row.number, Outcome: c.outcome, Reason: c.reason, Value: c.value}
	if c.draft != nil {
		row.Name, row.Company = c.draft.Name, c.in.company.Name
		row.Email, row.Phone = c.draft.Email, c.draft.Phone
	}
	return row
}

// countCompanies notes the companies that these rows would make.
func (r *importRun) countCompanies(ctx context.Context, rows []*candidate) error {
	if !r.imp.Options.CreateCompanies {
		return nil
	}
	var keys []string
	for _, c := range rows {
		if c.outcome == outcomeCreated || c.outcome == outcomeUpdated {
			if key := search.Key(c.in.company.Name); key != "" && !r.missing[key] {
				keys = append(keys, key)
			}
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	if len(keys) == 0 {
		return nil
	}
	there, err := companyNamesThere(ctx, r.db, r.actor, keys)
	if err != nil {
		return fmt.Errorf("look up companies: %w", err)
	}
	for _, key := range keys {
		if !slices.Contains(there, key) {
			r.missing[key] = true
		}
	}
	return nil
}

func companyNamesThere(ctx context.Context, q db.Querier, actor account.Actor, keys []string) ([]string, error) {
	var sql db.SQL
	sql.S("SELECT o.name_key FROM companies o WHERE o.workspace_id = ").P(actor.Workspace).S(" AND o.deleted_at IS NULL AND o.name_key IN ")
	db.In(&sql, keys)
	sql.S(" AND ")
	actor.Scope("company").Sees(&sql, "o.owner_id", "o.team_id")
	return db.Values[string](ctx, q, sql.Text(), sql.Args()...)
}

// Preview tells what an import would do, without doing anything: of the first
// rows, those with the given outcome, or with any, after the first offset.
func (s *Imports) Preview(ctx context.Context, actor account.Actor, id db.ID, outcome string, offset, limit int) (ImportPreview, error) {
	var rows []ImportPreviewRow
	p, err := s.dryRun(ctx, actor, id, maxPreview, func(row ImportPreviewRow) error {
		if outcome == "" || row.Outcome == outcome {
			if offset--; offset < 0 && len(rows) < limit {
				rows = append(rows, row)
			}
		}
		return nil
	})
	p.Rows = append(p.Rows, rows...)
	return p, err
}

// PreviewAll is Preview of the whole file, row by row as it is read.
func (s *Imports) PreviewAll(ctx context.Context, actor account.Actor, id db.ID, row func(ImportPreviewRow) error) (ImportPreview, error) {
	return s.dryRun(ctx, actor, id, math.MaxInt64, row)
}

func (s *Imports) dryRun(ctx context.Context, actor account.Actor, id db.ID, most int64, row func(ImportPreviewRow) error) (ImportPreview, error) {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return ImportPreview{}, err
	}
	if imp.Status != ImportMapping {
		return ImportPreview{}, fault.Conflict{Text: i18n.T(ctx, "This import has begun already.")}
	}
	run, f, err := s.open(ctx, actor, &imp)
	if err != nil {
		return ImportPreview{}, err
	}
	defer f.Close()
	return run.preview(ctx, most, row)
}
