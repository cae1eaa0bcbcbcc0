package privacy_test

import (
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
)

// What the person of these tests is known by. A former name and address are
// among it.
var known = []string{"Zlatan Quetzalov", "Златан Кецалов", "zlatan.q@first.example", "zq@second.example", "old.zq@former.example", "+359888765432", "0888 765 432", "0888765432"}

// house is a workspace in which a person left traces everywhere.
type house struct {
	t       *testing.T
	s       *apptest.Server
	owner   account.Actor
	browser *apptest.Client
	program *apptest.Client
	contact string
	deal    string
}

func newHouse(t *testing.T, s *apptest.Server) *house {
	h := &house{t: t, s: s, owner: accounttest.Actor(t, s.DB(), account.Owner)}
	h.browser, h.program = s.Browser(t, h.owner), s.Program(t, h.owner, "read,write,export")
	h.fill()
	return h
}

func (h *house) make(path string, body map[string]any) string {
	h.t.Helper()
	a := h.program.JSON(http.MethodPost, path, body, "Idempotency-Key", db.NewID().String())
	if a.Status >= 300 {
		h.t.Fatalf("%s: %d %s", path, a.Status, a.Body)
	}
	var made struct{ ID string }
	a.Decode(h.t, &made)
	return made.ID
}

func (h *house) patch(path string, body map[string]any) {
	h.t.Helper()
	if a := h.program.JSON(http.MethodPatch, path, body); a.Status >= 300 {
		h.t.Fatalf("%s: %d %s", path, a.Status, a.Body)
	}
}

// fill lets somebody be written about in every way there is.
func (h *house) fill() {
	h.t.Helper()
	company := h.make("/api/v1/companies", map[string]any{"name": "ACME", "notes": "Ask for Zlatan Quetzalov"})
	h.contact = h.make("/api/v1/contacts", map[string]any{"first_name": "Златан", "last_name": "Кецалов", "company_id": company, "notes": "Likes tea", "tags": []string{"VIP"},
		"emails": []map[string]any{{"email": "old.zq@former.example"}, {"email": "zq@second.example"}}, "phones": []map[string]any{{"phone": "0888 765 432", "kind": "mobile"}}})
	contact := "/api/v1/contacts/" + h.contact
	h.patch(contact, map[string]any{"first_name": "Zlatan", "last_name": "Quetzalov", "emails": []map[string]any{{"email": "zlatan.q@first.example"}, {"email": "zq@second.example"}}})
	twin := h.make("/api/v1/contacts", map[string]any{"first_name": "Zlatan", "last_name": "Quetzalov", "email": "zq@second.example"})
	h.make("/api/v1/contacts/merge", map[string]any{"into": h.contact, "records": []string{twin}})
	vera := h.make("/api/v1/contacts", map[string]any{"first_name": "Vera", "last_name": "Marinova", "notes": "Married to ZLATAN QUETZALOV", "source": "Zlatan Quetzalov"})
	h.make("/api/v1/contacts/"+vera+"/consents", map[string]any{"purpose_id": h.make("/api/v1/purposes", map[string]any{"name": "Letters"}), "state": "given", "note": "Zlatan Quetzalov signed for her"})
	h.deal = h.make("/api/v1/deals", map[string]any{"name": "Roof of Zlatan Quetzalov", "contact_id": h.contact, "description": "Call 0888765432", "value": map[string]any{"amount": "100.00", "currency": "EUR"}})
	h.make("/api/v1/tasks", map[string]any{"title": "Write to zq@second.example", "contact_id": h.contact})
	h.make("/api/v1/tasks", map[string]any{"title": "Roof for Zlatan Quetzalov", "contact_id": h.contact, "deal_id": h.deal})
	h.make("/api/v1/tasks", map[string]any{"title": "Order tiles", "deal_id": h.deal})
	h.make("/api/v1/notes", map[string]any{"contact_id": h.contact, "body": "Spoke to Zlatan Quetzalov"})
	h.make("/api/v1/notes", map[string]any{"deal_id": h.deal, "body": "Line one\nZlatan Quetzalov wants a roof: +359888765432"})
	if a := h.browser.Upload("/contacts/"+h.contact+"/attachments", "file", "Zlatan Quetzalov.txt", "A letter to zlatan.q@first.example"); a.Status >= 400 {
		h.t.Fatalf("attach: %d %s", a.Status, a.Body)
	}
	for _, path := range []string{"/contacts?q=Zlatan+Quetzalov", "/contacts/export?format=csv&q=Zlatan+Quetzalov"} {
		if a := h.browser.Get(path); a.Status != http.StatusOK {
			h.t.Fatalf("%s: %d", path, a.Status)
		}
	}
	h.make("/api/v1/views", map[string]any{"list": "contacts", "name": "Zlatan Quetzalov", "query": "q=" + url.QueryEscape("Златан Кецалов")})
	if a := h.browser.Upload("/import", "file", "people.csv", "Name,Email\nZlatan Quetzalov,zlatan.q@first.example\nVera Marinova,vera@first.example\n"); a.Status >= 400 {
		h.t.Fatalf("upload: %d %.300s", a.Status, a.Body)
	}
	if err := h.s.Accounts.AuditLog.Seal(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// found lists where something the person is known by stands: every column of
// every table, and every file of the data folder.
func (h *house) found() (where []string) {
	h.t.Helper()
	if err := h.s.DB().Settle(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	for _, table := range h.tables() {
		where = append(where, h.inTable(table)...)
	}
	for _, file := range h.files() {
		content, err := os.ReadFile(file)
		if err != nil {
			h.t.Fatal(err)
		}
		if word := holds(string(content)); word != "" {
			where = append(where, filepath.Base(file)+": "+word)
		}
	}
	slices.Sort(where)
	return slices.Compact(where)
}

func (h *house) tables() []string {
	query := `SELECT name FROM sqlite_schema WHERE type = 'table'`
	if h.s.DB().Engine == db.Postgres {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`
	}
	all, err := db.Values[string](h.t.Context(), h.s.DB(), query)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func (h *house) inTable(table string) (where []string) {
	h.t.Helper()
	rows, err := h.s.DB().Query(h.t.Context(), "SELECT * FROM "+table)
	if err != nil {
		return nil // the shadow tables of an index
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		h.t.Fatal(err)
	}
	for rows.Next() {
		values, places := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			h.t.Fatal(err)
		}
		for i, v := range values {
			text := fmt.Sprint(v)
			if b, ok := v.([]byte); ok {
				text = string(b)
			}
			if word := holds(text); word != "" {
				where = append(where, table+"."+names[i]+": "+word)
			}
		}
	}
	return where
}

// files are those of the data folder, and the one of the database.
func (h *house) files() (all []string) {
	roots := []string{h.s.Config.DataDir}
	if path := h.s.DB().Path; path != "" {
		roots = append(roots, filepath.Dir(path))
	}
	for _, root := range roots {
		_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				all = append(all, path)
			}
			return nil
		})
	}
	return all
}

// holds returns a word of the person that a text holds: as it is, in lower case,
// folded, or as an address of a page has it.
func holds(text string) string {
	for _, word := range known {
		for _, as := range []string{word, strings.ToLower(word), strings.ToUpper(word), url.QueryEscape(word), hex.EncodeToString([]byte(word))} {
			if strings.Contains(text, as) {
				return word
			}
		}
	}
	return ""
}

func (h *house) erase(confirm string) apptest.Answer {
	return h.browser.Post("/contacts/"+h.contact+"/privacy/erase", url.Values{"confirm": {confirm}})
}

func TestErase_LeavesNothingOfThePerson(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := newHouse(t, s)
		if len(h.found()) < 20 {
			t.Fatalf("the person left only %v", h.found())
		}
		if a := h.browser.Get("/contacts/" + h.contact + "/privacy"); a.Status != http.StatusOK || !strings.Contains(a.Body, "Erase for good") {
			t.Fatalf("the page: %d", a.Status)
		}
		if a := h.erase("somebody else"); a.Status != http.StatusUnprocessableEntity {
			t.Fatalf("with another name: %d", a.Status)
		}
		if a := h.erase("Zlatan Quetzalov"); a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.500s", a.Status, a.Body)
		}
		for _, place := range h.found() {
			t.Errorf("still in %s", place)
		}
		h.stands()
		h.listed()
	})
}

// listed checks that the erasure stands beside the database too: who comes back
// with it is erased again.
func (h *house) listed() {
	h.t.Helper()
	list, err := os.ReadFile(filepath.Join(h.s.Config.DataDir, "erasures.log"))
	if err != nil || !strings.HasPrefix(string(list), fmt.Sprintf("%d %s ", h.owner.Workspace, h.contact)) {
		h.t.Errorf("the list of erasures: %q, %v", list, err)
	}
}

// stands checks what an erasure leaves: the deal, the audit log, everybody else.
func (h *house) stands() {
	h.t.Helper()
	if a := h.program.JSON(http.MethodGet, "/api/v1/deals/"+h.deal, nil); !strings.Contains(a.Body, `"name":"Roof of [erased]"`) {
		h.t.Errorf("the deal: %d %s", a.Status, a.Body)
	}
	if a := h.program.JSON(http.MethodGet, "/api/v1/contacts?q=vera", nil); !strings.Contains(a.Body, "Married to [erased]") {
		h.t.Errorf("somebody else: %s", a.Body)
	}
	for _, path := range []string{"/contacts/" + h.contact, "/contacts?q=Zlatan", "/deals?q=Zlatan", "/deals?q=erased"} {
		a := h.browser.Get(path)
		if found := strings.Contains(a.Body, "Roof of"); a.Status != http.StatusOK && a.Status != http.StatusNotFound || found != strings.HasSuffix(path, "erased") {
			h.t.Errorf("%s: %d, the deal is found: %v", path, a.Status, found)
		}
	}
	if a := h.browser.Get("/tasks?q=Quetzalov"); a.Status != http.StatusOK || strings.Contains(a.Body, "Order tiles") {
		h.t.Errorf("a task is found by the name of its deal: %d", a.Status)
	}
	h.verified()
}

func (h *house) verified() {
	h.t.Helper()
	if err := h.s.Accounts.AuditLog.Seal(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	chains, err := h.s.Accounts.AuditLog.Verify(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	for _, c := range chains {
		if c.Fault != "" || c.Entries == 0 {
			h.t.Errorf("the audit log: %+v", c)
		}
	}
}

// However much is kept for programs and in the outbox, all of it is read.
func TestErase_ReadsEveryAnswerAndMail(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := newHouse(t, s)
		err := s.DB().InTx(t.Context(), func(tx *db.Tx) error {
			for i := range 450 {
				_, err := tx.Exec(t.Context(), `INSERT INTO idempotency_keys (workspace_id, member_id, name, request_hash, status, body, created_at) VALUES ($1, $2, $3, $4, 200, $5, 1)`,
					h.owner.Workspace, h.owner.Member, fmt.Sprintf("key %d", i), []byte{1}, []byte(`{"name":"Zlatan Quetzalov"}`))
				if err != nil {
					return err
				}
				if err := s.Accounts.Outbox.Post(t.Context(), tx, account.Mail{Workspace: h.owner.Workspace, Kind: "mention", To: "vera@kontor.example", Subject: "Zlatan Quetzalov", Body: "Hello"}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if a := h.erase("Zlatan Quetzalov"); a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.500s", a.Status, a.Body)
		}
		for _, place := range h.found() {
			t.Errorf("still in %s", place)
		}
	})
}

func TestErase_IsRememberedByImports(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := newHouse(t, s)
		if a := h.erase("Zlatan Quetzalov"); a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.500s", a.Status, a.Body)
		}
		file := "Name,Email,Mobile\nSomebody New,ZLATAN.Q@first.example,\nAnother One,,+359 88 876 5432\nVera Petrova,vera.p@first.example,\n"
		if got := h.imported(file); got != "created 1, skipped 2" {
			t.Errorf("after an erasure: %s", got)
		}
		var all struct {
			Data []struct {
				ID         string
				Recognised bool
			}
		}
		if a := h.program.JSON(http.MethodGet, "/api/v1/erasures?cursor=nonsense", nil); a.Status != http.StatusBadRequest {
			t.Errorf("a broken cursor: %d", a.Status)
		}
		h.program.JSON(http.MethodGet, "/api/v1/erasures", nil).Decode(t, &all)
		if len(all.Data) != 1 || !all.Data[0].Recognised {
			t.Fatalf("%+v", all)
		}
		if a := h.program.JSON(http.MethodPost, "/api/v1/erasures/"+all.Data[0].ID+"/lift", nil); a.Status != http.StatusNoContent {
			t.Fatalf("lift: %d %s", a.Status, a.Body)
		}
		if got := h.imported(file); got != "created 2, skipped 1" {
			t.Errorf("after it was lifted: %s", got)
		}
	})
}

// imported imports a file and says what became of its rows.
func (h *house) imported(file string) string {
	h.t.Helper()
	imp, err := h.s.Imports.Imports.Upload(h.t.Context(), h.owner, "contacts", "people.csv", strings.NewReader(file), importOptions)
	if err != nil {
		h.t.Fatal(err)
	}
	if imp, err = h.s.Imports.Imports.Run(h.t.Context(), h.owner, imp.ID, nil); err != nil {
		h.t.Fatal(err)
	}
	return fmt.Sprintf("created %d, skipped %d", imp.Created, imp.Skipped)
}

func TestErase_IsDoneAgainAfterARestore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := newHouse(t, s)
		id, err := db.ParseID(h.contact)
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprintf("%d %s 2026-01-01T00:00:00Z\n", h.owner.Workspace, id)
		if err := os.WriteFile(filepath.Join(s.Config.DataDir, "erasures.log"), []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Privacy.People.Again(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		for _, place := range h.found() {
			t.Errorf("still in %s", place)
		}
		if n, err := s.Privacy.People.Again(t.Context()); n != 0 || err != nil {
			t.Fatalf("once more: %d, %v", n, err)
		}
		h.verified()
	})
}

func TestErase_IsForWhoManagesPrivacy(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := newHouse(t, s)
		for role, want := range map[account.Role]int{account.Admin: http.StatusUnprocessableEntity, account.Manager: http.StatusForbidden, account.User: http.StatusForbidden} {
			member := accounttest.Member(t, s.DB(), h.owner, role)
			a := s.Browser(t, member).Post("/contacts/"+h.contact+"/privacy/erase", url.Values{"confirm": {"x"}})
			b := s.Program(t, member, "read,write").JSON(http.MethodPost, "/api/v1/contacts/"+h.contact+"/erase", map[string]any{"confirm": "x"})
			if a.Status != want || b.Status != want {
				t.Errorf("%s: %d, %d", role, a.Status, b.Status)
			}
		}
	})
}

func TestErase_OutOfTheRecycleBin(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := newHouse(t, s)
		page := s.Browser(t, h.owner)
		page.Post("/contacts/"+h.contact+"/delete", nil)
		link := `href="/contacts/` + h.contact + `/privacy"`
		if a := page.Get("/contacts/" + h.contact); !strings.Contains(a.Body, link) {
			t.Errorf("the way to the end is not shown: %d %.300s", a.Status, a.Body)
		}
		if a := s.Browser(t, accounttest.Member(t, s.DB(), h.owner, account.Manager)).Get("/contacts/" + h.contact); strings.Contains(a.Body, link) {
			t.Error("it is shown to who may not go it")
		}
		const name = "Zlatan Quetzalov"
		if a := page.Post("/contacts/"+h.contact+"/privacy/erase", url.Values{"confirm": {name}}); a.Status != http.StatusSeeOther {
			t.Errorf("%d %.300s", a.Status, a.Body)
		}
		if a := page.Get("/contacts/" + h.contact); a.Status != http.StatusNotFound || strings.Contains(a.Body, name) {
			t.Errorf("it is still there: %d", a.Status)
		}
	})
}
