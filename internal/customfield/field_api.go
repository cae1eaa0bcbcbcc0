package customfield

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
)

// fieldJSON is a field as programs see it.
type fieldJSON struct {
	ID        db.ID        `json:"id" format:"uuid"`
	Version   int64        `json:"version"`
	Record    string       `json:"record" doc:"The kind of record it belongs to, such as contact"`
	Key       string       `json:"key" doc:"Its name in records, filters, sorting and files; it never changes"`
	Label     string       `json:"label"`
	Type      Type         `json:"type"`
	Decimals  int          `json:"decimals" doc:"Of a number"`
	Required  bool         `json:"required" doc:"New records must have it"`
	Shown     bool         `json:"shown" doc:"A column of lists at first"`
	Default   string       `json:"default" doc:"What new records have, as text"`
	Options   []optionJSON `json:"options" nullable:"false" doc:"The choices, in order"`
	Position  int64        `json:"position"`
	CreatedAt time.Time    `json:"created_at"`
	UpdatedAt time.Time    `json:"updated_at"`
	DeletedAt *time.Time   `json:"deleted_at" doc:"When it went to the recycle bin; null if it is in use"`
}

type optionJSON struct {
	Key   string `json:"key,omitempty" maxLength:"60" doc:"What records hold; empty for a new one"`
	Label string `json:"label" maxLength:"60"`
	Hue   int    `json:"hue,omitempty" minimum:"0" maximum:"9"`
}

func jsonOf(f Field) fieldJSON {
	out := fieldJSON{ID: f.ID, Version: f.Version, Record: f.Record, Key: f.Key, Label: f.Label, Type: f.Type, Decimals: f.Digits, Required: f.Required,
		Shown: f.Shown, Default: f.Default, Options: []optionJSON{}, Position: f.Position,
		CreatedAt: api.Moment(f.CreatedAt), UpdatedAt: api.Moment(f.UpdatedAt), DeletedAt: api.MomentOrNil(f.ArchivedAt)}
	for _, o := range f.Options.Live() {
		out.Options = append(out.Options, optionJSON{o.Key, o.Label, o.Hue})
	}
	return out
}

type fieldOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     fieldJSON
}

func outOf(f Field, err error) (*fieldOut, error) {
	if err != nil {
		return nil, err
	}
	return &fieldOut{ETag: api.ETag(f.Version), Body: jsonOf(f)}, nil
}

// API adds the operations on the definitions of fields.
func (d *Domain) API(a *api.API) {
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/fields" + path, Summary: summary, Tags: []string{"Custom fields"}, DefaultStatus: status}
	}
	api.Register(a, op("list-fields", http.MethodGet, "", "List the custom fields, in their order", 0), d.apiList)
	api.Register(a, op("create-field", http.MethodPost, "", "Add a custom field", http.StatusCreated), d.apiCreate)
	api.Register(a, op("get-field", http.MethodGet, "/{id}", "Get a custom field", 0), d.apiGet)
	api.Register(a, op("update-field", http.MethodPatch, "/{id}", "Change a custom field; its key and type stay", 0), d.apiUpdate)
	api.Register(a, op("delete-field", http.MethodDelete, "/{id}", "Move a custom field to the recycle bin; its values are kept", http.StatusNoContent), d.apiDelete)
	api.Register(a, op("restore-field", http.MethodPost, "/{id}/restore", "Bring a custom field back with its values", 0), d.apiRestore)
}

type listFieldsIn struct {
	Record  string `query:"record" maxLength:"40" doc:"Only fields of this kind of record, such as contact"`
	Deleted bool   `query:"deleted" doc:"Those in the recycle bin too"`
}

type listFieldsOut struct{ Body api.Page[fieldJSON] }

func (d *Domain) apiList(ctx context.Context, in *listFieldsIn) (*listFieldsOut, error) {
	all := []fieldJSON{}
	for _, h := range holders() {
		if in.Record != "" && in.Record != h.kind {
			continue
		}
		fields, err := d.Fields.All(ctx, account.ActorOf(ctx), h.kind)
		if err != nil {
			return nil, err
		}
		for _, f := range fields {
			if f.IsLive() || in.Deleted {
				all = append(all, jsonOf(f))
			}
		}
	}
	return &listFieldsOut{Body: api.PageOf(all, "")}, nil
}

type createFieldIn struct {
	Body struct {
		Record   string       `json:"record" maxLength:"40" example:"contact"`
		Label    string       `json:"label" maxLength:"200"`
		Type     Type         `json:"type" enum:"text,long_text,number,money,date,checkbox,select,multi_select,url,person"`
		Key      string       `json:"key,omitempty" maxLength:"60" doc:"Begins with x_; made of the label if it is not said"`
		Decimals int          `json:"decimals,omitempty" minimum:"0" maximum:"6"`
		Required bool         `json:"required,omitempty"`
		Shown    bool         `json:"shown,omitempty"`
		Default  string       `json:"default,omitempty" maxLength:"5000"`
		Options  []optionJSON `json:"options,omitempty" nullable:"false" maxItems:"100"`
	}
}

func (d *Domain) apiCreate(ctx context.Context, in *createFieldIn) (*fieldOut, error) {
	b := in.Body
	f, err := d.Fields.Create(ctx, account.ActorOf(ctx), b.Record, Input{Label: b.Label, Key: b.Key, Type: b.Type, Digits: b.Decimals, Required: b.Required,
		Shown: b.Shown, Default: b.Default, Options: optionsOf(b.Options)})
	out, err := outOf(f, err)
	if err == nil {
		out.Location = "/api/v1/fields/" + f.ID.String()
	}
	return out, err
}

func optionsOf(all []optionJSON) []Option {
	options := make([]Option, len(all))
	for i, o := range all {
		options[i] = Option{Key: o.Key, Label: o.Label, Hue: o.Hue}
	}
	return options
}

// Ref names a field in the address.
type Ref struct{ api.RecordRef }

func (d *Domain) apiGet(ctx context.Context, in *Ref) (*fieldOut, error) {
	return in.do(func(id db.ID) (Field, error) { return d.Fields.Get(ctx, account.ActorOf(ctx), id) })
}

func (r Ref) do(f func(db.ID) (Field, error)) (*fieldOut, error) {
	id, err := r.RecordID()
	if err != nil {
		return nil, err
	}
	return outOf(f(id))
}

type updateFieldIn struct {
	Ref
	IfMatch string `header:"If-Match" doc:"ETag of the field as it was read"`
	Body    struct {
		Label    *string           `json:"label,omitempty" maxLength:"200"`
		Required *bool             `json:"required,omitempty"`
		Shown    *bool             `json:"shown,omitempty"`
		Default  *string           `json:"default,omitempty" maxLength:"5000"`
		Options  *[]optionJSON     `json:"options,omitempty" maxItems:"100" doc:"All choices, in order; those left out go"`
		Moves    map[string]string `json:"moves,omitempty" doc:"Key of a choice that goes, to the one its records get instead, or -"`
		Version  int64             `json:"version,omitempty" doc:"The version this change is based on, if If-Match is not sent"`
	}
}

func (d *Domain) apiUpdate(ctx context.Context, in *updateFieldIn) (*fieldOut, error) {
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	if version == 0 {
		version = in.Body.Version
	}
	return in.do(func(id db.ID) (Field, error) {
		f, err := d.Fields.Get(ctx, account.ActorOf(ctx), id)
		if err != nil {
			return f, err
		}
		is := f.asInput()
		is.Moves, is.Version = in.Body.Moves, version
		put(&is.Label, in.Body.Label)
		put(&is.Required, in.Body.Required)
		put(&is.Shown, in.Body.Shown)
		put(&is.Default, in.Body.Default)
		if in.Body.Options != nil {
			is.Options = optionsOf(*in.Body.Options)
		}
		return d.Fields.Update(ctx, account.ActorOf(ctx), id, is)
	})
}

// put sets what was said.
func put[T any](into, said *T) {
	if said != nil {
		*into = *said
	}
}

func (d *Domain) apiDelete(ctx context.Context, in *Ref) (*struct{}, error) {
	_, err := in.do(func(id db.ID) (Field, error) { return d.Fields.Archive(ctx, account.ActorOf(ctx), id) })
	return nil, err
}

func (d *Domain) apiRestore(ctx context.Context, in *Ref) (*fieldOut, error) {
	return in.do(func(id db.ID) (Field, error) { return d.Fields.Restore(ctx, account.ActorOf(ctx), id) })
}
