package contact

import (
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/kit/api"
)

func (d *Domain) exportAPI(a *api.API) {
	register := func(tag, kind string) {
		op := operation(tag, "export-"+kind, get, "/"+kind+"/export", "Get a list as a file")
		op.Description = "Every field of every record that the filters let through, as format=xlsx, csv or, for contacts, vcard. Filters are those of the list."
		op.Parameters = append(op.Parameters, &huma.Param{Name: "format", In: "query", Description: "xlsx, csv or vcard", Schema: &huma.Schema{Type: huma.TypeString, Default: FormatCSV}})
		op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
			xlsxType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}, "text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}, "text/vcard": {Schema: &huma.Schema{Type: huma.TypeString}},
		}}}
		api.Register(a, op, func(ctx context.Context, in *listIn) (*huma.StreamResponse, error) {
			return d.apiExport(ctx, kind, in.raw)
		})
	}
	register("Contacts", ExportContacts)
	register("Companies", ExportCompanies)
}

// apiExport streams a list as a file. What can be refused is refused before
// the first byte; what goes wrong later breaks the transfer off.
func (d *Domain) apiExport(ctx context.Context, kind, raw string) (*huma.StreamResponse, error) {
	actor := actorOf(ctx)
	format, query := cutFormat(raw)
	content, ext, err := exportType(ctx, kind, &format)
	if err != nil {
		return nil, err
	}
	if _, _, err := d.toExport(ctx, actor, kind, query); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		out.SetHeader("Content-Type", content)
		out.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": kind + "-" + time.Now().Format(time.DateOnly) + ext}))
		if err := d.Export(ctx, actor, out.BodyWriter(), kind, format, query, nil); err != nil {
			panic(http.ErrAbortHandler)
		}
	}}, nil
}
