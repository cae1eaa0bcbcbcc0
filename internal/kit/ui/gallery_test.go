package ui_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

func render(t *testing.T, c templ.Component, lang string) string {
	t.Helper()
	var b strings.Builder
	ctx := i18n.With(context.Background(), i18n.Locale{Lang: lang})
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func galleryPages(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{"gallery": render(t, ui.Gallery(), "en")}
	for _, name := range ui.GalleryNames() {
		page, ok := ui.GalleryPage(name)
		if !ok {
			t.Fatalf("no page %q", name)
		}
		pages[name] = render(t, page, "bg")
	}
	return pages
}

func walk(n *html.Node, visit func(*html.Node)) {
	visit(n)
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		walk(child, visit)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Every page of the gallery is whole, keeps the strict policy, and points only to what is there.
func TestGallery_IsSoundMarkup(t *testing.T) {
	icons := knownIcons(t)
	for name, page := range galleryPages(t) {
		doc, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		ids, refs := map[string]int{}, map[string]string{}
		walk(doc, func(n *html.Node) {
			if n.Type != html.ElementNode {
				return
			}
			checkPolicy(t, name, n)
			checkIcon(t, name, n, icons)
			if id := attribute(n, "id"); id != "" {
				ids[id]++
			}
			for _, key := range []string{"for", "aria-describedby", "aria-controls", "aria-labelledby", "popovertarget", "data-dialog", "list"} {
				if ref := attribute(n, key); ref != "" {
					refs[ref] = key
				}
			}
		})
		for id, count := range ids {
			if count > 1 {
				t.Errorf("%s: id %q is used %d times", name, id, count)
			}
		}
		for ref, key := range refs {
			if ids[ref] == 0 {
				t.Errorf("%s: %s=%q leads nowhere", name, key, ref)
			}
		}
	}
}

func checkPolicy(t *testing.T, page string, n *html.Node) {
	t.Helper()
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") || strings.HasPrefix(a.Val, "js:") {
			t.Errorf("%s: <%s %s=%q> breaks the policy", page, n.Data, a.Key, a.Val)
		}
	}
	if n.Data == "style" || (n.Data == "script" && attribute(n, "src") == "") {
		t.Errorf("%s: inline <%s>", page, n.Data)
	}
	if n.Data == "button" && attribute(n, "type") == "" {
		t.Errorf("%s: a button without a type", page)
	}
}

func checkIcon(t *testing.T, page string, n *html.Node, icons map[string]bool) {
	t.Helper()
	if n.Data != "use" {
		return
	}
	_, name, _ := strings.Cut(attribute(n, "href"), "#")
	if !icons[name] {
		t.Errorf("%s: icon %q is not in icons.txt", page, name)
	}
}

func knownIcons(t *testing.T) map[string]bool {
	t.Helper()
	list, err := os.ReadFile("icons.txt")
	if err != nil {
		t.Fatal(err)
	}
	icons := map[string]bool{}
	for name := range strings.FieldsSeq(string(list)) {
		icons[name] = true
	}
	return icons
}

var exported = regexp.MustCompile(`(?m)^templ ([A-Z]\w+)\(`)

func TestGallery_ShowsEveryComponent(t *testing.T) {
	var shown strings.Builder
	var names []string
	files, err := filepath.Glob("*.templ")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "gallery.go") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(file, "gallery") {
			shown.Write(text)
		}
		for _, match := range exported.FindAllSubmatch(text, -1) {
			names = append(names, string(match[1]))
		}
	}
	if len(names) < 60 {
		t.Fatalf("only %d components found", len(names))
	}
	for _, name := range names {
		if !regexp.MustCompile(`\b` + name + `\(`).MatchString(shown.String()) {
			t.Errorf("%s is not in the gallery", name)
		}
	}
}

var iconUse = regexp.MustCompile(`(?:\bIcon(?:Size)?\(|\bIcon(?:End)?:\s*|AppendIcon\([^,]+,\s*)"([a-z0-9-]+)"`)

// Icons that pages of the domains name must be in the sprite too.
func TestIcons_AreAllInTheSprite(t *testing.T) {
	icons := knownIcons(t)
	found := 0
	err := filepath.WalkDir("../..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isSource(path) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, match := range iconUse.FindAllSubmatch(text, -1) {
			if found++; !icons[string(match[1])] {
				t.Errorf("%s: icon %q is not in icons.txt", path, match[1])
			}
		}
		return nil
	})
	if err != nil || found < 50 {
		t.Errorf("%d icons found, %v", found, err)
	}
}

func isSource(path string) bool {
	ext := filepath.Ext(path)
	return (ext == ".templ" || ext == ".go") && !strings.HasSuffix(path, "_test.go")
}
