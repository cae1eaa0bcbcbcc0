package importing

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/sheet"
	"kontor/internal/kit/textfile"
	"kontor/internal/kit/ui"
)

func importSteps(ctx context.Context, current int) []ui.Step {
	steps := []ui.Step{{Label: i18n.T(ctx, "Upload")}, {Label: i18n.T(ctx, "Map columns")}, {Label: i18n.T(ctx, "Check rows")}, {Label: i18n.T(ctx, "Import")}}
	for i := range steps {
		if i+1 < current {
			steps[i].State = "done"
		} else if i+1 == current {
			steps[i].State = "current"
		}
	}
	return steps
}

func columnName(i int, c ImportColumn) string {
	if c.Name == "" {
		return sheet.Letter(i)
	}
	return c.Name
}

func fieldOptions(ctx context.Context, kind Kind, custom importCustom) []ui.Option {
	var all []ui.Option
	for _, f := range kind.Fields() {
		all = append(all, ui.Option{Value: f.Key, Label: said(ctx, f.Label), Group: kind.Group(ctx, f.Key)})
	}
	return append(all, custom.options(ctx)...)
}

func kindOptions(ctx context.Context, kinds []Kind) []ui.Option {
	all := make([]ui.Option, len(kinds))
	for i, k := range kinds {
		all[i] = ui.Option{Value: k.Name, Label: k.Words(ctx).List}
	}
	return all
}

// uploadPath is where a file of a kind is sent.
func uploadPath(kind string) string {
	if kind == Contacts {
		return "/import"
	}
	return "/import?kind=" + url.QueryEscape(kind)
}

func withCards(kinds []Kind) bool {
	return slices.ContainsFunc(kinds, func(k Kind) bool { return k.Cards })
}

// accepted are the files that a browser offers.
func accepted(kinds []Kind) string {
	tables := ".xlsx,.csv,.txt,.tsv,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	if withCards(kinds) {
		return tables + ",.vcf,text/vcard"
	}
	return tables
}

func limitText(ctx context.Context, kinds []Kind) string {
	most := i18n.Int(ctx, MaxImport>>20)
	if withCards(kinds) {
		return i18n.T(ctx, "Excel, CSV or vCard, up to %s MB", most)
	}
	return i18n.T(ctx, "Excel or CSV, up to %s MB", most)
}

type checkLine struct{ class, icon, text string }

func importCheckLines(ctx context.Context, words Words, imp Import) []checkLine {
	whole := int(imp.Total - imp.Details.Problems)
	lines := []checkLine{{"ok-text", "circle-check", i18n.N(ctx, "%s row can be read", "%s rows can be read", whole)}}
	warn := func(text string) { lines = append(lines, checkLine{"warn-text", "circle-alert", text}) }
	if n := int(imp.Details.Problems); n > 0 {
		warn(i18n.N(ctx, "%s row is broken", "%s rows are broken", n))
	}
	if n := int(imp.Details.NoEmail); n > 0 && words.NoAddress {
		warn(i18n.N(ctx, "%s row has no e-mail address", "%s rows have no e-mail address", n))
	}
	if text := imp.Details.DateText; text != "" {
		if iso, ok := readBirthday(text, dateOrder(imp.dateOrder())); ok && !imp.Details.DateSure && imp.Options.DateOrder == "" {
			warn(i18n.T(ctx, "“%s” is read as %s", text, i18n.ISODate(ctx, iso)))
		}
	}
	if n := int(imp.Details.Hidden); n > 0 {
		if imp.Options.NoHidden {
			warn(i18n.N(ctx, "%s hidden row is left out", "%s hidden rows are left out", n))
		} else {
			warn(i18n.N(ctx, "%s row is hidden in the workbook and comes along", "%s rows are hidden in the workbook and come along", n))
		}
	}
	if n := imp.Details.Footer; n > 0 {
		warn(i18n.N(ctx, "%s line below the table is left out", "%s lines below the table are left out", n))
	}
	return lines
}

// dateOrder is how dates are read: as chosen, or as found.
func (i Import) dateOrder() string {
	if i.Options.DateOrder != "" {
		return i.Options.DateOrder
	}
	return i.Details.DateOrder
}

func duplicatesValue(o ImportOptions) string {
	if o.Duplicates == DuplicateUpdate && o.Overwrite {
		return "overwrite"
	}
	return o.Duplicates
}

func joinTags(tags []string) string { return strings.Join(tags, ", ") }

func encodingOptions() []ui.Option {
	var all []ui.Option
	for _, name := range textfile.Encodings() {
		all = append(all, ui.Option{Value: name, Label: name})
	}
	return all
}

func separatorOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, sep := range []string{",", ";", "\t", "|"} {
		all = append(all, ui.Option{Value: separatorValue(sep), Label: separatorName(ctx, sep)})
	}
	return all
}

func sheetOptions(imp Import) []ui.Option {
	var all []ui.Option
	for _, name := range imp.Details.Sheets {
		all = append(all, ui.Option{Value: name, Label: name})
	}
	return all
}

func separatorValue(sep string) string {
	if sep == "\t" {
		return "tab"
	}
	return sep
}

func separatorName(ctx context.Context, sep string) string {
	switch sep {
	case ",":
		return i18n.T(ctx, "Comma")
	case ";":
		return i18n.T(ctx, "Semicolon")
	case "\t":
		return i18n.T(ctx, "Tab")
	case "|":
		return i18n.T(ctx, "Vertical bar")
	}
	return sep
}

func mapErrors(ctx context.Context, imp Import, invalid fault.Invalid) []ui.FieldError {
	var all []ui.FieldError
	for _, field := range slices.Sorted(maps.Keys(invalid)) {
		e := ui.FieldError{ID: "f-" + field, Label: i18n.T(ctx, "Options"), Text: invalid[field]}
		if n, err := strconv.Atoi(strings.TrimPrefix(field, "columns.")); err == nil && n < len(imp.Columns) {
			e.ID, e.Label = "column-"+strconv.Itoa(n), columnName(n, imp.Columns[n])
		} else if field == "columns" {
			e.ID, e.Label = "column-0", i18n.T(ctx, "Columns of the file")
		} else if field == "file" {
			e.ID, e.Label = "f-encoding", i18n.T(ctx, "File")
		}
		all = append(all, e)
	}
	return all
}

func outcomeName(ctx context.Context, outcome string) string {
	switch outcome {
	case Created:
		return i18n.T(ctx, "Create")
	case Updated:
		return i18n.T(ctx, "Update")
	case Skipped:
		return i18n.T(ctx, "Skip")
	}
	return i18n.T(ctx, "Fail")
}

func outcomeBadge(ctx context.Context, outcome string) ui.BadgeProps {
	tone := map[string]string{Created: "ok", Updated: "info", Failed: "bad"}[outcome]
	return ui.BadgeProps{Label: outcomeName(ctx, outcome), Tone: tone}
}

func outcomeTabs(ctx context.Context, imp Import, p ImportPreview, current string) []ui.Tab {
	tab := func(outcome, label string, n int64) ui.Tab {
		return ui.Tab{Label: label, Href: checkURL(imp, outcome, 0), Count: i18n.Int(ctx, n), Current: current == outcome}
	}
	return []ui.Tab{
		tab("", i18n.T(ctx, "All"), p.Checked),
		tab(Alike, i18n.T(ctx, "There already"), p.Alike),
		tab(Created, outcomeName(ctx, Created), p.Created),
		tab(Updated, outcomeName(ctx, Updated), p.Updated),
		tab(Skipped, outcomeName(ctx, Skipped), p.Skipped),
		tab(Failed, outcomeName(ctx, Failed), p.Failed),
	}
}

func checkURL(imp Import, outcome string, from int) string {
	q := url.Values{}
	if outcome != "" {
		q.Set("outcome", outcome)
	}
	if from > 0 {
		q.Set("from", strconv.Itoa(from))
	}
	if len(q) == 0 {
		return imp.path() + "/check"
	}
	return imp.path() + "/check?" + q.Encode()
}

// madeText says what a dry run would make on the way.
func madeText(ctx context.Context, m Made) string {
	var parts []string
	if m.Companies > 0 {
		parts = append(parts, i18n.N(ctx, "%s company would be created", "%s companies would be created", int(m.Companies)))
	}
	if m.Contacts > 0 {
		parts = append(parts, i18n.N(ctx, "%s contact would be created", "%s contacts would be created", int(m.Contacts)))
	}
	if len(parts) == 0 {
		return i18n.T(ctx, "No company would be created")
	}
	return strings.Join(parts, " · ")
}

// mappedText says how many of the columns are imported, and mappingText which
// goes where.
func mappedText(ctx context.Context, imp Import) string {
	if imp.Format == "vcard" {
		return i18n.T(ctx, "Address cards")
	}
	n := 0
	for _, c := range imp.Columns {
		if c.Field != "" {
			n++
		}
	}
	return i18n.T(ctx, "%s of %s", i18n.Int(ctx, int64(n)), i18n.Int(ctx, int64(len(imp.Columns))))
}

func mappingText(ctx context.Context, kind Kind, imp Import) string {
	var lines []string
	for i, c := range imp.Columns {
		if c.Field != "" {
			lines = append(lines, columnName(i, c)+" → "+kind.label(ctx, c.Field))
		}
	}
	return strings.Join(lines, "\n")
}

func resultText(ctx context.Context, imp Import) string {
	if imp.Status == ImportMapping {
		return i18n.N(ctx, "%s row", "%s rows", int(imp.Total))
	}
	return i18n.T(ctx, "%s created, %s updated, %s skipped, %s failed", i18n.Int(ctx, imp.Created), i18n.Int(ctx, imp.Updated), i18n.Int(ctx, imp.Skipped), i18n.Int(ctx, imp.Failed))
}

// namesOf is the list of names that are offered for a column.
func namesOf(a askedColumn) string { return "names-" + strconv.Itoa(a.At) }

// meansOf is the control for what a value of a column stands for.
func meansOf(ctx context.Context, a askedColumn, i int, v askedValue, list string) ui.Control {
	c := ui.Control{Name: "means", ID: "means-" + strconv.Itoa(a.At) + "-" + strconv.Itoa(i), Label: i18n.T(ctx, "What “%s” means", v.Value), Error: v.Error}
	if list != "" {
		c.Attrs = templ.Attributes{"list": list}
	}
	return c
}

// askedAt is what is asked about a column.
func askedAt(asked []askedColumn, at int) (values int, open bool) {
	for _, a := range asked {
		if a.At == at {
			return len(a.Values), undecided([]askedColumn{a})
		}
	}
	return 0, false
}
