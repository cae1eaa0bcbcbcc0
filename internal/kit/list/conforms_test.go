package list_test

import (
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/list"
	"kontor/internal/kit/list/listtest"
)

// TestEntity_Conforms checks the checker with the contacts of these tests,
// without the two fields whose expressions have no index.
func TestEntity_Conforms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := small(t, d)
		e := contacts
		e.Fields = append([]list.Field(nil), contacts.Fields...)
		for i := range e.Fields {
			if f := &e.Fields[i]; f.Key == "score" || f.Key == "budget" {
				f.Can &^= list.Sort
			}
		}
		listtest.Conforms(t, d, &e, w.scope())
	})
}
