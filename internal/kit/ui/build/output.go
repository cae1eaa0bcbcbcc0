package main

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// output collects the built files and writes them in one go, so that a failed build leaves the last good one in place.
type output struct {
	dir      string
	files    []file
	manifest map[string]string
}

type file struct {
	name string
	data []byte
}

// add gives a file its content-hashed name and records it under its plain one.
func (o *output) add(name string, data []byte) {
	sum := sha256.Sum256(data)
	hash := base32.StdEncoding.EncodeToString(sum[:])[:8]
	ext := filepath.Ext(name)
	o.addHashed(name, strings.TrimSuffix(name, ext)+"."+hash+ext, data)
}

// addHashed records a file that has its hashed name already.
func (o *output) addHashed(name, hashed string, data []byte) {
	o.files = append(o.files, file{name: hashed, data: data})
	o.manifest[name] = hashed
}

func (o *output) write() error {
	if err := sweep(o.dir); err != nil {
		return err
	}
	sort.Slice(o.files, func(a, b int) bool { return o.files[a].name < o.files[b].name })
	for _, f := range o.files {
		if err := o.writeFile(f); err != nil {
			return err
		}
	}
	list, err := json.MarshalIndent(o.manifest, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(o.dir, "manifest.json"), append(list, '\n'), 0o644)
}

func (o *output) writeFile(f file) error {
	path := filepath.Join(o.dir, f.name)
	if err := os.WriteFile(path, f.data, 0o644); err != nil {
		return err
	}
	if strings.HasSuffix(f.name, ".woff2") {
		fmt.Printf("%-28s %6d B\n", f.name, len(f.data))
		return nil
	}
	line := fmt.Sprintf("%-28s %6d B", f.name, len(f.data))
	for _, p := range packers() {
		data, err := p.pack(f.data)
		if err != nil {
			return err
		}
		if err := os.WriteFile(path+p.end, data, 0o644); err != nil {
			return err
		}
		line += fmt.Sprintf("  %s %5d", p.end, len(data))
	}
	fmt.Println(line)
	return nil
}

// sweep removes the files of an earlier build but keeps .gitkeep, which lets go build work before any front-end build.
func sweep(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Name() == ".gitkeep" {
			continue
		}
		if err := os.Remove(filepath.Join(dir, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}
