package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/app"
)

const goodKey = "SECRET_KEY=0123456789abcdef0123456789abcdef"

func TestConfig_Check(t *testing.T) {
	for _, c := range []struct {
		name    string
		environ []string
		faults  string // the settings that are named, in order
		local   bool
	}{
		{"nothing set is local mode", nil, "", true},
		{"another port is local mode", []string{"PORT=9000"}, "", true},
		{"debug is for local mode", []string{"DEBUG=true"}, "", true},
		{"an open address is production", []string{"ADDR=0.0.0.0:8000"}, "SECRET_KEY ALLOWED_HOSTS", false},
		{"a site is production", []string{"SITE_URL=https://crm.example.com"}, "SECRET_KEY ALLOWED_HOSTS", false},
		{"a short secret", []string{"ALLOWED_HOSTS=crm.example.com", "SECRET_KEY=short"}, "SECRET_KEY", false},
		{"debug in production", []string{"ALLOWED_HOSTS=crm.example.com", goodKey, "DEBUG=true"}, "DEBUG", false},
		{"a good production", []string{"ALLOWED_HOSTS=crm.example.com", goodKey, "ADDR=0.0.0.0:8000"}, "", false},
		{"an unknown database", []string{"DATABASE_URL=mysql://x"}, "DATABASE_URL", true},
		{"an unknown language", []string{"LANGUAGE_CODE=xx"}, "LANGUAGE_CODE", true},
		{"an address without a port", []string{"ADDR=localhost"}, "ADDR SECRET_KEY ALLOWED_HOSTS", false},
		{"a site without a scheme", []string{"SITE_URL=crm.example.com", "ALLOWED_HOSTS=a", goodKey}, "SITE_URL", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg, err := app.LoadConfig(c.environ, filepath.Join(t.TempDir(), ".env"))
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, f := range cfg.Check() {
				names = append(names, f.Setting)
				if f.Mend == "" {
					t.Errorf("%s has no mend", f.Setting)
				}
			}
			if got := strings.Join(names, " "); got != c.faults || cfg.Local() != c.local {
				t.Errorf("faults %q, local %v; want %q, %v", got, cfg.Local(), c.faults, c.local)
			}
		})
	}
}

func TestConfig_FileYieldsToEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(file, []byte("PORT=9000\nLANGUAGE_CODE=bg\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := app.LoadConfig([]string{"PORT=9001"}, file)
	if err != nil || cfg.Addr != "localhost:9001" || cfg.Language != "bg" {
		t.Fatalf("got %q %q, %v", cfg.Addr, cfg.Language, err)
	}
}

func TestConfig_KeepsItsSecret(t *testing.T) {
	dir := t.TempDir()
	prepare := func() string {
		cfg, err := app.LoadConfig([]string{"DATA_DIR=" + dir}, "none")
		if err != nil {
			t.Fatal(err)
		}
		if err := cfg.Prepare(); err != nil {
			t.Fatal(err)
		}
		return string(cfg.Secret)
	}
	first := prepare()
	if second := prepare(); len(first) < 32 || first != second {
		t.Fatalf("secret of %d bytes, then another one: %v", len(first), first != second)
	}
	info, err := os.Stat(filepath.Join(dir, "secret"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("secret file: %v, %v", info.Mode(), err)
	}
}

func TestConfig_AnswersForItsHostsOnly(t *testing.T) {
	local, _ := app.LoadConfig(nil, "none")
	production, _ := app.LoadConfig([]string{"ALLOWED_HOSTS=crm.example.com, www.example.com", goodKey}, "none")
	for _, c := range []struct {
		cfg  app.Config
		host string
		want bool
	}{
		{local, "localhost:8000", true}, {local, "127.0.0.1:8000", true}, {local, "[::1]:8000", true}, {local, "evil.example", false},
		{production, "crm.example.com", true}, {production, "CRM.example.com:443", true}, {production, "www.example.com", true},
		{production, "evil.example", false}, {production, "localhost:8000", false}, {production, "", false},
	} {
		if got := c.cfg.HostAllowed(c.host); got != c.want {
			t.Errorf("%q: %v, want %v", c.host, got, c.want)
		}
	}
}
