package deal

import (
	"context"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

func (d *Domain) targetAPI(a *api.API) {
	api.Register(a, operation("Targets", "list-targets", http.MethodGet, "/targets", "List what members are to win in a quarter", 0), d.apiTargets)
	api.Register(a, operation("Targets", "set-target", http.MethodPut, "/targets", "Say what a member is to win in a quarter; 0 takes the target away", 0), d.apiSetTarget)
}

// targetJSON is a target as programs see it.
type targetJSON struct {
	MemberID db.ID          `json:"member_id" format:"uuid"`
	Member   string         `json:"member"`
	Quarter  string         `json:"quarter" example:"2026-q2"`
	Amount   *contact.Money `json:"amount"`
}

type targetsOut struct{ Body api.Page[targetJSON] }

func (d *Domain) apiTargets(ctx context.Context, in *struct {
	Quarter string `query:"quarter" required:"true" example:"2026-q2"`
}) (*targetsOut, error) {
	if !quarterForm().MatchString(in.Quarter) {
		return nil, fault.Invalid{"quarter": i18n.T(ctx, "There is no such quarter. Write it as 2026-q2.")}
	}
	all, err := d.Targets.List(ctx, account.ActorOf(ctx), in.Quarter)
	if err != nil {
		return nil, err
	}
	out := make([]targetJSON, len(all))
	for i, t := range all {
		out[i] = targetJSON{t.Member, t.MemberName, t.Quarter, amount(t.Amount, t.Currency)}
	}
	return &targetsOut{api.PageOf(out, "")}, nil
}

func (d *Domain) apiSetTarget(ctx context.Context, in *struct {
	Body struct {
		MemberID db.ID  `json:"member_id" format:"uuid"`
		Quarter  string `json:"quarter" example:"2026-q2"`
		Amount   string `json:"amount" doc:"In the currency of the workspace" example:"150000.00"`
	}
}) (*struct{}, error) {
	err := d.Targets.Set(ctx, account.ActorOf(ctx), in.Body.MemberID, in.Body.Quarter, in.Body.Amount)
	if fault.IsNotFound(err) {
		err = fault.Invalid{"member_id": i18n.T(ctx, "There is no member %s in this workspace.", in.Body.MemberID.String())}
	}
	return nil, err
}
