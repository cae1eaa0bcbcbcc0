package record

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

func operation(tag, id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{tag}}
}

// pageIn asks for a page of what belongs to a record.
type pageIn struct {
	api.RecordRef
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

// idCursor reads a cursor that is the id of the last record.
func idCursor(ctx context.Context, cursor string) (db.ID, error) {
	if cursor == "" {
		return db.ID{}, nil
	}
	id, err := db.ParseID(cursor)
	if err != nil {
		return id, fault.Malformed{Text: i18n.T(ctx, "This page of the list is no longer there.")}
	}
	return id, nil
}

func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func momentOrNil(ms *int64) *time.Time {
	if ms == nil {
		return nil
	}
	t := moment(*ms)
	return &t
}
