package deal

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// stood is how long a deal stood in the stages it left, in milliseconds; a
// stage it came to and never left is not in it, but for 0.
func (s *Deals) stood(ctx context.Context, actor account.Actor, id db.ID) (map[db.ID]int64, error) {
	moves, err := db.Select[move](ctx, s.db, `SELECT workspace_id, id, deal_id, from_id, to_id, to_name, status, stood, member_id, at
		FROM deal_moves WHERE workspace_id = $1 AND deal_id = $2 ORDER BY id`, actor.Workspace, id)
	if err != nil {
		return nil, fmt.Errorf("read moves of deal: %w", err)
	}
	all := map[db.ID]int64{}
	for _, m := range moves {
		if !m.From.IsZero() {
			all[m.From] += m.Stood
		}
	}
	return all, nil
}

// partyChange is a contact put on a deal with a role, or taken off it.
type partyChange struct {
	Add     db.ID  `json:"add"`
	AddText string `json:"add_text"`
	Role    string `json:"role"`
	Remove  db.ID  `json:"remove"`
}

// partyDeal changes the contacts of a deal. One that is there already gets the
// role.
func (d *Domain) partyDeal(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	found, err := d.ours(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var c partyChange
	if err := form.Decode(ctx, &c); err != nil {
		return err
	}
	if c.Add.IsZero() && c.Remove.IsZero() {
		return fault.Invalid{"add": i18n.T(ctx, "Choose one from the list.")}
	}
	if _, err := d.Deals.Patch(ctx, account.Of(r), found.ID, func(old Deal) (DealInput, error) { return c.apply(old.Input()), nil }); err != nil {
		return err
	}
	return web.Redirect(w, r, path(found.ID))
}

func (c partyChange) apply(in DealInput) DealInput {
	in.Contacts = slices.DeleteFunc(in.Contacts, func(p PartyInput) bool { return p.ContactID == c.Remove })
	if in.ContactID == c.Remove {
		in.ContactID = db.ID{}
	}
	if c.Add.IsZero() {
		return in
	}
	if i := slices.IndexFunc(in.Contacts, func(p PartyInput) bool { return p.ContactID == c.Add }); i >= 0 {
		in.Contacts[i].Role = c.Role
		return in
	}
	in.Contacts = append(in.Contacts, PartyInput{c.Add, c.Role})
	return in
}

// linesForm are the lines of a deal as their form posts them: one value a line
// in each field.
type linesForm struct {
	Names      []string `json:"line_name"`
	Quantities []string `json:"line_quantity"`
	Prices     []string `json:"line_price"`
	Discounts  []string `json:"line_discount"`
	Version    int64    `json:"version"`
}

func linesFormOf(d Deal) linesForm {
	f := linesForm{Version: d.Version}
	for _, l := range d.Input().Lines {
		f.Names, f.Quantities = append(f.Names, l.Name), append(f.Quantities, l.Quantity)
		f.Prices, f.Discounts = append(f.Prices, l.Price), append(f.Discounts, l.Discount)
	}
	return f
}

// lines are those that say anything.
func (f linesForm) lines() []LineInput {
	var all []LineInput
	for i := range max(len(f.Names), len(f.Prices)) {
		l := LineInput{at(f.Names, i), at(f.Quantities, i), at(f.Prices, i), at(f.Discounts, i)}
		if strings.TrimSpace(l.Name+l.Price) != "" {
			all = append(all, l)
		}
	}
	return all
}

func at(all []string, i int) string {
	if i < len(all) {
		return all[i]
	}
	return ""
}

func (d *Domain) editLines(w http.ResponseWriter, r *http.Request) error {
	found, err := d.ours(r)
	if err != nil {
		return err
	}
	form := linesFormOf(found)
	return d.renderLines(w, r, http.StatusOK, linesView{Deal: found, Form: web.FormOf(&form)})
}

func (d *Domain) renderLines(w http.ResponseWriter, r *http.Request, status int, v linesView) error {
	return web.Render(w, r, status, d.shell(w, r, i18n.T(r.Context(), "Products"), v.page()))
}

func (d *Domain) saveLines(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	found, err := d.ours(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	var f linesForm
	if err == nil {
		err = form.Decode(ctx, &f)
	}
	if err == nil {
		_, err = d.Deals.Patch(ctx, account.Of(r), found.ID, func(old Deal) (DealInput, error) {
			in := old.Input()
			in.Lines, in.Version = f.lines(), f.Version
			return in, nil
		})
	}
	if fault.IsStale(err) {
		form.Values.Set("version", itoa(int(found.Version)))
		err = fault.Invalid{"lines": i18n.T(ctx, "Somebody changed the deal meanwhile. Save again to keep what you typed.")}
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderLines(w, r, http.StatusUnprocessableEntity, linesView{Deal: found, Form: form})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(found.ID))
}
