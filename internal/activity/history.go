package activity

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/live"
)

// Actions of a Change.
const (
	Created  = "create"
	Updated  = "update"
	Deleted  = "delete"
	Restored = "restore"
	Merged   = "merge"
)

// AttachmentKind is the kind of a Change about a file of a record: Record is the
// record, New the id of the attachment and NewLabel its name.
const AttachmentKind = "attachment"

// Fields of a Change with the action Merged: on the record that stays Old and
// New are ids of the records it took in or let go again, on those the record
// they went into.
const (
	TookIn     = "took_in"
	MergedInto = "merged_into"
)

// Change is one line of history: a field of a record went from Old to New, or
// the record was created, deleted, restored, merged. Labels are what a person reads
// where the value is an id.
type Change struct {
	Workspace  db.WorkspaceID `db:"workspace_id"`
	ID         db.ID          `db:"id"`
	Kind       string         `db:"kind"`
	Record     db.ID          `db:"record_id"`
	Action     string         `db:"action"`
	Field      string         `db:"field"`
	Old        string         `db:"old_value"`
	New        string         `db:"new_value"`
	OldLabel   string         `db:"old_label"`
	NewLabel   string         `db:"new_label"`
	Member     db.ID          `db:"member_id"`
	Via        string         `db:"via"`
	Batch      db.ID          `db:"batch_id"`
	At         int64          `db:"at"`
	MemberName string         `db:"member_name,ro"`
}

// History reads what was recorded.
type History struct{ db *db.DB }

// Record writes changes in the transaction that makes them. The caller fills
// Kind, Record, Action and, for one field, Field, Old, New and the labels;
// Batch where many records changed in one go, At where the record keeps the
// same moment. The rest comes from the actor and the clock. Whoever has the
// records open is told.
func Record(ctx context.Context, tx *db.Tx, actor account.Actor, changes ...Change) error {
	now := time.Now().UnixMilli()
	for i := range changes {
		c := &changes[i]
		c.Workspace, c.ID, c.Member, c.Via = actor.Workspace, db.NewID(), actor.Member, actor.Via
		if c.At == 0 {
			c.At = now
		}
		c.Old, c.New = shorten(c.Old), shorten(c.New)
	}
	if err := db.InsertAll(ctx, tx, "changes", changes); err != nil {
		return fmt.Errorf("record changes: %w", err)
	}
	if err := audit(ctx, tx, actor, changes); err != nil {
		return err
	}
	if err := assigned(ctx, tx, actor, changes); err != nil {
		return err
	}
	page := live.PageOf(ctx)
	for _, c := range changes {
		tx.Tell(db.Notice{Workspace: c.Workspace, Kind: c.Kind, ID: c.Record, Page: page})
	}
	return nil
}

// maxValue is how many characters of a value history keeps: enough to read and
// to take back any field but a very long text.
const maxValue = 20000

func shorten(s string) string {
	if len(s) <= maxValue {
		return s
	}
	runes := []rune(s)
	return string(runes[:min(len(runes), maxValue)])
}

// Since returns what changed on a record after the time at, oldest first, at
// most 500 lines.
func (s *History) Since(ctx context.Context, actor account.Actor, on Subject, at int64) ([]Change, error) {
	if _, err := on.See(ctx, s.db, actor); err != nil {
		return nil, err
	}
	return db.Select[Change](ctx, s.db, `SELECT h.workspace_id, h.id, h.kind, h.record_id, h.action, h.field, h.old_value, h.new_value,
		h.old_label, h.new_label, h.member_id, h.via, h.batch_id, h.at, coalesce(m.name, '') AS member_name
		FROM changes h LEFT JOIN members m ON m.workspace_id = h.workspace_id AND m.id = h.member_id
		WHERE h.workspace_id = $1 AND h.record_id = $2 AND h.kind = $3 AND h.at > $4 ORDER BY h.at, h.id LIMIT 500`, actor.Workspace, on.ID, on.Kind, at)
}
