package app_test

import (
	"strings"
	"testing"

	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
)

func TestLog_SlowStatementsAreNamedWithoutTheirValues(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		const count = `WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT count(*) FROM n`
		if _, err := db.Value[int64](t.Context(), s.DB(), count, 5_000_017); err != nil {
			t.Fatal(err)
		}
		log := s.Log.String()
		if !strings.Contains(log, "slow statement") || !strings.Contains(log, "fingerprint=") || strings.Contains(log, "5000017") {
			t.Errorf("log: %s", log)
		}
	})
}
