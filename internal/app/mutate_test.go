package app_test

import (
	"bytes"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"kontor/internal/app/apptest"
	"kontor/internal/app/mutate"
	"kontor/internal/kit/db"
)

// envMutations names how many requests are made instead of a few thousand:
// `make mutate` makes 100,000.
const envMutations = "KONTOR_MUTATIONS"

// Whatever is sent to the API, the fault is never ours.
func TestAPI_MutatedRequestsNeverFail(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		times, seed := 2500, uint64(1)
		if s.DB().Engine == db.Postgres {
			times, seed = 1500, 2
		}
		if n, err := strconv.Atoi(os.Getenv(envMutations)); err == nil {
			times = n / 2
		}
		mutated(t, s, times, seed)
	}, "RATE_LIMIT_USER=off")
}

func mutated(t *testing.T, s *apptest.Server, times int, seed uint64) {
	t.Helper()
	w := newWorld(t, s)
	p := s.Program(t, w.owner, "read,write")
	doc, err := mutate.Read(p.Get("/api/openapi.json").Body)
	if err != nil {
		t.Fatal(err)
	}
	m := mutate.NewMaker(doc, seed)
	for _, op := range doc.Operations() {
		if path, ok := strings.CutPrefix(op, "GET "); ok && !strings.Contains(path, "{") {
			m.Learn(path, p.Get(path).Body)
		}
	}
	answers := map[int]int{}
	for range times {
		r := m.Next()
		s.Log.Reset()
		a := p.Do(r.Method, r.Path, bytes.NewReader(r.Body), r.Header...)
		answers[a.Status]++
		if a.Status >= 500 {
			t.Errorf("%s %.300s %q %.600q: %d\n%.1500s", r.Method, r.Path, r.Header, r.Body, a.Status, errorsIn(s.Log.String()))
		}
		if a.Status >= 400 && a.Status != http.StatusPreconditionFailed && a.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %.300s: %d as %s", r.Method, r.Path, a.Status, a.Header.Get("Content-Type"))
		}
		if a.Status < 300 {
			m.Learn(r.Path, a.Body)
		}
	}
	t.Logf("answers: %v", answers)
	if answers[200]+answers[201]+answers[204] < times/10 || answers[422]+answers[400] < times/10 {
		t.Errorf("the requests are not mixed: %v", answers)
	}
}

func errorsIn(log string) string {
	var all []string
	for line := range strings.Lines(log) {
		if strings.Contains(line, "level=ERROR") {
			all = append(all, line)
		}
	}
	return strings.Join(all, "")
}
