package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// Documents adds the OpenAPI document for everybody, and a page to read it for
// members; both are served from here and from nowhere else.
func (a *API) Documents(everybody, members *web.Router, shell web.Shell) {
	everybody.Handle("GET /api/openapi.json", func(w http.ResponseWriter, r *http.Request) error {
		b, err := json.Marshal(a.OpenAPI())
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		_, err = w.Write(b)
		return err
	})
	members.Handle("GET /api/docs", func(w http.ResponseWriter, r *http.Request) error {
		title := i18n.T(r.Context(), "REST API")
		return web.Render(w, r, http.StatusOK, shell(w, r, title, documents(title, a.groups())))
	})
}

// group is the operations of one tag.
type group struct {
	Name       string
	Operations []operation
}

// operation is what the page tells of one operation.
type operation struct {
	ID, Method, Path, Summary, Text string
	Parameters                      []property
	Body                            []property
}

// property is a parameter or a field of a body.
type property struct {
	Name, Type, Text string
	Required         bool
}

func (a *API) groups() []group {
	var all []group
	doc := a.OpenAPI()
	for path, item := range doc.Paths {
		for _, o := range []struct {
			method string
			op     *huma.Operation
		}{{"GET", item.Get}, {"POST", item.Post}, {"PUT", item.Put}, {"PATCH", item.Patch}, {"DELETE", item.Delete}} {
			if o.op != nil {
				all = add(all, tagOf(o.op), describe(doc.Components.Schemas, o.method, path, o.op))
			}
		}
	}
	for i := range all {
		slices.SortFunc(all[i].Operations, func(x, y operation) int {
			return strings.Compare(x.Path+order(x.Method), y.Path+order(y.Method))
		})
	}
	slices.SortFunc(all, func(x, y group) int { return strings.Compare(x.Name, y.Name) })
	return all
}

func order(method string) string {
	return map[string]string{"GET": "1", "POST": "2", "PUT": "3", "PATCH": "4", "DELETE": "5"}[method]
}

func tagOf(op *huma.Operation) string {
	if len(op.Tags) == 0 {
		return "API"
	}
	return op.Tags[0]
}

func add(all []group, name string, op operation) []group {
	for i := range all {
		if all[i].Name == name {
			all[i].Operations = append(all[i].Operations, op)
			return all
		}
	}
	return append(all, group{name, []operation{op}})
}

func describe(schemas huma.Registry, method, path string, op *huma.Operation) operation {
	o := operation{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Text: op.Description}
	for _, p := range op.Parameters {
		o.Parameters = append(o.Parameters, property{Name: p.Name, Type: typeOf(p.Schema), Text: p.Description, Required: p.Required})
	}
	if op.RequestBody != nil {
		if media := op.RequestBody.Content["application/json"]; media != nil {
			o.Body = fields(schemas, media.Schema)
		}
	}
	return o
}

func fields(schemas huma.Registry, s *huma.Schema) (all []property) {
	if s != nil && s.Ref != "" {
		s = schemas.SchemaFromRef(s.Ref)
	}
	if s == nil {
		return nil
	}
	for name, p := range s.Properties {
		all = append(all, property{Name: name, Type: typeOf(p), Text: p.Description, Required: slices.Contains(s.Required, name)})
	}
	slices.SortFunc(all, func(x, y property) int { return strings.Compare(x.Name, y.Name) })
	return all
}

func typeOf(s *huma.Schema) string {
	if s == nil {
		return ""
	}
	switch {
	case s.Ref != "":
		return s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
	case s.Type == "array":
		return typeOf(s.Items) + "[]"
	case s.Format != "":
		return s.Format
	}
	return s.Type
}
