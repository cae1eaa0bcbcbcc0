// Package mutate makes requests from an OpenAPI document for tests: valid ones,
// and what becomes of them when somebody means harm or is careless.
package mutate

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Document is as much of an OpenAPI document as requests are made of.
type Document struct {
	Paths      map[string]map[string]Operation `json:"paths"`
	Components struct {
		Schemas map[string]*Schema `json:"schemas"`
	} `json:"components"`
}

// Operation is what a method does at a path.
type Operation struct {
	Parameters []struct {
		Name   string  `json:"name"`
		In     string  `json:"in"`
		Schema *Schema `json:"schema"`
	} `json:"parameters"`
	RequestBody struct {
		Content map[string]struct {
			Schema *Schema `json:"schema"`
		} `json:"content"`
	} `json:"requestBody"`
}

// Schema is the form of a value.
type Schema struct {
	Ref        string             `json:"$ref"`
	Type       any                `json:"type"` // a name, or several
	Format     string             `json:"format"`
	Enum       []any              `json:"enum"`
	Examples   []any              `json:"examples"`
	Items      *Schema            `json:"items"`
	Properties map[string]*Schema `json:"properties"`
	Required   []string           `json:"required"`
	Minimum    *float64           `json:"minimum"`
	Maximum    *float64           `json:"maximum"`
	MaxLength  int                `json:"maxLength"`
	Extra      any                `json:"additionalProperties"`
}

// Read reads a document.
func Read(text string) (*Document, error) {
	var d Document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return nil, fmt.Errorf("read OpenAPI document: %w", err)
	}
	return &d, nil
}

// Operations lists methods and paths, such as "GET /api/v1/contacts", in a
// fixed order.
func (d *Document) Operations() []string {
	var all []string
	for path, methods := range d.Paths {
		for method := range methods {
			all = append(all, strings.ToUpper(method)+" "+path)
		}
	}
	slices.Sort(all)
	return all
}

func (d *Document) operation(name string) (method, path string, op Operation) {
	method, path, _ = strings.Cut(name, " ")
	return method, path, d.Paths[path][strings.ToLower(method)]
}

func (d *Document) resolve(s *Schema) *Schema {
	for s != nil && s.Ref != "" {
		s = d.Components.Schemas[s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]]
	}
	if s == nil {
		return &Schema{}
	}
	return s
}

// kind is the type of the schema that is not null.
func (s *Schema) kind() string {
	switch t := s.Type.(type) {
	case string:
		return t
	case []any:
		for _, one := range t {
			if name, _ := one.(string); name != "null" {
				return name
			}
		}
	}
	if s.Properties != nil {
		return "object"
	}
	return ""
}
