// Command licences fails when a module that the binary is built from has a
// licence that is not on the list of those we accept.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// accepted are phrases by which the licence texts we accept are known.
var accepted = []struct{ name, phrase string }{
	{"Apache-2.0", "apache license"},
	{"MPL-2.0", "mozilla public license"},
	{"MIT", "permission is hereby granted, free of charge"},
	{"BSD", "redistribution and use in source and binary forms"},
	{"ISC", "permission to use, copy, modify, and/or distribute"},
	{"ISC", "permission to use, copy, modify, and distribute"},
	{"Unlicense", "this is free and unencumbered software"},
}

type module struct {
	Path, Version, Dir string
	Main               bool
}

func main() {
	modules, err := list()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	bad := 0
	for _, m := range modules {
		if name := licenceOf(m); name == "" {
			fmt.Printf("%s %s: no licence we accept\n", m.Path, m.Version)
			bad++
		}
	}
	if bad > 0 {
		os.Exit(1)
	}
	fmt.Printf("%d modules, all with an accepted licence\n", len(modules))
}

// list returns the modules that the binary is built from.
func list() ([]module, error) {
	out, err := exec.Command("go", "list", "-deps", "-json=Module", "./cmd/kontor").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	seen := map[string]bool{}
	var all []module
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var pkg struct{ Module *module }
		if err := d.Decode(&pkg); err != nil {
			return nil, err
		}
		if m := pkg.Module; m != nil && !m.Main && !seen[m.Path] {
			seen[m.Path] = true
			all = append(all, *m)
		}
	}
	return all, nil
}

func licenceOf(m module) string {
	files, _ := filepath.Glob(filepath.Join(m.Dir, "*")) // the pattern is constant
	for _, f := range files {
		base := strings.ToUpper(filepath.Base(f))
		if !strings.HasPrefix(base, "LICEN") && !strings.HasPrefix(base, "COPYING") && !strings.HasPrefix(base, "UNLICENSE") {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		if name := recognise(text); name != "" {
			return name
		}
	}
	return ""
}

func recognise(text []byte) string {
	flat := strings.ToLower(strings.Join(strings.Fields(string(text)), " "))
	for _, a := range accepted {
		if strings.Contains(flat, a.phrase) {
			return a.name
		}
	}
	return ""
}
