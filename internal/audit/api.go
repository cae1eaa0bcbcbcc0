package audit

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
)

// API adds the operation on the log.
func (d *Domain) API(a *api.API) {
	api.Register(a, listing(huma.Operation{
		OperationID: "list-audit-entries", Method: http.MethodGet, Path: "/api/v1/audit", Summary: "List the audit log", Tags: []string{"Audit"},
		Description: "Who did what to which record, newest first. Filters are written as field=value or field=operator:value, as on the page of the list.",
	}), d.apiList)
}

// listing documents the parameters that the list takes.
func listing(op huma.Operation) huma.Operation {
	l := entity().For(nil, nil, list.Scope{Has: func(string) bool { return true }}, nil)
	for _, p := range l.Parameters() {
		param := &huma.Param{Name: p.Name, In: "query", Description: p.Description, Schema: &huma.Schema{Type: huma.TypeString}}
		if p.Example != "" {
			param.Example = p.Example
		}
		op.Parameters = append(op.Parameters, param)
	}
	return op
}

// listIn is the query of a list as it was sent.
type listIn struct{ raw string }

// Resolve keeps the query in its order and spelling.
func (in *listIn) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	in.raw = u.RawQuery
	return nil
}

// auditEntryJSON is an entry as programs see it.
type auditEntryJSON struct {
	ID      db.ID        `json:"id" format:"uuid"`
	Version int64        `json:"version"`
	Name    string       `json:"name" doc:"What the record was called then"`
	Action  string       `json:"action"`
	Kind    string       `json:"kind"`
	Member  *auditedJSON `json:"member"`
	Via     string       `json:"via"`
	IP      string       `json:"ip"`
	Records int64        `json:"records" doc:"How many records, if not one"`
	Details string       `json:"details" doc:"Fields that were changed, a role before and after, and the like, as JSON"`
	Record  *auditedJSON `json:"record"`
	At      time.Time    `json:"created_at"`
}

type auditedJSON struct {
	ID   db.ID  `json:"id" format:"uuid"`
	Name string `json:"name"`
}

type listOut struct{ Body api.Page[auditEntryJSON] }

func (d *Domain) apiList(ctx context.Context, in *listIn) (*listOut, error) {
	actor := account.ActorOf(ctx)
	l, err := d.list(ctx, actor)
	if err != nil {
		return nil, err
	}
	q, problems := l.Parse(ctx, in.raw)
	if len(problems) > 0 {
		p := api.Problem(ctx, list.Invalid(problems))
		for _, e := range p.Errors {
			e.Location = "query" + strings.TrimPrefix(e.Location, "body")
		}
		return nil, p
	}
	q = l.Full(q)
	page, err := l.Page(ctx, q)
	if err != nil {
		return nil, err
	}
	return &listOut{Body: api.RawPage[auditEntryJSON](func(dst []byte) []byte { return l.AppendJSON(dst, page) })}, nil
}
