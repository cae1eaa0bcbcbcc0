package importing

import (
	"context"
	"slices"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// Side is a field of a row beside the record it is about.
type Side struct {
	Key   string `json:"field"`
	Label string `json:"label" doc:"What the field is called in your language"`
	There string `json:"there" doc:"What the record says"`
	File  string `json:"file" doc:"What the file says"`
	Takes bool   `json:"takes" doc:"The record gets what the file says, if they are merged"`
	Adds  bool   `json:"adds" doc:"What the record says stays beside it"`
}

// Same tells that there is nothing to choose.
func (s Side) Same() bool { return s.There == s.File }

// Takes tells whether the record a row is about gets what the row says of a
// field: as was said of this very row, or else where it has a gap, or always if
// that was chosen.
func (r *Run) Takes(row *Row, field string, gap bool) bool {
	if said, decided := r.Import.Details.Takes[row.Number][field]; decided {
		return said
	}
	return gap || r.Import.Options.Overwrite
}

// Compare puts what a row says beside the record there: the named fields, and
// those of the workspace's own. after is the record as merging would leave it.
func (r *Run) Compare(ctx context.Context, m record.Manner, names []string, there, said, after record.Editable) []Side {
	var all []Side
	add := func(key, label string, words func(context.Context, string) string) {
		file := said.Text(key)
		if file == "" {
			return
		}
		now, then := there.Text(key), after.Text(key)
		all = append(all, Side{key, label, Short(words(ctx, now), 200), Short(words(ctx, file), 200), then == file && then != now, false})
	}
	for _, name := range names {
		add(name, m.Label(ctx, name), func(ctx context.Context, text string) string { return m.Shown(ctx, name, text) })
	}
	for _, f := range r.Custom.Fields() {
		if f.IsLive() {
			add(f.Key, f.Label, f.Words)
		}
	}
	return all
}

// Beside is a field whose value the file names by other words than the record;
// it returns nothing where the file says none.
func Beside(key, label, there, file string, takes bool) []Side {
	if file == "" {
		return nil
	}
	return []Side{{key, label, there, file, takes && there != file, false}}
}

// More is a field that may hold several values, of which the file says some:
// those that are new are added.
func More(key, label, there, file string, takes bool) []Side {
	if file == "" {
		return nil
	}
	return []Side{{key, label, there, file, takes, there != "" && there != file}}
}

// Named is Beside for what a record refers to, which the file says by name; gap
// tells that the record refers to nothing.
func (r *Run) Named(row *Row, key, label, there, file string, gap bool) []Side {
	return Beside(key, label, there, file, r.Takes(row, key, gap))
}

// Records are the ids of the records that rows are about.
func Records(rows []*Row) []db.ID {
	ids := make([]db.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.There
	}
	return ids
}

// besides fills in how rows compare with the records they are about.
func (r *Run) besides(ctx context.Context, q db.Querier, rows []*Row, to []ImportPreviewRow) error {
	about := slices.DeleteFunc(slices.Clone(rows), func(row *Row) bool { return row.There.IsZero() || row.Said == nil })
	if len(about) == 0 {
		return nil
	}
	all, err := r.rows.Sides(ctx, q, about)
	for i, row := range rows {
		to[i].Sides = all[row]
	}
	return err
}

// taking is a field and whether the file's value is taken, as the buttons of a
// page say it: "city file" or "city there".
func taking(text string) map[string]bool {
	field, from, _ := strings.Cut(text, " ")
	if field == "" || !slices.Contains([]string{"file", "there"}, from) {
		return nil
	}
	return map[string]bool{field: from == "file"}
}

// other is what a press on a value that is added or not asks for.
func other(takes bool) string {
	if takes {
		return "there"
	}
	return "file"
}

// orNothing stands for a value that is not there.
func orNothing(ctx context.Context, text string) string {
	if text == "" {
		return i18n.T(ctx, "empty")
	}
	return text
}
