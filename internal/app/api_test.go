package app_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func program(t *testing.T, s *apptest.Server) *apptest.Client {
	t.Helper()
	return s.Program(t, accounttest.Actor(t, s.DB(), account.Owner), "read,write")
}

func TestAPI_IdempotencyKeyDoesNothingTwice(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		c := program(t, s)
		create := func(name, key string) apptest.Answer {
			return c.JSON(http.MethodPost, "/api/v1/contacts", map[string]any{"first_name": name}, "Idempotency-Key", key)
		}
		first, again := create("Ivan", "k1"), create("Ivan", "k1")
		if first.Status != http.StatusCreated || again.Status != http.StatusCreated || first.Body != again.Body {
			t.Fatalf("first %d, again %d: %s %s", first.Status, again.Status, first.Body, again.Body)
		}
		if other := create("Georgi", "k1"); other.Status != http.StatusUnprocessableEntity {
			t.Errorf("the key with another request: %d", other.Status)
		}
		n, err := db.Value[int](t.Context(), s.DB(), `SELECT count(*) FROM contacts`)
		if err != nil || n != 1 {
			t.Errorf("%d contacts, %v", n, err)
		}
	})
}

func TestAPI_IdempotencyKeyAtTheSameMoment(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		c := program(t, s)
		answers := make([]apptest.Answer, 8)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() {
				answers[i] = c.JSON(http.MethodPost, "/api/v1/contacts", map[string]any{"first_name": "Ivan"}, "Idempotency-Key", "at once")
			})
		}
		all.Wait()
		made := 0
		for _, a := range answers { // the one, the same again, or: it is not finished
			if a.Status == http.StatusCreated {
				made++
			} else if a.Status != http.StatusConflict {
				t.Errorf("%d %s", a.Status, a.Body)
			}
		}
		n, err := db.Value[int](t.Context(), s.DB(), `SELECT count(*) FROM contacts`)
		if err != nil || n != 1 || made == 0 {
			t.Errorf("%d contacts, %d answers tell of one, %v", n, made, err)
		}
		again := c.JSON(http.MethodPost, "/api/v1/contacts", map[string]any{"first_name": "Ivan"}, "Idempotency-Key", "at once")
		if again.Status != http.StatusCreated || again.Header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("afterwards %d %s", again.Status, again.Body)
		}
	})
}

func TestAPI_IdempotencyKeyKeepsALargeUploadWhole(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t))
	c := program(t, s)
	file := "First name,E-mail\n" + strings.Repeat("Anna,anna@x.example\n", 100_000) // 2 MB
	a := c.Do(http.MethodPost, "/api/v1/imports?filename=people.csv", strings.NewReader(file), "Content-Type", "text/csv", "Idempotency-Key", "k2")
	if a.Status != http.StatusCreated {
		t.Fatalf("%d %.300s", a.Status, a.Body)
	}
	var got struct {
		Total int64 `json:"total"`
	}
	if a.Decode(t, &got); got.Total != 100_000 {
		t.Errorf("%d rows arrived of 100000", got.Total)
	}
}

func TestAPI_GuardsUpdatesByETag(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		c := program(t, s)
		made := c.JSON(http.MethodPost, "/api/v1/contacts", map[string]any{"first_name": "Ivan"})
		var contact struct {
			ID string `json:"id"`
		}
		made.Decode(t, &contact)
		path, etag := "/api/v1/contacts/"+contact.ID, made.Header.Get("ETag")
		update := func(name string) int {
			return c.JSON(http.MethodPatch, path, map[string]any{"first_name": name}, "If-Match", etag).Status
		}
		if etag == "" || update("Georgi") != http.StatusOK {
			t.Fatalf("ETag %q", etag)
		}
		if got := update("Petar"); got != http.StatusPreconditionFailed {
			t.Errorf("an update of an old version: %d", got)
		}
	})
}

func TestAPI_DescribesItself(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t))
	c := program(t, s)
	var doc struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	c.Get("/api/openapi.json").Decode(t, &doc)
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("OpenAPI %q", doc.OpenAPI)
	}
	for _, path := range []string{"/api/v1/contacts", "/api/v1/companies", "/api/v1/tags", "/api/v1/notes"} {
		if doc.Paths[path]["get"] == nil || doc.Paths[path]["post"] == nil || doc.Paths[path+"/{id}"]["patch"] == nil || doc.Paths[path+"/{id}/restore"]["post"] == nil {
			t.Errorf("%s is not described whole", path)
		}
	}
}

func TestAPI_AnswersBadInputInItsOwnWords(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		c := program(t, s)
		deep := strings.Repeat(`{"a":`, 1000) + "1" + strings.Repeat("}", 1000)
		for _, b := range []struct {
			name, body string
			status     int
			names      string
		}{
			{"broken JSON", `{"first_name":`, 400, ""},
			{"not UTF-8", "{\"first_name\":\"\xff\xfe\"}", 400, "UTF-8"},
			{"NUL", `{"first_name":"a\u0000b"}`, 400, "first_name"},
			{"an unknown field", `{"surname":"x"}`, 422, "surname"},
			{"a wrong type", `{"first_name":7}`, 422, "first_name"},
			{"too long", `{"first_name":"` + strings.Repeat("x", 5000) + `"}`, 422, "first_name"},
			{"a strange id", `{"first_name":"x","company_id":"01a20d9c-9dd0-7607-bdc3-9f4cdb03026b"}`, 422, "company_id"},
			{"an id that is none", `{"first_name":"x","owner_id":"42"}`, 422, "owner_id"},
			{"1,000 levels", deep, 422, "a"},
			{"10 MB", `{"notes":"` + strings.Repeat("x", 10<<20) + `"}`, 413, ""},
		} {
			a := c.Do(http.MethodPost, "/api/v1/contacts", strings.NewReader(b.body), "Content-Type", "application/json")
			if a.Status != b.status || !strings.Contains(a.Body, b.names) || a.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: %d %s %.300s", b.name, a.Status, a.Header.Get("Content-Type"), a.Body)
			}
			if len(a.Body) > 5000 {
				t.Errorf("%s: the answer echoes %d bytes", b.name, len(a.Body))
			}
		}
		n, err := db.Value[int](t.Context(), s.DB(), `SELECT count(*) FROM contacts`)
		if err != nil || n != 0 {
			t.Errorf("%d contacts were made, %v", n, err)
		}
	})
}

func sqliteURL(t *testing.T) string { return dbtest.SQLiteURL(t) }
