// Command build turns the front-end sources and the npm packages into the files that the server embeds: one style
// sheet, one script, one icon sprite and three fonts, under content-hashed names, compressed once.
//
// It runs from the root of the repository, after npm ci.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

const (
	source  = "internal/kit/ui"
	modules = "node_modules"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "build front end:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(modules, "htmx.org")); err != nil {
		return fmt.Errorf("the front-end packages are missing: run npm ci in the root of the repository first")
	}
	font, err := latinExt(ctx)
	if err != nil {
		return err
	}
	out := &output{dir: filepath.Join(source, "dist"), manifest: map[string]string{}}
	steps := []func(*output) error{
		func(o *output) error { return bundle(o, font) },
		sprite,
		plainFiles,
	}
	for _, step := range steps {
		if err := step(out); err != nil {
			return err
		}
	}
	return out.write()
}

// plainFiles adds what needs no work but a name: the tab icon and the rules for prefetching links.
func plainFiles(out *output) error {
	for _, name := range []string{"favicon.svg", "speculation.json"} {
		data, err := os.ReadFile(filepath.Join(source, name))
		if err != nil {
			return err
		}
		out.add(name, data)
	}
	return nil
}
