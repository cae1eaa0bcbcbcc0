package record

import (
	"cmp"
	"errors"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// TagsTyped joins the ids of tags chosen with the names of new ones, which
// may stand in one field with commas between.
func TagsTyped(ids, names []string) []string {
	var all []string
	for i := range max(len(ids), len(names)) {
		id, name := at(ids, i), at(names, i)
		if _, err := db.ParseID(id); err == nil {
			all = append(all, id)
			continue
		}
		for part := range strings.SplitSeq(id+","+name, ",") {
			if part = strings.TrimSpace(part); part != "" {
				all = append(all, part)
			}
		}
	}
	return all
}

func at(values []string, i int) string {
	if i < len(values) {
		return values[i]
	}
	return ""
}

func tagNames(tags []Tag) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}

// TelDigits leaves what a telephone understands.
func TelDigits(phone string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
}

// ShortURL is a web address as it is shown.
func ShortURL(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
}

func shortText(s string, most int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

func firstOf(values ...string) string { return cmp.Or(values...) }

func filledOf(values ...string) []string {
	var out []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

func asInvalid(err error) (fault.Invalid, bool) { return errors.AsType[fault.Invalid](err) }

func isForbidden(err error) bool {
	_, ok := errors.AsType[fault.Forbidden](err)
	return ok
}

func ignoreMissing(err error) error {
	if fault.IsNotFound(err) {
		return nil
	}
	return err
}
