package deal

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

const allRecords = list.All

// mostLive is how many cards an open board asks for at once.
const mostLive = 100

func (d *Domain) boardRoutes(r *web.Router) {
	r.Handle("GET /deals/board", d.showBoard)
	r.Handle("GET /deals/board/column", d.showColumn)
	r.Handle("GET /deals/board/live", d.liveBoard)
	r.Handle("POST /deals/quick", d.quickDeal)
}

// readBoard reads which board a query names; the usual pipeline if it names
// none.
func (d *Domain) readBoard(ctx context.Context, actor account.Actor, q url.Values) (board, []Pipeline, error) {
	all, err := d.Pipelines.List(ctx, actor)
	if err != nil {
		return board{}, nil, err
	}
	p, ok := usual(all)
	if id, err := db.ParseID(q.Get("pipeline")); err == nil {
		p, ok = find(all, id)
	}
	if !ok {
		return board{}, all, fault.NotFound{}
	}
	now := today(actor, time.Now())
	b := board{Pipeline: p, Query: strings.TrimSpace(q.Get("q")), today: now, month: now[:7]}
	switch owner := q.Get("owner"); owner {
	case "":
	case "me":
		b.Owner = actor.Member
	default:
		if b.Owner, err = db.ParseID(owner); err != nil {
			return b, all, fault.NotFound{}
		}
	}
	return b, all, d.Deals.find(ctx, actor, &b)
}

// showBoard answers with the board: eight queries, however many deals there
// are.
func (d *Domain) showBoard(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	b, all, err := d.readBoard(ctx, actor, r.URL.Query())
	if err != nil {
		return err
	}
	v := boardView{board: b, Pipelines: all, Actor: actor, Now: time.Now()}
	cards, err := d.Deals.cards(ctx, actor, b)
	if err != nil {
		return err
	}
	if v.sums, err = d.Deals.sums(ctx, actor, b); err != nil {
		return err
	}
	v.arrange(cards)
	if v.Figures, err = d.Deals.figures(ctx, actor, b, v.Now); err != nil {
		return err
	}
	if v.Targets, err = d.Targets.List(ctx, actor, quarterOf(b.today)); err != nil {
		return err
	}
	if web.IsPartial(r) {
		return web.Render(w, r, http.StatusOK, v.region())
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Deals"), v.page()))
}

// arrange puts cards into their columns.
func (v *boardView) arrange(cards []card) {
	for _, s := range v.Pipeline.Stages {
		l := lane{Stage: s, view: v}
		for _, c := range cards {
			if c.StageID == s.ID {
				l.Cards = append(l.Cards, c)
			}
		}
		if len(l.Cards) > laneSize {
			last := l.Cards[laneSize-1]
			l.Cards, l.More = l.Cards[:laneSize], strconv.FormatInt(last.Place, 10)+"."+last.ID.String()
		}
		for _, s := range v.sums {
			if s.StageID == l.Stage.ID {
				l.Sums = append(l.Sums, s)
			}
		}
		v.Lanes = append(v.Lanes, l)
	}
}

// showColumn answers with the next cards of a column.
func (d *Domain) showColumn(w http.ResponseWriter, r *http.Request) error {
	ctx, actor, q := r.Context(), account.Of(r), r.URL.Query()
	b, _, err := d.readBoard(ctx, actor, q)
	if err != nil {
		return err
	}
	id, _ := db.ParseID(q.Get("stage")) // what is none is not found
	stage, ok := b.Pipeline.stage(id)
	if !ok {
		return fault.NotFound{}
	}
	after, err := readMark(ctx, q.Get("after"))
	if err != nil {
		return err
	}
	cards, err := d.Deals.more(ctx, actor, b, stage, after)
	if err != nil {
		return err
	}
	v := &boardView{board: b, Actor: actor, Now: time.Now()}
	v.Pipeline.Stages = []Stage{stage}
	v.arrange(cards)
	return web.Render(w, r, http.StatusOK, v.Lanes[0].cards())
}

func readMark(ctx context.Context, text string) (m spot, err error) {
	place, id, _ := strings.Cut(text, ".")
	if m.place, err = strconv.ParseInt(place, 10, 64); err == nil {
		m.id, err = db.ParseID(id)
	}
	if err != nil {
		return m, fault.Malformed{Text: i18n.T(ctx, "This page of the list is no longer there. Start from the beginning.")}
	}
	return m, nil
}

// liveBoard answers an open board after somebody changed something: the heads
// of the columns, and those of the cards that are still on it.
func (d *Domain) liveBoard(w http.ResponseWriter, r *http.Request) error {
	ctx, actor, q := r.Context(), account.Of(r), r.URL.Query()
	b, _, err := d.readBoard(ctx, actor, q)
	if err != nil {
		return err
	}
	texts := q["card"]
	ids := make([]db.ID, 0, len(texts))
	for _, text := range texts[:min(len(texts), mostLive)] {
		if id, err := db.ParseID(text); err == nil {
			ids = append(ids, id)
		}
	}
	return d.renderLive(w, r, http.StatusOK, b, ids, "")
}

func (d *Domain) renderLive(w http.ResponseWriter, r *http.Request, status int, b board, ids []db.ID, problem string) error {
	ctx, actor := r.Context(), account.Of(r)
	cards, err := d.Deals.some(ctx, actor, b, ids)
	if err != nil {
		return err
	}
	v := &boardView{board: b, Actor: actor, Now: time.Now()}
	if v.sums, err = d.Deals.sums(ctx, actor, b); err != nil {
		return err
	}
	v.arrange(cards)
	return web.Render(w, r, status, v.live(problem))
}

// answerBoard answers the board after a move: with the card where it is now,
// and with the reason if it is not where it was put.
func (d *Domain) answerBoard(w http.ResponseWriter, r *http.Request, query string, moved Deal, failed error) error {
	ctx, actor := r.Context(), account.Of(r)
	status, problem := http.StatusOK, ""
	if failed != nil {
		if status = web.Status(failed); status >= http.StatusInternalServerError {
			return failed
		}
		problem = whyNot(ctx, failed)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		values = nil
	}
	b, _, err := d.readBoard(ctx, actor, values)
	if err != nil {
		return err
	}
	id, err := db.ParseID(r.PathValue("id"))
	if err != nil {
		id = moved.ID
	}
	return d.renderLive(w, r, status, b, []db.ID{id}, problem)
}

// whyNot says in words why a card stayed where it was.
func whyNot(ctx context.Context, err error) string {
	if c, ok := errors.AsType[fault.Conflict](err); ok && c.Text != "" {
		return c.Text
	}
	if f, ok := errors.AsType[fault.Forbidden](err); ok {
		if f.Text != "" {
			return f.Text
		}
		return i18n.T(ctx, "This deal is not yours to move.")
	}
	if fault.IsNotFound(err) {
		return i18n.T(ctx, "This deal is no longer here.")
	}
	return i18n.T(ctx, "Somebody changed this deal at the same moment. Try again.")
}

// quickForm is a deal in two fields, at the top of a column.
type quickForm struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Stage db.ID  `json:"stage"`
	Board string `json:"board"`
}

// quickDeal makes a deal from the board.
func (d *Domain) quickDeal(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var f quickForm
	if err := form.Decode(ctx, &f); err != nil {
		return err
	}
	in := NewDealInput(actor)
	in.Name, in.Value, in.StageID = f.Name, amountIn(f.Value, actor.Currency), f.Stage
	made, err := d.Deals.Create(ctx, actor, in)
	if invalid, ok := errors.AsType[fault.Invalid](err); ok && web.IsPartial(r) {
		return web.Render(w, r, http.StatusUnprocessableEntity, quickProblem(invalid))
	}
	if err != nil {
		return err
	}
	if !web.IsPartial(r) {
		return web.Redirect(w, r, made.saved().Leads(actor))
	}
	return d.answerBoard(w, r, f.Board, made, nil)
}

// quarterOf is the quarter of a day, such as "2026-q2".
func quarterOf(day string) string {
	month, err := strconv.Atoi(day[5:7])
	if err != nil {
		month = 1
	}
	return day[:4] + "-q" + itoa((month+2)/3)
}
