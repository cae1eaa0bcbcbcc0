package list_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

const evil = `"><script>alert('1')</script>&`

// TestTable_EscapesEveryCell puts a script and an attribute's end into every
// text there is.
func TestTable_EscapesEveryCell(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t.Context(), t, d)
		n := int64(5)
		w.records = []record{{id: db.NewID(), name: evil, position: evil, site: "javascript:" + evil, country: evil[:2], company: 0, owner: 0, team: 0, tags: []int{3},
			emails: []string{evil}, phones: []string{evil}, birthday: "<i>abc</i>", score: &n, budget: &n, currency: "<b>", activity: &n}}
		w.save(t.Context(), t, d)
		if err := d.InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE companies SET name = $1", evil)
			if err == nil {
				_, err = tx.Exec(t.Context(), "UPDATE members SET name = $1", evil)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		l := w.list(d)
		q := l.Full(list.Query{Search: "script"})
		page, err := l.Page(t.Context(), q)
		if err != nil || len(page.Rows) != 1 {
			t.Fatal(page.Rows, err)
		}
		var b strings.Builder
		if err := list.Table(l, q, page, list.Look{}).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		html := b.String()
		for _, bad := range []string{"<script", "<b>", "'1'", `href="javascript:`, "<i>"} {
			if strings.Contains(html, bad) {
				t.Errorf("%q stands in the table:\n%s", bad, html)
			}
		}
		// Box, name, company, e-mail (link, text, all), phone, position, website, owner, tag.
		if n := strings.Count(html, "&lt;script&gt;"); n < 9 {
			t.Errorf("%d scripts are shown as text:\n%s", n, html)
		}
		body := l.AppendJSON(nil, page)
		if strings.Contains(string(body), "<script") || !json.Valid(body) {
			t.Errorf("JSON is %s", body)
		}
	})
}

func TestText_FormulasAreNeutral(t *testing.T) {
	for in, want := range map[string]string{"": "", "x": "x", "=1+1": "'=1+1", "+359": "'+359", "-5": "'-5", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "1=1": "1=1"} {
		if got := list.Neutral(in); got != want {
			t.Errorf("Neutral(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTable_RowSaysWhatThereIs(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t.Context(), t, d)
	at, n := now.Add(-2*time.Hour).UnixMilli(), int64(123456)
	w.records = []record{{id: db.NewID(), name: "Ивайло Стоянов", country: "BG", company: 0, owner: 1, team: -1, tags: []int{0, 1}, emails: []string{"ivo@x.bg", "ivo@y.bg"}, phones: []string{"0888123456"},
		site: "https://example.com/ivo", birthday: "--10-12", active: true, activity: &at, score: &n, budget: &n, currency: "JPY", updated: at}}
	w.save(t.Context(), t, d)
	l := w.list(d)
	q := l.Full(list.Query{})
	page, err := l.Page(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	ctx := i18n.With(t.Context(), i18n.Locale{Lang: "en", Zone: sofia})
	var b strings.Builder
	if err := list.Table(l, q, page, list.Look{}).Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	id := w.records[0].id.String()
	for _, want := range []string{
		`<tr role="row" data-row="` + id + `"><td role="cell"><input class="check" type="checkbox" name="id" data-select value="` + id + `" aria-label="Select Ивайло Стоянов"></td>`,
		`<td role="cell" data-m="a"><a class="who" href="/contacts/` + id + `"><span class="avatar" data-hue="`,
		`aria-hidden="true">ИС</span><span class="name">Ивайло Стоянов</span></a></td>`,
		`<td role="cell" data-m="b"><span class="who"><span class="avatar" data-hue="7" data-size="s" data-square aria-hidden="true">Т</span><span>Тунджа Металс</span></span></td>`,
		`<td role="cell" data-m="d"><span class="tags"><span class="tag" data-hue="`, `>Key account</span><span class="tag"`,
		`<a href="mailto:ivo@x.bg">ivo@x.bg</a>`, `<td role="cell">ivo@x.bg, ivo@y.bg</td>`, `<a href="tel:0888123456">0888123456</a>`,
		`href="https://example.com/ivo">example.com/ivo</a>`, `<td role="cell">Bulgaria</td>`, `<td role="cell">12 October</td>`, `<td role="cell">Yes</td>`, `<span class="empty">–</span>`,
		`title="29 Mar 2026, 00:30 EET">2 h</time>`, `<td role="cell" class="end num">12,345.6</td>`, `<td role="cell" class="end money">123,456` + "\u00a0" + `JPY</td>`,
		`<th role="columnheader" data-col="name"><a href="/contacts?sort=name&amp;cols=`, `<tbody role="rowgroup" data-path="/contacts" id="contacts-rows">`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the table lacks %s", want)
		}
	}
	if t.Failed() {
		t.Log(b.String())
	}
	var got map[string]any
	if err := json.Unmarshal(l.AppendJSON(nil, page), &got); err != nil {
		t.Fatal(err)
	}
	record := got["data"].([]any)[0].(map[string]any)
	again, _ := json.Marshal(record)
	for _, want := range []string{
		`"id":"` + id + `"`, `"name":"Ивайло Стоянов"`, `"company":{"id":"` + w.companies[0].String() + `","name":"Тунджа Металс"}`, `"tags":[{"id":"` + w.tags[0].String() + `","name":"Key account"}`,
		`"emails":[{"email":"ivo@x.bg","kind":"work","primary":true},{"email":"ivo@y.bg","kind":"work","primary":false}]`, `"budget":{"amount":"123456","currency":"JPY"}`, `"score":12345.6`,
		`"active":true`, `"birthday":"--10-12"`, `"activity":"2026-03-28T22:30:00Z"`, `"owner":{"id":"`, `"position":""`, `"version":1`,
	} {
		if !strings.Contains(string(again), want) {
			t.Errorf("the JSON lacks %s:\n%s", want, again)
		}
	}
}

func TestTable_SortAndNextAreLinks(t *testing.T) {
	d := dbtest.SQLite(t)
	w := small(t, d)
	l := w.list(d)
	q := list.Query{Limit: 2, Sort: []list.Order{{Field: "company", Desc: true}}}
	page, err := l.Page(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := list.Table(l, q, page, list.Look{}).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`data-col="company" aria-sort="descending"><a href="/contacts\?limit=2"[^>]*><span>Company</span><svg`).MatchString(b.String()) {
		t.Errorf("the sorted column has no way back:\n%s", b.String())
	}
	more := regexp.MustCompile(`<tr role="row" class="more" hx-get="(/contacts\?sort=-company&amp;limit=2&amp;cursor=[\w-]+)"[^>]*><td role="cell" data-m="a" colspan="7"><a class="link" href="(/contacts[^"]*)">Next page</a>`).FindStringSubmatch(b.String())
	if more == nil || more[1] != more[2] {
		t.Errorf("there is no way to the next page:\n%s", b.String())
	}
}

func TestTable_GroupsHaveHeads(t *testing.T) {
	d := dbtest.SQLite(t)
	w := small(t, d) // two contacts have no company, two the first, one each of the others
	l := w.list(d)
	q, problems := l.Parse(t.Context(), "group=company&sort=activity&limit=3")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	page, err := l.Page(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	first := rendered(t, list.Table(l, q, page, list.Look{Density: "compact", Widths: map[string]int{"name": 240}}))
	heads := regexp.MustCompile(`<tr role="row" class="group">.*?<span>([^<]*)</span></span><span class="num faint" id="(group-[\w-]+)"( hx-get="[^"]*of=([\w,-]+)&amp;list=sort%3Dactivity%26group%3Dcompany%26limit%3D3")?`).FindAllStringSubmatch(first, -1)
	if len(heads) != 3 || heads[0][4] == "" || heads[1][3] != "" || strings.Count(heads[0][4], ",") != 2 {
		t.Fatalf("%d heads %q:\n%s", len(heads), heads, first)
	}
	if !strings.Contains(first, `data-sized`) || !strings.Contains(first, `<col width="240"><col class=`) || !strings.Contains(first, `aria-valuenow="240" aria-label="Width of Name"`) {
		t.Errorf("the widths are not in it:\n%s", first)
	}
	sizes, err := l.GroupSizes(t.Context(), q, heads[0][4]+",forged,AAAA")
	if err != nil || len(sizes) != 3 || sizes[0].ID != heads[0][2] || sizes[2].N != 2 {
		t.Errorf("the sizes are %v, %v", sizes, err)
	}
	q.Cursor = page.Next
	if page, err = l.Page(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	behind := rendered(t, list.Rows(l, q, page))
	if got := strings.Count(behind, `class="group"`); got != 1 || strings.Contains(behind, "continued") || !strings.Contains(behind, "Not set") {
		t.Errorf("the next rows have %d heads:\n%s", got, behind)
	}
	if again := rendered(t, list.Table(l, q, page, list.Look{})); !strings.Contains(again, "continued") || strings.Count(again, `class="group"`) != 2 {
		t.Errorf("a page by itself does not say what it goes on with:\n%s", again)
	}
}

func rendered(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTable_HeadsSortByMore(t *testing.T) {
	d := dbtest.SQLite(t)
	l := small(t, d).list(d)
	for _, c := range []struct{ raw, key, want string }{
		{"", "name", "/contacts?sort=name"},
		{"sort=-company", "name", "/contacts?sort=-company,name"},
		{"sort=-company,name", "name", "/contacts?sort=-company,-name"},
		{"sort=-company,-name", "name", "/contacts?sort=-company"},
		{"sort=name,company,email", "birthday", ""},
		{"sort=name&sort=-company&sort=name", "email", "/contacts?sort=name,-company,email"},
	} {
		q, problems := l.Parse(t.Context(), c.raw)
		if got := l.AddSortURL(q, c.key); got != c.want || len(problems) > 0 {
			t.Errorf("%s and %s lead to %s, %v", c.raw, c.key, got, problems)
		}
	}
	for _, raw := range []string{"group=salary", "group=name", "sum=name", "avg=salary", "sort=name,company,email,birthday"} {
		if _, problems := l.Parse(t.Context(), raw); len(problems) != 1 {
			t.Errorf("%s is taken: %v", raw, problems)
		}
	}
}

func TestChips_InWords(t *testing.T) {
	d := dbtest.SQLite(t)
	w := small(t, d)
	l := w.list(d)
	raw := "owner=me," + w.members[1].String() + "&birthday=before:-30d&country=none:BG,DE&filter=any(name:ivan)(phone:empty:)&sort=name"
	q, problems := l.Parse(t.Context(), raw)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	chips, err := l.Chips(t.Context(), q)
	if err != nil || len(chips) != 4 {
		t.Fatal(chips, err)
	}
	var all []string
	for _, c := range chips {
		all = append(all, strings.Join([]string{c.Label, c.Op, c.Value}, "|"))
	}
	want := "Owner|is|Me, Member 1\nBirthday|is before|the last 30 days\nCountry|is not|Bulgaria, Germany\nAny of||Name contains ivan or Phone is empty"
	if got := strings.Join(all, "\n"); got != want {
		t.Errorf("chips say\n%s\nwant\n%s", got, want)
	}
	if want := "/contacts?owner=me," + w.members[1].String() + "&country=none:BG,DE&filter=any(name:ivan)(phone:empty:)&sort=name"; chips[1].Remove != want {
		t.Errorf("removing leads to %s, want %s", chips[1].Remove, want)
	}
}
