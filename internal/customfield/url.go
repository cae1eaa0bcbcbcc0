package customfield

import (
	"net/url"
	"strings"
	"unicode"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// addresses are web addresses, kept with their https://.
func addresses() kind {
	k := texts()
	k.label, k.icon, k.kind = i18n.Mark("Web address"), "link", list.URL
	k.read = func(r *Reader, _ *Field, s string) (string, string) {
		s = strings.TrimSpace(s)
		if !strings.Contains(s, "://") {
			s = "https://" + s
		}
		if problem := r.length(s, maxLine); problem != "" {
			return s, problem
		}
		if !isWeb(s) {
			return s, i18n.T(r.ctx, "This is not a web address. It looks like https://example.com.")
		}
		return s, ""
	}
	return k
}

func isWeb(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.User == nil && strings.Contains(u.Hostname(), ".") &&
		!strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}
