package contact

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// API adds the operations on contacts, companies and tags.
func (d *Domain) API(a *api.API) {
	d.contactAPI(a)
	d.companyAPI(a)
	d.tagAPI(a)
	d.mergeAPI(a)
	d.duplicateAPI(a)
	d.consentAPI(a)
}

// operation describes one operation on a kind of record.
func operation(tag, id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{tag}}
}

func answering(status int, op huma.Operation) huma.Operation {
	op.DefaultStatus = status
	return op
}

// listing documents the parameters that a list takes.
func listing(l *list.List, op huma.Operation) huma.Operation {
	op.Description = "Filters are written as field=value or field=operator:value, as on the page of the list."
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

// pageOf answers a list: every problem of the query is told, nothing is left
// out in silence.
func pageOf[T any](ctx context.Context, of lister, raw string) (*listOut[T], error) {
	l, err := of(ctx, account.ActorOf(ctx))
	if err != nil {
		return nil, err
	}
	q, problems := l.Parse(ctx, raw)
	if len(problems) > 0 {
		return nil, inQuery(ctx, list.Invalid(problems))
	}
	q = l.Full(q)
	page, err := l.Page(ctx, q)
	if err != nil {
		return nil, err
	}
	return &listOut[T]{Body: api.RawPage[T](func(dst []byte) []byte { return l.AppendJSON(dst, page) })}, nil
}

type listOut[T any] struct{ Body api.Page[T] }

// inQuery is a problem whose fields are parameters.
func inQuery(ctx context.Context, err error) error {
	p := api.Problem(ctx, err)
	for _, e := range p.Errors {
		e.Location = "query" + strings.TrimPrefix(e.Location, "body")
	}
	return p
}

type deleteIn struct {
	api.RecordRef
	IfMatch string `header:"If-Match" doc:"ETag of the record as it was read"`
}

// recordOut is one record as it stands.
type recordOut[T any] struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     T
}

// refJSON names another record.
type refJSON struct {
	ID   db.ID  `json:"id" format:"uuid"`
	Name string `json:"name"`
}

func refOf(id db.ID, name string) *refJSON {
	if id.IsZero() {
		return nil
	}
	return &refJSON{id, name}
}

func tagRefs(tags []Tag) []refJSON {
	all := make([]refJSON, len(tags))
	for i, t := range tags {
		all[i] = refJSON{t.ID, t.Name}
	}
	return all
}

// overlay puts what a JSON body says over an input, and tells which fields it
// says. Lists are replaced, never merged: drop empties the ones that are said.
func overlay(ctx context.Context, raw []byte, in any, drop func(says map[string]json.RawMessage)) (map[string]json.RawMessage, error) {
	says := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &says); err != nil {
		return nil, fault.Malformed{Text: i18n.T(ctx, "The body is not a JSON object.")}
	}
	drop(says)
	if err := json.Unmarshal(raw, in); err != nil {
		return nil, fault.Malformed{Text: i18n.T(ctx, "The body is not a JSON object.")}
	}
	return says, nil
}

// says tells whether a body names a field.
func says(body map[string]json.RawMessage, field string) bool {
	_, ok := body[field]
	return ok
}

// baseVersion is what a change is based on: If-Match, or the version in the
// body.
func baseVersion(ctx context.Context, ifMatch string, said int64) (int64, error) {
	version, err := api.IfMatch(ctx, ifMatch)
	if version == 0 {
		version = said
	}
	return version, err
}

// described is the list as its documentation knows it: of somebody who sees
// every field.
func described(e *list.Entity) *list.List {
	return e.For(nil, nil, list.Scope{Has: func(string) bool { return true }}, nil)
}

const (
	get   = http.MethodGet
	post  = http.MethodPost
	patch = http.MethodPatch
)
