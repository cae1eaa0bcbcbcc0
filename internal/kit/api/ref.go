package api

import (
	"context"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// RecordRef names a record in the address of an operation.
type RecordRef struct {
	ID string `path:"id" doc:"Id of the record"`
}

// RecordID returns the id, or fault.NotFound for what is none.
func (r RecordRef) RecordID() (db.ID, error) {
	id, err := db.ParseID(r.ID)
	if err != nil {
		return id, fault.NotFound{}
	}
	return id, nil
}

// IDCursor reads a cursor that is the id of the last item; an empty one begins
// at the first.
func IDCursor(ctx context.Context, cursor string) (db.ID, error) {
	if cursor == "" {
		return db.ID{}, nil
	}
	id, err := db.ParseID(cursor)
	if err != nil {
		return id, fault.Malformed{Text: i18n.T(ctx, "This page of the list is no longer there. Start from the beginning.")}
	}
	return id, nil
}

// Moment is a time of the database as programs get it.
func Moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// MomentOrNil is Moment of what may not have happened.
func MomentOrNil(ms *int64) *time.Time {
	if ms == nil {
		return nil
	}
	t := Moment(*ms)
	return &t
}
