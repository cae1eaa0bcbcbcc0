package record

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// exportChosen streams the selection as a file.
func (d *Domain) exportChosen(w http.ResponseWriter, r *http.Request, k Kind) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	sel, err := readSelection(r, form, k)
	if err != nil {
		return err
	}
	l, q, err := k.toExport(r.Context(), account.Of(r), sel.query)
	if err != nil {
		return err
	}
	if !sel.all {
		l = l.Only(sel.ids)
	} else if sel.askedAt > 0 {
		in := BulkInput{Kind: k.Kind, Query: sel.query, AskedAt: time.UnixMilli(sel.askedAt)}
		if l, err = d.Bulks.within(r.Context(), account.Of(r), in, l); err != nil {
			return err
		}
	}
	return k.sendFile(w, r, l, q, form.Get("format"))
}

// within is the list without what was not chosen at that time; where that is
// forgotten by now, without what was made since.
func (s *Bulks) within(ctx context.Context, actor account.Actor, in BulkInput, l *list.List) (*list.List, error) {
	l = l.At(in.AskedAt)
	set, err := s.chosen(ctx, actor, in)
	if fault.IsNotFound(err) {
		return l.Until(db.FirstIDAt(in.AskedAt)), nil
	}
	if err != nil {
		return nil, fmt.Errorf("find what was chosen: %w", err)
	}
	parts, err := db.Values[[]byte](ctx, s.db, `SELECT ids FROM bulk_set_parts WHERE workspace_id = $1 AND set_id = $2 ORDER BY last_id`, set.Workspace, set.ID)
	if err != nil {
		return nil, fmt.Errorf("read what was chosen: %w", err)
	}
	ids := make([]db.ID, 0, set.Total)
	for _, part := range parts {
		ids = appendIDs(ids, part)
	}
	return l.Within(ids), nil
}

// appendIDs adds the ids of a part.
func appendIDs(ids []db.ID, part []byte) []db.ID {
	for id := range slices.Chunk(part, len(db.ID{})) {
		ids = append(ids, db.ID(id))
	}
	return ids
}
