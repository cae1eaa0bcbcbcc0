package record

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Undoing takes back what one batch of history did, page by page from its end:
// a changed field gets its old value where it still has the one that the batch
// gave it, a record that was deleted comes back, one that was created goes to
// the recycle bin if nothing happened to it since. What it writes is a batch of
// its own.
type Undoing struct {
	Of, As db.ID // the batch to take back, and the one this makes
	Before db.ID // history from here on is done; zero at first
	Most   int   // lines of history to a page
}

// TakeBack takes back up to u.Most changes and tells what became of their
// records, and whether they were the last; the caller keeps u.Before together
// with what is written.
func (d *Domain) TakeBack(ctx context.Context, tx *db.Tx, actor account.Actor, u *Undoing) (outs []Outcome, done bool, err error) {
	return d.kinds.takeBack(ctx, tx, actor, u)
}

func (s *kinds) takeBack(ctx context.Context, tx *db.Tx, actor account.Actor, u *Undoing) (outs []Outcome, done bool, err error) {
	lines, err := activity.OfBatch(ctx, tx, actor, u.Of, u.Before, u.Most)
	if err != nil || len(lines) == 0 {
		return nil, true, err
	}
	done = len(lines) < u.Most
	if !done {
		lines = whole(lines)
	}
	u.Before = lines[len(lines)-1].ID
	for _, s := range s.all {
		mine := slices.DeleteFunc(slices.Clone(lines), func(c activity.Change) bool { return c.Kind != s.Kind })
		if len(mine) == 0 {
			continue
		}
		some, err := u.shelf(ctx, tx, actor, s, mine)
		if err != nil {
			return nil, false, err
		}
		for i := range some {
			some[i].Kind = s.Kind
		}
		outs = append(outs, some...)
	}
	return outs, done, nil
}

// whole leaves out the record at the end of a page, of which more may follow,
// unless there is no other.
func whole(lines []activity.Change) []activity.Change {
	last := len(lines) - 1
	for last >= 0 && lines[last].Record == lines[len(lines)-1].Record {
		last--
	}
	if last < 0 {
		return lines
	}
	return lines[:last+1]
}

// shelf takes back the changes of one kind of record: first what comes back,
// then values, then what goes.
func (u *Undoing) shelf(ctx context.Context, tx *db.Tx, actor account.Actor, s Kind, lines []activity.Change) ([]Outcome, error) {
	back, err := s.unbin(ctx, tx, actor, u.As, records(lines, activity.Deleted))
	if err != nil {
		return nil, err
	}
	values, err := u.values(ctx, tx, actor, s, lines)
	if err != nil {
		return nil, err
	}
	made, kept, err := u.untouched(ctx, tx, actor, s, lines)
	if err != nil {
		return nil, err
	}
	gone, err := s.bin(ctx, tx, actor, u.As, append(made, records(lines, activity.Restored)...))
	for i := range gone {
		gone[i].Gone = gone[i].Changed
	}
	return onceEach(back, values, gone, kept), err
}

// values gives changed fields their old values back.
func (u *Undoing) values(ctx context.Context, tx *db.Tx, actor account.Actor, s Kind, lines []activity.Change) ([]Outcome, error) {
	of := map[db.ID][]activity.Change{}
	for _, c := range lines {
		if c.Action == activity.Updated {
			of[c.Record] = append(of[c.Record], c)
		}
	}
	ids := records(lines, activity.Updated)
	if len(ids) == 0 {
		return nil, nil
	}
	left := map[db.ID][]string{}
	outs, err := s.Change(ctx, tx, actor, u.As, ids, func(id db.ID, _ int64, in Editable) error {
		for _, c := range of[id] { // the newest first
			if !s.Manner.follows(c) && !takeBack(ctx, in, c) {
				left[id] = append(left[id], s.Manner.Label(ctx, c.Field))
			}
		}
		return nil
	})
	for i, o := range outs {
		if names := left[o.ID]; o.Err == nil && len(names) > 0 {
			outs[i].Err = fault.Conflict{Text: i18n.T(ctx, "Changed again since: %s.", strings.Join(names, ", "))}
		}
	}
	return outs, err
}

// follows tells whether a change is left to the fields that decide it.
func (m Manner) follows(c activity.Change) bool {
	return slices.Contains(m.Follows, c.Field) && (c.New != "" || !slices.Contains(m.Returns, c.Field))
}

// takeBack undoes one change in an input, unless the field has another value
// by now. Tags are taken back one by one: those put on since stay.
func takeBack(ctx context.Context, in Editable, c activity.Change) bool {
	now := in.Text(c.Field)
	if c.Field == "tags" {
		now = strings.Join(tagsWithout(now, c.New, c.Old), ",")
		return in.Set(ctx, c.Field, now) == nil
	}
	if now == c.Old {
		return true
	}
	return now == c.New && in.Set(ctx, c.Field, c.Old) == nil
}

// tagsWithout takes off those of now that after has and before has not, and
// puts on those that before has and after has not.
func tagsWithout(now, after, before string) []string {
	had, got := SplitIDs(before), SplitIDs(after)
	all := slices.DeleteFunc(SplitIDs(now), func(id string) bool {
		return slices.Contains(got, id) && !slices.Contains(had, id)
	})
	for _, id := range had {
		if !slices.Contains(got, id) && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

func SplitIDs(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// untouched parts the records that the batch made into those that may go and
// those that stay, with the reason: something else happened to them since.
func (u *Undoing) untouched(ctx context.Context, tx *db.Tx, actor account.Actor, s Kind, lines []activity.Change) (same []db.ID, kept []Outcome, err error) {
	made := records(lines, activity.Created)
	if len(made) == 0 {
		return nil, nil, nil
	}
	why, err := u.reasons(ctx, tx, actor, s, made)
	if err != nil {
		return nil, nil, err
	}
	found, err := s.Held(ctx, tx, actor, made)
	if err != nil {
		return nil, nil, fmt.Errorf("read what a batch made: %w", err)
	}
	for _, h := range found {
		if text, stays := why[h.ID]; stays && h.Deleted == nil {
			kept = append(kept, Outcome{ID: h.ID, Name: h.Name, Err: fault.Conflict{Text: text}})
		} else {
			same = append(same, h.ID)
		}
	}
	return same, kept, nil
}

// reasons says why some of the records that a batch made stay.
func (u *Undoing) reasons(ctx context.Context, tx *db.Tx, actor account.Actor, s Kind, made []db.ID) (map[db.ID]string, error) {
	why := map[db.ID]string{}
	note := func(ids []db.ID, err error, text string) error {
		for _, id := range ids {
			why[id] = text
		}
		return err
	}
	if s.Keeps != nil {
		ids, text, err := s.Keeps(ctx, tx, actor, made)
		if err := note(ids, err, text); err != nil {
			return nil, err
		}
	}
	ids, err := activity.Noted(ctx, tx, actor, s.Kind, made)
	if err := note(ids, err, i18n.T(ctx, "Somebody wrote a note about it.")); err != nil {
		return nil, err
	}
	ids, err = activity.ChangedBeside(ctx, tx, actor, made, u.Of, u.As)
	return why, note(ids, err, i18n.T(ctx, "It was changed since."))
}

// records are those that have a change of this kind, each once.
func records(lines []activity.Change, action string) []db.ID {
	var all []db.ID
	seen := map[db.ID]bool{}
	for _, c := range lines {
		if c.Action == action && !seen[c.Record] {
			seen[c.Record] = true
			all = append(all, c.Record)
		}
	}
	return all
}

// onceEach joins outcomes so that each record comes once, with what went
// wrong if anything did.
func onceEach(parts ...[]Outcome) []Outcome {
	var all []Outcome
	at := map[db.ID]int{}
	for _, o := range slices.Concat(parts...) {
		i, ok := at[o.ID]
		if !ok {
			at[o.ID] = len(all)
			all = append(all, o)
			continue
		}
		all[i].Changed, all[i].Gone = all[i].Changed || o.Changed, all[i].Gone || o.Gone
		if all[i].Err == nil {
			all[i].Err = o.Err
		}
	}
	return all
}
