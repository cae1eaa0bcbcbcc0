package activity

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Event is what somebody did to a record, on whatever record of the workspace.
type Event struct {
	At         int64
	Member     db.ID
	MemberName string
	On         Subject
	Name       string   // of the record
	Note       *Note    // what was written on it, else
	Changes    []Change // what was changed in one go
}

// recentChanges is how far back Recent looks for every event it returns.
const recentChanges = 12

// Recent returns what happened last in the workspace to records the actor
// sees, newest first, at most most events: three queries. What one person did
// to one record in one go, or to many at once, is one event.
func (s *History) Recent(ctx context.Context, actor account.Actor, most int) ([]Event, error) {
	changes, err := db.Select[Change](ctx, s.db, `SELECT h.workspace_id, h.id, h.kind, h.record_id, h.action, h.field, h.old_value, h.new_value,
		h.old_label, h.new_label, h.member_id, h.via, h.batch_id, h.at, coalesce(m.name, '') AS member_name
		FROM changes h LEFT JOIN members m ON m.workspace_id = h.workspace_id AND m.id = h.member_id
		WHERE h.workspace_id = $1 AND h.kind IN ('contact', 'company', 'deal', 'task', 'note') ORDER BY h.id DESC LIMIT $2`, actor.Workspace, most*recentChanges)
	if err != nil {
		return nil, fmt.Errorf("read recent changes: %w", err)
	}
	events := inOneGo(changes)
	if err := s.addNotes(ctx, actor, events); err != nil {
		return nil, err
	}
	return s.seen(ctx, actor, events, most)
}

// inOneGo joins changes that were made in one go.
func inOneGo(changes []Change) []Event {
	var all []Event
	batches := map[db.ID]bool{}
	for _, c := range changes {
		if n := len(all); n > 0 {
			last := &all[n-1]
			if first := last.Changes[0]; first.Record == c.Record && first.Member == c.Member && first.At == c.At {
				last.Changes = append(last.Changes, c)
				continue
			}
		}
		if batches[c.Batch] {
			continue
		}
		batches[c.Batch] = !c.Batch.IsZero()
		all = append(all, Event{At: c.At, Member: c.Member, MemberName: c.MemberName, On: Subject{c.Kind, c.Record}, Changes: []Change{c}})
	}
	return all
}

// addNotes replaces the notes that were written by what they stand on.
func (s *History) addNotes(ctx context.Context, actor account.Actor, events []Event) error {
	ids := []db.ID{db.NewID()} // a list is never empty
	for _, e := range events {
		if e.On.Kind == "note" {
			ids = append(ids, e.On.ID)
		}
	}
	var q db.SQL
	q.S(selectNote).P(actor.Workspace).S(" AND a.deleted_at IS NULL AND a.id IN ")
	db.In(&q, ids)
	found, err := db.Select[Note](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return fmt.Errorf("read recent notes: %w", err)
	}
	for i := range events {
		for j := range found {
			if events[i].On.Kind == "note" && found[j].ID == events[i].On.ID {
				events[i].Note, events[i].On = &found[j], found[j].Subject()
			}
		}
	}
	return nil
}

// seen keeps the first events on records that the actor sees and that are not
// in the recycle bin, and names the records.
func (s *History) seen(ctx context.Context, actor account.Actor, events []Event, most int) ([]Event, error) {
	var q db.SQL
	for i, p := range places {
		if i > 0 {
			q.S(" UNION ALL ")
		}
		ids := []db.ID{db.NewID()} // a list is never empty
		for _, e := range events {
			if e.On.Kind == p.kind {
				ids = append(ids, e.On.ID)
			}
		}
		q.S("SELECT r.id, r.").S(p.title()).S(" AS name FROM ").S(p.table).S(" AS r WHERE r.workspace_id = ").P(actor.Workspace)
		q.S(" AND r.deleted_at IS NULL AND r.id IN ")
		db.In(&q, ids)
		q.S(" AND ")
		actor.Scope(p.kind).Sees(&q, "r.owner_id", "r.team_id")
	}
	found, err := db.Select[struct {
		ID   db.ID  `db:"id"`
		Name string `db:"name"`
	}](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("name recent records: %w", err)
	}
	names := map[db.ID]string{}
	for _, f := range found {
		names[f.ID] = f.Name
	}
	var all []Event
	for _, e := range events {
		if name, ok := names[e.On.ID]; ok && len(all) < most {
			e.Name = name
			all = append(all, e)
		}
	}
	return all, nil
}
