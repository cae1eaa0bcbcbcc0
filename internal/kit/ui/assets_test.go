package ui_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/kit/ui"
)

func get(t *testing.T, path, encodings string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", encodings)
	w := httptest.NewRecorder()
	ui.AssetHandler().ServeHTTP(w, r)
	return w.Result()
}

func size(t *testing.T, name, encoding string) int {
	t.Helper()
	answer := get(t, ui.Asset(t.Context(), name), encoding)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d; build the front end first: go run ./internal/kit/ui/build", name, answer.StatusCode)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return len(body)
}

func TestAssets_StayInTheirBudgets(t *testing.T) {
	const kb = 1024
	css, js := size(t, "kontor.css", "gzip"), size(t, "kontor.js", "gzip")
	fonts := 0
	for _, script := range []string{"latin", "cyrillic", "latin-ext"} {
		fonts += size(t, "inter-"+script+"-wght-normal.woff2", "gzip")
	}
	for _, b := range []struct {
		what      string
		got, most int
	}{
		{"style", css, 22 * kb},
		{"script of every page", js, 30 * kb},
		{"script of the board", size(t, "board.js", "gzip"), 4 * kb},
		{"icons", size(t, "icons.svg", "gzip"), 9 * kb},
		{"style and script of a first view", css + js, 60 * kb},
		{"fonts", fonts, 90 * kb},
	} {
		if t.Logf("%s: %d of %d bytes", b.what, b.got, b.most); b.got > b.most {
			t.Errorf("%s: %d bytes, at most %d", b.what, b.got, b.most)
		}
	}
}

func TestAssetHandler_NegotiatesAndCaches(t *testing.T) {
	for _, c := range []struct{ accept, want string }{
		{"gzip, deflate, br, zstd", "br"}, {"gzip, zstd", "zstd"}, {"gzip", "gzip"}, {"br;q=0, gzip", "gzip"}, {"", ""}, {"identity", ""},
	} {
		answer := get(t, ui.Asset(t.Context(), "kontor.css"), c.accept)
		h := answer.Header
		if h.Get("Content-Encoding") != c.want {
			t.Errorf("Accept-Encoding %q: got %q, want %q", c.accept, h.Get("Content-Encoding"), c.want)
		}
		if h.Get("Vary") != "Accept-Encoding" || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Cache-Control") != "public, max-age=31536000, immutable" || !strings.HasPrefix(h.Get("Content-Type"), "text/css") {
			t.Errorf("headers: %v", h)
		}
	}
}

func TestAssetHandler_PackedIsThePlain(t *testing.T) {
	plain, err := io.ReadAll(get(t, ui.Asset(t.Context(), "kontor.js"), "").Body)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := gzip.NewReader(get(t, ui.Asset(t.Context(), "kontor.js"), "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(packed)
	if err != nil || string(unpacked) != string(plain) || len(plain) == 0 {
		t.Errorf("gzip holds something else (%d and %d bytes, %v)", len(unpacked), len(plain), err)
	}
}

func TestAssetHandler_RefusesEverythingElse(t *testing.T) {
	for _, path := range []string{"/assets/", "/assets/kontor.css", "/assets/manifest.json", "/assets/../assets.go", "/assets/.gitkeep"} {
		if answer := get(t, path, "br"); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", path, answer.StatusCode)
		}
	}
	if answer := get(t, "/favicon.ico", "br"); answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "image/svg+xml; charset=utf-8" {
		t.Errorf("favicon: %d %v", answer.StatusCode, answer.Header)
	}
	w := httptest.NewRecorder()
	ui.AssetHandler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, ui.Asset(t.Context(), "kontor.css"), nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", w.Code)
	}
}

// What would break the strict policy, or cost a request to somebody else's server.
func TestAssets_KeepThePolicy(t *testing.T) {
	for name, forbidden := range map[string][]string{
		"kontor.css": {"data:", "http:", "https:", "@import"},
		"kontor.js":  {"eval(", "://unpkg", "://cdn"},
		"board.js":   {"eval(", "://unpkg", "://cdn"},
	} {
		body, err := io.ReadAll(get(t, ui.Asset(t.Context(), name), "").Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range forbidden {
			if strings.Contains(string(body), text) {
				t.Errorf("%s contains %q", name, text)
			}
		}
	}
}

func TestTypeScript_IsSmallModules(t *testing.T) {
	files, err := filepath.Glob("ts/*.ts")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(text), "\n"); lines > 200 {
			t.Errorf("%s has %d lines", file, lines)
		}
	}
}
