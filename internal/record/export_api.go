package record

import (
	"context"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/web"
)

func (d *Domain) exportAPI(a *api.API, k Kind) {
	name := k.Source.Entity.Name
	op := operation(k.tag(), "export-"+name, http.MethodGet, "/"+name+"/export", "Get a list as a file")
	op.Description = "Every field of every record that the filters let through, as format=xlsx, csv or, for contacts, vcard. Filters are those of the list. The token needs the scope export."
	op.Parameters = append(op.Parameters, &huma.Param{Name: "format", In: "query", Description: "xlsx, csv or vcard", Schema: &huma.Schema{Type: huma.TypeString, Default: FormatCSV}})
	op.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{
		xlsxType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}, "text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}, "text/vcard": {Schema: &huma.Schema{Type: huma.TypeString}},
	}}}
	api.Register(a, op, func(ctx context.Context, in *listIn) (*huma.StreamResponse, error) { return k.apiExport(ctx, in.raw) })
}

// tag groups the operations on a kind in the documentation.
func (k Kind) tag() string {
	name := k.Source.Entity.Name
	return strings.ToUpper(name[:1]) + name[1:]
}

// listIn is the query of a list as it was sent.
type listIn struct{ raw string }

// Resolve keeps the query in its order and spelling.
func (in *listIn) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	in.raw = u.RawQuery
	return nil
}

// apiExport streams a list as a file. What can be refused is refused before
// the first byte; what goes wrong later breaks the transfer off.
func (k Kind) apiExport(ctx context.Context, raw string) (*huma.StreamResponse, error) {
	actor := account.ActorOf(ctx)
	format, query := cutFormat(raw)
	content, ext, err := k.fileType(ctx, &format)
	if err != nil {
		return nil, err
	}
	l, q, err := k.toExport(ctx, actor, query)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		out.SetHeader("Content-Type", content)
		out.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": k.fileName(ext)}))
		if err := k.export(ctx, actor, Writer{out.BodyWriter(), func(int) {}}, l, q, format); err != nil {
			web.Abort(err)
		}
	}}, nil
}
