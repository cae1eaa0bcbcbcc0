package report

import (
	"context"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/fault"
)

// API adds the operations of reports to a.
func (d *Domain) API(a *api.API) {
	for _, k := range kinds() {
		ctx := context.Background() // texts of the API are English
		api.Register(a, huma.Operation{OperationID: "report-" + k.Name, Method: http.MethodGet, Path: "/api/v1/reports/" + k.Name, Tags: []string{"Reports"},
			Summary: k.Title(ctx), Description: k.Text(ctx) + ". " + k.Note(ctx)}, d.apiReport(k))
	}
}

type reportIn struct {
	Period   string `query:"period" enum:"month,last-month,quarter,last-quarter,year,last-year,last-12" doc:"In your time zone; the last 12 months if neither this nor from and to are given"`
	From     string `query:"from" doc:"The first month" example:"2026-01"`
	To       string `query:"to" doc:"The last month" example:"2026-06"`
	Pipeline string `query:"pipeline_id" doc:"Only deals of this pipeline"`
	Member   string `query:"member_id" doc:"Only what is this member's"`
	Team     string `query:"team_id" doc:"Only what is this team's"`
}

func (in reportIn) query() (url.Values, error) {
	q := url.Values{"period": {in.Period}, "from": {in.From}, "to": {in.To}, "pipeline": {in.Pipeline}}
	if in.Member != "" && in.Team != "" {
		return q, fault.Invalid{"team_id": "Ask for a member or for a team."}
	}
	if in.Member != "" {
		q.Set("whose", "member:"+in.Member)
	}
	if in.Team != "" {
		q.Set("whose", "team:"+in.Team)
	}
	return q, nil
}

type reportOut struct{ Body reportJSON }

// reportJSON is a report as programs see it.
type reportJSON struct {
	From    string           `json:"from" doc:"The first month"`
	To      string           `json:"to" doc:"The last month"`
	Columns []columnJSON     `json:"columns"`
	Rows    []map[string]any `json:"rows" doc:"By the keys of the columns; money is a list of amounts, one for each currency; null where there is nothing to say"`
}

type columnJSON struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Kind  string `json:"kind" enum:"text,number,percent,days,money"`
}

func (d *Domain) apiReport(k kind) func(context.Context, *reportIn) (*reportOut, error) {
	return func(ctx context.Context, in *reportIn) (*reportOut, error) {
		q, err := in.query()
		if err != nil {
			return nil, err
		}
		actor := account.ActorOf(ctx)
		f, err := d.read(ctx, actor, k, q)
		if err != nil {
			return nil, err
		}
		t, err := k.Make(ctx, d, f)
		if err != nil {
			return nil, err
		}
		return &reportOut{t.json(f)}, nil
	}
}

func (t table) json(f *filter) reportJSON {
	out := reportJSON{From: f.Period.From, To: f.Period.To(), Rows: []map[string]any{}}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, columnJSON(c))
	}
	for _, row := range t.Rows {
		facts := map[string]any{}
		for i, c := range row {
			facts[t.Columns[i].Key] = c.fact(t.Columns[i].Kind)
		}
		out.Rows = append(out.Rows, facts)
	}
	return out
}
