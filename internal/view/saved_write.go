package view

import (
	"context"
	"fmt"
	"maps"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// change writes what differs, with a line of history for each.
func (v *View) change(ctx context.Context, tx *db.Tx, actor account.Actor, in Input) error {
	var changes []activity.Change
	note := func(field, old, new string) {
		if old != new {
			changes = append(changes, activity.Change{Kind: "view", Record: v.ID, Action: activity.Updated, Field: field, Old: old, New: new})
		}
	}
	note("name", v.Name, in.Name)
	note("audience", v.Audience, in.Audience)
	note("query", v.Payload.Query, in.Payload.Query)
	note("density", v.Payload.Density, in.Payload.Density)
	note("group", v.Payload.Group, in.Payload.Group)
	if len(changes) == 0 && maps.Equal(v.Payload.Widths, in.Payload.Widths) {
		return nil
	}
	v.Name, v.Audience, v.Payload, v.UpdatedAt = in.Name, in.Audience, in.Payload, time.Now().UnixMilli()
	if err := db.Update(ctx, tx, "views", v, "name", "audience", "payload", "updated_at"); err != nil {
		return fmt.Errorf("update view: %w", err)
	}
	return activity.Record(ctx, tx, actor, changes...)
}

// Delete takes a view away from everybody until it is restored; a version
// other than 0 must be the one that is there.
func (s *Views) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (View, error) {
	now := time.Now().UnixMilli()
	return s.bin(ctx, actor, id, version, " AND v.deleted_at IS NULL", &now)
}

// Restore brings a deleted view back as it was, its place among the tabs
// included; one that is there stays as it is.
func (s *Views) Restore(ctx context.Context, actor account.Actor, id db.ID) (View, error) {
	return s.bin(ctx, actor, id, 0, "", nil)
}

func (s *Views) bin(ctx context.Context, actor account.Actor, id db.ID, version int64, which db.Expr, at *int64) (View, error) {
	var v View
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if v, err = changeable(ctx, tx, actor, id, which); err != nil {
			return err
		}
		if version != 0 && version != v.Version {
			return fault.Conflict{Stale: true}
		}
		if at == nil && v.DeletedAt == nil {
			return nil
		}
		action := activity.Restored
		if at != nil {
			action = activity.Deleted
		}
		v.DeletedAt = at
		if err := db.Update(ctx, tx, "views", &v, "deleted_at"); err != nil {
			return fmt.Errorf("%s view: %w", action, err)
		}
		return activity.Record(ctx, tx, actor, activity.Change{Kind: "view", Record: id, Action: action})
	})
	return v, err
}
