package contact

import (
	"strings"

	"kontor/internal/kit/search"
)

// splitMany cuts a cell that holds several addresses or numbers.
func splitMany(cell string) []string {
	parts := strings.Split(strings.ReplaceAll(strings.ReplaceAll(cell, ":::", ";"), "\n", ";"), ";")
	if strings.Contains(cell, "@") {
		parts = strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == ',' || r == '\n' || r == '|' })
	}
	out := parts[:0]
	for _, p := range parts {
		if p = strings.Trim(p, " :\t\r"); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func emailKind(words string) string {
	switch w := search.Fold(words); {
	case containsAny(w, "home", "personal", "private", "lich", "domash"):
		return "home"
	case containsAny(w, "other", "drug"):
		return "other"
	}
	return "work"
}

func phoneKind(words string) string {
	switch w := search.Fold(words); {
	case containsAny(w, "fax", "faks"):
		return "fax"
	case containsAny(w, "mobile", "cell", "mobil", "gsm", "handy", "dzhiesem"):
		return "mobile"
	case containsAny(w, "home", "private", "domash"):
		return "home"
	case containsAny(w, "pager", "other", "drug"):
		return "other"
	}
	return "work"
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// splitTags cuts "* myContacts ::: Customers", "Key;VIP" and "a, b"; what a
// program adds for itself is no tag.
func splitTags(cell string) []string {
	var out []string
	for _, t := range strings.FieldsFunc(strings.ReplaceAll(cell, ":::", ";"), func(r rune) bool { return r == ';' || r == ',' || r == '\n' }) {
		own := strings.HasPrefix(strings.TrimSpace(t), "* ")
		t = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(t), "* "))
		if t == "" || own && (t == "myContacts" || t == "friends" || t == "family" || t == "coworkers" || t == "starred") {
			continue
		}
		out = append(out, t)
	}
	return out
}

// splitName cuts a whole name: "Иван Петров", "Petrov, Ivan", "Bram de Vries".
func splitName(full string) (first, last string) {
	if a, b, comma := strings.Cut(full, ","); comma && strings.TrimSpace(b) != "" && !isSuffix(b) {
		return strings.TrimSpace(b), strings.TrimSpace(a)
	}
	words := strings.Fields(full)
	for len(words) > 1 && salutations(words[:1]) {
		words = words[1:]
	}
	if len(words) < 2 {
		return strings.Join(words, " "), ""
	}
	cut := len(words) - 1
	for cut > 1 && isSuffix(words[cut]) {
		cut--
	}
	for cut > 1 && isParticle(words[cut-1]) {
		cut--
	}
	return strings.Join(words[:cut], " "), strings.Join(words[cut:], " ")
}

func isSuffix(s string) bool {
	switch strings.ToLower(strings.Trim(s, " .")) {
	case "jr", "sr", "ii", "iii", "phd", "md", "mba", "esq":
		return true
	}
	return false
}

func isParticle(s string) bool {
	switch s {
	case "de", "van", "von", "der", "den", "da", "di", "del", "della", "la", "le", "du", "dos", "ter", "ten", "zu", "af", "bin", "al":
		return true
	}
	return false
}
