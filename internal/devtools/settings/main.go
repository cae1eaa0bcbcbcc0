// Command settings writes what describes the settings: .env.example and
// docs/operate/configuration.md.
package main

import (
	"fmt"
	"os"
	"reflect"
	"strings"

	"kontor/internal/app"
)

type setting struct{ name, def, group, doc string }

func main() {
	all := settings()
	write(".env.example", example(all))
	write("docs/operate/configuration.md", page(all))
}

func write(path, text string) {
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// settings are the fields of app.Config that come from the environment, in
// their order there.
func settings() []setting {
	var all []setting
	for _, f := range reflect.VisibleFields(reflect.TypeFor[app.Config]()) {
		name, ok := f.Tag.Lookup("env")
		if !ok {
			continue
		}
		def := f.Tag.Get("envDefault")
		if def == "" {
			def = f.Tag.Get("default")
		}
		all = append(all, setting{name, def, f.Tag.Get("group"), f.Tag.Get("doc")})
	}
	return all
}

func example(all []setting) string {
	var b strings.Builder
	b.WriteString("# Every setting of Kontor. Copy this file to .env and uncomment what you need.\n# What the environment sets wins over the file. Nothing is needed on your own machine.\n")
	group := ""
	for _, s := range all {
		if s.group != group {
			group = s.group
			fmt.Fprintf(&b, "\n# --- %s ---\n", group)
		}
		fmt.Fprintf(&b, "\n# %s\n", s.doc)
		if s.def != "" {
			fmt.Fprintf(&b, "# Default: %s\n", s.def)
		}
		fmt.Fprintf(&b, "# %s=\n", s.name)
	}
	return b.String()
}

const intro = `# Configuration

Settings come from the environment, and from a file ` + "`.env`" + ` in the working directory for what the environment does not set.
` + "`kontor check`" + ` tells every setting that is wrong or missing, with the mend; ` + "`kontor check --deploy`" + ` judges them as for production.

There are two modes. **Local**: nothing about the outside world is set (no ` + "`SITE_URL`, no `ALLOWED_HOSTS`, `ADDR`" + ` on this machine). Kontor starts
without any setting, keeps a secret of its own in ` + "`DATA_DIR`" + ` and answers on this machine only. **Production**: everything else. All
protection is on, and what is missing or weak stops the start with one line each.

This page is generated from the code.
`

func page(all []setting) string {
	var b strings.Builder
	b.WriteString(intro)
	group := ""
	for _, s := range all {
		if s.group != group {
			group = s.group
			fmt.Fprintf(&b, "\n## %s\n\n| Setting | Default | Meaning |\n| --- | --- | --- |\n", group)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", s.name, s.def, s.doc)
	}
	return b.String()
}
