package record

import (
	"errors"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// OneByOne changes records by what changes one of them, for kinds that have no
// way to change many by one statement. What a person is told about is the
// outcome of that record; any other error ends it.
func OneByOne(ids []db.ID, change func(id db.ID) (name string, changed bool, err error)) ([]Outcome, error) {
	outs := make([]Outcome, len(ids))
	for i, id := range ids {
		name, changed, err := change(id)
		if err != nil && !told(err) {
			return nil, err
		}
		outs[i] = Outcome{ID: id, Name: name, Changed: changed && err == nil, Err: err}
	}
	return outs, nil
}

// told tells whether an error is one of the few that a person is told about.
func told(err error) bool {
	_, clash := errors.AsType[cellClash](err)
	_, since := errors.AsType[changedSince](err)
	_, invalid := asInvalid(err)
	_, conflict := errors.AsType[fault.Conflict](err)
	return clash || since || invalid || conflict || fault.IsNotFound(err) || isForbidden(err)
}
