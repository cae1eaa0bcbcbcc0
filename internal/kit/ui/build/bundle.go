package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// The fonts of the style sheet by the names it gives them: url("font:latin").
const interDir = modules + "/@fontsource-variable/inter/files"

var hashPart = regexp.MustCompile(`\.[A-Z0-9]{8}\.`)

// bundle makes one style sheet, the scripts, and the font files the sheet refers to.
func bundle(out *output, latinExt string) error {
	result := api.Build(api.BuildOptions{
		EntryPointsAdvanced: []api.EntryPoint{
			{InputPath: source + "/css/kontor.css", OutputPath: "kontor"},
			{InputPath: source + "/ts/kontor.ts", OutputPath: "kontor"},
			{InputPath: source + "/ts/board.ts", OutputPath: "board"},     // only on the board
			{InputPath: source + "/ts/upload.ts", OutputPath: "upload"},   // only where files are added
			{InputPath: source + "/ts/passkey.ts", OutputPath: "passkey"}, // only where a passkey is asked
		},
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Format:            api.FormatESModule,
		Target:            api.ES2023,
		LegalComments:     api.LegalCommentsNone,
		Outdir:            filepath.Join(source, "dist"),
		PublicPath:        "/assets/",
		EntryNames:        "[name].[hash]",
		AssetNames:        "[name].[hash]",
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile},
		Plugins:           []api.Plugin{fonts(latinExt)},
		LogLevel:          api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("%d errors in the sources", len(result.Errors))
	}
	for _, f := range result.OutputFiles {
		hashed := filepath.Base(f.Path)
		out.addHashed(hashPart.ReplaceAllString(hashed, "."), hashed, f.Contents)
	}
	return nil
}

// fonts resolves font:latin, font:cyrillic and font:latin-ext to files of the font package.
func fonts(latinExt string) api.Plugin {
	return api.Plugin{Name: "fonts", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "^font:"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			name := strings.TrimPrefix(args.Path, "font:")
			path := interDir + "/inter-" + name + "-wght-normal.woff2"
			if name == "latin-ext" {
				path = latinExt
			}
			path, err := filepath.Abs(path)
			return api.OnResolveResult{Path: path}, err
		})
	}}
}
