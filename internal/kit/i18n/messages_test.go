package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/leonelquinteros/gotext"

	"kontor/internal/kit/i18n"
)

// message is one text in the code; plural is set for texts with a count.
type message struct{ text, plural, at string }

func TestMessages_AreCompleteInEveryLanguage(t *testing.T) {
	messages := collect(t, "../../..")
	if len(messages) < 10 {
		t.Fatalf("only %d messages found: the search is broken", len(messages))
	}
	for _, lang := range i18n.Languages()[1:] {
		po := gotext.NewPo()
		po.Parse([]byte(i18n.Source(lang)))
		for _, m := range messages {
			if !translated(po, m) {
				t.Errorf("%s: %q has no %s translation", m.at, m.text, lang)
			}
		}
	}
}

func translated(po *gotext.Po, m message) bool {
	if m.plural == "" {
		return po.IsTranslated(m.text) && verbs(text(po, m.text)) == verbs(m.text)
	}
	return po.IsTranslatedN(m.text, 1) && po.IsTranslatedN(m.text, 2)
}

func text(po *gotext.Po, id string) string {
	return po.GetDomain().GetTranslations()[id].Get()
}

// verbs counts what fmt puts in: a translation must take as much.
func verbs(s string) int {
	return strings.Count(strings.ReplaceAll(s, "%%", ""), "%")
}

// collect finds the messages in every Go file: calls of T, In, N and Mark, and
// the labels of fields.
func collect(t *testing.T, root string) (all []message) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{"node_modules", "build", "data", ".git", "e2e"}, d.Name()) && path != root {
			if d.Name() != "build" || filepath.Dir(path) == root {
				return fs.SkipDir
			}
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			all = append(all, inFile(t, path)...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func inFile(t *testing.T, path string) (all []message) {
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if m, ok := inCall(n, file.Name.Name); ok {
				m.at = files.Position(n.Pos()).String()
				all = append(all, m)
			}
		case *ast.CompositeLit:
			for _, text := range labels(n) {
				all = append(all, message{text: text, at: files.Position(n.Pos()).String()})
			}
		}
		return true
	})
	return all
}

// inCall returns the message of i18n.T, In, N or Mark, if its text is written
// there and not a variable.
func inCall(call *ast.CallExpr, pkg string) (m message, ok bool) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		if x, isName := f.X.(*ast.Ident); isName && x.Name == "i18n" {
			name = f.Sel.Name
		}
	case *ast.Ident:
		if pkg == "i18n" {
			name = f.Name
		}
	}
	at := map[string]int{"T": 1, "In": 1, "N": 1, "Mark": 0}
	i, known := at[name]
	if !known || len(call.Args) <= i {
		return m, false
	}
	if m.text, ok = literal(call.Args[i]); !ok {
		return m, false
	}
	if name == "N" {
		m.plural, ok = literal(call.Args[2])
	}
	return m, ok
}

// labels returns the Label texts of a list.Field.
func labels(lit *ast.CompositeLit) (all []string) {
	isField := false
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if k, ok := kv.Key.(*ast.Ident); ok && k.Name == "Kind" {
				if s, ok := kv.Value.(*ast.SelectorExpr); ok {
					x, ok := s.X.(*ast.Ident)
					isField = ok && x.Name == "list"
				}
			}
		}
	}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && isField {
			if k, ok := kv.Key.(*ast.Ident); ok && k.Name == "Label" {
				if text, ok := literal(kv.Value); ok {
					all = append(all, text)
				}
			}
		}
	}
	return all
}

func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := literal(e.X)
		b, ok2 := literal(e.Y)
		return a + b, ok && ok2 && e.Op == token.ADD
	}
	return "", false
}
