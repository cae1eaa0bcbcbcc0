package ui

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

const assetPrefix = "/assets/"

// asset is one built file in the encodings it can be sent in; brotli and gzip are nil for what is compressed already.
type asset struct {
	contentType       string
	raw, gzip, brotli []byte
}

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

// Asset returns the address of a built file by its plain name, such as "kontor.css". The address changes with the
// content, so it may be cached for good.
func Asset(name string) string {
	if url, ok := assets().urls[name]; ok {
		return url
	}
	return assetPrefix + name
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
	body := file.raw
	if file.gzip != nil {
		h.Set("Vary", "Accept-Encoding")
		switch accepted := r.Header.Get("Accept-Encoding"); {
		case accepts(accepted, "br"):
			h.Set("Content-Encoding", "br")
			body = file.brotli
		case accepts(accepted, "gzip"):
			h.Set("Content-Encoding", "gzip")
			body = file.gzip
		}
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
	file := asset{contentType: contentType(hashed), raw: raw}
	if strings.HasSuffix(hashed, ".woff2") {
		return file, nil
	}
	if file.gzip, err = fs.ReadFile(dist, "dist/"+hashed+".gz"); err != nil {
		return asset{}, err
	}
	file.brotli, err = fs.ReadFile(dist, "dist/"+hashed+".br")
	return file, err
}

// contentType names the types we send ourselves, because the operating system's table may lack or change them.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".json":
		return "application/speculationrules+json"
	default:
		return mime.TypeByExtension(ext)
	}
}
