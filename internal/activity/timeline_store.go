package activity

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// What a timeline can be narrowed to.
const (
	ShowAll      = ""
	ShowNotes    = "notes"
	ShowCalls    = "calls"
	ShowMeetings = "meetings"
	ShowChanges  = "changes"
)

// pageSize is how many items a page of a timeline has.
const pageSize = 50

// Story is one page of a record's timeline, newest first. Pinned notes stand
// on its first page only, and only there.
type Story struct {
	Subject  Subject
	Show     string
	Writable bool // the actor may change the record
	Notable  bool // the actor may write notes on it
	Pinned   []Note
	Items    []Item
	Next     string // cursor of the next page; empty on the last

	merged []merged // records whose story is part of this one
}

// merged is a record that was merged into the one of a story.
type merged struct {
	ID    db.ID  `db:"record_id"`
	Name  string `db:"name"`
	Merge db.ID  `db:"merge_id"`
}

// ids are the records whose story is told.
func (s *Story) ids() []db.ID {
	all := []db.ID{s.Subject.ID}
	for _, m := range s.merged {
		all = append(all, m.ID)
	}
	return all
}

// maxMerged is how many merged records a story looks at.
const maxMerged = 400

// Item is a note, or the changes that somebody made in one go.
type Item struct {
	At      int64
	ID      db.ID
	Note    *Note
	Changes []Change
}

// mark is a place in a timeline: everything after it is older.
type mark struct {
	at int64
	id db.ID
}

func (m mark) String() string { return strconv.FormatInt(m.at, 36) + "." + m.id.String() }

func parseMark(ctx context.Context, s string) (m mark, err error) {
	if s == "" {
		return m, nil
	}
	at, id, _ := strings.Cut(s, ".")
	m.at, err = strconv.ParseInt(at, 36, 64)
	if err == nil {
		m.id, err = db.ParseID(id)
	}
	if err != nil || m.at <= 0 {
		return m, fault.Malformed{Text: i18n.T(ctx, "This page of the list is no longer there. Start from the beginning.")}
	}
	return m, nil
}

// Story returns a page of the timeline of a record the actor sees, with the
// story of those that were merged into it: three queries, four on the first
// page, and one where records were merged.
func (s *History) Story(ctx context.Context, actor account.Actor, on Subject, show, cursor string) (Story, error) {
	from, err := parseMark(ctx, cursor)
	if err != nil {
		return Story{}, err
	}
	story := Story{Subject: on, Show: show}
	if err := s.open(ctx, actor, &story); err != nil {
		return story, err
	}
	var notes []Note
	var changes []Change
	if show != ShowChanges {
		if from.at == 0 {
			if story.Pinned, err = s.notes(ctx, actor, &story, from, true); err != nil {
				return story, err
			}
		}
		if notes, err = s.notes(ctx, actor, &story, from, false); err != nil {
			return story, err
		}
	}
	if show == ShowAll || show == ShowChanges {
		if changes, err = s.changes(ctx, actor, &story, from); err != nil {
			return story, err
		}
	}
	story.merge(notes, changes)
	return story, nil
}

// open finds out what the actor may do, and whose story is told.
func (s *History) open(ctx context.Context, actor account.Actor, story *Story) error {
	row, err := story.Subject.held(ctx, s.db, actor)
	if err != nil {
		return err
	}
	story.Writable = actor.Scope(story.Subject.Kind).MayWrite(row.Owner, row.Team)
	story.Notable = story.Writable && actor.May(account.Create, account.NoteKind)
	if row.Merged {
		story.merged, err = db.Select[merged](ctx, s.db, `SELECT record_id, name, merge_id FROM merged_records
			WHERE workspace_id = $1 AND kind = $2 AND survivor_id = $3 ORDER BY record_id DESC LIMIT $4`, actor.Workspace, story.Subject.Kind, story.Subject.ID, maxMerged)
	}
	return err
}

func (s *History) notes(ctx context.Context, actor account.Actor, story *Story, from mark, pinned bool) ([]Note, error) {
	p, ok := placeOf(story.Subject.Kind)
	if !ok {
		return nil, fault.NotFound{}
	}
	var q db.SQL
	// The plus keeps the indexes of all activities out of it: those of one record
	// are few, and SQLite would rather walk the newest of the workspace.
	q.S(selectNote).P(actor.Workspace).S(" AND +a.deleted_at IS NULL AND a.pinned = ").P(pinned)
	if kind := (map[string]string{ShowNotes: NoteKind, ShowCalls: CallKind, ShowMeetings: MeetingKind})[story.Show]; kind != "" {
		q.S(" AND a.kind = ").P(kind)
	}
	// Not EXISTS: SQLite would ask it of every note of the workspace.
	q.S(" AND a.id IN (SELECT l.activity_id FROM ").S(p.link).S(" l WHERE l.workspace_id = ").P(actor.Workspace)
	q.S(" AND l.").S(p.owner).S(" IN ")
	db.In(&q, story.ids())
	q.S(")")
	from.after(&q, "a.at", "a.id")
	q.S(" ORDER BY a.at DESC, a.id DESC LIMIT ").P(pageSize + 1)
	all, err := db.Select[Note](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read notes: %w", err)
	}
	return all, nil
}

func (s *History) changes(ctx context.Context, actor account.Actor, story *Story, from mark) ([]Change, error) {
	var q db.SQL
	q.S(`SELECT h.workspace_id, h.id, h.kind, h.record_id, h.action, h.field, h.old_value, h.new_value, h.old_label, h.new_label,
		h.member_id, h.via, h.batch_id, h.at, coalesce(m.name, '') AS member_name
		FROM changes h LEFT JOIN members m ON m.workspace_id = h.workspace_id AND m.id = h.member_id
		WHERE h.workspace_id = `).P(actor.Workspace).S(" AND h.record_id IN ")
	db.In(&q, story.ids())
	from.after(&q, "h.at", "h.id")
	q.S(" ORDER BY h.at DESC, h.id DESC LIMIT ").P(pageSize + 1)
	all, err := db.Select[Change](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	return all, nil
}

// after appends the condition that a row is older than the mark.
func (m mark) after(q *db.SQL, at, id db.Expr) {
	if m.at == 0 {
		return
	}
	q.S(" AND ").S(at).S(" <= ").P(m.at).S(" AND (").S(at).S(" < ").P(m.at).S(" OR ").S(id).S(" < ").P(m.id).S(")")
}

// merge puts notes and changes into one order and cuts the page.
func (s *Story) merge(notes []Note, changes []Change) {
	rows := 0
	for len(notes)+len(changes) > 0 {
		if rows == pageSize {
			last := s.Items[len(s.Items)-1]
			s.Next = mark{last.At, last.ID}.String()
			return
		}
		rows++
		if len(changes) == 0 || len(notes) > 0 && newer(notes[0], changes[0]) {
			s.Items = append(s.Items, Item{At: notes[0].At, ID: notes[0].ID, Note: &notes[0]})
			notes = notes[1:]
			continue
		}
		s.addChange(changes[0])
		changes = changes[1:]
	}
}

func newer(n Note, c Change) bool {
	if n.At != c.At {
		return n.At > c.At
	}
	return string(n.ID[:]) > string(c.ID[:])
}

// addChange joins what one person changed at one moment. A field that comes
// again was changed in another go.
func (s *Story) addChange(c Change) {
	if n := len(s.Items); n > 0 && s.Items[n-1].Note == nil {
		last := &s.Items[n-1]
		again := slices.ContainsFunc(last.Changes, func(other Change) bool { return other.Field == c.Field })
		first := last.Changes[0]
		merge := first.Action == Merged && first.Batch == c.Batch // one entry for all of it
		if first.At == c.At && first.Member == c.Member && (merge || first.Action == c.Action && first.Via == c.Via && !again) {
			last.ID, last.Changes = c.ID, append(last.Changes, c)
			return
		}
	}
	s.Items = append(s.Items, Item{At: c.At, ID: c.ID, Changes: []Change{c}})
}
