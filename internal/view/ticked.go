package view

import (
	"net/http"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// Ticked reads the ids of the rows that were ticked in a list.
func Ticked(w http.ResponseWriter, r *http.Request) ([]db.ID, error) {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return nil, err
	}
	var ids []db.ID
	for _, text := range form.All("id") {
		id, err := db.ParseID(text)
		if err != nil {
			return nil, fault.Invalid{"id": i18n.T(r.Context(), "This is not a valid value. Choose another one.")}
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, fault.Invalid{"id": i18n.T(r.Context(), "Tick at least one row first.")}
	}
	return ids, nil
}
