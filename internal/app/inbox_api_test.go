package app_test

import (
	"net/http"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
)

// told is what a program reads of a notification.
type told struct {
	ID       string  `json:"id"`
	Event    string  `json:"event"`
	Text     string  `json:"text"`
	Record   string  `json:"record"`
	RecordID string  `json:"record_id"`
	Body     string  `json:"body"`
	Actor    string  `json:"actor"`
	ReadAt   *string `json:"read_at"`
}

type tolds struct {
	Data []told  `json:"data"`
	Next *string `json:"next_cursor"`
}

func inboxOf(t *testing.T, c *apptest.Client, query string) (all tolds) {
	t.Helper()
	a := c.Get("/api/v1/notifications" + query)
	if a.Status != http.StatusOK {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	a.Decode(t, &all)
	return all
}

func unread(t *testing.T, c *apptest.Client) int {
	t.Helper()
	var n struct {
		Unread int `json:"unread"`
	}
	c.Get("/api/v1/notifications/unread").Decode(t, &n)
	return n.Unread
}

// mentions lets Anna's program mention Boro so many times, and returns the
// programs of both and the contact.
func mentions(t *testing.T, s *apptest.Server, times int) (anna, boro *apptest.Client, contact string) {
	t.Helper()
	owner := accounttest.Actor(t, s.DB(), account.Owner)
	colleague := accounttest.Member(t, s.DB(), owner, account.User)
	anna, boro = s.Program(t, owner, "read,write"), s.Program(t, colleague, "read,write")
	var made struct {
		ID string `json:"id"`
	}
	anna.JSON(http.MethodPost, "/api/v1/contacts", map[string]any{"first_name": "Ivan"}).Decode(t, &made)
	for range times {
		a := anna.JSON(http.MethodPost, "/api/v1/notes", map[string]any{"contact_id": made.ID, "body": "Look, @" + colleague.Name})
		if a.Status != http.StatusCreated {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
	}
	return anna, boro, made.ID
}

func TestInboxAPI_ListsPagesAndMarks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		anna, boro, contact := mentions(t, s, 3)
		first := inboxOf(t, boro, "?limit=2")
		if len(first.Data) != 2 || first.Next == nil {
			t.Fatalf("%+v", first)
		}
		rest := inboxOf(t, boro, "?limit=2&cursor="+*first.Next)
		if len(rest.Data) != 1 || rest.Next != nil || rest.Data[0].ID >= first.Data[1].ID {
			t.Fatalf("%+v", rest)
		}
		n := rest.Data[0]
		if n.Event != "mention" || n.RecordID != contact || n.Record != "Ivan" || !strings.Contains(n.Text, "mentioned you on Ivan") || !strings.HasPrefix(n.Body, "Look, @") || n.ReadAt != nil {
			t.Errorf("%+v", n)
		}
		path := "/api/v1/notifications/" + n.ID
		for _, read := range []bool{true, true, false, true} {
			var got told
			boro.JSON(http.MethodPatch, path, map[string]any{"read": read}).Decode(t, &got)
			if (got.ReadAt != nil) != read || got.Actor == "" {
				t.Errorf("marked %v: %+v", read, got)
			}
		}
		if all, n := inboxOf(t, boro, "?unread=true"), unread(t, boro); len(all.Data) != 2 || n != 2 {
			t.Errorf("%d unread, counted %d", len(all.Data), n)
		}
		if mine := inboxOf(t, anna, ""); len(mine.Data) != 0 || unread(t, anna) != 0 {
			t.Errorf("told of one's own: %+v", mine)
		}
		var marked struct {
			Read int `json:"read"`
		}
		if boro.JSON(http.MethodPost, "/api/v1/notifications/read", nil).Decode(t, &marked); marked.Read != 2 || unread(t, boro) != 0 {
			t.Errorf("marked %d, %d left", marked.Read, unread(t, boro))
		}
	})
}

func TestInboxAPI_KeepsWhatIsWanted(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		anna, boro, contact := mentions(t, s, 0)
		const path = "/api/v1/notifications/preferences"
		a := boro.JSON(http.MethodPut, path, map[string]any{"data": []any{map[string]any{"event": "mention", "inbox": false, "digest": true}}})
		if again := boro.Get(path); a.Status != http.StatusOK || string(a.Body) != string(again.Body) || !strings.Contains(string(a.Body), `{"event":"mention","inbox":false,"digest":true}`) ||
			!strings.Contains(string(a.Body), `{"event":"task_due","inbox":true,"digest":true}`) {
			t.Errorf("%d %s, then %s", a.Status, a.Body, again.Body)
		}
		var me struct {
			Name string `json:"name"`
		}
		boro.Get("/api/v1/me").Decode(t, &me)
		anna.JSON(http.MethodPost, "/api/v1/notes", map[string]any{"contact_id": contact, "body": "@" + me.Name})
		if n := unread(t, boro); n != 0 {
			t.Errorf("told %d times of what is not wanted", n)
		}
		wish := map[string]any{"event": "mention", "inbox": true, "digest": true}
		boro.JSON(http.MethodPut, path, map[string]any{"data": []any{wish}})
		anna.JSON(http.MethodPost, "/api/v1/notes", map[string]any{"contact_id": contact, "body": "@" + me.Name})
		if n := unread(t, boro); n != 1 {
			t.Errorf("told %d times of what is wanted again", n)
		}
		twice := boro.JSON(http.MethodPut, path, map[string]any{"data": []any{wish, wish}})
		if twice.Status != http.StatusUnprocessableEntity || !strings.Contains(string(twice.Body), "body.data[1].event") {
			t.Errorf("the same event twice: %d %s", twice.Status, twice.Body)
		}
		unknown := boro.JSON(http.MethodPut, path, map[string]any{"data": []any{map[string]any{"event": "dance", "inbox": true, "digest": true}}})
		if unknown.Status != http.StatusUnprocessableEntity || !strings.Contains(string(unknown.Body), "body.data[0].event") {
			t.Errorf("an unknown event: %d %s", unknown.Status, unknown.Body)
		}
		if bad := boro.Get("/api/v1/notifications?cursor=x"); bad.Status != http.StatusBadRequest {
			t.Errorf("a cursor that is none: %d %s", bad.Status, bad.Body)
		}
	})
}

func TestInboxAPI_ReadTokenMarksNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		reader := s.Program(t, accounttest.Actor(t, s.DB(), account.User), "read")
		for path, method := range map[string]string{"/read": http.MethodPost, "/preferences": http.MethodPut} {
			if a := reader.JSON(method, "/api/v1/notifications"+path, map[string]any{"data": []any{}}); a.Status != http.StatusForbidden {
				t.Errorf("%s: %d %s", path, a.Status, a.Body)
			}
		}
		if a := reader.Get("/api/v1/notifications"); a.Status != http.StatusOK {
			t.Errorf("reading: %d", a.Status)
		}
	})
}
