package account

import (
	"net/http"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/web"
)

// Session is one browser that is signed in.
type Session struct {
	ID         db.ID  `db:"public_id"`
	IP         string `db:"ip"`
	Agent      string `db:"agent"`
	CreatedAt  int64  `db:"created_at"`
	LastSeenAt int64  `db:"last_seen_at"`
}

// device is where a session is started from.
type device struct{ ip, agent string }

func deviceOf(r *http.Request) device {
	agent := strings.ToValidUTF8(strings.ReplaceAll(r.UserAgent(), "\x00", ""), "")
	if len(agent) > 300 {
		agent = strings.ToValidUTF8(agent[:300], "")
	}
	return device{ipText(web.ClientOf(r.Context()).IP), agent}
}

// Browser returns the names of the browser and the system, as far as the
// browser told them: "Firefox", "Linux".
func (s Session) Browser() (browser, system string) {
	return firstIn(s.Agent, browsers), firstIn(s.Agent, systems)
}

// title names the browser for the audit log, in no language.
func (s Session) title() string {
	browser, system := s.Browser()
	return strings.Trim(browser+", "+system, ", ")
}

// The order matters: most browsers also call themselves by another's name.
var browsers = [][2]string{
	{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Vivaldi", "Vivaldi"}, {"YaBrowser", "Yandex"}, {"SamsungBrowser", "Samsung Internet"},
	{"Firefox/", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"},
}

var systems = [][2]string{
	{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"CrOS", "ChromeOS"},
	{"Mac OS X", "macOS"}, {"Linux", "Linux"}, {"X11", "Linux"},
}

func firstIn(agent string, names [][2]string) string {
	for _, n := range names {
		if strings.Contains(agent, n[0]) {
			return n[1]
		}
	}
	return ""
}
