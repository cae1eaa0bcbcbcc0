package backup

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

const workPrefix = ".work-"

// name is the name of a backup that was begun at the time. Names sort by age.
func (s Settings) name(at time.Time) string {
	name := "kontor-" + at.UTC().Format("20060102-150405") + ".tar.zst"
	if s.Key != "" {
		name += ".age"
	}
	return name
}

// ours tells backups from whatever else lies in the folder.
func ours(name string) bool {
	return regexp.MustCompile(`^kontor-\d{8}-\d{6}\.tar\.zst(\.age)?$`).MatchString(name)
}

// List returns the backups in a folder, the newest first.
func List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", dir, err)
	}
	var names []string
	for _, e := range entries {
		if ours(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names, nil
}

// prune removes all but the newest backups.
func prune(dir string, keep int) error {
	names, err := List(dir)
	if err != nil || keep < 1 || len(names) <= keep {
		return err
	}
	for _, name := range names[keep:] {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("remove old backup: %w", err)
		}
	}
	return nil
}

// sweep removes what backups left whose process was killed.
func sweep(dir string) {
	entries, _ := os.ReadDir(dir) // a folder that cannot be read is told of elsewhere
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && strings.HasPrefix(e.Name(), workPrefix) && time.Since(info.ModTime()) > 24*time.Hour {
			_ = os.RemoveAll(filepath.Join(dir, e.Name())) // tried again next time
		}
	}
}
