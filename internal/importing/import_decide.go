package importing

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// ImportDecision says what becomes of one row that is about a record that is
// there, or about an earlier row.
type ImportDecision struct {
	Row int    `json:"row" minimum:"1" doc:"As a spreadsheet numbers it"`
	Do  string `json:"do,omitempty" enum:"skip,update,add"`

	Takes map[string]bool `json:"takes,omitempty" doc:"Of a row that is merged: field to whether the record gets what the file says. The preview names the fields."`
}

// mostDecided is how many rows are decided one by one.
const mostDecided = 1000

// mostFields is how many fields of a row are decided one by one, and maxKey how
// long the name of one is.
const (
	mostFields = 200
	maxKey     = 100
)

// how is what becomes of a row that is like a record.
func (i *Import) how(row int) string {
	if how, decided := i.Details.Decided[row]; decided {
		return how
	}
	return i.Options.Duplicates
}

// Alike notes that a row is about a record that is there, or about an earlier
// row, and does with it what was chosen. A foreign record is not the actor's to
// change.
func (r *Run) Alike(ctx context.Context, row *Row, there db.ID, foreign bool, reason string) {
	row.Alike, row.There, row.Reason = true, there, reason
	switch how := r.Import.how(row.Number); {
	case how == DuplicateAdd:
		row.Outcome = Created
	case how == DuplicateSkip:
		row.Skip(reason)
	case foreign:
		row.Skip(NotYours(ctx))
	default:
		row.Outcome = Updated
	}
}

// keep notes what is said of one row.
func (one ImportDecision) keep(ctx context.Context, to *ImportDetails) error {
	if one.Do != "" && !slices.Contains([]string{DuplicateSkip, DuplicateUpdate, DuplicateAdd}, one.Do) || one.Do == "" && len(one.Takes) == 0 || len(one.Takes) > mostFields {
		return errors.New(i18n.T(ctx, "This is none of the choices."))
	}
	if one.Do != "" {
		if to.Decided == nil {
			to.Decided = map[int]string{}
		}
		to.Decided[one.Row] = one.Do
	}
	for field, takes := range one.Takes {
		if len(field) > maxKey {
			return errors.New(i18n.T(ctx, "This is none of the choices."))
		}
		if to.Takes == nil {
			to.Takes = map[int]map[string]bool{}
		}
		if to.Takes[one.Row] == nil {
			to.Takes[one.Row] = map[string]bool{}
		}
		to.Takes[one.Row][field] = takes
	}
	return nil
}

// DecideRows keeps what becomes of single rows. It has no meaning for rows that
// are like no record.
func (s *Imports) DecideRows(ctx context.Context, actor account.Actor, id db.ID, said []ImportDecision) (Import, error) {
	return s.decideWith(ctx, actor, id, func(imp *Import) error {
		for i, one := range said {
			if err := one.keep(ctx, &imp.Details); err != nil {
				return fault.Invalid{"rows." + strconv.Itoa(i): err.Error()}
			}
		}
		if max(len(imp.Details.Decided), len(imp.Details.Takes)) > mostDecided {
			return fault.Invalid{"rows": i18n.T(ctx, "At most %s rows are decided one by one. Choose for all of them instead.", i18n.Int(ctx, mostDecided))}
		}
		return nil
	})
}

// decideAll says the same of all rows that are like a record.
func (s *Imports) decideAll(ctx context.Context, actor account.Actor, id db.ID, do string) (Import, error) {
	return s.decideWith(ctx, actor, id, func(imp *Import) error {
		imp.Details.Decided, imp.Details.Takes = nil, nil
		imp.Options.Duplicates = do
		return checkImportOptions(ctx, &imp.Options)
	})
}

func (s *Imports) decideWith(ctx context.Context, actor account.Actor, id db.ID, f func(imp *Import) error) (Import, error) {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return imp, err
	}
	if imp.Status != ImportMapping {
		return imp, fault.Conflict{Text: i18n.T(ctx, "This import has begun already.")}
	}
	if err := f(&imp); err != nil {
		return imp, err
	}
	return imp, s.save(ctx, &imp, "details", "options")
}

// rowsForm is one row, or all of them, and the place to come back to.
type rowsForm struct {
	Row     int    `json:"row"`
	Do      string `json:"do"`
	Take    string `json:"take"` // see taking
	Outcome string `json:"outcome"`
	From    int    `json:"from"`
}

func (d *Domain) decideRows(w http.ResponseWriter, r *http.Request) error {
	imp, err := d.theImport(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var in rowsForm
	if err := form.Decode(r.Context(), &in); err != nil {
		return err
	}
	if in.Row == 0 {
		_, err = d.Imports.decideAll(r.Context(), account.Of(r), imp.ID, in.Do)
	} else {
		_, err = d.Imports.DecideRows(r.Context(), account.Of(r), imp.ID, []ImportDecision{{in.Row, in.Do, taking(in.Take)}})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, checkURL(imp, in.Outcome, in.From)+rowAnchor(in.Row))
}

// rowAnchor leads to a row of the page.
func rowAnchor(row int) string {
	if row == 0 {
		return ""
	}
	return "#row-" + strconv.Itoa(row)
}

// alikeItems are what can become of a row that is like a record.
func alikeItems(ctx context.Context, now string) []ui.SegItem {
	item := func(do, label string) ui.SegItem {
		return ui.SegItem{Label: label, Name: "do", Value: do, Current: now == do}
	}
	return []ui.SegItem{item(DuplicateUpdate, i18n.T(ctx, "Merge")), item(DuplicateSkip, i18n.T(ctx, "Skip")), item(DuplicateAdd, i18n.T(ctx, "Add as new"))}
}

// allItems are what can become of all of them; none is chosen where single
// ones were.
func allItems(ctx context.Context, imp Import) []ui.SegItem {
	now := imp.Options.Duplicates
	if len(imp.Details.Decided) > 0 {
		now = ""
	}
	return []ui.SegItem{
		{Label: i18n.T(ctx, "Merge all"), Name: "do", Value: DuplicateUpdate, Current: now == DuplicateUpdate},
		{Label: i18n.T(ctx, "Skip all"), Name: "do", Value: DuplicateSkip, Current: now == DuplicateSkip},
	}
}
