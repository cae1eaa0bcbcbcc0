package backup

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// run runs one of PostgreSQL's tools. The password is only in its environment,
// never among its arguments, which everybody on the machine can read.
func (p postgres) run(ctx context.Context, c *pgx.Conn, tool string, args ...string) error {
	path, err := findTool(ctx, c, tool)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), "PGPASSWORD="+p.password)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", tool, err, strings.TrimSpace(said.String()))
	}
	return nil
}

// findTool looks for the tool of the server's own version first: an older one
// refuses to work, a newer one writes what an older server may not read.
func findTool(ctx context.Context, c *pgx.Conn, tool string) (string, error) {
	var number int
	if err := c.QueryRow(ctx, "SELECT CAST(current_setting('server_version_num') AS INTEGER)").Scan(&number); err != nil {
		return "", fmt.Errorf("ask for the version of PostgreSQL: %w", err)
	}
	major := strconv.Itoa(number / 10000)
	if own := filepath.Join("/usr/lib/postgresql", major, "bin", tool); isFile(own) {
		return own, nil
	}
	path, err := exec.LookPath(tool)
	if err != nil {
		return "", fmt.Errorf("%s of PostgreSQL %s is needed for backups: install postgresql-client-%s", tool, major, major)
	}
	said, err := exec.CommandContext(ctx, path, "--version").Output()
	if err != nil || versionOf(string(said)) < number/10000 {
		return "", fmt.Errorf("%s is older than the server (%s): install postgresql-client-%s", path, major, major)
	}
	return path, nil
}

// versionOf reads "pg_dump (PostgreSQL) 15.14 (Debian …)".
func versionOf(said string) int {
	_, rest, _ := strings.Cut(said, ") ")
	digits, _, _ := strings.Cut(rest, ".")
	n, _ := strconv.Atoi(digits) // 0 is older than any
	return n
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
