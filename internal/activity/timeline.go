package activity

import (
	"context"
	"slices"
	"strconv"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// Timeline is what the timeline of a record shows and to whom.
type Timeline struct {
	Story    Story
	Actor    account.Actor
	Now      time.Time
	Describe func(ctx context.Context, c Change) Words

	Write string   // the kind of entry that is being written: note unless set
	Form  web.Form // one that could not be saved
}

// Timeline returns the timeline of a story as the actor sees it.
func (d *Domain) Timeline(actor account.Actor, story Story) Timeline {
	return Timeline{Story: story, Actor: actor, Now: time.Now(), Describe: d.Describe}
}

// group is what is still to come, or a day, a week or a month of a timeline.
type group struct {
	title string
	items []Item
}

func (t Timeline) groups(ctx context.Context) []group {
	var all []group
	for _, item := range t.Story.Items {
		title := t.title(ctx, item.At)
		if n := len(all); n == 0 || all[n-1].title != title {
			all = append(all, group{title: title})
		}
		last := &all[len(all)-1]
		last.items = append(last.items, item)
	}
	if len(all) > 0 && t.ahead(all[0].items[0]) {
		slices.Reverse(all[0].items) // what comes next is read first
	}
	return all
}

// ahead tells whether an event is still to come.
func (t Timeline) ahead(item Item) bool { return item.At > t.Now.UnixMilli() }

// title names the day, the week or the month of a moment.
func (t Timeline) title(ctx context.Context, ms int64) string {
	zone := i18n.From(ctx).Zone
	at, now := time.UnixMilli(ms).In(zone), t.Now.In(zone)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	switch {
	case at.After(now):
		return i18n.T(ctx, "Next")
	case !at.Before(today):
		return i18n.T(ctx, "Today")
	case !at.Before(today.AddDate(0, 0, -1)):
		return i18n.T(ctx, "Yesterday")
	case !at.Before(monday):
		return i18n.T(ctx, "This week")
	case !at.Before(monday.AddDate(0, 0, -7)):
		return i18n.T(ctx, "Last week")
	}
	return MonthName(ctx, at.Month()) + " " + strconv.Itoa(at.Year())
}

// MonthName is what a month is called.
func MonthName(ctx context.Context, m time.Month) string {
	return [...]string{
		i18n.T(ctx, "January"), i18n.T(ctx, "February"), i18n.T(ctx, "March"), i18n.T(ctx, "April"),
		i18n.T(ctx, "May"), i18n.T(ctx, "June"), i18n.T(ctx, "July"), i18n.T(ctx, "August"),
		i18n.T(ctx, "September"), i18n.T(ctx, "October"), i18n.T(ctx, "November"), i18n.T(ctx, "December"),
	}[m-1]
}

// when writes the time of an event as short as its group allows.
func (t Timeline) when(ctx context.Context, ms int64) string {
	zone := i18n.From(ctx).Zone
	at, now := time.UnixMilli(ms).In(zone), t.Now.In(zone)
	day, today, yesterday := at.Format(time.DateOnly), now.Format(time.DateOnly), now.AddDate(0, 0, -1).Format(time.DateOnly)
	if at.After(now) && day != today && at.Year() == now.Year() {
		return i18n.DayMonth(ctx, at) + ", " + i18n.Clock(ctx, ms)
	}
	if day == today || day == yesterday {
		return i18n.Clock(ctx, ms)
	}
	if at.Year() == now.Year() {
		return i18n.DayMonth(ctx, at)
	}
	return i18n.Date(ctx, at)
}

func iso(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.RFC3339) }

// path is the address of the timeline, on the record's page.
func (t Timeline) path(show, cursor string) string {
	address := t.Story.Subject.Path()
	sep := "?"
	if show != "" {
		address, sep = address+sep+"show="+show, "&"
	}
	if cursor != "" {
		address += sep + "cursor=" + cursor
	}
	return address
}

// did says what a line of history is about, after the name of who did it.
func did(ctx context.Context, c Change) string {
	switch {
	case c.Kind == AttachmentKind:
		return attached(ctx, c)
	case c.Action == Created:
		return i18n.T(ctx, "added this")
	case c.Action == Deleted:
		return i18n.T(ctx, "moved this to the recycle bin")
	case c.Action == Restored:
		return i18n.T(ctx, "restored this from the recycle bin")
	case c.Action == Merged && c.Field == MergedInto && c.New != "":
		return i18n.T(ctx, "merged this into %s", c.NewLabel)
	case c.Action == Merged && c.Field == MergedInto:
		return i18n.T(ctx, "took this out of %s again", c.OldLabel)
	case c.Action == Merged && c.New != "":
		return i18n.T(ctx, "merged %s into this", c.NewLabel)
	case c.Action == Merged:
		return i18n.T(ctx, "undid the merge with %s", c.OldLabel)
	}
	return ""
}

// attached says what was done with a file of the record.
func attached(ctx context.Context, c Change) string {
	switch c.Action {
	case Created:
		return i18n.T(ctx, "attached %s", c.NewLabel)
	case Deleted:
		return i18n.T(ctx, "deleted the file %s", c.NewLabel)
	case Restored:
		return i18n.T(ctx, "restored the file %s", c.NewLabel)
	}
	return i18n.T(ctx, "renamed the file %s to %s", c.OldLabel, c.NewLabel)
}

// shownChanges are the changed fields below the line that says what happened.
func shownChanges(changes []Change) []Change {
	if len(changes) == 1 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return c.Field == "" || c.Action == Merged })
}

// formerly is the name of the merged record that a change is about; empty if
// it is about the record of the story itself.
func (t Timeline) formerly(c Change) string {
	for _, m := range t.Story.merged {
		if m.ID == c.Record && c.Record != t.Story.Subject.ID {
			return m.Name
		}
	}
	return ""
}

// undoMerge is the address that takes a merge back; empty where it cannot be.
func (t Timeline) undoMerge(c Change) string {
	if c.Action != Merged || c.Field != TookIn || c.New == "" || !t.Story.Writable || t.Now.After(time.UnixMilli(c.At).Add(KeepDeleted)) {
		return ""
	}
	for _, m := range t.Story.merged {
		if m.Merge == c.Batch {
			return t.Story.Subject.Root() + "/merges/" + c.Batch.String() + "/undo"
		}
	}
	return ""
}

// way says by which way a change came, if not by a page.
func way(ctx context.Context, c Change) string {
	switch c.Via {
	case "api":
		return i18n.T(ctx, "by API")
	case "dav":
		return i18n.T(ctx, "on a phone")
	case "import":
		return i18n.T(ctx, "by import")
	case "merge":
		return i18n.T(ctx, "by merging")
	case "bulk":
		return i18n.T(ctx, "with others at once")
	case "undo":
		return i18n.T(ctx, "by undo")
	case "restore":
		return i18n.T(ctx, "by restoring a value")
	case "job":
		return i18n.T(ctx, "in the background")
	case "command":
		return i18n.T(ctx, "from the command line")
	}
	return ""
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// by names who made a change; the system has no name.
func by(ctx context.Context, name string) string {
	if name == "" {
		return i18n.T(ctx, "Somebody")
	}
	return name
}

func iconOf(c Change) (icon, tone string) {
	if c.Kind == AttachmentKind && (c.Action == Created || c.Action == Updated) {
		return "paperclip", ""
	}
	switch c.Action {
	case Created:
		return "plus", "ok"
	case Deleted:
		return "trash-2", "bad"
	case Restored:
		return "undo-2", "ok"
	case Merged:
		if c.New == "" {
			return "undo-2", ""
		}
		return "git-merge", "info"
	}
	return "pencil", ""
}
