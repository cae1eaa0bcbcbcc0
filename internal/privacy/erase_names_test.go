package privacy_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// named is a workspace with a contact that is renamed from name to name, a
// first and a last one each, and somebody whose notes speak of them.
func named(t *testing.T, s *apptest.Server, notes string, names ...[2]string) (h *house, other string) {
	t.Helper()
	h = &house{t: t, s: s, owner: accounttest.Actor(t, s.DB(), account.Owner)}
	h.browser, h.program = s.Browser(t, h.owner), s.Program(t, h.owner, "read,write,export")
	h.contact = h.make("/api/v1/contacts", map[string]any{"first_name": names[0][0], "last_name": names[0][1]})
	for _, n := range names[1:] {
		h.patch("/api/v1/contacts/"+h.contact, map[string]any{"first_name": n[0], "last_name": n[1]})
	}
	return h, h.make("/api/v1/contacts", map[string]any{"first_name": "Vera", "last_name": "Marinova", "notes": notes})
}

// notes are those of a contact.
func (h *house) notes(contact string) string {
	h.t.Helper()
	var c struct{ Notes string }
	h.program.JSON(http.MethodGet, "/api/v1/contacts/"+contact, nil).Decode(h.t, &c)
	return c.Notes
}

func TestErase_FindsFormerNamesOfSeveralWordsInAnyCase(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h, other := named(t, s, "Sister of Anna Maria Ivanova, aunt of anna MARIA Petrova", [2]string{"Anna Maria", "Ivanova"}, [2]string{"Anna Maria", "Petrova"})
		if a := h.erase("Anna Maria Petrova"); a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.300s", a.Status, a.Body)
		}
		if got := h.notes(other); got != "Sister of [erased], aunt of [erased]" {
			t.Errorf("%q", got)
		}
	})
}

func TestErase_OfSomebodyWithManyNames(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		var names [][2]string
		for i := range 11 {
			names = append(names, [2]string{fmt.Sprintf("Firstly%c", 'a'+i), fmt.Sprintf("Lastly%c", 'a'+i)})
		}
		h, other := named(t, s, "Knows Firstlya Lastlyk", names...)
		if a := h.erase("Firstlyk Lastlyk"); a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.300s", a.Status, a.Body)
		}
		if got := h.notes(other); got != "Knows [erased]" {
			t.Errorf("%q", got)
		}
		h.verified()
	})
}

// A text that only looks like the person is not theirs: nothing of others goes
// for it.
func TestErase_LeavesWhoIsOnlyNamedAlike(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h, _ := named(t, s, "", [2]string{"Ivan", "Petrov"})
		if a := h.browser.Upload("/import", "file", "streets.csv", "Name,Address\nVera,12 Ivan Petrovski St\n"); a.Status >= 400 {
			t.Fatalf("upload: %d", a.Status)
		}
		if a := h.erase("Ivan Petrov"); a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.300s", a.Status, a.Body)
		}
		if n := h.count("imports"); n != 1 {
			t.Errorf("%d imports wait", n)
		}
	})
}

func TestErase_FindsFilesThatHoldTheNameInTwoColumns(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h, _ := named(t, s, "", [2]string{"Ivan", "Petrov"})
		if a := h.browser.Upload("/import", "file", "people.csv", "First,Last\nVera,Marinova\nIvan,Petrov\n"); a.Status >= 400 {
			t.Fatalf("upload: %d", a.Status)
		}
		if a := h.erase("Ivan Petrov"); a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.300s", a.Status, a.Body)
		}
		if n := h.count("imports"); n != 0 {
			t.Errorf("%d imports wait", n)
		}
	})
}

// count counts the rows of the workspace in a table.
func (h *house) count(table string) int {
	h.t.Helper()
	n, err := db.Value[int](h.t.Context(), h.s.DB(), "SELECT count(*) FROM "+table+" WHERE workspace_id = $1", h.owner.Workspace)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func TestRetention_FormKeepsTheChoice(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h, _ := named(t, s, "", [2]string{"Ivan", "Petrov"})
		a := h.browser.Post("/settings/privacy/retention", url.Values{"rule": {"contacts"}, "action": {"bin"}, "months": {"0"}})
		if a.Status != http.StatusUnprocessableEntity || !regexp.MustCompile(`value="bin"[^>]* selected`).MatchString(a.Body) {
			t.Errorf("%d", a.Status)
		}
	})
}

// Two who press the button at once, and one about somebody else: each person is
// erased once, and imports recognise both.
func TestErase_AtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h, _ := named(t, s, "", [2]string{"Ivan", "Petrov"})
		var all []db.ID
		for _, name := range []string{"Petrov", "Ivanov", "Stoev"} {
			id, err := db.ParseID(h.make("/api/v1/contacts", map[string]any{"first_name": "Ivan", "last_name": name, "email": name + "@first.example"}))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, id, id)
		}
		var group sync.WaitGroup
		for i, id := range all {
			name := []string{"Ivan Petrov", "Ivan Ivanov", "Ivan Stoev"}[i/2]
			group.Go(func() {
				if _, err := s.Privacy.People.Erase(context.Background(), h.owner, id, name); err != nil && !fault.IsNotFound(err) {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := h.count("erasures"); n != 3 {
			t.Errorf("%d erasures", n)
		}
		if got := h.imported("Name,Email\nIvan P,petrov@first.example\nIvan I,ivanov@first.example\nIvan S,stoev@first.example\n"); got != "created 0, skipped 3" {
			t.Errorf("after the erasures: %s", got)
		}
	})
}

func TestErase_NamesAreNoPatterns(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h, other := named(t, s, "Knows A.*+ (Kaufman [x]% and Abba Kaufman", [2]string{"A.*+", "(Kaufman [x]%"})
		if a := h.erase("A.*+ (Kaufman [x]%"); a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.300s", a.Status, a.Body)
		}
		if got := h.notes(other); got != "Knows [erased] and Abba Kaufman" {
			t.Errorf("%q", got)
		}
	})
}
