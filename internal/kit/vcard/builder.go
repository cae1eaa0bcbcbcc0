package vcard

import (
	"net/url"
	"slices"
	"strings"
)

// builder fills a card property by property. Labels of a group (item1.X-ABLabel) may stand before or after what they
// name, so they are joined at the end.
type builder struct {
	card   *Card
	agent  bool // the next BEGIN opens a card inside this one
	labels map[string]string
	groups []grouped
}

type grouped struct {
	group string
	list  *[]Item
	at    int
}

var keptNames = []string{"VERSION", "UID", "KIND", "X-ADDRESSBOOKSERVER-KIND", "FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE", "EMAIL", "TEL",
	"ADR", "URL", "X-SOCIALPROFILE", "BDAY", "NOTE", "CATEGORIES", "X-ABLABEL", "X-TWITTER", "X-FACEBOOK", "X-LINKEDIN", "X-SKYPE", "AGENT"}

func kept(name string) bool { return slices.Contains(keptNames, name) }

func (b *builder) add(p property) {
	if !kept(p.name) {
		return
	}
	text := p.text()
	if problem := textProblem(text); problem != "" {
		b.card.Problem = problem
		text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "�")
	}
	switch {
	case p.name == "X-ABLABEL":
		b.label(p.group, unescape(text))
	case !b.name(p.name, text) && !b.list(&p, text):
		b.single(p.name, text)
	}
}

// name takes what has parts: the name and the company.
func (b *builder) name(name, text string) bool {
	c := b.card
	switch name {
	case "N":
		n := append(parts(text, ';'), "", "", "", "", "")
		if c.Last == "" && c.First == "" {
			c.Last, c.First, c.Middle, c.Prefix, c.Suffix = n[0], n[1], commas(n[2]), n[3], commas(n[4])
		}
	case "ORG":
		o := parts(text, ';')
		keep(&c.Company, o[0])
		keep(&c.Department, strings.Join(filled(o[1:]), ", "))
	default:
		return false
	}
	return true
}

func commas(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }), " ")
}

func filled(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
}

// list takes what a card may have several of.
func (b *builder) list(p *property, text string) bool {
	c := b.card
	switch p.name {
	case "EMAIL":
		b.item(&c.Emails, p, strings.TrimPrefix(unescape(text), "mailto:"))
	case "TEL":
		b.item(&c.Phones, p, phoneText(unescape(text)))
	case "URL":
		b.item(&c.URLs, p, unescape(text))
	case "X-SOCIALPROFILE", "X-TWITTER", "X-FACEBOOK", "X-LINKEDIN", "X-SKYPE":
		b.item(&c.Profiles, p, unescape(text))
	case "ADR":
		b.address(p, text)
	case "CATEGORIES":
		c.Categories = append(c.Categories, filled(parts(text, ','))...)
	default:
		return false
	}
	return true
}

func (b *builder) single(name, text string) {
	c, v := b.card, unescape(text)
	switch name {
	case "VERSION":
		c.Version = v
	case "UID":
		c.UID = v
	case "KIND", "X-ADDRESSBOOKSERVER-KIND":
		c.Group = strings.EqualFold(v, "group")
	case "FN":
		keep(&c.FullName, v)
	case "NICKNAME":
		keep(&c.Nickname, v)
	case "TITLE":
		keep(&c.Title, v)
	case "ROLE":
		keep(&c.Role, v)
	case "BDAY":
		keep(&c.Birthday, v)
	case "NOTE":
		c.Note = strings.TrimSpace(c.Note + "\n" + v)
	case "AGENT":
		b.agent = v == ""
	}
}

// label remembers the name of a group; Apple writes its own words as _$!<Home>!$_.
func (b *builder) label(group, v string) {
	if b.labels == nil {
		b.labels = map[string]string{}
	}
	b.labels[group] = strings.TrimSuffix(strings.TrimPrefix(v, "_$!<"), ">!$_")
}

func keep(field *string, v string) {
	if *field == "" {
		*field = v
	}
}

func (b *builder) item(list *[]Item, p *property, v string) {
	if v == "" {
		return
	}
	if p.group != "" {
		b.groups = append(b.groups, grouped{p.group, list, len(*list)})
	}
	*list = append(*list, Item{Value: v, Type: itemType(p), Preferred: p.preferred()})
}

// itemType is one word for the many ways of saying what an address or number is.
func itemType(p *property) string {
	switch {
	case strings.HasPrefix(p.name, "X-") && p.name != "X-SOCIALPROFILE":
		return strings.ToLower(strings.TrimPrefix(p.name, "X-"))
	case p.name == "X-SOCIALPROFILE":
		return firstOther(p.types, "pref", "home", "work")
	case p.has("fax"):
		return "fax"
	case p.has("cell", "mobile", "iphone", "car"):
		return "mobile"
	case p.has("pager"):
		return "pager"
	case p.has("main"):
		return "main"
	case p.has("work"):
		return "work"
	case p.has("home"):
		return "home"
	case p.has("other"):
		return "other"
	}
	return ""
}

func firstOther(types []string, but ...string) string {
	for _, t := range types {
		if !slices.Contains(but, t) {
			return t
		}
	}
	return ""
}

// phoneText writes a tel: URI as a person would.
func phoneText(v string) string {
	if len(v) < 4 || !strings.EqualFold(v[:4], "tel:") {
		return v
	}
	number, rest, _ := strings.Cut(v[4:], ";")
	if plain, err := url.PathUnescape(number); err == nil {
		number = plain
	}
	for _, param := range strings.Split(rest, ";") {
		if ext, ok := strings.CutPrefix(param, "ext="); ok {
			number += " ext. " + ext
		}
	}
	return number
}

func (b *builder) address(p *property, text string) {
	a := append(parts(text, ';'), "", "", "", "", "", "", "")
	street := strings.Join(filled([]string{a[2], a[1], a[0]}), "\n")
	address := Address{Street: street, City: a[3], Region: a[4], PostalCode: a[5], Country: a[6], Type: itemType(p), Preferred: p.preferred()}
	if address.Street+a[3]+a[4]+a[5]+a[6] != "" {
		b.card.Addresses = append(b.card.Addresses, address)
	}
}

// finish joins labels to what they name and makes up for a missing name.
func (b *builder) finish() {
	for _, g := range b.groups {
		if label := b.labels[g.group]; label != "" {
			item := &(*g.list)[g.at]
			item.Label = label
			if item.Type == "" {
				item.Type = typeOfLabel(label)
			}
		}
	}
	if b.card.FullName == "" {
		c := b.card
		c.FullName = strings.Join(filled([]string{c.First, c.Middle, c.Last}), " ")
	}
}

func typeOfLabel(label string) string {
	switch strings.ToLower(label) {
	case "mobile", "iphone", "cell":
		return "mobile"
	case "work", "home", "fax", "pager", "main", "other":
		return strings.ToLower(label)
	}
	return "other"
}
