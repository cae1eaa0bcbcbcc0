package app_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// may tells which domains a package may import; kit is open to all of them.
// A package that is not listed fails.
var may = map[string][]string{
	"account":     {},
	"backup":      {},
	"attachment":  {"account", "activity"},
	"dav":         {"account", "activity", "contact", "task"},
	"activity":    {"account"},
	"customfield": {"account", "activity"},
	"view":        {"account", "activity"},
	"record":      {"account", "activity", "customfield", "view"},
	"importing":   {"account", "activity", "customfield", "record"},
	"contact":     {"account", "activity", "customfield", "importing", "record", "view"},
	"deal":        {"account", "activity", "contact", "customfield", "importing", "record", "view"},
	"task":        {"account", "activity", "contact", "customfield", "importing", "record", "view"},
	"audit":       {"account", "activity", "record", "view"},
	"admin":       {"account", "activity", "audit", "backup"},
	"demo":        {"account", "activity", "contact", "deal", "task"},
	"report":      {"account", "activity", "deal", "task"},
	"privacy":     {"account", "activity", "attachment", "contact", "deal", "importing", "record", "task"},
	"app":         {"account", "activity", "admin", "attachment", "audit", "backup", "contact", "customfield", "dav", "deal", "demo", "importing", "privacy", "record", "report", "task", "view"},
	"bench":       {"account", "activity", "app", "contact", "customfield", "demo", "importing", "record"},
	"devtools":    {"account", "app"},
}

// kitAbove are the kit packages that build on others; the rest may import only
// those that are not listed here.
var kitAbove = []string{"api", "firewall", "jobs", "list", "search", "telemetry", "ui", "web"}

func TestImports_FollowTheTable(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		check(t, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func check(t *testing.T, path string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(filepath.ToSlash(path), "/")
	from := parts[1]
	allowed, listed := may[from]
	if !listed && from != "kit" {
		t.Errorf("%s: package %s is not in the table: decide what it may import", path, from)
		return
	}
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		to, ours := strings.CutPrefix(name, "kontor/internal/")
		if !ours {
			continue
		}
		domain, rest, _ := strings.Cut(to, "/")
		switch {
		case domain == from && from != "kit":
		case domain != "kit":
			if !slices.Contains(allowed, domain) {
				t.Errorf("%s: %s must not import %s", path, from, domain)
			}
		case from == "kit":
			checkKit(t, path, parts[2], rest)
		}
	}
}

// checkKit keeps kit free of cycles in thought: small tools know no big ones.
func checkKit(t *testing.T, path, from, to string) {
	t.Helper()
	name, sub, _ := strings.Cut(to, "/")
	if name == from || strings.Contains(path, "test/") || strings.HasSuffix(sub, "test") {
		return
	}
	if slices.Contains(kitAbove, name) && !slices.Contains(kitAbove, from) {
		t.Errorf("%s: kit/%s must not import kit/%s", path, from, name)
	}
}
