package deal

import (
	"errors"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// moveForm is a move as it is posted: by the board with the card above and the
// stage it came from, by a step of the stage bar with the stage alone, and to
// reopen a deal with the status open.
type moveForm struct {
	From          db.ID  `json:"from"`
	To            db.ID  `json:"to"`
	After         db.ID  `json:"after"`
	Status        string `json:"status"`
	ReasonID      db.ID  `json:"lost_reason_id"`
	LostReason    string `json:"lost_reason"`
	ExpectedClose string `json:"expected_close_date"`
	Board         string `json:"board"` // the query of the board that asks
	Keep          bool   `json:"keep"`
}

func (f moveForm) move() Move {
	return Move{From: f.From, To: f.To, After: f.After, Keep: f.Keep, ReasonID: f.ReasonID, LostReason: f.LostReason, ExpectedClose: f.ExpectedClose}
}

// moveDeal moves a deal. The board is answered with the card and the sums of
// the columns, or with the form of what the stage needs; a page goes back to
// the deal.
func (d *Domain) moveDeal(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var f moveForm
	if err := form.Decode(ctx, &f); err != nil {
		return err
	}
	if f.To.IsZero() {
		return d.moveByStatus(w, r, id, f)
	}
	moved, err := d.Deals.Move(ctx, actor, id, f.move())
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		return d.askForMove(w, r, id, f, invalid)
	}
	if web.IsPartial(r) {
		return d.answerBoard(w, r, f.Board, moved, err)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "%s is in “%s” now", moved.Name, moved.StageName)})
	return web.Redirect(w, r, path(id))
}

func (d *Domain) moveByStatus(w http.ResponseWriter, r *http.Request, id db.ID, f moveForm) error {
	ctx := r.Context()
	moved, err := d.Deals.Patch(ctx, account.Of(r), id, func(old Deal) (DealInput, error) {
		in := old.Input()
		in.Status, in.ReasonID, in.LostReason = f.Status, f.ReasonID, f.LostReason
		return in, nil
	})
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "%s is in “%s” now", moved.Name, moved.StageName)})
	return web.Redirect(w, r, path(id))
}

// askForMove answers with the questions of the stage.
func (d *Domain) askForMove(w http.ResponseWriter, r *http.Request, id db.ID, f moveForm, invalid fault.Invalid) error {
	ctx, actor := r.Context(), account.Of(r)
	all, err := d.Pipelines.List(ctx, actor)
	if err != nil {
		return err
	}
	ask := asking{Open: true, Move: f, Invalid: invalid}
	for _, p := range all {
		if s, ok := p.stage(f.To); ok {
			ask.Stage = s
		}
	}
	if !web.IsPartial(r) {
		return d.renderDeal(w, r, http.StatusUnprocessableEntity, id, ask)
	}
	reasons, err := d.Reasons.List(ctx, actor)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, ask.dialog(id, reasons))
}
