package list_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

func TestParse_PutsConditionsWhereTheyBelong(t *testing.T) {
	l := bare()
	const two = "name=x&email=y"
	const deep = "filter=any(name:x)(all(email:y)(any(name:z)))"
	for _, c := range []struct{ raw, want, problem string }{
		{two + "&add=country&v=BG&at=end", "name=x&email=y&country=BG", ""},
		{two + "&add=country&v=BG&at=c0", "country=BG&email=y", ""},
		{two + "&add=country&v=BG&at=c0/or", "email=y&filter=any(name:x)(country:BG)", ""},
		{two + "&add=country&v=BG&at=c1/and", "name=x&filter=all(email:y)(country:BG)", ""},
		{two + "&add=country&v=BG&at=any", "name=x&email=y&filter=any(country:BG)", ""},
		{deep + "&add=country&v=BG&v=DE&at=g0", "filter=any(name:x)(country:BG,DE)(all(email:y)(any(name:z)))", ""},
		{deep + "&add=country&v=BG&at=g0/g0/c0", "filter=any(name:x)(all(country:BG)(any(name:z)))", ""},
		{deep + "&add=country&v=BG&at=g0/all", "filter=any(name:x)(all(email:y)(any(name:z)))(all(country:BG))", ""},
		{deep + "&add=country&v=BG&at=g0/g0/g0/any", deep, "country"},
		{deep + "&add=country&v=BG&at=g0/g0/g0/c0/or", deep, "country"},
		{deep + "&add=country&v=BG&at=g1", deep, "country"}, {deep + "&add=country&v=BG&at=c0", deep, "country"},
		{two + "&add=country&v=XX&at=c0", two, "country"},
		{two + "&add=country&v=BG&at=c0/x", "name=x&email=y&country=BG", ""}, {two + "&add=country&v=BG&at=g%2B1", "name=x&email=y&country=BG", ""},
		{two + "&add=country&op=empty&v=BG&at=c0", "country=empty:&email=y", ""},
		{two + "&add=owner&v=me&v_text=Me&open=1", "name=x&email=y&owner=me", ""},
		{strings.Repeat("name=x&", 50) + "add=email&v=y", strings.TrimSuffix(strings.Repeat("name=x&", 50), "&"), "email"},
	} {
		q, problems := l.Parse(t.Context(), c.raw)
		if got := l.Format(q); got != c.want {
			t.Errorf("%.80q becomes %q, want %q", c.raw, got, c.want)
		}
		if found := len(problems) > 0; found != (c.problem != "") || found && problems[0].Param != c.problem {
			t.Errorf("%.80q: problems %v, want one of %q", c.raw, problems, c.problem)
		}
	}
}

func TestQuery_LosesAndTurnsParts(t *testing.T) {
	l := bare()
	const raw = "name=x&filter=any(name:a)(all(email:b))&filter=all(name:c)"
	q, _ := l.Parse(t.Context(), raw)
	for _, c := range []struct{ at, without, turned string }{
		{"c0", "filter=any(name:a)(all(email:b))&filter=all(name:c)", raw},
		{"g0/c0", "name=x&filter=any(all(email:b))&filter=all(name:c)", raw},
		{"g0/g0/c0", "name=x&filter=any(name:a)&filter=all(name:c)", raw},
		{"g1/c0", "name=x&filter=any(name:a)(all(email:b))", raw},
		{"g0", "name=x&filter=all(name:c)", "name=x&filter=all(name:a)(all(email:b))&filter=all(name:c)"},
		{"g0/g0", "name=x&filter=any(name:a)&filter=all(name:c)", "name=x&filter=any(name:a)(any(email:b))&filter=all(name:c)"},
		{"", "", raw}, {"g7", raw, raw}, {"c9", raw, raw}, {"nonsense", raw, raw}, {"g0/g0/g0", raw, raw}, {"c-1", raw, raw}, {"g", raw, raw},
	} {
		if got := l.Format(q.Without(c.at)); got != c.without {
			t.Errorf("without %q: %q, want %q", c.at, got, c.without)
		}
		if got := l.Format(q.Turned(c.at)); got != c.turned {
			t.Errorf("turned at %q: %q, want %q", c.at, got, c.turned)
		}
		if got := l.Format(q); got != raw {
			t.Fatalf("%q changed the query itself: %q", c.at, got)
		}
	}
	if c, ok := q.Cond("g0/g0/c0"); !ok || c.Field != "email" {
		t.Errorf("%v %v", c, ok)
	}
	for _, at := range []string{"", "g0", "c0/or", "g0/g0/c1", "x"} {
		if _, ok := q.Cond(at); ok {
			t.Errorf("there is a condition at %q", at)
		}
	}
}

func TestFilterBar_ShowsFormsForEverySpot(t *testing.T) {
	l := bare()
	ctx := i18n.With(t.Context(), i18n.Locale{Lang: "en"})
	q, _ := l.Parse(ctx, "name=is:Anna,Boris&country=BG&birthday=this-month,2026-01&filter=any(active:yes)(all(budget:gte:5))")
	f := list.FilterBar{List: l, Query: q}
	for _, c := range []struct {
		asked string
		has   string // texts parted by |
	}{
		{"", "Name|field=country&amp;list=name|open=filter-menu"},
		{"field=name", `value="has"|name="add" value="name"|name="v"`},
		{"at=c0", `value="is" selected|value="Anna"|value="Boris"|name="at" value="c0"|c0/or`},
		{"at=c1", `value="BG"|checked`},
		{"at=c2", `value="this-month" selected|value="2026-01"`},
		{"at=g0/c0&open=filter-edit", `value="yes" selected|name="open" value="filter-edit"`},
		{"at=g0/g0/c0&open=x", `value="5"|name="open" value="filter-menu"`},
		{"at=g0&open=filter-edit", "field=name&amp;at=g0&amp;open=filter-edit"},
		{"open=filter-edit", "Any of these|Ask for all|All of these|at=g0/g0/any|at=end&amp;|open=filter-edit"},
	} {
		asked, err := url.ParseQuery(c.asked)
		if err != nil {
			t.Fatal(err)
		}
		part, err := f.Part(ctx, asked)
		if err != nil || part == nil {
			t.Fatalf("%q: %v", c.asked, err)
		}
		html, err := templ.ToGoHTML(ctx, part)
		if err != nil {
			t.Fatal(err)
		}
		for text := range strings.SplitSeq(c.has, "|") {
			if !strings.Contains(string(html), text) {
				t.Errorf("%q lacks %q: %s", c.asked, text, html)
			}
		}
	}
	if part, err := f.Part(ctx, url.Values{"field": {"salary"}}); part != nil || err != nil {
		t.Errorf("a field that is not there: %v %v", part, err)
	}
}

func FuzzSpot(f *testing.F) {
	for _, seed := range []string{"", "end", "c0", "g0/c0/or", "g1/any", "all", "g99999999999999999999", "c/or", "g0//c0"} {
		f.Add(seed)
	}
	l := bare()
	q, _ := l.Parse(f.Context(), "name=x&filter=any(name:a)(all(email:b))")
	f.Fuzz(func(t *testing.T, at string) {
		for _, changed := range []list.Query{q.Without(at), q.Turned(at)} {
			if _, problems := l.Parse(t.Context(), l.Format(changed)); len(problems) > 0 {
				t.Errorf("%q leaves %q: %v", at, l.Format(changed), problems)
			}
		}
		added, _ := l.Parse(t.Context(), "name=x&filter=any(name:a)&add=email&v=y&at="+url.QueryEscape(at))
		if _, problems := l.Parse(t.Context(), l.Format(added)); len(problems) > 0 {
			t.Errorf("%q makes %q: %v", at, l.Format(added), problems)
		}
	})
}
