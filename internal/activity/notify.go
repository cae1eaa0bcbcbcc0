package activity

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// Events that members are told of.
const (
	Mentioned      = "mention"
	TaskAssigned   = "task_assigned"
	TaskDue        = "task_due"
	RecordAssigned = "record_assigned"
	Invited        = "meeting"
	Moved          = "meeting_moved"
	CalledOff      = "meeting_off"
)

// Events returns those that members can do without, in the order of the
// settings.
func Events() []string {
	return []string{Mentioned, Invited, TaskAssigned, TaskDue, RecordAssigned}
}

// wish is the event of the settings that decides whether members hear of one.
func wish(event string) string {
	if event == Moved || event == CalledOff {
		return Invited
	}
	return event
}

// Notification is something a member is told: what happened to which record,
// and by whom.
type Notification struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Member    db.ID          `db:"member_id"`
	Event     string         `db:"event"`
	Kind      string         `db:"kind"`
	Record    db.ID          `db:"record_id"`
	Title     string         `db:"title"` // what the record is called
	Body      string         `db:"body"`
	Actor     db.ID          `db:"actor_id"`
	CreatedAt int64          `db:"created_at"`
	ReadAt    *int64         `db:"read_at"`
	ActorName string         `db:"actor_name,ro"`
}

// inboxKind is what open pages listen to for news of an inbox.
const inboxKind = "inbox"

// Notify tells a member in the transaction of what happened: not themselves,
// and not what they do not want to hear of.
func Notify(ctx context.Context, tx *db.Tx, actor account.Actor, to db.ID, n Notification) error {
	if to.IsZero() || to == actor.Member {
		return nil
	}
	wants, err := db.Values[bool](ctx, tx, `SELECT inbox FROM notification_settings WHERE workspace_id = $1 AND member_id = $2 AND event = $3`,
		actor.Workspace, to, wish(n.Event))
	if err != nil {
		return fmt.Errorf("read what a member wants to hear: %w", err)
	}
	if len(wants) > 0 && !wants[0] {
		return nil
	}
	n.Workspace, n.ID, n.Member, n.Actor, n.CreatedAt = actor.Workspace, db.NewID(), to, actor.Member, time.Now().UnixMilli()
	if err := db.Insert(ctx, tx, "notifications", &n); err != nil {
		return fmt.Errorf("insert notification: %w", err)
	}
	tx.Tell(db.Notice{Workspace: actor.Workspace, Kind: inboxKind, ID: to})
	return nil
}

// assigned tells whom records were given to, unless many were given at once.
func assigned(ctx context.Context, tx *db.Tx, actor account.Actor, changes []Change) error {
	for _, c := range changes {
		event := map[string]string{"owner": RecordAssigned, "assigned_to": TaskAssigned}[c.Field]
		if event == "" || c.Action != Updated || !c.Batch.IsZero() {
			continue
		}
		to, err := db.ParseID(c.New)
		if err != nil || to.IsZero() || to == actor.Member {
			continue // given to nobody
		}
		name, err := Subject{c.Kind, c.Record}.name(ctx, tx, actor)
		if err != nil {
			return err
		}
		if err := Notify(ctx, tx, actor, to, Notification{Event: event, Kind: c.Kind, Record: c.Record, Title: name}); err != nil {
			return err
		}
	}
	return nil
}

// Subject is the record it is about.
func (n Notification) Subject() Subject { return Subject{n.Kind, n.Record} }

// text says what happened, after who did it.
func (n Notification) text(ctx context.Context) string {
	switch n.Event {
	case Mentioned:
		return i18n.T(ctx, "%s mentioned you on %s", by(ctx, n.ActorName), n.Title)
	case TaskAssigned:
		return i18n.T(ctx, "%s gave you the task %s", by(ctx, n.ActorName), n.Title)
	case RecordAssigned:
		return i18n.T(ctx, "%s made you the owner of %s", by(ctx, n.ActorName), n.Title)
	case Invited:
		return i18n.T(ctx, "%s put you down for a meeting on %s", by(ctx, n.ActorName), n.Title)
	case Moved:
		return i18n.T(ctx, "%s changed the time or place of a meeting with you on %s", by(ctx, n.ActorName), n.Title)
	case CalledOff:
		return i18n.T(ctx, "%s called off your meeting on %s", by(ctx, n.ActorName), n.Title)
	}
	return i18n.T(ctx, "The task %s is due", n.Title)
}

func eventName(ctx context.Context, event string) string {
	switch event {
	case Mentioned:
		return i18n.T(ctx, "Somebody mentions you")
	case TaskAssigned:
		return i18n.T(ctx, "Somebody gives you a task")
	case RecordAssigned:
		return i18n.T(ctx, "Somebody makes you the owner of a record")
	case Invited:
		return i18n.T(ctx, "Somebody puts you down for a meeting")
	}
	return i18n.T(ctx, "A task of yours is due")
}

func eventIcon(event string) string {
	switch event {
	case Mentioned:
		return "at-sign"
	case RecordAssigned:
		return "user-check"
	case TaskDue:
		return "bell"
	case Invited, Moved:
		return "calendar"
	case CalledOff:
		return "calendar-x"
	}
	return "circle-check"
}
