package list_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// bare is a list that is only parsed, never read.
func bare() *list.List {
	sc := list.Scope{Workspace: 1, Member: db.ID{1}, See: list.All, Now: now, Zone: sofia, Currency: "EUR"}
	sc.Has = func(permission string) bool { return permission != "contact.score" }
	return contacts.For(&db.DB{Engine: db.SQLite}, secret, sc, nil)
}

func TestParse_ReadsAndWritesTheSame(t *testing.T) {
	l := bare()
	for _, c := range []struct{ raw, want string }{
		{"", ""}, {"q=ivan+petrov&sort=-activity,name", "q=ivan+petrov&sort=-activity,name"},
		{"name=&email=x&phone=", "email=x"}, // untouched fields of a form
		{"name=has:x", "name=x"}, {"name=has:a:b", "name=has:a:b"}, {"name=a%3Ab", "name=has:a:b"}, {"name=starts:%D0%98%D0%B2%D0%B0", "name=starts:%D0%98%D0%B2%D0%B0"},
		{"phone=empty:&name=empty", "phone=empty:&name=empty"}, {`name=a\,b,c`, `name=a%5C,b,c`}, {"name=is:a,b&name=not:c", "name=is:a,b&name=not:c"},
		{"owner=me&active=yes&birthday=before:-30d", "owner=me&active=yes&birthday=before:-30d"}, {"budget=gte:10000EUR&birthday=this-quarter", "budget=gte:10000EUR&birthday=this-quarter"},
		{"filter=any(owner:me)(all(country:BG)(budget:gte:50))&cols=name,email", "filter=any(owner:me)(all(country:BG)(budget:gte:50))&cols=name,email"},
		{`filter=all(name:a\)b\(c)`, `filter=all(name:a%5C)b%5C(c)`}, {"cols=name&cols=email&cols=name", "cols=name,email"}, {"limit=200&cursor=abc", "limit=200"},
		{"add=name&op=is&v=x&v=y&q=z", "q=z&name=is:x,y"}, {"add=country&v=BG", "country=BG"}, {"add=phone&op=empty", "phone=empty:"},
		{"sort=name,-name,activity", "sort=name,activity"}, {"view=7&q=a%26b%3Dc%25", "view=7&q=a%26b%3Dc%25"},
		{"view=7", "view=7&q="}, {"view=7&limit=9", "view=7&q=&limit=9"}, {"view=7&cols=name", "view=7&cols=name"},
	} {
		q, problems := l.Parse(t.Context(), c.raw)
		if got := l.Format(q); got != c.want || len(problems) > 0 {
			t.Errorf("%q becomes %q, want %q; problems %v", c.raw, got, c.want, problems)
		}
	}
}

func TestParse_TellsWhatIsWrong(t *testing.T) {
	l := bare()
	bg := i18n.With(t.Context(), i18n.Locale{Lang: "bg"})
	for _, c := range []struct{ raw, param string }{
		{"nothing=x", "nothing"}, {"score=5", "score"}, {"sort=score", "sort"}, {"sort=tags", "sort"}, {"cols=score", "cols"}, {"filter=any(score:gt:5)", "filter"},
		{"emails=x", "emails"}, {"limit=0", "limit"}, {"limit=201", "limit"}, {"limit=x", "limit"}, {"sort=name,email,country,position", "sort"},
		{"name=is:", "name"}, {"name=empty:x", "name"}, {"country=XX", "country"}, {"owner=nobody", "owner"}, {"tags=7", "tags"}, {"company=me", "company"},
		{"birthday=someday", "birthday"}, {"birthday=2026-13", "birthday"}, {"birthday=2026..2025", "birthday"}, {"budget=much", "budget"}, {"budget=gt:1..2", "budget"}, {"active=maybe", "active"},
		{"phone=abc", "phone"}, {"name=a%00b", "name"}, {"name=%ff", "name"}, {"name=%zz", "name"}, {"%zz=1", "%zz"}, {"%ff=1", "%ff"},
		{"filter=some(name:x)", "filter"}, {"filter=any", "filter"}, {"filter=any(name:x", "filter"}, {"filter=any(name:x))", "filter"}, {"filter=any()", "filter"},
		{"filter=all(all(all(all(name:x))))", "filter"}, {strings.Repeat("name=x&", 51), "name"}, {"name=" + strings.Repeat("x,", 201), "name"}, {"q=" + strings.Repeat("x", 9000), "filter"},
		{"add=nothing&v=x", "nothing"}, {"add=name&op=odd&v=x", "name"},
	} {
		_, problems := l.Parse(t.Context(), c.raw)
		if len(problems) == 0 || problems[0].Param != c.param || problems[0].Text == "" {
			t.Errorf("%.60q: problems %v, want one of %q", c.raw, problems, c.param)
			continue
		}
		if _, other := l.Parse(bg, c.raw); other[0].Text == problems[0].Text {
			t.Errorf("%.60q: %q is not in the reader's language", c.raw, other[0].Text)
		}
	}
}

func TestParse_GoesOnWithTheRest(t *testing.T) {
	l := bare()
	q, problems := l.Parse(t.Context(), "country=XX&name=ivan&sort=nothing,name&q=x")
	if got := l.Format(q); got != "q=x&name=ivan&sort=name" || len(problems) != 2 {
		t.Errorf("left is %q with %v", got, problems)
	}
	if list.Invalid(problems) == nil {
		t.Error("problems are no error")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"q=a&sort=-name", `filter=any(name:a\,b)(all(owner:me)(birthday:2026-q1))`, "name=is:x,y&add=name&op=not&v=z", "budget=1e5&score=--1&active=yes", "birthday=-30d..2w&x=1", "%3D=%25&cols=,,&sort=-,"} {
		f.Add(seed)
	}
	l := bare()
	ctx := context.Background()
	f.Fuzz(func(t *testing.T, raw string) {
		q, _ := l.Parse(ctx, raw)
		text := l.Format(q)
		again, problems := l.Parse(ctx, text)
		q.Cursor, q.Added = "", false
		if len(problems) > 0 || !reflect.DeepEqual(again, q) {
			t.Fatalf("%q\nread as  %+v\nwritten %q\nread as  %+v\nproblems %v", raw, q, text, again, problems)
		}
		if text2 := l.Format(again); text2 != text {
			t.Fatalf("%q written again is %q", text, text2)
		}
	})
}

func TestParse_OpensSavedViews(t *testing.T) {
	l := bare().WithSaved(func(_ context.Context, id string) (string, bool) {
		return "owner=me&nothing=x&sort=-activity&limit=7&view=9", id == "7"
	})
	for _, c := range []struct{ raw, want, problem string }{
		{"view=7", "view=7&owner=me&sort=-activity", "nothing"}, {"view=7&limit=5", "view=7&owner=me&sort=-activity&limit=5", "nothing"},
		{"view=7&q=", "view=7&q=", ""}, {"view=7&name=", "view=7&q=", ""}, {"view=7&name=x", "view=7&name=x", ""},
		{"view=8", "", "view"}, {"view=8&name=x", "view=8&name=x", ""}, {"&view=7&", "view=7&owner=me&sort=-activity", "nothing"},
		{"view=7&add=name&v=x", "view=7&name=x", ""},
	} {
		q, problems := l.Parse(t.Context(), c.raw)
		if got := l.Format(q); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.raw, got, c.want)
		}
		if found := len(problems) > 0; found != (c.problem != "") || found && problems[0].Param != c.problem {
			t.Errorf("%q: problems %v, want one of %q", c.raw, problems, c.problem)
		}
	}
}
