package task

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/record"
)

// taskJSON is a task as programs see it, in a list and alone.
type taskJSON struct {
	ID           db.ID      `json:"id" format:"uuid"`
	Version      int64      `json:"version"`
	Title        string     `json:"title"`
	Description  string     `json:"description"`
	TaskType     string     `json:"task_type"`
	Priority     string     `json:"priority"`
	Status       string     `json:"status"`
	DueDate      *string    `json:"due_date"`
	DueAt        *time.Time `json:"due_at" doc:"The moment it is due, where a time of day was said"`
	Repeat       string     `json:"repeat"`
	RemindBefore *int64     `json:"remind_before,omitempty" nullable:"true"`
	AssignedTo   *taskRef   `json:"assigned_to"`
	CreatedBy    *taskRef   `json:"created_by"`
	Team         *taskRef   `json:"team"`
	Contact      *taskRef   `json:"contact"`
	Company      *taskRef   `json:"company"`
	Deal         *taskRef   `json:"deal"`
	CompletedAt  *time.Time `json:"completed_at"`
	CreatedAt    time.Time  `json:"created_at"`
	UpdatedAt    time.Time  `json:"updated_at"`

	extra customfield.Values
	_     struct{} `additionalProperties:"true"`
}

// MarshalJSON writes the custom fields among the others.
func (t taskJSON) MarshalJSON() ([]byte, error) {
	type plain taskJSON // without this method
	return record.WithExtra(plain(t), t.extra)
}

// taskRef names another record.
type taskRef struct {
	ID   db.ID  `json:"id" format:"uuid"`
	Name string `json:"name"`
}

func refOf(id db.ID, name string) *taskRef {
	if id.IsZero() {
		return nil
	}
	return &taskRef{id, name}
}

// recordOut is one task as it stands.
type recordOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     taskJSON
}

func out(t Task) *recordOut {
	return &recordOut{ETag: api.ETag(t.Version), Body: taskJSON{
		ID: t.ID, Version: t.Version, Title: t.Title, Description: t.Description, TaskType: t.TaskType, Priority: t.Priority, Status: t.Status,
		DueDate: t.DueDate, DueAt: api.MomentOrNil(t.DueAt), Repeat: t.Repeat, RemindBefore: t.RemindBefore,
		AssignedTo: refOf(t.AssignedTo, t.AssigneeName), CreatedBy: refOf(t.CreatedBy, t.CreatorName), Team: refOf(t.TeamID, t.TeamName),
		Contact: refOf(t.ContactID, t.ContactName), Company: refOf(t.CompanyID, t.CompanyName), Deal: refOf(t.DealID, t.DealName),
		CompletedAt: api.MomentOrNil(t.CompletedAt), CreatedAt: api.Moment(t.CreatedAt), UpdatedAt: api.Moment(t.UpdatedAt), extra: t.Extra,
	}}
}

// API adds the operations on tasks.
func (d *Domain) API(a *api.API) {
	const path = "/api/v1/tasks"
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"Tasks"}, DefaultStatus: status}
	}
	api.Register(a, listing(op("list-tasks", http.MethodGet, path, "List tasks", 0)), d.apiList)
	api.Register(a, op("create-task", http.MethodPost, path, "Create a task", http.StatusCreated), d.apiCreate)
	api.Register(a, op("get-task", http.MethodGet, path+"/{id}", "Get a task", 0), d.apiGet)
	api.Register(a, op("update-task", http.MethodPatch, path+"/{id}", "Change some fields of a task", 0), d.apiUpdate)
	api.Register(a, op("complete-task", http.MethodPost, path+"/{id}/complete", "Mark a task as done; one that repeats makes the next", 0), d.apiComplete)
	api.Register(a, op("delete-task", http.MethodDelete, path+"/{id}", "Move a task to the recycle bin", http.StatusNoContent), d.apiDelete)
	d.calendarAPI(a)
	api.Register(a, op("restore-task", http.MethodPost, path+"/{id}/restore", "Take a task out of the recycle bin", 0), d.apiRestore)
}

// listing documents the parameters that the list takes.
func listing(op huma.Operation) huma.Operation {
	op.Description = "Filters are written as field=value or field=operator:value, as on the page of the list."
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

// listIn is the query of the list as it was sent.
type listIn struct{ raw string }

// Resolve keeps the query in its order and spelling.
func (in *listIn) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	in.raw = u.RawQuery
	return nil
}

type listOut struct{ Body api.Page[taskJSON] }

func (d *Domain) apiList(ctx context.Context, in *listIn) (*listOut, error) {
	l, err := d.list(ctx, account.ActorOf(ctx))
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
	return &listOut{Body: api.RawPage[taskJSON](func(dst []byte) []byte { return l.AppendJSON(dst, page) })}, nil
}

type createIn struct {
	Body    TaskInput
	RawBody []byte
}

// overlay puts what a JSON body says over an input.
func overlay(ctx context.Context, raw []byte, in *TaskInput) error {
	says := map[string]json.RawMessage{}
	if json.Unmarshal(raw, &says) != nil || json.Unmarshal(raw, in) != nil {
		return fault.Malformed{Text: i18n.T(ctx, "The body is not a JSON object.")}
	}
	custom, err := record.CustomSaid(ctx, says, said())
	if err != nil {
		return err
	}
	if in.Custom == nil {
		in.Custom = map[string]string{}
	}
	maps.Copy(in.Custom, custom)
	return nil
}

func (d *Domain) apiCreate(ctx context.Context, in *createIn) (*recordOut, error) {
	actor := account.ActorOf(ctx)
	input := NewInput(actor)
	if err := overlay(ctx, in.RawBody, &input); err != nil {
		return nil, err
	}
	t, err := d.Tasks.Create(ctx, actor, input)
	if err != nil {
		return nil, err
	}
	o := out(t)
	o.Location = "/api/v1" + taskPath(t.ID)
	return o, nil
}

func (d *Domain) apiGet(ctx context.Context, in *api.RecordRef) (*recordOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	t, err := d.Tasks.Get(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return out(t), nil
}

type patchIn struct {
	api.RecordRef
	IfMatch string `header:"If-Match" doc:"ETag of the task as it was read"`
	Body    TaskInput
	RawBody []byte
}

func (d *Domain) apiUpdate(ctx context.Context, in *patchIn) (*recordOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	actor := account.ActorOf(ctx)
	t, err := d.Tasks.Patch(ctx, actor, id, func(old Task) (TaskInput, error) {
		input := old.Input(actor.Zone)
		if err := overlay(ctx, in.RawBody, &input); err != nil {
			return input, err
		}
		version, err := api.IfMatch(ctx, in.IfMatch)
		if version != 0 {
			input.Version = version
		}
		return input, err
	})
	if err != nil {
		return nil, err
	}
	return out(t), nil
}

func (d *Domain) apiComplete(ctx context.Context, in *api.RecordRef) (*recordOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	t, _, err := d.Tasks.Complete(ctx, account.ActorOf(ctx), id, true)
	if err != nil {
		return nil, err
	}
	return out(t), nil
}

type deleteIn struct {
	api.RecordRef
	IfMatch string `header:"If-Match" doc:"ETag of the task as it was read"`
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
	_, err = d.Tasks.Delete(ctx, account.ActorOf(ctx), id, version)
	return nil, err
}

func (d *Domain) apiRestore(ctx context.Context, in *api.RecordRef) (*recordOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	t, err := d.Tasks.Restore(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return out(t), nil
}
