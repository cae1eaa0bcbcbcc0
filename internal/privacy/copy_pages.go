package privacy

import (
	"context"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

const zipType = "application/zip"

func (d *Domain) copyRoutes(r *web.Router) {
	r.Handle("GET /contacts/{id}/privacy/export", d.accounts.Confirmed(d.takeCopy))
}

// copyName says of when the file is, and whose by the end of their id alone.
func copyName(id db.ID) string {
	return "personal-data-" + id.String()[24:] + "-" + time.Now().Format(time.DateOnly) + ".zip"
}

// takeCopy streams everything that is kept about a contact.
func (d *Domain) takeCopy(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	c, err := d.People.Copy(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	return record.Send(w, zipType, copyName(id), func(out io.Writer) error { return d.People.Write(r.Context(), out, c) })
}

func (d *Domain) copyAPI(a *api.API) {
	op := huma.Operation{OperationID: "export-contact", Method: http.MethodGet, Path: "/api/v1/contacts/{id}/personal-data", Summary: "Get everything that is kept about a contact", Tags: []string{"Privacy"}}
	op.Description = "A ZIP with data.json, a page to read and the files. The token needs the scope export."
	op.Responses = map[string]*huma.Response{"200": {Description: "The ZIP", Content: map[string]*huma.MediaType{zipType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	api.Register(a, op, d.apiCopy)
}

func (d *Domain) apiCopy(ctx context.Context, in *api.RecordRef) (*huma.StreamResponse, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	c, err := d.People.Copy(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		out.SetHeader("Content-Type", zipType)
		out.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": copyName(id)}))
		if err := d.People.Write(ctx, out.BodyWriter(), c); err != nil {
			web.Abort(err)
		}
	}}, nil
}
