package contact_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/record"
)

func bodyOf(t *testing.T, fields map[string]any) string {
	t.Helper()
	b, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestBulkAPI_ChangesUndoesAndTellsWhatFailed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		user := accounttest.Member(t, d, owner, account.User)
		ids := append(crowd(t, h.Domain, owner, 1), crowd(t, h.Domain, user, 2)...)
		v := h.visitor(t, user)
		done := v.call("POST", "/contacts/bulk", bodyOf(t, map[string]any{"ids": ids, "action": "set", "field": "city", "value": "Ruse"})).is(200)
		got := done.json()
		equal(t, "result", fmt.Sprint(got["status"], got["total"], got["changed"], got["unchanged"], got["failed"]), "done3 2 0 1")
		path := strings.TrimPrefix(done.header.Get("Location"), "/api/v1")
		v.call("GET", path, "").is(200).has(`"undo_until":"`)
		v.call("GET", path+"/failures", "").is(200).has(ids[0].String(), "It is not yours to change.", `"next_cursor":null`)
		v.call("GET", "/bulks?limit=1", "").is(200).has(got["id"].(string))
		undo := v.call("POST", path+"/undo", "").is(200)
		equal(t, "undone", fmt.Sprint(undo.json()["changed"], undo.json()["undo_of"]), fmt.Sprint(2, got["id"]))
		equal(t, "city", contactOf(t, h.Domain, user, ids[1]).City, "Sofia")
		v.call("POST", path+"/undo", "").is(409)
		h.visitor(t, accounttest.Stranger(t, d)).call("GET", path, "").is(404)

		time.Sleep(2 * time.Millisecond)
		v.call("POST", "/contacts/bulk", bodyOf(t, map[string]any{"filter": "city=Sofia", "at_most": 2, "action": "tag", "tags": []string{"VIP"}})).is(409)
		tagged := v.call("POST", "/contacts/bulk", bodyOf(t, map[string]any{"filter": "city=Sofia", "action": "tag", "tags": []string{"VIP"}})).is(200).json()
		equal(t, "tagged", fmt.Sprint(tagged["changed"], tagged["failed"]), "2 1")
		equal(t, "tags", tagNames(contactOf(t, h.Domain, user, ids[2])), "VIP")
	})
}

func TestBulkAPI_RefusesWhatItCannotUnderstand(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		ids := crowd(t, h.Domain, owner, 1)
		v := h.visitor(t, owner)
		many := make([]string, 100_001)
		for i := range many {
			many[i] = db.NewID().String()
		}
		for name, c := range map[string]struct {
			body map[string]any
			says string
		}{
			"nothing chosen":   {map[string]any{"action": "delete"}, "Tick at least one"},
			"too many":         {map[string]any{"action": "delete", "ids": many}, "at most 10,000 records"},
			"no id":            {map[string]any{"action": "delete", "ids": []string{"x"}}, "not the id of a record"},
			"both":             {map[string]any{"action": "delete", "ids": ids, "filter": ""}, "not by both"},
			"an unknown field": {map[string]any{"action": "set", "field": "colour", "value": "red", "ids": ids}, "cannot be set for many"},
			"a wrong value":    {map[string]any{"action": "set", "field": "birthday", "value": "soon", "ids": ids}, "not a date"},
			"no such owner":    {map[string]any{"action": "set", "field": "owner", "value": db.NewID().String(), "ids": ids}, "not a valid value"},
			"a wrong action":   {map[string]any{"action": "burn", "ids": ids}, "action"},
			"a wrong filter":   {map[string]any{"action": "delete", "filter": "colour=red"}, "colour"},
		} {
			a := v.call("POST", "/contacts/bulk", bodyOf(t, c.body))
			if a.status != 422 || !strings.Contains(a.body, c.says) {
				t.Errorf("%s: %d %s", name, a.status, short(a.body))
			}
		}
		contactOf(t, h.Domain, owner, ids[0])
	})
}

func TestBulk_TwoAtOnceOnTheSameRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.works(t)
		owner := accounttest.Actor(t, d, account.Owner)
		ids := crowd(t, h.Domain, owner, 450)
		set := func(field, value string) record.Bulk {
			return start(t, h.Domain, owner, record.BulkInput{Kind: "contact", Action: record.BulkSet, Field: field, Value: value, IDs: ids})
		}
		one, two := set("city", "Ruse"), set("position", "Buyer")
		one, two = h.ended(t, owner, one.ID), h.ended(t, owner, two.ID)
		for _, b := range []record.Bulk{one, two} {
			if b.Status != record.BulkDone || b.Total != 450 || b.Changed+b.Failed != 450 {
				t.Errorf("%s: %d + %d + %d of %d", b.Field, b.Changed, b.Unchanged, b.Failed, b.Total)
			}
		}
		n, err := db.Value[int64](t.Context(), d, `SELECT COUNT(*) FROM contacts WHERE workspace_id = $1 AND city = 'Ruse'`, owner.Workspace)
		if err != nil || n != one.Changed {
			t.Errorf("%d are in Ruse, %d were changed: %v", n, one.Changed, err)
		}
	})
}
