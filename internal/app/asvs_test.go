package app_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// levelTwo are the rows of levels 1 and 2 of ASVS 5.0.0: of each section the
// first ones, up to this number.
const levelTwo = `1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3
	6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5
	10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7
	16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2`

// Every row of the standard is judged, once and in order, and what proves it
// exists.
func TestASVS_JudgesEveryRow(t *testing.T) {
	const page = "../../docs/operate/asvs.md"
	proofsExist(t, page)
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	all, next := rowsOf(t), 0
	for _, r := range regexp.MustCompile(`(?m)^\| V([0-9.]+)(?: – V([0-9.]+))? \| [^|]+ \| ([^|]+) \| ([^|]*) \|$`).FindAllStringSubmatch(string(text), -1) {
		first, last := r[1], r[2]
		if last == "" {
			last = first
		}
		if next >= len(all) || all[next] != first {
			t.Fatalf("V%s stands where another row is due", first)
		}
		if next = slices.Index(all, last) + 1; next == 0 {
			t.Fatalf("there is no V%s", last)
		}
		if !slices.Contains([]string{"met", "in part", "open", "not applicable"}, r[3]) || r[4] == "" {
			t.Errorf("V%s: %q, %q", first, r[3], r[4])
		}
	}
	if next != len(all) || len(all) != 253 {
		t.Errorf("%d of %d rows are judged", next, len(all))
	}
}

func rowsOf(t *testing.T) (all []string) {
	t.Helper()
	for _, section := range strings.Fields(levelTwo) {
		name, most, _ := strings.Cut(section, ":")
		n, err := strconv.Atoi(most)
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			all = append(all, fmt.Sprintf("%s.%d", name, i+1))
		}
	}
	return all
}
