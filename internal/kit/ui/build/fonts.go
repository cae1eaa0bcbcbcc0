package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

var latinExtRange = regexp.MustCompile(`(?s)url\("font:latin-ext"\).*?unicode-range:\s*([^;]+);`)

// latinExt cuts the Latin Extended file down to the ranges that fonts.css names (the letters of European languages) and
// returns the path of the result, a quarter of the original.
func latinExt(ctx context.Context) (string, error) {
	css, err := os.ReadFile(filepath.Join(source, "css", "fonts.css"))
	if err != nil {
		return "", err
	}
	ranges := latinExtRange.FindSubmatch(css)
	if ranges == nil {
		return "", fmt.Errorf("fonts.css names no ranges for font:latin-ext")
	}
	target := filepath.Join(modules, ".cache", "kontor", "inter-latin-ext-wght-normal.woff2")
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return "", err
	}
	cut := exec.CommandContext(ctx, "node", filepath.Join(source, "build", "subset.mjs"),
		interDir+"/inter-latin-ext-wght-normal.woff2", target, string(ranges[1]))
	cut.Stderr = os.Stderr
	if err := cut.Run(); err != nil {
		return "", fmt.Errorf("cut the Latin Extended font: %w", err)
	}
	return target, nil
}
