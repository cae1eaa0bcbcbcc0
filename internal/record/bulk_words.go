package record

import (
	"context"
	"io"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/sheet"
	"kontor/internal/kit/web"
)

func (b Bulk) path() string { return "/bulks/" + b.ID.String() }

// title says what is done, for all records alike.
func (b Bulk) title(ctx context.Context, m Manner) string {
	switch b.Action {
	case BulkTag:
		return i18n.T(ctx, "Add tags: %s", b.valueText(ctx, m))
	case BulkUntag:
		return i18n.T(ctx, "Remove tags: %s", b.valueText(ctx, m))
	case BulkDelete:
		return i18n.T(ctx, "Delete")
	case BulkRestore:
		return i18n.T(ctx, "Restore")
	case bulkUndo:
		return i18n.T(ctx, "Undo of a bulk change")
	}
	if b.Value == "" {
		return i18n.T(ctx, "Clear the field %s", m.Label(ctx, b.Field))
	}
	return m.Label(ctx, b.Field) + ": " + b.valueText(ctx, m)
}

// valueText is the value as a person reads it.
func (b Bulk) valueText(ctx context.Context, m Manner) string {
	if b.Label != "" {
		return b.Label
	}
	return m.Shown(ctx, b.Field, b.Value)
}

// done says how many records were changed.
func (b Bulk) done(ctx context.Context) string {
	n := int(b.Changed)
	switch b.Action {
	case BulkDelete:
		return i18n.N(ctx, "%s record deleted", "%s records deleted", n)
	case BulkRestore:
		return i18n.N(ctx, "%s record restored", "%s records restored", n)
	case bulkUndo:
		return i18n.N(ctx, "%s record is as it was", "%s records are as they were", n)
	}
	return i18n.N(ctx, "%s record changed", "%s records changed", n)
}

// result is the whole of what came of it, in a line.
func (b Bulk) result(ctx context.Context) string {
	parts := []string{b.done(ctx)}
	if b.Unchanged > 0 {
		parts = append(parts, i18n.N(ctx, "%s was so already", "%s were so already", int(b.Unchanged)))
	}
	if b.Failed > 0 {
		parts = append(parts, i18n.N(ctx, "%s left as it is", "%s left as they are", int(b.Failed)))
	}
	return strings.Join(parts, ". ")
}

// longestBack is how long an address may be that a cookie carries along.
const longestBack = 1000

// flash tells the result on the next page, with the way back.
func (b Bulk) flash(ctx context.Context, back string) web.Flash {
	f := web.Flash{Text: b.result(ctx)}
	if b.Failed > 0 {
		f.Link, f.Href = i18n.T(ctx, "Show which"), b.path()
	}
	if b.Changed == 0 && b.Failed > 0 {
		f.Tone = "bad"
	}
	if !b.CanUndo() {
		return f
	}
	f.Action, f.Post = i18n.T(ctx, "Undo"), b.path()+"/undo"
	if len(back) <= longestBack {
		f.Fields = map[string]string{"back": back}
	}
	return f
}

// WriteFailures writes the records that stayed as they were as CSV, with the
// reason of each.
func (s *Bulks) WriteFailures(ctx context.Context, actor account.Actor, b Bulk, w io.Writer) error {
	out := sheet.NewWriter(w, ',', true)
	if err := out.Write("ID", i18n.T(ctx, "Record"), i18n.T(ctx, "Reason")); err != nil {
		return err
	}
	for after := (db.ID{}); ; {
		rows, err := s.Failures(ctx, actor, b.ID, after, Batch)
		if err != nil {
			return err
		}
		for _, f := range rows {
			if err := out.Write(f.Record.String(), f.Name, f.Reason); err != nil {
				return err
			}
			after = f.Record
		}
		if len(rows) == 0 {
			return out.Flush()
		}
	}
}

// state says where it stands.
func (b Bulk) state(ctx context.Context) string {
	when := i18n.Time(ctx, b.CreatedAt)
	switch b.Status {
	case BulkQueued:
		return i18n.T(ctx, "Waiting for its turn.")
	case BulkRunning:
		return i18n.T(ctx, "You can leave this page. It goes on.")
	case BulkCancelled:
		return i18n.T(ctx, "Stopped. What was changed stays changed, and can be undone.")
	}
	if b.MemberName == "" {
		return when
	}
	return i18n.T(ctx, "%s, by %s", when, b.MemberName)
}
