package contact

import (
	"strings"

	"kontor/internal/kit/search"
)

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
