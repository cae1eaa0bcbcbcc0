package contact

import (
	"slices"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/phone"
)

// suspect is a record as the finder of duplicates sees it.
type suspect struct {
	id       db.ID
	words    []string // of the name, sorted; of a company without the legal form
	sorted   string   // the same, joined
	spelled  string   // the words in their order
	cyrillic bool
	company  string // name without legal form
	city     string
	country  string
	domain   string
	emails   []string
	mobiles  []string
	phones   []string
	vat, reg string
}

func (s *suspect) named(name string, words []string) {
	words = looseWords(words)
	s.cyrillic, s.spelled = isCyrillic(name), strings.Join(words, " ")
	s.words = slices.Sorted(slices.Values(words))
	s.sorted = strings.Join(s.words, " ")
}

// rule is one way in which two records may be one: they share a value, and
// what else is known of them does not speak against it.
type rule struct {
	most   int // a value that more records share tells nothing
	values func(s *suspect) []string
	judge  func(a, b *suspect) (reason string, certainty int) // 0: they are not
}

// contactRules are the ways in which contacts are found to be one.
func contactRules() []rule {
	return []rule{
		{most: 6, values: func(s *suspect) []string { return s.emails }, judge: judgeEmail},
		{most: 5, values: func(s *suspect) []string { return s.mobiles }, judge: judgeMobile},
		{most: 40, values: func(s *suspect) []string { return s.phones }, judge: judgePhone},
		{most: 12, values: func(s *suspect) []string { return together2(s.sorted, s.company) }, judge: judgeCompany},
		{most: 8, values: func(s *suspect) []string { return together2(s.sorted, s.city) }, judge: judgeCity},
		{most: 3, values: func(s *suspect) []string { return together2(s.sorted, "*") }, judge: judgeName},
		{most: 60, values: func(s *suspect) []string { return halves(s.spelled, s.company) }, judge: judgeSlip("typo_company", 80, func(s *suspect) string { return s.company })},
		{most: 60, values: func(s *suspect) []string { return halves(s.spelled, s.city) }, judge: judgeSlip("typo_city", 55, func(s *suspect) string { return s.city })},
	}
}

// companyRules are the ways in which companies are found to be one.
func companyRules() []rule {
	return []rule{
		{most: 6, values: func(s *suspect) []string { return s.numbers() }, judge: judgeNumber},
		{most: 12, values: func(s *suspect) []string { return filled(s.domain) }, judge: judgeDomain},
		{most: 6, values: func(s *suspect) []string { return s.emails }, judge: judgeFirmEmail},
		{most: 12, values: func(s *suspect) []string { return s.phones }, judge: judgeFirmPhone},
		{most: 12, values: func(s *suspect) []string { return filled(s.sorted) }, judge: judgeFirmName},
		{most: 60, values: func(s *suspect) []string { return halves(s.spelled, s.city) }, judge: judgeSlip("typo_city", 70, func(s *suspect) string { return s.city })},
	}
}

func filled(values ...string) []string {
	return slices.DeleteFunc(values, func(v string) bool { return v == "" })
}

// together2 is a name with what else must be the same; none where either is
// missing.
func together2(name, with string) []string {
	if name == "" || with == "" {
		return nil
	}
	return []string{name + "|" + with}
}

// shortestSlip is how long a name must be for one letter to be a slip.
const shortestSlip = 6

// halves are what two texts share that differ by one letter: the letter is in
// one half of them, so the other half is the same. Either text may be the
// longer one.
func halves(text, with string) []string {
	n := len(text)
	if n < shortestSlip || with == "" {
		return nil
	}
	half, less := n/2, (n-1)/2
	tail := with + "|"
	all := []string{"<" + tail + text[:half], ">" + tail + text[half:]}
	if less != half {
		return append(all, "<"+tail+text[:less], ">"+tail+text[less+1:])
	}
	return append(all, ">"+tail+text[half+1:])
}

// agrees tells whether the names may be those of one person or firm.
func (s *suspect) agrees(o *suspect) bool {
	return s.sorted == "" || o.sorted == "" || sameWords(s.words, o.words) || oneLetter(s.spelled, o.spelled)
}

// elsewhere tells whether both have a value, and not the same.
func elsewhere(a, b string) bool { return a != "" && b != "" && a != b }

func judgeEmail(a, b *suspect) (string, int) {
	if a.agrees(b) {
		return "email", 98
	}
	return "email", 70
}

func judgeMobile(a, b *suspect) (string, int) {
	if a.agrees(b) {
		return "mobile", 96
	}
	return "mobile", 72
}

// judgePhone is for numbers that an office may share: the names must agree.
func judgePhone(a, b *suspect) (string, int) {
	if !a.agrees(b) {
		return "", 0
	}
	for _, number := range a.phones {
		if slices.Contains(b.phones, number) && phone.Mobile(number) {
			return "mobile", 96
		}
	}
	return "phone", 88
}

func judgeCompany(a, b *suspect) (string, int) {
	if a.cyrillic != b.cyrillic {
		return "script_company", 91
	}
	return "name_company", 92
}

func judgeCity(a, b *suspect) (string, int) {
	switch {
	case elsewhere(a.company, b.company):
		return "", 0
	case a.cyrillic != b.cyrillic:
		return "script_city", 66
	}
	return "name_city", 64
}

// judgeName is for names that few have.
func judgeName(a, b *suspect) (string, int) {
	switch {
	case len(a.words) < 2 || elsewhere(a.company, b.company) || elsewhere(a.city, b.city):
		return "", 0
	case a.cyrillic != b.cyrillic:
		return "script", 52
	}
	return "name", 50
}

// judgeSlip is for names that differ by one letter.
func judgeSlip(reason string, certainty int, same func(*suspect) string) func(a, b *suspect) (string, int) {
	return func(a, b *suspect) (string, int) {
		if same(a) != same(b) || elsewhere(a.company, b.company) || elsewhere(a.vat, b.vat) || !oneLetter(a.spelled, b.spelled) {
			return "", 0
		}
		return reason, certainty
	}
}

func (s *suspect) numbers() []string {
	all := filled(s.vat, s.reg)
	slices.Sort(all)
	return slices.Compact(all)
}

func judgeNumber(a, b *suspect) (string, int) {
	if a.vat != "" && a.vat == b.vat {
		return "vat", 97
	}
	return "registration", 95
}

func judgeDomain(a, b *suspect) (string, int) {
	switch {
	case elsewhere(a.vat, b.vat):
		return "", 0
	case a.agrees(b):
		return "domain", 93
	}
	return "domain", 65
}

func judgeFirmEmail(a, b *suspect) (string, int) {
	if a.agrees(b) && !elsewhere(a.vat, b.vat) {
		return "email", 90
	}
	return "email", 60
}

func judgeFirmPhone(a, b *suspect) (string, int) {
	if !a.agrees(b) || elsewhere(a.vat, b.vat) {
		return "", 0
	}
	return "phone", 85
}

func judgeFirmName(a, b *suspect) (string, int) {
	reason := "firm_name"
	if a.cyrillic != b.cyrillic {
		reason = "firm_script"
	}
	switch {
	case elsewhere(a.vat, b.vat) || elsewhere(a.country, b.country):
		return "", 0
	case a.city != "" && a.city == b.city:
		return reason, 90
	case elsewhere(a.city, b.city):
		return reason, 58
	}
	return reason, 80
}
