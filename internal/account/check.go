package account

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/internal/kit/country"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// checks collects what is wrong with the fields of one form.
type checks struct {
	ctx    context.Context
	faults fault.Invalid
}

func check(ctx context.Context) *checks { return &checks{ctx, fault.Invalid{}} }

// text trims a text of one line and checks its length.
func (c *checks) text(field string, s *string, most int) {
	*s = strings.TrimSpace(*s)
	if strings.ContainsAny(*s, "\r\n") {
		*s = strings.Join(strings.Fields(*s), " ")
	}
	c.length(field, *s, most)
}

// lines is text for a text of several lines.
func (c *checks) lines(field string, s *string, most int) {
	*s = strings.TrimSpace(*s)
	c.length(field, *s, most)
}

func (c *checks) length(field, s string, most int) {
	if n := utf8.RuneCountInString(s); n > most {
		c.faults.Add(field, i18n.N(c.ctx, "At most one character fits here.", "At most %s characters fit here.", most))
	}
	if strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
		c.faults.Add(field, i18n.T(c.ctx, "This holds a character that cannot be stored. Type it again."))
	}
}

func (c *checks) required(field, s, message string) {
	if s == "" {
		c.faults.Add(field, message)
	}
}

// email trims an address and checks its form.
func (c *checks) email(field string, s *string) {
	c.text(field, s, 254)
	if !isEmail(*s) {
		c.faults.Add(field, i18n.T(c.ctx, "Enter an email address, such as name@example.com."))
	}
}

func isEmail(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	if !ok || name == "" || len(name) > 64 || strings.ContainsFunc(s, isNoEmail) || strings.Contains(host, "@") {
		return false
	}
	if host == "localhost" {
		return true
	}
	top := host[strings.LastIndexByte(host, '.')+1:]
	return strings.Contains(host, ".") && !strings.HasPrefix(host, ".") && !strings.Contains(host, "..") && len(top) > 1
}

func isNoEmail(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`<>()[]\,;:"`, r)
}

// emailKey is what makes two spellings of an address the same.
func emailKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// country checks an ISO code; none is fine.
func (c *checks) country(field string, code *string) {
	*code = strings.ToUpper(strings.TrimSpace(*code))
	if *code != "" && !country.Valid(*code) {
		c.faults.Add(field, i18n.T(c.ctx, "Choose a country of the list."))
	}
}

func (c *checks) language(field, lang string) {
	if !i18n.Known(lang) {
		c.faults.Add(field, i18n.T(c.ctx, "Choose a language of the list."))
	}
}

func (c *checks) currency(field string, code *string) {
	*code = strings.ToUpper(strings.TrimSpace(*code))
	if !isCurrency(*code) {
		c.faults.Add(field, i18n.T(c.ctx, "Choose a currency of the list."))
	}
}

func (c *checks) zone(field, name string) {
	if !isZone(name) {
		c.faults.Add(field, i18n.T(c.ctx, "Choose a time zone of the list."))
	}
}

func (c *checks) err() error { return c.faults.OrNil() }

func checkLanguage(ctx context.Context, field, lang string) error {
	c := check(ctx)
	c.language(field, lang)
	return c.err()
}

// asInvalid puts the messages of err into invalid; false if err is no
// fault.Invalid.
func asInvalid(err error, invalid *fault.Invalid) bool { return errors.As(err, invalid) }
