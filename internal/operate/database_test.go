package operate_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/db/pgtest"
)

// each runs the test on both engines, at addresses of empty databases.
func each(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, "sqlite:///"+filepath.Join(t.TempDir(), "kontor.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, dbtest.EmptyPostgresURL(t)) })
}

// psql runs one statement outside of any transaction.
func psql(t *testing.T, url, statement string) string {
	t.Helper()
	out, err := exec.Command(tool(t, "psql"), "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", statement, err, out)
	}
	return strings.TrimSpace(string(out))
}

// tool finds a program of PostgreSQL.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := pgtest.Program(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// server starts a PostgreSQL server of the test's own.
func server(t *testing.T, set pgtest.Settings) *pgtest.Server {
	t.Helper()
	s, err := pgtest.StartWith(set)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// sound fails unless the database is whole, as its own tools see it.
func sound(t *testing.T, url string) {
	t.Helper()
	if !strings.HasPrefix(url, "sqlite") {
		out, err := exec.Command(tool(t, "pg_amcheck"), "--install-missing", "--heapallindexed", url).CombinedOutput()
		if err != nil {
			t.Errorf("pg_amcheck: %v\n%s", err, out)
		}
		return
	}
	for _, check := range []string{"PRAGMA integrity_check", "PRAGMA foreign_key_check"} {
		for _, verdict := range values[string](t, url, check) {
			if verdict != "ok" {
				t.Errorf("%s: %s", check, verdict)
			}
		}
	}
}

// intact is sound, and the audit log is as it was written.
func (s *site) intact(t *testing.T) {
	t.Helper()
	sound(t, s.url)
	if out := s.run(t, "audit", "verify"); !strings.Contains(out, "entries in order") {
		t.Errorf("audit verify: %s", out)
	}
}
