package contact

import (
	"context"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"kontor/internal/account"
	"kontor/internal/kit/country"
	"kontor/internal/kit/email"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/phone"
)

// Lengths in characters, as wide as people's data has shown to need.
const (
	maxName     = 100
	maxCompany  = 200
	maxEmail    = 254
	maxPhone    = 50
	maxURL      = 200
	maxPostcode = 20
	maxText     = 10000
	maxMany     = 50 // e-mails, phones or tags of one record
)

// checker collects what is wrong with an input while it tidies the values.
type checker struct {
	ctx     context.Context
	actor   account.Actor
	invalid fault.Invalid
}

func check(ctx context.Context, actor account.Actor) *checker {
	return &checker{ctx: ctx, actor: actor, invalid: fault.Invalid{}}
}

// checkFields tidies and checks every text among the fields by the rule that
// its tag `is` names.
func checkFields[F any](c *checker, plain []fields.Field[F], of *F) {
	for _, f := range plain {
		if text, ok := f.In(of).(*string); ok {
			c.field(f.Name, f.Tag("is"), text, f.Most())
		}
	}
}

func (c *checker) field(name, rule string, s *string, most int) {
	switch rule {
	case "text":
		c.text(name, s, most)
	case "web":
		c.web(name, s)
	case "email":
		c.email(name, s)
	case "phone":
		c.phone(name, s)
	case "country":
		c.country(name, s)
	case "language":
		c.language(name, s)
	default:
		c.line(name, s, most)
	}
}

// line tidies a text of one line and checks its length.
func (c *checker) line(field string, s *string, most int) {
	*s = strings.Join(strings.Fields(*s), " ")
	c.length(field, *s, most)
}

// text tidies a text of several lines and checks its length.
func (c *checker) text(field string, s *string, most int) {
	*s = strings.TrimSpace(strings.ReplaceAll(*s, "\r\n", "\n"))
	c.length(field, *s, most)
}

func (c *checker) length(field, s string, most int) {
	if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
		c.invalid.Add(field, i18n.T(c.ctx, "This holds characters that cannot be stored."))
	}
	if utf8.RuneCountInString(s) > most {
		c.invalid.Add(field, i18n.N(c.ctx, "This is longer than %s character.", "This is longer than %s characters.", most))
	}
}

func (c *checker) required(field, s string) {
	if s == "" {
		c.invalid.Add(field, i18n.T(c.ctx, "This is needed."))
	}
}

func (c *checker) email(field string, s *string) {
	*s = strings.TrimSpace(*s)
	c.length(field, *s, maxEmail)
	if *s != "" && !email.Valid(*s) {
		c.invalid.Add(field, i18n.T(c.ctx, "This is not an e-mail address. It looks like name@example.com."))
	}
}

func (c *checker) phone(field string, s *string) {
	c.line(field, s, maxPhone)
	if *s != "" && !phone.Plausible(*s) {
		c.invalid.Add(field, i18n.T(c.ctx, "This is not a phone number. Write it with its digits, such as +359 2 123 4567."))
	}
}

// web takes an address with or without https:// and keeps it with.
func (c *checker) web(field string, s *string) {
	*s = strings.TrimSpace(*s)
	if *s == "" {
		return
	}
	if !strings.Contains(*s, "://") {
		*s = "https://" + *s
	}
	c.length(field, *s, maxURL)
	if !validURL(*s) {
		c.invalid.Add(field, i18n.T(c.ctx, "This is not a web address. It looks like https://example.com."))
	}
}

func validURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.User == nil &&
		strings.Contains(u.Hostname(), ".") && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

// country takes a code or a name in several languages and keeps the code.
func (c *checker) country(field string, s *string) {
	*s = strings.TrimSpace(*s)
	if *s == "" {
		return
	}
	code, ok := country.Parse(*s)
	if !ok {
		c.length(field, *s, maxName)
		c.invalid.Add(field, i18n.T(c.ctx, "There is no such country. Use its name or its code of two letters."))
		return
	}
	*s = code
}

// language takes a code and keeps its first part: bg-BG is bg.
func (c *checker) language(field string, s *string) {
	*s = strings.TrimSpace(*s)
	if *s == "" {
		return
	}
	tag, err := language.Parse(*s)
	if err != nil {
		c.invalid.Add(field, i18n.T(c.ctx, "There is no such language. Use its code, such as en or bg."))
		return
	}
	base, _ := tag.Base()
	*s = base.String()
}

// birthday takes YYYY-MM-DD, --MM-DD, DD.MM.YYYY and DD.MM. and keeps one of
// the first two.
func (c *checker) birthday(field string, s *string) {
	*s = strings.TrimSpace(*s)
	if *s == "" {
		return
	}
	iso, ok := readBirthday(*s)
	if !ok {
		c.invalid.Add(field, i18n.T(c.ctx, "This is not a date. Write it as 1980-04-25, or --04-25 without the year."))
		return
	}
	*s = iso
	if iso > time.Now().AddDate(0, 0, 1).Format(time.DateOnly) {
		c.invalid.Add(field, i18n.T(c.ctx, "This day is still to come."))
	}
}

func readBirthday(s string) (iso string, ok bool) {
	for _, layout := range []string{time.DateOnly, "2.1.2006", "2.1.2006 г."} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1800 {
			return t.Format(time.DateOnly), true
		}
	}
	// A leap year, so that 29 February has a place.
	if t, err := time.Parse(time.DateOnly, "2000-"+strings.TrimPrefix(s, "--")); err == nil && strings.HasPrefix(s, "--") {
		return t.Format("--01-02"), true
	}
	if t, err := time.Parse("2.1.2006", strings.TrimSuffix(s, ".")+".2000"); err == nil {
		return t.Format("--01-02"), true
	}
	return "", false
}
