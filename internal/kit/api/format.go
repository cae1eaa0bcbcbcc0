package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// Appender writes itself as JSON to the end of a buffer: four times faster
// than encoding/json on a list.
type Appender interface {
	Append(dst []byte) []byte
}

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 32<<10); return &b }}

func jsonFormat() huma.Format {
	return huma.Format{Marshal: marshal, Unmarshal: unmarshal}
}

func marshal(w io.Writer, v any) error {
	a, ok := v.(Appender)
	if !ok {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		return e.Encode(v)
	}
	b := buffers.Get().(*[]byte)
	defer buffers.Put(b)
	*b = a.Append((*b)[:0])
	_, err := w.Write(*b)
	return err
}

// unmarshal refuses what encoding/json would quietly repair or let through:
// text that is not UTF-8, and NUL, which no database column takes.
func unmarshal(data []byte, v any) error {
	if !utf8.Valid(data) {
		return errors.New("the body is not valid UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(v); err != nil {
		return err
	}
	if d.More() {
		return errors.New("there is text after the end of the JSON value")
	}
	if parsed, ok := v.(*any); ok && bytes.Contains(data, []byte(`\u0000`)) {
		if path := findNUL("body", *parsed); path != "" {
			return errors.New(path + " holds a NUL character, which cannot be stored")
		}
	}
	return nil
}

func findNUL(path string, v any) string {
	switch v := v.(type) {
	case string:
		if strings.IndexByte(v, 0) >= 0 {
			return path
		}
	case map[string]any:
		for key, item := range v {
			if found := findNUL(path+"."+strings.ReplaceAll(key, "\x00", "?"), item); found != "" {
				return found
			}
		}
	case []any:
		for _, item := range v {
			if found := findNUL(path+"[]", item); found != "" {
				return found
			}
		}
	}
	return ""
}

// Page is one page of a list: the items and where the next page begins.
type Page[T any] struct {
	Data       []T     `json:"data"`
	NextCursor *string `json:"next_cursor" doc:"Give it as cursor to get the next page; null on the last one"`
	raw        func(dst []byte) []byte
}

// RawPage returns a page that writes itself with f, which must produce the
// JSON object that the fields describe.
func RawPage[T any](f func(dst []byte) []byte) Page[T] { return Page[T]{raw: f} }

// PageOf returns a page of the items; an empty next means there is no more.
func PageOf[T any](items []T, next string) Page[T] {
	p := Page[T]{Data: items}
	if p.Data == nil {
		p.Data = []T{}
	}
	if next != "" {
		p.NextCursor = &next
	}
	return p
}

// Append writes the page.
func (p Page[T]) Append(dst []byte) []byte {
	if p.raw != nil {
		return p.raw(dst)
	}
	type plain Page[T]               // without this method
	b, err := json.Marshal(plain(p)) // plain structs of ours always marshal
	if err != nil {
		return append(dst, "null"...)
	}
	return append(dst, b...)
}
