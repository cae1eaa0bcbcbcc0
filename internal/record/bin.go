package record

import (
	"context"
	"fmt"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/web"
)

// bin moves records to the recycle bin.
func (k Kind) bin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) ([]Outcome, error) {
	outs, mine, err := k.movable(ctx, tx, actor, ids, func(h Held) bool { return h.Deleted == nil })
	if err != nil || len(mine) == 0 {
		return outs, err
	}
	return outs, k.Bin(ctx, tx, actor, batch, mine)
}

// unbin takes records out of the recycle bin.
func (k Kind) unbin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) ([]Outcome, error) {
	outs, mine, err := k.movable(ctx, tx, actor, ids, func(h Held) bool { return h.Deleted != nil })
	if err != nil || len(mine) == 0 {
		return outs, err
	}
	return outs, k.Restore(ctx, tx, actor, batch, mine)
}

// movable parts the records into those of the actor's that are to move, and
// those that lie there already or are not theirs.
func (k Kind) movable(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID, moves func(Held) bool) (outs []Outcome, mine []db.ID, err error) {
	found, err := k.Held(ctx, tx, actor, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("read records to move: %w", err)
	}
	at := map[db.ID]Held{}
	for _, h := range found {
		at[h.ID] = h
	}
	outs = make([]Outcome, len(ids))
	for i, id := range ids {
		h, ok := at[id]
		outs[i] = Outcome{ID: id, Name: h.Name}
		switch {
		case !ok:
			outs[i].Err = fault.NotFound{}
		case !k.MayDelete(actor, h):
			outs[i].Err = fault.Forbidden{}
		case moves(h):
			outs[i].Changed = true
			mine = append(mine, id)
		}
	}
	return outs, mine, nil
}

// OrBinned answers for a record that was not found: whoever may see it is told
// that it lies in the recycle bin; to anybody else it is not there.
func (d *Domain) OrBinned(w http.ResponseWriter, r *http.Request, kind string, id db.ID, missing error) error {
	k, err := d.kinds.of(kind)
	if err != nil || !fault.IsNotFound(missing) {
		return missing
	}
	actor := account.Of(r)
	found, err := k.Held(r.Context(), d.db, actor, []db.ID{id})
	if err != nil {
		return err
	}
	if len(found) == 0 || found[0].Deleted == nil {
		return missing
	}
	v := binnedView{found[0], k.path(), k.MayDelete(actor, found[0]), k.People && actor.Can(account.ManagePrivacy)}
	return web.Render(w, r, http.StatusNotFound, d.shell(w, r, found[0].Name, v.page()))
}
