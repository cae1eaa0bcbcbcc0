package list_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"
)

// TestSQL_OnlyConstantsBecomeText fails on a db.Expr made of anything but a
// literal: what is known at run time only may enter a statement as a parameter.
func TestSQL_OnlyConstantsBecomeText(t *testing.T) {
	files, err := filepath.Glob("*.go")
	more, moreErr := filepath.Glob("../search/*.go")
	if err != nil || moreErr != nil || len(files) < 10 || len(more) < 3 {
		t.Fatal(files, more, err, moreErr)
	}
	for _, path := range append(files, more...) {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && isExpr(call.Fun) {
				if _, literal := call.Args[0].(*ast.BasicLit); !literal {
					t.Errorf("%s makes SQL of something that is no literal", set.Position(call.Pos()))
				}
			}
			return true
		})
	}
}

func isExpr(e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Expr" {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == "db"
}
