package activity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Whom a meeting is with is one text. Members stand in it by @ and their name,
// as in every text that mentions; the meeting is in their calendar too.

// name finds whom the texts of the note name and tells them.
func (n *Note) name(ctx context.Context, tx *db.Tx, actor account.Actor, on Subject, in NoteInput) error {
	if err := n.mention(ctx, tx, actor, on); err != nil {
		return err
	}
	return n.attend(ctx, tx, actor, on, in)
}

// attend finds the members that the meeting is with, keeps them with it, and
// tells those who were not among them before.
func (n *Note) attend(ctx context.Context, tx *db.Tx, actor account.Actor, on Subject, in NoteInput) error {
	if n.Kind != MeetingKind {
		return nil
	}
	d := n.Says()
	before := d.With
	if err := d.invite(ctx, tx, actor, in.AttendeeIDs); err != nil {
		return err
	}
	n.Details, _ = db.ToJSON(d) // ids and names always encode
	fresh := slices.DeleteFunc(slices.Clone(d.With), func(m Mention) bool { return isAmong(before, m.ID) })
	return n.tell(ctx, tx, actor, on, fresh, Notification{Event: Invited, Body: excerpt(n.Title)})
}

// moved tells who is no longer put down for the meeting, and who still is when
// it takes place at another time or place.
func (n *Note) moved(ctx context.Context, tx *db.Tx, actor account.Actor, old Note) error {
	before, now := old.Says(), n.Says()
	var stay, out []Mention
	for _, m := range before.With {
		if isAmong(now.With, m.ID) {
			stay = append(stay, m)
		} else {
			out = append(out, m)
		}
	}
	if err := old.spread(ctx, tx, actor, CalledOff, out); err != nil {
		return err
	}
	if n.At == old.At && isoOf(n.EndsAt) == isoOf(old.EndsAt) && before.Place == now.Place {
		return nil
	}
	return n.spread(ctx, tx, actor, Moved, stay)
}

// spread tells members of what became of a meeting that is still ahead.
func (n *Note) spread(ctx context.Context, tx *db.Tx, actor account.Actor, event string, whom []Mention) error {
	if n.Kind != MeetingKind || n.At < time.Now().UnixMilli() {
		return nil
	}
	return n.tell(ctx, tx, actor, n.Subject(), whom, Notification{Event: event, Body: excerpt(n.Title)})
}

// invite sets With: to the members of ids if there are any or none on purpose,
// else to those that the text names.
func (d *Details) invite(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) error {
	before := d.With
	if ids == nil && !strings.Contains(d.Attendees, "@") {
		d.With = nil
		return nil
	}
	all, err := mentionable(ctx, tx, actor)
	if err != nil {
		return err
	}
	all = append(slices.Clone(before), all...) // who was renamed stays
	named := namedIn(d.Attendees, all)
	if ids == nil {
		d.With = named
		return nil
	}
	if d.With, err = members(ctx, tx, actor, ids, before); err != nil {
		return err
	}
	d.rename(named)
	if len([]rune(d.Attendees)) > maxAttendees {
		return fault.Invalid{"attendee_ids": i18n.N(ctx, "This is longer than %s character.", "This is longer than %s characters.", maxAttendees)}
	}
	return nil
}

// rename takes out of the text the members it named and puts in those of With.
func (d *Details) rename(named []Mention) {
	text := d.Attendees
	for _, m := range named {
		if i := indexFold(text, "@"+m.Name); i >= 0 && !isAmong(d.With, m.ID) {
			text = text[:i] + text[i+len("@"+m.Name):]
		}
	}
	var parts []string
	for part := range strings.SplitSeq(text, ",") {
		if part = oneLine(part); part != "" {
			parts = append(parts, part)
		}
	}
	for _, m := range d.With {
		if !isAmong(named, m.ID) {
			parts = append(parts, "@"+m.Name)
		}
	}
	d.Attendees = strings.Join(parts, ", ")
}

func isAmong(all []Mention, id db.ID) bool {
	return slices.ContainsFunc(all, func(m Mention) bool { return m.ID == id })
}

// members are those of the ids, each once. Who was among them before may have
// left since; any other id must be an active member of the workspace.
func members(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID, before []Mention) ([]Mention, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var q db.SQL
	q.S("SELECT id, name FROM members WHERE workspace_id = ").P(actor.Workspace).S(" AND active AND id IN ")
	db.In(&q, ids)
	found, err := db.Select[Mention](ctx, tx, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read attendees: %w", err)
	}
	found = append(found, before...)
	var all []Mention
	for _, id := range ids {
		i := slices.IndexFunc(found, func(m Mention) bool { return m.ID == id })
		if i < 0 {
			return nil, fault.Invalid{"attendee_ids": i18n.T(ctx, "There is no member %s in this workspace.", id.String())}
		}
		if !isAmong(all, id) {
			all = append(all, found[i])
		}
	}
	return all, nil
}

// seat keeps the attendees where calendars look for them.
func (n Note) seat(ctx context.Context, tx *db.Tx) error {
	if n.Kind != MeetingKind {
		return nil
	}
	if _, err := tx.Exec(ctx, `DELETE FROM activity_attendees WHERE workspace_id = $1 AND activity_id = $2`, n.Workspace, n.ID); err != nil {
		return fmt.Errorf("clear attendees: %w", err)
	}
	for _, m := range n.Says().With {
		_, err := tx.Exec(ctx, `INSERT INTO activity_attendees (workspace_id, activity_id, member_id) VALUES ($1, $2, $3)`, n.Workspace, n.ID, m.ID)
		if err != nil {
			return fmt.Errorf("insert attendee: %w", err)
		}
	}
	return nil
}
