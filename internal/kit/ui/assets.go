package ui

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

const assetPrefix = "/assets/"

// asset is one built file in the encodings it can be sent in, none for what is compressed already.
type asset struct {
	contentType, tag string
	raw              []byte
	packed           []packed
}

// packed is a file in one encoding.
type packed struct {
	coding string
	data   []byte
}

// codings are the encodings of files and the ends of their names, the smallest first.
func codings() [][2]string { return [][2]string{{"br", ".br"}, {"zstd", ".zst"}, {"gzip", ".gz"}} }

type assetSet struct {
	urls   map[string]string
	byPath map[string]asset
}

var assets = sync.OnceValue(func() assetSet {
	set, err := readAssets()
	if err != nil {
		panic(fmt.Sprintf("embedded assets: %v", err)) // the binary itself is broken
	}
	return set
})

// Asset returns the address of a built file by its plain name, such as "kontor.css": on this server, or where
// WithStatic says. The address changes with the content, so it may be cached for good.
func Asset(ctx context.Context, name string) string {
	base, _ := ctx.Value(staticKey{}).(string)
	return base + ownAsset(name)
}

// ownAsset is the address on this server.
func ownAsset(name string) string {
	if url, ok := assets().urls[name]; ok {
		return url
	}
	return assetPrefix + name
}

type staticKey struct{}

// WithStatic makes pages ask for built files at base, such as https://cdn.example.com, which fetches them from here.
func WithStatic(base string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), staticKey{}, base)))
	})
}

// Built reports whether the front end was built before this program was compiled.
func Built() bool { return len(assets().urls) > 0 }

// AssetHandler serves /assets/… from inside the program, and the tab icon under its two traditional addresses.
func AssetHandler() http.Handler {
	set := assets()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, cache := r.URL.Path, "public, max-age=31536000, immutable"
		if name == "/favicon.ico" || name == "/favicon.svg" {
			name, cache = set.urls["favicon.svg"], "public, max-age=86400"
		}
		file, ok := set.byPath[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", cache)
		serveAsset(w, r, file)
	})
}

func serveAsset(w http.ResponseWriter, r *http.Request, file asset) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Content-Type", file.contentType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Access-Control-Allow-Origin", "*") // scripts and fonts that pages ask a CDN for
	body, tag := file.raw, file.tag
	if file.packed != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	for _, p := range file.packed {
		if accepts(r.Header.Get("Accept-Encoding"), p.coding) {
			h.Set("Content-Encoding", p.coding)
			body, tag = p.data, tag+"-"+p.coding
			break
		}
	}
	h.Set("ETag", `"`+tag+`"`)
	if r.Header.Get("If-None-Match") == h.Get("ETag") {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body)
	}
}

// accepts reports whether an Accept-Encoding header names the coding without refusing it (q=0).
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) != coding {
			continue
		}
		q := strings.ReplaceAll(weight, " ", "")
		return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
	}
	return false
}

func readAssets() (assetSet, error) {
	set := assetSet{urls: map[string]string{}, byPath: map[string]asset{}}
	list, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		return set, nil // a checkout whose front end was not built yet
	}
	names := map[string]string{}
	if err := json.Unmarshal(list, &names); err != nil {
		return set, err
	}
	for plain, hashed := range names {
		file, err := readAsset(hashed)
		if err != nil {
			return set, err
		}
		set.urls[plain] = assetPrefix + hashed
		set.byPath[assetPrefix+hashed] = file
	}
	return set, nil
}

func readAsset(hashed string) (asset, error) {
	raw, err := dist.ReadFile("dist/" + hashed)
	if err != nil {
		return asset{}, err
	}
	file := asset{contentType: contentType(hashed), tag: hashed, raw: raw}
	if strings.HasSuffix(hashed, ".woff2") {
		return file, nil
	}
	for _, c := range codings() {
		data, err := dist.ReadFile("dist/" + hashed + c[1])
		if err != nil {
			return asset{}, err
		}
		file.packed = append(file.packed, packed{coding: c[0], data: data})
	}
	return file, nil
}

// contentType names the types we send ourselves, because the operating system's table may lack or change them.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".json":
		return "application/speculationrules+json"
	default:
		return mime.TypeByExtension(ext)
	}
}
