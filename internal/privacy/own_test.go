package privacy_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/xlsx/xlsxtest"
	"kontor/internal/privacy"
)

// notOwn are tables that name members, and why they are no part of what a
// member is given.
var notOwn = map[string]string{
	"activities": "work for the workspace", "activity_attendees": "work for the workspace", "attachments": "work for the workspace", "changes": "work for the workspace",
	"bulks": "work for the workspace", "bulk_sets": "work for the workspace", "consents": "work for the workspace", "deal_moves": "work for the workspace", "erasures": "work for the workspace",
	"imports": "work for the workspace", "import_undos": "work for the workspace", "import_layouts": "work for the workspace", "merges": "work for the workspace",
	"idempotency_keys": "answers that are given once more, for a day", "favourites": "ids", "view_defaults": "ids", "view_tabs": "ids",
}

func TestOwn_KnowsEveryTable(t *testing.T) {
	all, err := db.Values[string](t.Context(), dbtest.SQLite(t), `SELECT DISTINCT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND c.name IN ('user_id', 'member_id') ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	var read []string
	for _, p := range privacy.OwnParts() {
		for _, m := range regexp.MustCompile(`(?:FROM|JOIN) (\w+)`).FindAllStringSubmatch(p.Query, -1) {
			read = append(read, m[1])
		}
	}
	for _, table := range all {
		if !slices.Contains(read, table) && notOwn[table] == "" {
			t.Errorf("%s is about members: add a part to OwnParts (privacy/own.go), or say in notOwn why not", table)
		}
	}
}

func TestOwn_IsAllOfOneselfAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		h := newHouse(t, s)
		h.exec("UPDATE users SET city = 'Пловдив' WHERE id = $1", h.owner.User)
		other := accounttest.Member(t, s.DB(), h.owner, account.User)
		a := h.browser.Get("/settings/profile/data")
		if a.Status != http.StatusOK || a.Header.Get("Content-Type") != "application/zip" {
			t.Fatalf("%d %v %.300s", a.Status, a.Header, a.Body)
		}
		var parts map[string][]map[string]any
		text := xlsxtest.Unpack(t, []byte(a.Body))["data.json"]
		if err := json.Unmarshal([]byte(text), &parts); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		if len(parts) != len(privacy.OwnParts()) || len(parts["sessions"]) == 0 || len(parts["tokens"]) == 0 || len(parts["audit_log"]) == 0 {
			t.Errorf("%s", text)
		}
		if of := parts["account"][0]; of["city"] != "Пловдив" || of["email"] != h.owner.Email || !regexp.MustCompile(`^20\d\d-.*Z$`).MatchString(of["created_at"].(string)) {
			t.Errorf("%v", of)
		}
		for _, other := range []string{"argon2", "ACME", other.Email} {
			if strings.Contains(text, other) {
				t.Errorf("it says %q: %s", other, text)
			}
		}
	})
}
