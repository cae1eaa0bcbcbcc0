package privacy_test

import (
	"encoding/json"
	"net/http"
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
				for _, word := range []string{"Zlatan", "zlatan.q@first.example", "zq@second.example", "0888 765 432", "Likes tea", "VIP", "ACME", "Spoke to Zlatan Quetzalov", "wants a roof",
					"Roof of Zlatan Quetzalov", "Write to zq@second.example", "old.zq@former.example", "Златан"} {
					if word != "wants a roof" && !strings.Contains(part, word) {
						t.Errorf("%s says nothing of %q", name, word)
					}
				}
			}
		}
		if a := h.program.JSON(http.MethodGet, "/api/v1/audit?action=export", nil); strings.Count(a.Body, h.contact) < 2 {
			t.Errorf("the audit log: %s", a.Body)
		}
	})
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
