package contact

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/country"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/phone"
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

func fieldOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, f := range importFields() {
		group := i18n.T(ctx, "Contact")
		if strings.HasPrefix(f.key, "company_") {
			group = i18n.T(ctx, "Company")
		}
		all = append(all, ui.Option{Value: f.key, Label: said(ctx, f.label), Group: group})
	}
	return all
}

// shownValue is a line of the preview of a row.
type shownValue struct{ Label, Value string }

// first shows what the first row that can be imported would become; the name
// comes first.
func (s *Imports) first(ctx context.Context, actor account.Actor, imp *Import) ([]shownValue, error) {
	run, f, err := s.open(ctx, actor, imp)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for range 20 {
		row, err := run.src.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if c := run.prepare(ctx, row); c.draft != nil && c.draft.Name != "" {
			return c.shown(ctx, actor), nil
		}
	}
	return nil, nil
}

func (c *candidate) shown(ctx context.Context, actor account.Actor) []shownValue {
	d, o := c.draft, c.in.company
	lines := []shownValue{{i18n.T(ctx, "Name"), d.Name}}
	add := func(field, value string) {
		if value != "" {
			lines = append(lines, shownValue{label(ctx, field), shortText(value, 60)})
		}
	}
	add("company", o.Name)
	add("position", d.Position)
	for _, e := range d.Emails {
		add("email", e.Email)
	}
	for _, p := range d.Phones {
		shown := p.Phone
		if p.E164 != "" {
			shown = phone.Display(p.E164, "")
		}
		add("phone", shown)
	}
	add("address", d.Address)
	add("city", d.City)
	if d.Country != "" {
		add("country", country.Name(d.Country, i18n.From(ctx).Lang))
	}
	if d.Birthday != nil {
		add("birthday", i18n.ISODate(ctx, *d.Birthday))
	}
	add("registration_number", o.RegistrationNumber)
	add("vat_number", o.VATNumber)
	add("tags", strings.Join(c.in.contact.Tags, ", "))
	add("notes", d.Notes)
	return lines
}

type checkLine struct{ class, icon, text string }

func importCheckLines(ctx context.Context, imp Import) []checkLine {
	whole := int(imp.Total - imp.Details.Problems)
	lines := []checkLine{{"ok-text", "circle-check", i18n.N(ctx, "%s row can be read", "%s rows can be read", whole)}}
	warn := func(text string) { lines = append(lines, checkLine{"warn-text", "circle-alert", text}) }
	if n := int(imp.Details.Problems); n > 0 {
		warn(i18n.N(ctx, "%s row is broken", "%s rows are broken", n))
	}
	if n := int(imp.Details.NoEmail); n > 0 {
		warn(i18n.N(ctx, "%s row has no e-mail address", "%s rows have no e-mail address", n))
	}
	if text := imp.Details.DateText; text != "" {
		if iso, ok := readDate(text, dateOrder(imp.dateOrder())); ok && !imp.Details.DateSure && imp.Options.DateOrder == "" {
			warn(i18n.T(ctx, "“%s” is read as %s", text, i18n.ISODate(ctx, iso)))
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

func matchChoices(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "email", Label: i18n.T(ctx, "E-mail")}, {Value: "phone", Label: i18n.T(ctx, "Phone")}, {Value: "name", Label: i18n.T(ctx, "Name and company")}}
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
	case outcomeCreated:
		return i18n.T(ctx, "Create")
	case outcomeUpdated:
		return i18n.T(ctx, "Update")
	case outcomeSkipped:
		return i18n.T(ctx, "Skip")
	}
	return i18n.T(ctx, "Fail")
}

func outcomeBadge(ctx context.Context, outcome string) ui.BadgeProps {
	tone := map[string]string{outcomeCreated: "ok", outcomeUpdated: "info", outcomeFailed: "bad"}[outcome]
	return ui.BadgeProps{Label: outcomeName(ctx, outcome), Tone: tone}
}

func outcomeTabs(ctx context.Context, imp Import, p ImportPreview, current string) []ui.Tab {
	tab := func(outcome, label string, n int64) ui.Tab {
		return ui.Tab{Label: label, Href: checkURL(imp, outcome, 0), Count: i18n.Int(ctx, n), Current: current == outcome}
	}
	return []ui.Tab{
		tab("", i18n.T(ctx, "All"), p.Checked),
		tab(outcomeCreated, outcomeName(ctx, outcomeCreated), p.Created),
		tab(outcomeUpdated, outcomeName(ctx, outcomeUpdated), p.Updated),
		tab(outcomeSkipped, outcomeName(ctx, outcomeSkipped), p.Skipped),
		tab(outcomeFailed, outcomeName(ctx, outcomeFailed), p.Failed),
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

func companiesText(ctx context.Context, n int64) string {
	if n == 0 {
		return i18n.T(ctx, "No company would be created")
	}
	return i18n.N(ctx, "%s company would be created", "%s companies would be created", int(n))
}

func importBadge(ctx context.Context, imp Import) ui.BadgeProps {
	switch imp.Status {
	case ImportMapping:
		return ui.BadgeProps{Label: i18n.T(ctx, "Not started")}
	case ImportQueued:
		return ui.BadgeProps{Label: i18n.T(ctx, "Waiting"), Tone: "info"}
	case ImportRunning:
		return ui.BadgeProps{Label: i18n.T(ctx, "Running, %s%%", strconv.Itoa(imp.Percent())), Tone: "info"}
	case ImportDone:
		if imp.Failed > 0 {
			return ui.BadgeProps{Label: i18n.N(ctx, "Done, %s row failed", "Done, %s rows failed", int(imp.Failed)), Tone: "warn"}
		}
		return ui.BadgeProps{Label: i18n.T(ctx, "Done"), Tone: "ok", Icon: "check"}
	case ImportCancelled:
		return ui.BadgeProps{Label: i18n.T(ctx, "Stopped")}
	case ImportUndone:
		return ui.BadgeProps{Label: i18n.T(ctx, "Undone")}
	}
	return ui.BadgeProps{Label: i18n.T(ctx, "Failed"), Tone: "bad"}
}

func importTitle(ctx context.Context, imp Import) string {
	n := int(imp.Total)
	switch imp.Status {
	case ImportQueued:
		return i18n.N(ctx, "%s row waits to be imported", "%s rows wait to be imported", n)
	case ImportRunning:
		return i18n.N(ctx, "Importing %s row", "Importing %s rows", n)
	case ImportDone:
		return i18n.N(ctx, "%s row is done", "%s rows are done", n)
	case ImportCancelled:
		return i18n.T(ctx, "The import was stopped")
	case ImportUndone:
		return i18n.T(ctx, "The import was undone")
	}
	return i18n.T(ctx, "The import could not go on")
}

func importNote(ctx context.Context, imp Import) string {
	switch imp.Status {
	case ImportQueued, ImportRunning:
		return i18n.T(ctx, "You can leave this page, the import goes on.")
	case ImportDone:
		if imp.Companies > 0 {
			return i18n.N(ctx, "%s company was created on the way.", "%s companies were created on the way.", int(imp.Companies))
		}
		return i18n.T(ctx, "Every row has its result below.")
	case ImportUndone:
		return i18n.T(ctx, "What it created is in the recycle bin, except for what was changed since.")
	}
	return i18n.T(ctx, "What came in before stays.")
}

// importPace says how fast an import goes, and how long it still takes.
func importPace(ctx context.Context, imp Import) string {
	if imp.Status != ImportRunning || imp.StartedAt == nil || imp.Position == 0 {
		return ""
	}
	spent := time.Since(time.UnixMilli(*imp.StartedAt)).Seconds()
	if spent < 1 {
		return ""
	}
	pace := float64(imp.Position) / spent
	left := int(float64(imp.Total-imp.Position)/pace) + 1
	return i18n.N(ctx, "about %s second left", "about %s seconds left", left)
}
