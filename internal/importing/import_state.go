package importing

import (
	"context"
	"strconv"
	"strings"
	"time"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

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
		return undoBadge(ctx, imp)
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
		if text := onTheWay(ctx, imp); text != "" {
			return text
		}
		return i18n.T(ctx, "Every row has its result below.")
	case ImportUndone:
		return i18n.T(ctx, "What it created is in the recycle bin, except for what was changed since.")
	}
	return i18n.T(ctx, "What came in before stays.")
}

// onTheWay says what an import made besides records of its kind.
func onTheWay(ctx context.Context, imp Import) string {
	var parts []string
	if imp.Companies > 0 {
		parts = append(parts, i18n.N(ctx, "%s company was created on the way.", "%s companies were created on the way.", int(imp.Companies)))
	}
	if imp.Contacts > 0 {
		parts = append(parts, i18n.N(ctx, "%s contact was created on the way.", "%s contacts were created on the way.", int(imp.Contacts)))
	}
	return strings.Join(parts, " ")
}

func undoBadge(ctx context.Context, imp Import) ui.BadgeProps {
	switch {
	case imp.Undoing():
		return ui.BadgeProps{Label: i18n.T(ctx, "Undoing, %s%%", strconv.Itoa(imp.UndoPercent())), Tone: "info"}
	case imp.UndoStatus == undoFailed:
		return ui.BadgeProps{Label: i18n.T(ctx, "Undone in part"), Tone: "warn"}
	}
	return ui.BadgeProps{Label: i18n.T(ctx, "Undone")}
}

func undoTitle(ctx context.Context, imp Import) string {
	switch {
	case imp.Undoing():
		return i18n.T(ctx, "The import is being undone")
	case imp.UndoStatus == undoFailed:
		return i18n.T(ctx, "The import was undone in part")
	}
	return i18n.T(ctx, "The import was undone")
}

func undoNote(ctx context.Context, imp Import) string {
	switch {
	case imp.Undoing():
		return i18n.T(ctx, "You can leave this page, it goes on.")
	case imp.UndoLeftover > 0:
		return i18n.T(ctx, "What was changed since is as it was. Everything else is taken back.")
	case imp.UndoTags > 0:
		return i18n.N(ctx, "All of it is taken back, with %s tag that was made on the way.", "All of it is taken back, with %s tags that were made on the way.", int(imp.UndoTags))
	}
	return i18n.T(ctx, "All of it is taken back.")
}

// path is the page of what was left.
func (l ImportLeftover) path() string {
	list := l.Kind + "s"
	if l.Kind == "company" {
		list = "companies"
	}
	return "/" + list + "/" + l.Record.String()
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
