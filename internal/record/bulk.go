package record

import (
	"context"
	"errors"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// What can be done to many records in one go.
const (
	BulkSet     = "set"     // give a field a value
	BulkTag     = "tag"     // put tags on
	BulkUntag   = "untag"   // take tags off
	BulkDelete  = "delete"  // to the recycle bin
	BulkRestore = "restore" // out of it
	bulkUndo    = "undo"    // take back another one
)

// States of a Bulk.
const (
	BulkQueued    = "queued"
	BulkRunning   = "running"
	BulkDone      = "done"
	BulkFailed    = "failed"
	BulkCancelled = "cancelled"
)

// Bulk is one thing done to many records in one go. Its ID is the batch of the
// history it writes. In the end Total is Changed + Unchanged + Failed.
type Bulk struct {
	Workspace  db.WorkspaceID `db:"workspace_id"`
	ID         db.ID          `db:"id"`
	Member     db.ID          `db:"member_id"`
	Via        string         `db:"via"`
	Kind       string         `db:"kind"` // of the records, such as contact
	Action     string         `db:"action"`
	Field      string         `db:"field"`
	Value      string         `db:"value"`
	Label      string         `db:"label"` // the value as a person reads it, if it is an id
	Query      string         `db:"query"`
	Besides    db.JSON        `db:"besides"` // further fields, by their names
	Chosen     db.JSON        `db:"chosen"`  // the ids that were ticked, in order
	Set        db.ID          `db:"set_id"`  // or what was found when all were chosen
	AskedAt    int64          `db:"asked_at"`
	Status     string         `db:"status"`
	Total      int64          `db:"total"`
	Place      db.ID          `db:"place"` // the last record, or line of history, that is done
	Changed    int64          `db:"changed"`
	Unchanged  int64          `db:"unchanged"`
	Failed     int64          `db:"failed"`
	Problem    string         `db:"problem"`
	UndoOf     db.ID          `db:"undo_of"`
	UndoneBy   db.ID          `db:"undone_by"`
	Version    int64          `db:"version"`
	CreatedAt  int64          `db:"created_at"`
	UpdatedAt  int64          `db:"updated_at"`
	FinishedAt *int64         `db:"finished_at"`

	MemberName string `db:"member_name,ro"`
}

// BulkFailure is a record that stayed as it was, and why.
type BulkFailure struct {
	Workspace db.WorkspaceID `db:"workspace_id" json:"-"`
	Bulk      db.ID          `db:"bulk_id" json:"-"`
	Record    db.ID          `db:"record_id" json:"id" format:"uuid"`
	Name      string         `db:"name" json:"name"`
	Reason    string         `db:"reason" json:"reason"`
}

// BulkInput says what is to be done to which records: to those of IDs, or to
// all that Query found at AskedAt, which were Shown.
type BulkInput struct {
	Kind    string
	Action  string
	Field   string
	Value   string            // an id for owner, team and company, ids or names for tags
	Besides map[string]string // further fields, for the records where they are empty
	IDs     []db.ID
	All     bool
	Query   string
	Shown   int
	AskedAt time.Time
}

// AnyNumber as BulkInput.Shown means that nobody looked how many there are.
const AnyNumber = maxCount

// MaxBulkIDs is how many records can be named one by one.
const MaxBulkIDs = 10_000

// bulkBatch is how many records one transaction changes at most. Fewer are
// changed while the reader waits, whole or not at all; more in the background.
const bulkBatch = 100

// Ended tells whether nothing more will happen.
func (b Bulk) Ended() bool {
	return b.Status == BulkDone || b.Status == BulkFailed || b.Status == BulkCancelled
}

// records is the list that a bulk chooses from: what is restored lies in the
// recycle bin.
func (in BulkInput) records(l *list.List) *list.List {
	if in.Action == BulkRestore {
		return l.Bin()
	}
	return l
}

// Seen is how many records have their result.
func (b Bulk) Seen() int64 { return b.Changed + b.Unchanged + b.Failed }

// Percent is how much is done.
func (b Bulk) Percent() int {
	if b.Total == 0 {
		return 100
	}
	return int(min(100, b.Seen()*100/b.Total))
}

// CanUndo tells whether there is something to take back, and still time.
func (b Bulk) CanUndo() bool {
	return b.Ended() && b.Changed > 0 && b.UndoneBy.IsZero() && b.Action != bulkUndo && time.Now().Before(b.UndoUntil())
}

// UndoUntil is when it stays for good.
func (b Bulk) UndoUntil() time.Time { return time.UnixMilli(b.CreatedAt).Add(activity.KeepDeleted) }

// inBulk tells whether a field can have one value for many records.
func inBulk(f *list.Field) bool {
	return f != nil && f.Can&list.Edit != 0 && f.Kind != list.Tags && f.Kind != list.Email && f.Kind != list.Phone
}

// check refuses what could not be done to any record.
func (in *BulkInput) check(ctx context.Context, q db.Querier, actor account.Actor, k Kind, l *list.List) error {
	if err := actor.Must(account.Bulk, in.Kind); err != nil {
		return err
	}
	switch in.Action {
	case BulkSet:
		if !inBulk(l.Field(in.Field)) {
			return fault.Invalid{"field": i18n.T(ctx, "This field cannot be set for many records at once.")}
		}
		return in.checkValue(ctx, q, actor, k)
	case BulkTag, BulkUntag:
		in.Field = "tags"
		if l.Field("tags") == nil || len(TagsTyped(nil, []string{in.Value})) == 0 {
			return fault.Invalid{"value": i18n.T(ctx, "Choose a tag.")}
		}
		return in.checkValue(ctx, q, actor, k)
	case BulkDelete, BulkRestore:
		return nil
	}
	return fault.Invalid{"action": i18n.T(ctx, "This is none of the choices.")}
}

// checkValue tries the value on a record that has nothing else.
func (in *BulkInput) checkValue(ctx context.Context, q db.Querier, actor account.Actor, k Kind) error {
	if customfield.IsKey(in.Field) {
		return in.checkCustom(ctx, q, actor)
	}
	err := k.Try(ctx, actor, in.Field, in.Value)
	if invalid, ok := asInvalid(err); ok {
		return fault.Invalid{"value": OneMessage(invalid)}
	}
	return err
}

// checkCustom is checkValue for a field that the workspace added.
func (in *BulkInput) checkCustom(ctx context.Context, q db.Querier, actor account.Actor) error {
	reader, err := customfield.NewReader(ctx, q, actor, in.Kind)
	if err != nil {
		return err
	}
	_, invalid, err := reader.Read(map[string]string{in.Field: in.Value}, customfield.Values{}, false)
	if err == nil && invalid[in.Field] != "" {
		return fault.Invalid{"value": invalid[in.Field]}
	}
	return err
}

// edit is what happens to one record.
func (b Bulk) edit(ctx context.Context) Edit {
	return func(_ db.ID, _ int64, in Editable) error {
		switch b.Action {
		case BulkTag:
			return in.Set(ctx, "tags", in.Text("tags")+","+b.Value)
		case BulkUntag:
			return in.Set(ctx, "tags", strings.Join(tagsWithout(in.Text("tags"), b.Value, ""), ","))
		}
		if err := b.fill(ctx, in); err != nil {
			return err
		}
		return in.Set(ctx, b.Field, b.Value)
	}
}

// Reason says why a record stayed as it was.
func Reason(ctx context.Context, err error) string {
	if invalid, ok := asInvalid(err); ok {
		return OneMessage(invalid)
	}
	if isForbidden(err) {
		return i18n.T(ctx, "It is not yours to change.")
	}
	if fault.IsNotFound(err) {
		return i18n.T(ctx, "It is not there any more.")
	}
	if c, ok := errors.AsType[fault.Conflict](err); ok && c.Text != "" {
		return c.Text
	}
	return i18n.T(ctx, "Somebody changed it at the same moment.")
}

// OneMessage is the message of the field that comes first by its name.
func OneMessage(invalid fault.Invalid) string {
	first := ""
	for field := range invalid {
		if first == "" || field < first {
			first = field
		}
	}
	return invalid[first]
}
