package web

import (
	"context"
	"encoding"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// MaxForm is how many bytes a form without files may have.
const MaxForm = 1 << 20

// Form is what a form page shows: the values as typed, and what is wrong with
// them. It is filled from a record for a first view and from the request after
// a mistake, so nothing typed is lost.
type Form struct {
	Values url.Values
	Errors fault.Invalid
}

// ReadForm reads a posted form. Text that is not valid UTF-8 or holds NUL is
// refused with the field named.
func ReadForm(w http.ResponseWriter, r *http.Request) (Form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxForm)
	if err := r.ParseForm(); err != nil {
		return Form{}, formError(r.Context(), err)
	}
	f := Form{Values: r.PostForm, Errors: fault.Invalid{}}
	for name, values := range f.Values {
		for _, v := range append(values, name) {
			if message := TextFault(r.Context(), v); message != "" {
				f.Errors.Add(printable(name), message)
			}
		}
	}
	if len(f.Errors) > 0 {
		for _, values := range f.Values {
			for i, v := range values {
				values[i] = printable(v)
			}
		}
	}
	return f, f.Errors.OrNil()
}

func formError(ctx context.Context, err error) error {
	if Status(err) == http.StatusRequestEntityTooLarge {
		return fault.TooLarge{Limit: MaxForm}
	}
	return fault.Malformed{Text: i18n.T(ctx, "The form could not be read. Reload the page and send it again.")}
}

// IsBroken tells an error of a body in several parts that is the sender's
// fault: it broke off, or is no such body.
func IsBroken(err error) bool {
	_, head := errors.AsType[textproto.ProtocolError](err)
	return head || err != nil && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, multipart.ErrMessageTooLarge) ||
		strings.HasPrefix(err.Error(), "multipart:") || strings.Contains(err.Error(), "quotedprintable:"))
}

// TextFault returns what is wrong with a text that no database would keep, or
// "".
func TextFault(ctx context.Context, s string) string {
	if !utf8.ValidString(s) {
		return i18n.T(ctx, "This is not valid text (UTF-8). Type it again.")
	}
	if strings.IndexByte(s, 0) >= 0 {
		return i18n.T(ctx, "This holds a character that cannot be stored. Type it again.")
	}
	return ""
}

func printable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// FormOf returns a form filled from the `json` tags of a struct.
func FormOf(src any) Form {
	f := Form{Values: url.Values{}, Errors: fault.Invalid{}}
	v := reflect.Indirect(reflect.ValueOf(src))
	for _, field := range fieldsOf(v.Type()) {
		value := v.FieldByIndex(field.index)
		if value.Kind() == reflect.Slice && value.Type().Elem().Kind() != reflect.Uint8 {
			for i := range value.Len() {
				f.Values.Add(field.name, textOf(value.Index(i)))
			}
			continue
		}
		f.Values.Set(field.name, textOf(value))
	}
	return f
}

func textOf(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	if s, ok := v.Interface().(fmt.Stringer); ok {
		return s.String()
	}
	if v.Kind() == reflect.Bool && !v.Bool() {
		return ""
	}
	return fmt.Sprint(v.Interface())
}

// Get returns the first value of a field, as typed.
func (f Form) Get(name string) string { return f.Values.Get(name) }

// All returns every value of a repeated field, as typed.
func (f Form) All(name string) []string { return f.Values[name] }

// Error returns what is wrong with a field, or "".
func (f Form) Error(name string) string { return f.Errors[name] }

// Fail returns the form with the messages of err when err is about what was
// typed; ok is false for any other error.
func (f Form) Fail(err error) (form Form, ok bool) {
	invalid, ok := asInvalid(err)
	if ok {
		f.Errors = invalid
	}
	return f, ok
}

// Decode puts the values into the `json` tagged fields of dst (a pointer to a
// struct). A value of the wrong type and a field that dst does not have are
// reported by name; names in also are let through.
func (f Form) Decode(ctx context.Context, dst any, also ...string) error {
	v := reflect.ValueOf(dst).Elem()
	invalid := fault.Invalid{}
	known := map[string]bool{}
	for _, name := range also {
		known[name] = true
	}
	for _, field := range fieldsOf(v.Type()) {
		known[field.name] = true
		if values, ok := f.Values[field.name]; ok {
			if message := set(ctx, v.FieldByIndex(field.index), values); message != "" {
				invalid.Add(field.name, message)
			}
		}
	}
	for name := range f.Values {
		if !known[name] {
			invalid.Add(name, i18n.T(ctx, "There is no field “%s” here.", name))
		}
	}
	return invalid.OrNil()
}

func set(ctx context.Context, v reflect.Value, values []string) string {
	if v.Kind() == reflect.Slice {
		all := reflect.MakeSlice(v.Type(), len(values), len(values))
		for i, s := range values {
			if message := setOne(ctx, all.Index(i), s); message != "" {
				return message
			}
		}
		v.Set(all)
		return ""
	}
	if v.Kind() == reflect.Bool {
		return setOne(ctx, v, values[len(values)-1]) // a box comes behind the field that says no for it
	}
	return setOne(ctx, v, values[0])
}

func setOne(ctx context.Context, v reflect.Value, s string) string {
	if v.Kind() == reflect.Pointer {
		if strings.TrimSpace(s) == "" {
			v.SetZero()
			return ""
		}
		v.Set(reflect.New(v.Type().Elem()))
		return setOne(ctx, v.Elem(), s)
	}
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if u.UnmarshalText([]byte(s)) != nil {
			return i18n.T(ctx, "This is not a valid value. Choose another one.")
		}
		return ""
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.ReplaceAll(s, "\r\n", "\n"))
	case reflect.Bool:
		v.SetBool(s == "on" || s == "true" || s == "1" || s == "yes")
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(cleanNumber(s), 10, 64)
		if err != nil {
			return i18n.T(ctx, "Enter a whole number, such as 25.")
		}
		v.SetInt(n)
	}
	return ""
}

// cleanNumber drops what people group digits with.
func cleanNumber(s string) string {
	return strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "−", "-").Replace(strings.TrimSpace(s))
}

type formField struct {
	name  string
	index []int
}

func fieldsOf(t reflect.Type) []formField {
	var all []formField
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" && f.Tag.Get("form") != "-" {
			all = append(all, formField{name, f.Index})
		}
	}
	return all
}
