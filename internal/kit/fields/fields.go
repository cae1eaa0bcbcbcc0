// Package fields reaches the fields of a struct by the names that its `json`
// tags give them, so that a field which is named once can be copied, compared
// and checked without being listed again.
package fields

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Field is one tagged field of the struct T.
type Field[T any] struct {
	Name  string
	tag   reflect.StructTag
	index []int
}

// Of returns the tagged fields of the struct T in their order.
func Of[T any]() []Field[T] {
	var all []Field[T]
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			all = append(all, Field[T]{name, f.Tag, f.Index})
		}
	}
	return all
}

// Tag returns another tag of the field, such as `is`.
func (f Field[T]) Tag(key string) string { return f.tag.Get(key) }

// Most is the longest text the field takes, in characters, as its tag
// `maxLength` says; 0 when it does not.
func (f Field[T]) Most() int {
	n, _ := strconv.Atoi(f.tag.Get("maxLength")) // without the tag there is no limit
	return n
}

// In returns a pointer to the field in v: a *string for a field of text.
func (f Field[T]) In(v *T) any {
	return reflect.ValueOf(v).Elem().FieldByIndex(f.index).Addr().Interface()
}

// Copy copies the field.
func (f Field[T]) Copy(to, from *T) {
	reflect.ValueOf(to).Elem().FieldByIndex(f.index).Set(reflect.ValueOf(from).Elem().FieldByIndex(f.index))
}

// Text writes the value as history keeps it: "yes" or "no" for a flag, ""
// where there is no value.
func (f Field[T]) Text(v T) string {
	value := reflect.ValueOf(v).FieldByIndex(f.index)
	if value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return ""
		}
		value = value.Elem()
	}
	switch {
	case value.Kind() == reflect.Bool && value.Bool():
		return "yes"
	case value.Kind() == reflect.Bool:
		return "no"
	}
	return fmt.Sprint(value.Interface())
}

// Named returns the field of that name.
func Named[T any](all []Field[T], name string) (Field[T], bool) {
	i := slices.IndexFunc(all, func(f Field[T]) bool { return f.Name == name })
	if i < 0 {
		return Field[T]{}, false
	}
	return all[i], true
}

// TextIn returns the place in v of the text of that name, nil if it has none.
func TextIn[T any](all []Field[T], v *T, name string) *string {
	f, ok := Named(all, name)
	if !ok {
		return nil
	}
	text, _ := f.In(v).(*string)
	return text
}
