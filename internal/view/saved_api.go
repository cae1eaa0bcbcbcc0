package view

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// viewJSON is a view as programs see it.
type viewJSON struct {
	ID        db.ID          `json:"id" format:"uuid"`
	Version   int64          `json:"version"`
	List      string         `json:"list" doc:"The list it is of, such as contacts"`
	Name      string         `json:"name"`
	Audience  string         `json:"audience" enum:"private,shared,pinned"`
	OwnerID   db.ID          `json:"owner_id" format:"uuid"`
	Owner     string         `json:"owner"`
	Query     string         `json:"query" doc:"What it asks: the query of the list's address"`
	Density   string         `json:"density,omitempty"`
	Widths    map[string]int `json:"widths,omitempty"`
	Group     string         `json:"group,omitempty"`
	CreatedAt time.Time      `json:"created_at"`
	UpdatedAt time.Time      `json:"updated_at"`
}

func jsonOf(v View) viewJSON {
	return viewJSON{v.ID, v.Version, v.List, v.Name, v.Audience, v.Owner, v.OwnerName, v.Payload.Query, v.Payload.Density, v.Payload.Widths,
		v.Payload.Group, api.Moment(v.CreatedAt), api.Moment(v.UpdatedAt)}
}

type viewOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     viewJSON
}

func outOf(v View) *viewOut { return &viewOut{ETag: api.ETag(v.Version), Body: jsonOf(v)} }

// API adds the operations on views.
func (d *Domain) API(a *api.API) {
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/views" + path, Summary: summary, Tags: []string{"Views"}, DefaultStatus: status}
	}
	api.Register(a, op("list-views", http.MethodGet, "", "List views, oldest first", 0), d.apiList)
	api.Register(a, op("create-view", http.MethodPost, "", "Save a view of a list", http.StatusCreated), d.apiCreate)
	api.Register(a, op("get-view", http.MethodGet, "/{id}", "Get a view", 0), d.apiGet)
	api.Register(a, op("update-view", http.MethodPatch, "/{id}", "Change a view", 0), d.apiUpdate)
	api.Register(a, op("delete-view", http.MethodDelete, "/{id}", "Delete a view; it can be restored for 30 days", http.StatusNoContent), d.apiDelete)
	api.Register(a, op("restore-view", http.MethodPost, "/{id}/restore", "Bring a deleted view back", 0), d.apiRestore)
}

type listIn struct {
	List   string `query:"list" maxLength:"60" doc:"Only views of this list, such as contacts"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"60"`
}

type listOut struct{ Body api.Page[viewJSON] }

func (d *Domain) apiList(ctx context.Context, in *listIn) (*listOut, error) {
	var after db.ID
	if in.Cursor != "" {
		var err error
		if after, err = db.ParseID(in.Cursor); err != nil {
			return nil, fault.Malformed{Text: i18n.T(ctx, "This page of the list is no longer there. Start from the beginning.")}
		}
	}
	views, err := d.Views.Page(ctx, account.ActorOf(ctx), in.List, after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(views) > in.Limit {
		views = views[:in.Limit]
		next = views[in.Limit-1].ID.String()
	}
	all := make([]viewJSON, len(views))
	for i, v := range views {
		all[i] = jsonOf(v)
	}
	return &listOut{Body: api.PageOf(all, next)}, nil
}

type createIn struct {
	Body struct {
		List     string         `json:"list" maxLength:"60"`
		Name     string         `json:"name" maxLength:"80"`
		Audience string         `json:"audience,omitempty" enum:"private,shared,pinned" default:"private"`
		Query    string         `json:"query,omitempty" maxLength:"8192"`
		Density  string         `json:"density,omitempty" enum:"compact,comfortable"`
		Widths   map[string]int `json:"widths,omitempty"`
		Group    string         `json:"group,omitempty" maxLength:"60"`
	}
}

func (d *Domain) apiCreate(ctx context.Context, in *createIn) (*viewOut, error) {
	b := in.Body
	v, err := d.Views.Create(ctx, account.ActorOf(ctx), b.List, Input{Name: b.Name, Audience: b.Audience,
		Payload: Payload{Query: b.Query, Density: b.Density, Widths: b.Widths, Group: b.Group}})
	if err != nil {
		return nil, err
	}
	out := outOf(v)
	out.Location = "/api/v1/views/" + v.ID.String()
	return out, nil
}

func (d *Domain) apiGet(ctx context.Context, in *api.RecordRef) (*viewOut, error) {
	return answer(in.RecordID, func(id db.ID) (View, error) { return d.Views.Get(ctx, account.ActorOf(ctx), id) })
}

func answer(read func() (db.ID, error), do func(db.ID) (View, error)) (*viewOut, error) {
	id, err := read()
	if err != nil {
		return nil, err
	}
	v, err := do(id)
	if err != nil {
		return nil, err
	}
	return outOf(v), nil
}

type updateIn struct {
	api.RecordRef
	IfMatch string `header:"If-Match" doc:"ETag of the view as it was read"`
	Body    struct {
		Name     *string         `json:"name,omitempty" maxLength:"80"`
		Audience *string         `json:"audience,omitempty" enum:"private,shared,pinned"`
		Query    *string         `json:"query,omitempty" maxLength:"8192"`
		Density  *string         `json:"density,omitempty" enum:",compact,comfortable"`
		Widths   *map[string]int `json:"widths,omitempty"`
		Group    *string         `json:"group,omitempty" maxLength:"60"`
		Version  int64           `json:"version,omitempty" doc:"The version this change is based on, if If-Match is not sent"`
	}
}

func (d *Domain) apiUpdate(ctx context.Context, in *updateIn) (*viewOut, error) {
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	if version == 0 {
		version = in.Body.Version
	}
	return answer(in.RecordID, func(id db.ID) (View, error) {
		return d.Views.Update(ctx, account.ActorOf(ctx), id, func(is Input) Input {
			is.Version = version
			put(&is.Name, in.Body.Name)
			put(&is.Audience, in.Body.Audience)
			put(&is.Payload.Query, in.Body.Query)
			put(&is.Payload.Density, in.Body.Density)
			put(&is.Payload.Widths, in.Body.Widths)
			put(&is.Payload.Group, in.Body.Group)
			return is
		})
	})
}

// put sets what was said.
func put[T any](into, said *T) {
	if said != nil {
		*into = *said
	}
}

type deleteIn struct {
	api.RecordRef
	IfMatch string `header:"If-Match" doc:"ETag of the view as it was read"`
}

func (d *Domain) apiDelete(ctx context.Context, in *deleteIn) (*struct{}, error) {
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	_, err = answer(in.RecordID, func(id db.ID) (View, error) { return d.Views.Delete(ctx, account.ActorOf(ctx), id, version) })
	return nil, err
}

func (d *Domain) apiRestore(ctx context.Context, in *api.RecordRef) (*viewOut, error) {
	return answer(in.RecordID, func(id db.ID) (View, error) { return d.Views.Restore(ctx, account.ActorOf(ctx), id) })
}
