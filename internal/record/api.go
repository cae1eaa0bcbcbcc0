package record

import (
	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/kit/api"
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
