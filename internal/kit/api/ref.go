package api

import (
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
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
