package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kontor/internal/kit/db"
)

func TestMiddle_OfEvenAndOdd(t *testing.T) {
	for _, c := range []struct {
		all  []float64
		want float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 2, 9}, 3}} {
		if got := middle(c.all); got != c.want {
			t.Errorf("middle of %v is %v, want %v", c.all, got, c.want)
		}
	}
}

func TestAt_ReachesTheLast(t *testing.T) {
	sorted := []float64{1, 2, 3, 4}
	for percent, want := range map[int]float64{0: 1, 50: 3, 99: 4, 100: 4} {
		if got := at(sorted, percent); got != want {
			t.Errorf("%d%% is %v, want %v", percent, got, want)
		}
	}
}

// A floor must run what the application ran, with the same values.
func TestStatement_SurvivesTheWayToTheFloor(t *testing.T) {
	id := db.NewID()
	var a answer
	a.ask("SELECT $1, $2, $3, $4, $5, $6", []any{id, "има", 51, true, nil, db.WorkspaceID(7)})
	a.ask("SELECT CAST(pg_current_snapshot() AS TEXT)", nil)
	if a.err != nil || len(a.Statements) != 1 {
		t.Fatalf("%d statements, %v", len(a.Statements), a.err)
	}
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var back answer
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	want := []any{id[:], "има", int64(51), true, nil, int64(7)}
	if got := back.Statements[0].args(); !reflect.DeepEqual(got, want) {
		t.Errorf("the values are %#v, want %#v", got, want)
	}
}

func TestRatio_CountsTheDatabase(t *testing.T) {
	l := line{row: row{aim: 0.7}, ours: figure{CPU: 1, Database: 1}, floor: figure{CPU: 0.5, Database: 1}}
	if got := l.ratio(); got != 0.75 {
		t.Errorf("the ratio is %v", got)
	}
	if v := l.verdict(); !strings.Contains(v, "met") {
		t.Errorf("the verdict is %q", v)
	}
}

func TestReport_KeepsTheFaults(t *testing.T) {
	path := filepath.Join(t.TempDir(), "benchmarks.md")
	if err := os.WriteFile(path, []byte("# Of last year\n"+faults+"\n| what was there |\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := (report{}).save(path); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(page); !strings.HasSuffix(text, faults+"\n| what was there |\n") || strings.Contains(text, "last year") {
		t.Errorf("the report is\n%s", text)
	}
}
