package list_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
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
		`<th role="columnheader" data-col="name"><a href="/contacts?sort=name&amp;cols=`, `<tbody role="rowgroup" id="contacts-rows">`,
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
	if !regexp.MustCompile(`data-col="company" aria-sort="descending"><a href="/contacts\?limit=2"[^>]*>Company<svg`).MatchString(b.String()) {
		t.Errorf("the sorted column has no way back:\n%s", b.String())
	}
	more := regexp.MustCompile(`<tr role="row" class="more" hx-get="(/contacts\?sort=-company&amp;limit=2&amp;cursor=[\w-]+)"[^>]*><td role="cell" data-m="a" colspan="7"><a class="link" href="(/contacts[^"]*)">Next page</a>`).FindStringSubmatch(b.String())
	if more == nil || more[1] != more[2] {
		t.Errorf("there is no way to the next page:\n%s", b.String())
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
