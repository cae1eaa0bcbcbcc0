package privacy_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/xlsx/xlsxtest"
)

func TestCopy_HoldsEverything(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := newHouse(t, s)
		page, api := h.browser.Get("/contacts/"+h.contact+"/privacy/export"), h.program.JSON(http.MethodGet, "/api/v1/contacts/"+h.contact+"/personal-data", nil)
		for _, a := range []apptest.Answer{page, api} {
			if a.Status != http.StatusOK || a.Header.Get("Content-Type") != "application/zip" || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
				t.Fatalf("%d %v", a.Status, a.Header)
			}
			parts := xlsxtest.Unpack(t, []byte(a.Body))
			if !json.Valid([]byte(parts["data.json"])) || parts["files/001-Zlatan Quetzalov.txt"] != "A letter to zlatan.q@first.example" {
				t.Errorf("%v", parts)
			}
			for name, part := range map[string]string{"data.json": parts["data.json"], "index.html": parts["index.html"]} {
				for _, word := range []string{"Zlatan", "zlatan.q@first.example", "zq@second.example", "0888 765 432", "Likes tea", "VIP", "ACME", "Spoke to Zlatan Quetzalov",
					"Roof of Zlatan Quetzalov", "Write to zq@second.example", "old.zq@former.example", "Златан"} {
					if !strings.Contains(part, word) {
						t.Errorf("%s says nothing of %q", name, word)
					}
				}
				if strings.Contains(part, "wants a roof") {
					t.Errorf("%s holds what stands on the deal alone", name)
				}
			}
		}
		if a := h.program.JSON(http.MethodGet, "/api/v1/audit?action=export", nil); strings.Count(a.Body, h.contact) < 2 {
			t.Errorf("the audit log: %s", a.Body)
		}
	})
}

// What lies in the recycle bin is in a copy, and said to; lists without anything
// are lists.
func TestCopy_SaysWhatIsInTheBin(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := &house{t: t, s: s, owner: accounttest.Actor(t, s.DB(), account.Owner)}
		h.browser, h.program = s.Browser(t, h.owner), s.Program(t, h.owner, "read,write,export")
		contact := h.make("/api/v1/contacts", map[string]any{"first_name": "Boris"})
		h.exec("DELETE FROM changes WHERE workspace_id = $1", h.owner.Workspace)
		data := h.copied(contact)["data.json"]
		if strings.Contains(data, "null") || strings.Count(data, "[]") != 10 {
			t.Errorf("a contact alone: %s", data)
		}
		deal := h.make("/api/v1/deals", map[string]any{"name": "Roof", "contact_id": contact})
		task := h.make("/api/v1/tasks", map[string]any{"title": "Call", "contact_id": contact})
		if data := h.copied(contact)["data.json"]; strings.Contains(data, `"deleted"`) {
			t.Errorf("nothing is in the bin: %s", data)
		}
		for _, path := range []string{"/deals/" + deal, "/tasks/" + task} {
			h.browser.Post(path+"/delete", url.Values{"version": {"1"}})
		}
		parts := h.copied(contact)
		if strings.Count(parts["data.json"], `"deleted": true`) != 2 || strings.Count(parts["index.html"], "in the recycle bin") != 2 {
			t.Errorf("in the bin: %s %s", parts["data.json"], parts["index.html"])
		}
	})
}

// copied are the parts of the copy of a contact.
func (h *house) copied(contact string) map[string]string {
	h.t.Helper()
	return xlsxtest.Unpack(h.t, []byte(h.browser.Get("/contacts/"+contact+"/privacy/export").Body))
}

func TestCopy_IsInTheReadersLanguage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := newHouse(t, s)
		h.exec("UPDATE users SET language = 'bg' WHERE id = $1", h.owner.User)
		a := h.browser.Get("/contacts/" + h.contact + "/privacy/export")
		if page := xlsxtest.Unpack(t, []byte(a.Body))["index.html"]; !strings.Contains(page, `lang="bg"`) || !strings.Contains(page, "Лични данни на Zlatan Quetzalov") {
			t.Errorf("%.300s", page)
		}
	})
}

// exec changes the database beside the application.
func (h *house) exec(query string, args ...any) {
	h.t.Helper()
	err := h.s.DB().InTx(h.t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(h.t.Context(), query, args...)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.s.Accounts.DropCaches()
}

func TestCopy_NeedsTheRight(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := newHouse(t, s)
		user := accounttest.Member(t, s.DB(), h.owner, account.User)
		if a := s.Browser(t, user).Get("/contacts/" + h.contact + "/privacy/export"); a.Status != http.StatusForbidden {
			t.Errorf("a user: %d", a.Status)
		}
		if a := s.Program(t, h.owner, "read,write").JSON(http.MethodGet, "/api/v1/contacts/"+h.contact+"/personal-data", nil); a.Status != http.StatusForbidden {
			t.Errorf("a token without export: %d", a.Status)
		}
		h.exec("UPDATE sessions SET confirmed_at = 1 WHERE user_id = $1", h.owner.User)
		if a := h.browser.Get("/contacts/" + h.contact + "/privacy/export"); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("without a fresh proof: %d", a.Status)
		}
	})
}
