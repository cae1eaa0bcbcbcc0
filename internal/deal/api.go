package deal

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/customfield"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/record"
)

// API adds the operations on deals, pipelines and stages.
func (d *Domain) API(a *api.API) {
	const tag, path = "Deals", "/deals"
	api.Register(a, listing(operation(tag, "list-deals", http.MethodGet, path, "List deals", 0)), d.apiList)
	api.Register(a, operation(tag, "create-deal", http.MethodPost, path, "Create a deal", http.StatusCreated), d.apiCreate)
	api.Register(a, operation(tag, "get-deal", http.MethodGet, path+"/{id}", "Get a deal", 0), d.apiGet)
	api.Register(a, operation(tag, "update-deal", http.MethodPatch, path+"/{id}", "Change some fields of a deal", 0), d.apiUpdate)
	api.Register(a, operation(tag, "move-deal", http.MethodPost, path+"/{id}/move", "Move a deal to a stage", 0), d.apiMove)
	api.Register(a, operation(tag, "delete-deal", http.MethodDelete, path+"/{id}", "Move a deal to the recycle bin", http.StatusNoContent), d.apiDelete)
	api.Register(a, operation(tag, "restore-deal", http.MethodPost, path+"/{id}/restore", "Take a deal out of the recycle bin", 0), d.apiRestore)
	d.pipelineAPI(a)
}

func operation(tag, id, method, path, summary string, status int) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{tag}, DefaultStatus: status}
}

// listing documents the parameters that the list of deals takes.
func listing(op huma.Operation) huma.Operation {
	op.Description = "Filters are written as field=value or field=operator:value, as on the page of the list."
	l := dealEntity().For(nil, nil, list.Scope{Has: func(string) bool { return true }}, nil)
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

type listOut struct{ Body api.Page[dealJSON] }

func (d *Domain) apiList(ctx context.Context, in *listIn) (*listOut, error) {
	l, err := d.dealList(ctx, account.ActorOf(ctx))
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
	return &listOut{Body: api.RawPage[dealJSON](func(dst []byte) []byte { return l.AppendJSON(dst, page) })}, nil
}

// namedJSON names another record.
type namedJSON struct {
	ID   db.ID  `json:"id" format:"uuid"`
	Name string `json:"name"`
}

func refOf(id db.ID, name string) *namedJSON {
	if id.IsZero() {
		return nil
	}
	return &namedJSON{id, name}
}

// dealJSON is a deal as programs see it; a list leaves out contacts and lines.
type dealJSON struct {
	ID      db.ID `json:"id" format:"uuid"`
	Version int64 `json:"version"`
	DealFields
	Value         *contact.Money `json:"value"`
	Weighted      *contact.Money `json:"weighted"`
	Pipeline      *namedJSON     `json:"pipeline"`
	Stage         *namedJSON     `json:"stage"`
	Status        string         `json:"status" enum:"open,won,lost"`
	Probability   int64          `json:"probability"`
	ExpectedClose *string        `json:"expected_close_date"`
	ActualClose   *string        `json:"actual_close_date"`
	Reason        *namedJSON     `json:"lost_reason"`
	LostText      string         `json:"lost_reason_text,omitempty"`
	Contact       *namedJSON     `json:"contact"`
	Company       *namedJSON     `json:"company"`
	Contacts      []partyJSON    `json:"contacts,omitempty"`
	Lines         []lineJSON     `json:"lines,omitempty"`
	Tags          []namedJSON    `json:"tags"`
	Owner         *namedJSON     `json:"owner"`
	Team          *namedJSON     `json:"team"`
	StageAt       time.Time      `json:"stage_at"`
	ActivityAt    *time.Time     `json:"activity_at"`
	CreatedAt     time.Time      `json:"created_at"`
	UpdatedAt     time.Time      `json:"updated_at"`

	extra customfield.Values
	_     struct{} `additionalProperties:"true"`
}

// MarshalJSON writes the custom fields among the others.
func (d dealJSON) MarshalJSON() ([]byte, error) {
	type plain dealJSON // without this method
	return record.WithExtra(plain(d), d.extra)
}

type partyJSON struct {
	namedJSON
	Role string `json:"role"`
}

type lineJSON struct {
	LineInput
	Total *contact.Money `json:"total"`
}

type dealOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     dealJSON
}

func outOf(d Deal) *dealOut {
	body := dealJSON{ID: d.ID, Version: d.Version, DealFields: d.DealFields, Value: d.Amount(), Weighted: amount(d.Weighted, d.Currency),
		Pipeline: refOf(d.PipelineID, d.PipelineName), Stage: refOf(d.StageID, d.StageName), Status: d.Status, Probability: d.Probability,
		ExpectedClose: d.ExpectedClose, ActualClose: d.ActualClose, Reason: refOf(d.ReasonID, d.ReasonName), LostText: d.LostReason,
		Contact: refOf(d.ContactID, d.ContactName), Company: refOf(d.CompanyID, d.CompanyName), Tags: []namedJSON{},
		Owner: refOf(d.OwnerID, d.OwnerName), Team: refOf(d.TeamID, d.TeamName),
		StageAt: api.Moment(d.StageAt), CreatedAt: api.Moment(d.CreatedAt), UpdatedAt: api.Moment(d.UpdatedAt), ActivityAt: api.MomentOrNil(d.ActivityAt), extra: d.Extra}
	for _, t := range d.Tags {
		body.Tags = append(body.Tags, namedJSON{t.ID, t.Name})
	}
	for _, p := range d.Parties {
		body.Contacts = append(body.Contacts, partyJSON{namedJSON{p.ContactID, p.Name}, p.Role})
	}
	for i, l := range d.Input().Lines {
		body.Lines = append(body.Lines, lineJSON{l, amount(d.Lines[i].Total, d.Currency)})
	}
	return &dealOut{ETag: api.ETag(d.Version), Body: body}
}

type dealIn struct {
	Body    DealInput
	RawBody []byte
}

// overlay puts what a JSON body says over an input. Lists are replaced, never
// merged.
func overlay(ctx context.Context, raw []byte, in *DealInput) (map[string]json.RawMessage, error) {
	says := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &says); err != nil {
		return nil, fault.Malformed{Text: i18n.T(ctx, "The body is not a JSON object.")}
	}
	for field, empty := range map[string]func(){"tags": func() { in.Tags = nil }, "contacts": func() { in.Contacts = nil }, "lines": func() { in.Lines = nil }} {
		if _, ok := says[field]; ok {
			empty()
		}
	}
	if _, ok := says["value"]; ok {
		in.Value = nil
	}
	if err := json.Unmarshal(raw, in); err != nil {
		return nil, fault.Malformed{Text: i18n.T(ctx, "The body is not a JSON object.")}
	}
	custom, err := record.CustomSaid(ctx, says, said())
	if err != nil {
		return nil, err
	}
	if in.Custom == nil {
		in.Custom = map[string]string{}
	}
	maps.Copy(in.Custom, custom)
	return says, nil
}

func (d *Domain) apiCreate(ctx context.Context, in *dealIn) (*dealOut, error) {
	actor := account.ActorOf(ctx)
	input := NewDealInput(actor)
	if _, err := overlay(ctx, in.RawBody, &input); err != nil {
		return nil, err
	}
	made, err := d.Deals.Create(ctx, actor, input)
	if err != nil {
		return nil, err
	}
	out := outOf(made)
	out.Location = "/api/v1" + path(made.ID)
	return out, nil
}

func (d *Domain) apiGet(ctx context.Context, in *api.RecordRef) (*dealOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	found, err := d.Deals.Get(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return outOf(found), nil
}

type dealPatch struct {
	api.RecordRef
	IfMatch string `header:"If-Match" doc:"ETag of the record as it was read"`
	Body    DealInput
	RawBody []byte
}

func (d *Domain) apiUpdate(ctx context.Context, in *dealPatch) (*dealOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	now, err := d.Deals.Patch(ctx, account.ActorOf(ctx), id, func(old Deal) (DealInput, error) {
		input := old.Input()
		says, err := overlay(ctx, in.RawBody, &input)
		if _, stage := says["stage_id"]; stage && says["status"] == nil {
			input.Status = ""
		}
		if version != 0 {
			input.Version = version
		}
		return input, err
	})
	if err != nil {
		return nil, err
	}
	return outOf(now), nil
}

type moveIn struct {
	api.RecordRef
	Body struct {
		StageID       db.ID  `json:"stage_id" format:"uuid"`
		From          db.ID  `json:"from_stage_id,omitempty" format:"uuid" nullable:"true" doc:"The stage it is taken from: if it is elsewhere meanwhile, it stays there"`
		After         db.ID  `json:"after,omitempty" format:"uuid" nullable:"true" doc:"The deal above its new place; the top of the column if it is left out"`
		ReasonID      db.ID  `json:"lost_reason_id,omitempty" format:"uuid" nullable:"true"`
		LostReason    string `json:"lost_reason,omitempty" maxLength:"2000"`
		ExpectedClose string `json:"expected_close_date,omitempty" example:"2026-04-30"`
	}
}

func (d *Domain) apiMove(ctx context.Context, in *moveIn) (*dealOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	b, actor := in.Body, account.ActorOf(ctx)
	m := Move{From: b.From, To: b.StageID, After: b.After, ReasonID: b.ReasonID, LostReason: b.LostReason, ExpectedClose: b.ExpectedClose}
	if _, err := d.Deals.Move(ctx, actor, id, m); err != nil {
		return nil, err
	}
	moved, err := d.Deals.Get(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	return outOf(moved), nil
}

type deleteIn struct {
	api.RecordRef
	IfMatch string `header:"If-Match" doc:"ETag of the record as it was read"`
}

func (d *Domain) apiDelete(ctx context.Context, in *deleteIn) (*struct{}, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	_, err = d.Deals.Delete(ctx, account.ActorOf(ctx), id, version)
	return nil, err
}

func (d *Domain) apiRestore(ctx context.Context, in *api.RecordRef) (*dealOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	back, err := d.Deals.Restore(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return outOf(back), nil
}
