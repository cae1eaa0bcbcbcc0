package attachment

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// fileJSON is an attachment as programs see it.
type fileJSON struct {
	ID        db.ID     `json:"id" format:"uuid"`
	Version   int64     `json:"version"`
	Name      string    `json:"name"`
	Media     string    `json:"media_type"`
	Size      int64     `json:"size" doc:"Bytes"`
	Width     int64     `json:"width" doc:"Pixels of a picture"`
	Height    int64     `json:"height" doc:"Pixels of a picture"`
	AuthorID  db.ID     `json:"author_id" format:"uuid" nullable:"true"`
	Author    string    `json:"author"`
	ContactID db.ID     `json:"contact_id" format:"uuid" nullable:"true"`
	CompanyID db.ID     `json:"company_id" format:"uuid" nullable:"true"`
	DealID    db.ID     `json:"deal_id" format:"uuid" nullable:"true"`
	TaskID    db.ID     `json:"task_id" format:"uuid" nullable:"true"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

func (a Attachment) json() fileJSON {
	return fileJSON{a.ID, a.Version, a.Name, a.Media, a.Size, a.Width, a.Height, a.Member, a.MemberName, a.ContactID, a.CompanyID, a.DealID, a.TaskID,
		api.Moment(a.CreatedAt), api.Moment(a.UpdatedAt)}
}

type fileOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     fileJSON
}

func outOf(a Attachment, err error) (*fileOut, error) {
	if err != nil {
		return nil, err
	}
	return &fileOut{ETag: api.ETag(a.Version), Body: a.json()}, nil
}

// OnRef names the record; one of them.
type OnRef struct {
	ContactID string `query:"contact_id" format:"uuid"`
	CompanyID string `query:"company_id" format:"uuid"`
	DealID    string `query:"deal_id" format:"uuid"`
	TaskID    string `query:"task_id" format:"uuid"`
}

// subject is the record that is named.
func (r OnRef) subject(ctx context.Context) (on activity.Subject, err error) {
	named := 0
	for kind, text := range map[string]string{"contact": r.ContactID, "company": r.CompanyID, "deal": r.DealID, "task": r.TaskID} {
		if text == "" {
			continue
		}
		id, err := db.ParseID(text)
		if err != nil {
			return on, fault.NotFound{}
		}
		on, named = activity.Subject{Kind: kind, ID: id}, named+1
	}
	if named != 1 {
		return on, fault.Invalid{"contact_id": i18n.T(ctx, "Give one of contact_id, company_id, deal_id and task_id.")}
	}
	return on, nil
}

// API adds the operations on attachments.
func (d *Domain) API(a *api.API) {
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/attachments" + path, Summary: summary, Tags: []string{"Attachments"}, DefaultStatus: status}
	}
	create := op("create-attachment", http.MethodPost, "", "Put a file on a contact, company, deal or task", http.StatusCreated)
	create.Description = "The file as the body itself, or as the part \"file\" of a form. The address names the record."
	create.MaxBodyBytes = MaxBody
	api.Register(a, create, d.apiCreate)
	// Described afterwards: a body that the framework knows of it would read itself.
	a.OpenAPI().Paths[create.Path].Post.RequestBody = fileBody()
	api.Register(a, op("list-attachments", http.MethodGet, "", "List the attachments of a record, newest first", 0), d.apiList)
	api.Register(a, op("get-attachments-usage", http.MethodGet, "/usage", "Tell how much the workspace keeps", 0), d.apiUsage)
	api.Register(a, op("get-attachment", http.MethodGet, "/{id}", "Get what is known of an attachment", 0), d.apiGet)
	content := op("download-attachment", http.MethodGet, "/{id}/content", "Get the file itself, or a part of it", 0)
	content.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: binary()}}}}
	api.Register(a, content, d.apiContent)
	api.Register(a, op("rename-attachment", http.MethodPatch, "/{id}", "Rename an attachment; its ending stays", 0), d.apiRename)
	api.Register(a, op("delete-attachment", http.MethodDelete, "/{id}", "Move an attachment to the recycle bin", http.StatusNoContent), d.apiDelete)
	api.Register(a, op("restore-attachment", http.MethodPost, "/{id}/restore", "Take an attachment out of the recycle bin", 0), d.apiRestore)
}

func binary() *huma.Schema { return &huma.Schema{Type: huma.TypeString, Format: "binary"} }

func fileBody() *huma.RequestBody {
	form := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{"file": binary()}, Required: []string{"file"}}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: form}, "application/octet-stream": {Schema: binary()}}}
}

// createIn is a file on its way: the body is not read before the handler does.
type createIn struct {
	OnRef
	Name        string `query:"name" maxLength:"300" doc:"Name of the file, where the body is the file itself" example:"offer.pdf"`
	body        io.Reader
	contentType string
}

// Resolve keeps the body as a stream.
func (in *createIn) Resolve(ctx huma.Context) []error {
	in.body, in.contentType = ctx.BodyReader(), ctx.Header("Content-Type")
	return nil
}

// file is the body, or the part of it that is the file.
func (in *createIn) file(ctx context.Context) (name string, r io.Reader, err error) {
	kind, params, _ := mime.ParseMediaType(in.contentType) // what is no media type is no form
	if kind != "multipart/form-data" {
		if in.body == nil {
			return "", nil, fault.Invalid{"file": i18n.T(ctx, "The file is empty.")}
		}
		return in.Name, in.body, nil
	}
	parts := multipart.NewReader(in.body, params["boundary"])
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return "", nil, fault.Invalid{"file": i18n.T(ctx, "Choose a file first.")}
		case web.Status(err) == http.StatusRequestEntityTooLarge:
			return "", nil, fault.TooLarge{Limit: MaxBody}
		case err != nil:
			return "", nil, fault.Malformed{Text: i18n.T(ctx, "The form could not be read. Reload the page and send it again.")}
		case part.FormName() == "file":
			return part.FileName(), part, nil
		}
	}
}

func (d *Domain) apiCreate(ctx context.Context, in *createIn) (*fileOut, error) {
	actor := account.ActorOf(ctx)
	on, err := in.subject(ctx)
	if err != nil {
		return nil, err
	}
	name, file, err := in.file(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.mayUpload(ctx, actor); err != nil {
		return nil, err
	}
	out, err := outOf(d.Attachments.Add(ctx, actor, on, name, file))
	if err != nil {
		return nil, formFault(ctx, err)
	}
	out.Location = "/api/v1/attachments/" + out.Body.ID.String()
	return out, nil
}

type listOut struct{ Body api.Page[fileJSON] }

func (d *Domain) apiList(ctx context.Context, in *struct {
	OnRef
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"200"`
}) (*listOut, error) {
	actor := account.ActorOf(ctx)
	on, err := in.subject(ctx)
	if err != nil {
		return nil, err
	}
	before, err := api.IDCursor(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	all, _, err := d.Attachments.List(ctx, actor, on, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(all) > in.Limit {
		all = all[:in.Limit]
		next = all[in.Limit-1].ID.String()
	}
	items := make([]fileJSON, len(all))
	for i, a := range all {
		items[i] = a.json()
	}
	return &listOut{api.PageOf(items, next)}, nil
}

func (d *Domain) apiUsage(ctx context.Context, _ *struct{}) (*struct{ Body Usage }, error) {
	actor := account.ActorOf(ctx)
	u, err := d.Attachments.Usage(ctx, actor)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Usage }{u}, nil
}

func (d *Domain) apiGet(ctx context.Context, in *api.RecordRef) (*fileOut, error) {
	actor := account.ActorOf(ctx)
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	return outOf(d.Attachments.Get(ctx, actor, id))
}

func (d *Domain) apiContent(ctx context.Context, in *api.RecordRef) (*huma.StreamResponse, error) {
	actor := account.ActorOf(ctx)
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	a, f, err := d.Attachments.Open(ctx, actor, id, false)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer f.Close()
		r, w := humago.Unwrap(hc)
		a.send(w, r, f, false)
	}}, nil
}

func (d *Domain) apiRename(ctx context.Context, in *struct {
	api.RecordRef
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name    string `json:"name" maxLength:"300"`
		Version int64  `json:"version,omitempty" doc:"The version this change is based on, if If-Match is not sent"`
	}
}) (*fileOut, error) {
	actor := account.ActorOf(ctx)
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	return outOf(d.Attachments.Rename(ctx, actor, id, in.Body.Name, max(version, in.Body.Version)))
}

func (d *Domain) apiDelete(ctx context.Context, in *struct {
	api.RecordRef
	IfMatch string `header:"If-Match"`
}) (*struct{}, error) {
	actor := account.ActorOf(ctx)
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	_, err = d.Attachments.Delete(ctx, actor, id, version)
	return nil, err
}

func (d *Domain) apiRestore(ctx context.Context, in *api.RecordRef) (*fileOut, error) {
	actor := account.ActorOf(ctx)
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	return outOf(d.Attachments.Restore(ctx, actor, id))
}
