package list_test

import (
	"encoding/base64"
	"errors"
	"strconv"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
)

func small(t *testing.T, d *db.DB) *world {
	w := newWorld(t.Context(), t, d)
	for i := range 6 {
		n := int64(i)
		w.records = append(w.records, record{id: db.NewID(), name: "Contact " + strconv.Itoa(i), company: i%4 - 1, owner: -1, team: -1, activity: &n, emails: []string{"a@x.bg"}})
	}
	w.save(t.Context(), t, d)
	return w
}

func refused(t *testing.T, l *list.List, q list.Query) bool {
	t.Helper()
	_, err := l.Page(t.Context(), q)
	_, ok := errors.AsType[fault.Malformed](err)
	if err != nil && !ok {
		t.Fatalf("cursor %q fails with %v", q.Cursor, err)
	}
	return ok
}

func TestCursor_ForgedOrForeignIsRefused(t *testing.T) {
	d := dbtest.SQLite(t)
	w, other := small(t, d), small(t, d)
	l := w.list(d)
	q := list.Query{Limit: 2, Sort: []list.Order{{Field: "company"}}}
	page, err := l.Page(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	q.Cursor = page.Next
	if refused(t, l, q) {
		t.Fatal("the page's own cursor is refused")
	}
	raw, err := base64.RawURLEncoding.DecodeString(page.Next)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		forged := append([]byte(nil), raw...)
		forged[i] ^= 1
		q.Cursor = base64.RawURLEncoding.EncodeToString(forged)
		if !refused(t, l, q) {
			t.Errorf("a cursor with byte %d changed is taken", i)
		}
	}
	for _, cursor := range []string{"x", "%", page.Next[1:], page.Next + "A", page.Next + page.Next, base64.RawURLEncoding.EncodeToString(raw[:16])} {
		if q.Cursor = cursor; !refused(t, l, q) {
			t.Errorf("the cursor %q is taken", cursor)
		}
	}
	q.Cursor = page.Next
	changed := map[string]list.Query{"filter": q, "search": q, "sort": q}
	asked := changed["filter"]
	asked.Filter.Conds = []list.Cond{{Field: "name", Op: "has", Values: []string{"c"}}}
	changed["filter"] = asked
	asked = changed["search"]
	asked.Search = "contact"
	changed["search"] = asked
	asked = changed["sort"]
	asked.Sort = []list.Order{{Field: "company", Desc: true}}
	changed["sort"] = asked
	for what, q := range changed {
		if !refused(t, l, q) {
			t.Errorf("the cursor of another %s is taken", what)
		}
	}
	if !refused(t, other.list(d), q) || !refused(t, l.Bin(), q) {
		t.Error("the cursor of another workspace or of the bin is taken")
	}
	if !refused(t, contacts.For(d, []byte("another key of at least 32 bytes"), w.scope(), nil), q) {
		t.Error("a cursor signed with another key is taken")
	}
	asked = q
	asked.Limit, asked.Cols, asked.View = 5, []string{"email"}, "7"
	if refused(t, l, asked) {
		t.Error("columns, limit and view make a cursor foreign")
	}
}

func FuzzCursor(f *testing.F) {
	d := dbtest.SQLite(f)
	l := contacts.For(d, secret, list.Scope{Workspace: 1, See: list.All, Now: now}, nil)
	for _, seed := range []string{"", "bg", "cAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "_____________________________"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		if cursor != "" && !refused(t, l, list.Query{Cursor: cursor}) {
			t.Errorf("the cursor %q is taken", cursor)
		}
	})
}
