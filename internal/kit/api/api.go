// Package api owns the REST API's conventions: OpenAPI from the code, problem
// details, cursors, ETags, idempotency keys, and a documentation page.
package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// MaxBody is how many bytes a JSON body may have.
const MaxBody = 1 << 20

// API collects operations and describes them as OpenAPI 3.1.
type API struct {
	huma.API
	log *slog.Logger
}

// New returns an API whose routes go to r, with r's middleware around each.
func New(r *web.Router, version string, log *slog.Logger) *API {
	cfg := huma.DefaultConfig("Kontor", version)
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "", "", "" // served by routes of ours
	cfg.CreateHooks = nil                                       // no $schema field in bodies
	cfg.Formats = map[string]huma.Format{"application/json": jsonFormat(), "json": jsonFormat()}
	cfg.DefaultFormat = "application/json"
	cfg.Transformers = []huma.Transformer{shortenValues}
	cfg.Info.Description = "Contacts, companies, deals, tasks, notes and notifications of a workspace. Sign in with a token: Authorization: Bearer TOKEN."
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	cfg.Security = []map[string][]string{{"token": {}}}
	a := &API{API: humago.New(mux{r}, cfg), log: log}
	a.UseMiddleware(a.textOnly)
	return a
}

// textOnly refuses a query that no database would take: not UTF-8, or with NUL.
func (a *API) textOnly(ctx huma.Context, next func(huma.Context)) {
	u := ctx.URL()
	for name, values := range u.Query() {
		for _, v := range append(values, name) {
			if message := web.TextFault(ctx.Context(), v); message != "" {
				where := &huma.ErrorDetail{Location: "query." + strings.ToValidUTF8(name, "\uFFFD"), Message: message}
				_ = huma.WriteErr(a.API, ctx, http.StatusUnprocessableEntity, i18n.T(ctx.Context(), "Some values are not valid."), where) // the reader may be gone
				return
			}
		}
	}
	next(ctx)
}

// mux lets Huma register on a Router, so that its routes are in the one table
// and behind the same middleware.
type mux struct{ *web.Router }

func (m mux) HandleFunc(pattern string, f func(http.ResponseWriter, *http.Request)) {
	m.Handle(pattern, func(w http.ResponseWriter, r *http.Request) error {
		f(w, r)
		return nil
	})
}

// Register adds an operation. The handler returns faults as they are; they
// become problem details here, and nothing else of an error leaves the house.
func Register[I, O any](a *API, op huma.Operation, h func(context.Context, *I) (*O, error)) {
	if op.MaxBodyBytes == 0 {
		op.MaxBodyBytes = MaxBody
	}
	op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden)
	huma.Register(a.API, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if err == nil {
			return out, nil
		}
		if status, ok := errors.AsType[huma.StatusError](err); ok {
			return nil, status
		}
		if moved, ok := errors.AsType[fault.Moved](err); ok {
			return nil, huma.ErrorWithHeaders(Problem(ctx, err), http.Header{"Location": {"/api/v1" + moved.To}})
		}
		a.note(ctx, op.OperationID, err)
		return nil, Problem(ctx, err)
	})
}

// note logs what is ours, once, where it stops.
func (a *API) note(ctx context.Context, operation string, err error) {
	if web.Status(err) >= http.StatusInternalServerError {
		a.log.ErrorContext(ctx, "api request failed", "operation", operation, "error", err.Error(), "request", web.RequestID(ctx))
	}
}
