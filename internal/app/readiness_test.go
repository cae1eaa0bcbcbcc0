package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kontor/internal/importing"
)

// The page of readiness promises proofs: they must exist.
func TestReadiness_NamesWhatExists(t *testing.T) { proofsExist(t, "../../docs/operate/readiness.md") }

// proofsExist fails for tests and commands that a page names and nobody has,
// and for links that lead nowhere.
func proofsExist(t *testing.T, path string) {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tests := testNames(t)
	for _, name := range regexp.MustCompile("`(Test[A-Za-z0-9_]+)`").FindAllStringSubmatch(string(page), -1) {
		if !tests[name[1]] && name[1] != "TestX" {
			t.Errorf("there is no %s", name[1])
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([^)#]+)\)`).FindAllStringSubmatch(string(page), -1) {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), link[1])); err != nil {
			t.Errorf("%s leads nowhere", link[1])
		}
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range regexp.MustCompile("`kontor ([a-z-]+)[^`]*`").FindAllStringSubmatch(string(page), -1) {
		if !slices.Contains(commands(t), command[1]) {
			t.Errorf("there is no kontor %s", command[1])
		}
	}
	for _, target := range regexp.MustCompile("`make ([a-z-]+)`").FindAllStringSubmatch(string(page), -1) {
		if !strings.Contains(string(makefile), "\n"+target[1]+":") {
			t.Errorf("there is no make %s", target[1])
		}
	}
}

func testNames(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	name := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, found := range name.FindAllStringSubmatch(string(text), -1) {
			all[found[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// commands are the program's own, by name.
func commands(t *testing.T) (all []string) {
	t.Helper()
	text, err := os.ReadFile("../../cmd/kontor/main.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range regexp.MustCompile("(?m)^\t([A-Z][A-Za-z]+) +\\w+Cmd +`cmd").FindAllStringSubmatch(string(text), -1) {
		all = append(all, strings.ToLower(regexp.MustCompile(`\B[A-Z]`).ReplaceAllString(c[1], "-$0")))
	}
	return all
}

// Every row of readiness says what shows that it is there.
func TestReadiness_EveryRowIsShown(t *testing.T) {
	page, err := os.ReadFile("../../docs/operate/readiness.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\|.*\|$`).FindAllString(string(page), -1)
	for _, row := range rows {
		if cells := strings.Split(strings.ReplaceAll(row, `\|`, ""), "|"); len(cells) != 5 || strings.TrimSpace(cells[2]) == "" || strings.TrimSpace(cells[3]) == "" {
			t.Errorf("not a row with what and how it is shown: %s", row)
		}
	}
	if len(rows) < 60 {
		t.Errorf("only %d rows were read", len(rows))
	}
}

// The samples of proxies take what the program takes.
func TestReadiness_ProxiesLetImportsThrough(t *testing.T) {
	for _, file := range []string{"nginx/kontor.conf", "kubernetes/kontor.yml"} {
		text, err := os.ReadFile("../../deploy/" + file)
		if err != nil {
			t.Fatal(err)
		}
		said := regexp.MustCompile(`body[-_]size:? (\d+)m`).FindStringSubmatch(string(text))
		if said == nil {
			t.Fatalf("%s sets no size", file)
		}
		if most, err := strconv.Atoi(said[1]); err != nil || most<<20 < importing.MaxImport+1<<20 {
			t.Errorf("%s lets %s MB through, an import may have %d", file, said[1], importing.MaxImport>>20)
		}
	}
}
