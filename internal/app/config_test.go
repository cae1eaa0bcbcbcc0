package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/app"
)

const goodKey = "SECRET_KEY=0123456789abcdef0123456789abcdef"

// good is a production that starts.
var good = []string{"ALLOWED_HOSTS=crm.example.com", goodKey, "BILLING=off", "AI=off"}

func TestConfig_Check(t *testing.T) {
	unwritable := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(unwritable, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	const stripe = " STRIPE_SECRET_KEY STRIPE_PUBLISHABLE_KEY STRIPE_WEBHOOK_SECRET"
	for _, c := range []struct {
		name    string
		environ []string
		faults  string // the settings that are named, in order
		local   bool
	}{
		{"nothing set is local mode", nil, "", true},
		{"another port is local mode", []string{"PORT=9000"}, "", true},
		{"debug is for local mode", []string{"DEBUG=true"}, "", true},
		{"a good production", append(good, "ADDR=0.0.0.0:8000", "SITE_URL=https://crm.example.com"), "", false},
		{"a production with its services", []string{"ALLOWED_HOSTS=a.example", goodKey, "STRIPE_SECRET_KEY=sk_x", "STRIPE_PUBLISHABLE_KEY=pk_x", "STRIPE_WEBHOOK_SECRET=whsec_x", "GEMINI_API_KEY=x"}, "", false},
		{"an open address is production", []string{"ADDR=0.0.0.0:8000"}, "SECRET_KEY ALLOWED_HOSTS" + stripe + " GEMINI_API_KEY", false},
		{"a site is production", []string{"SITE_URL=https://crm.example.com", "BILLING=off", "AI=off"}, "SECRET_KEY ALLOWED_HOSTS", false},
		{"billing without keys", []string{"ALLOWED_HOSTS=a.example", goodKey, "AI=off"}, strings.TrimSpace(stripe), false},
		{"a Stripe key in the place of another", []string{"ALLOWED_HOSTS=a.example", goodKey, "AI=off", "STRIPE_SECRET_KEY=pk_x", "STRIPE_PUBLISHABLE_KEY=pk_x", "STRIPE_WEBHOOK_SECRET=whsec_x"}, "STRIPE_SECRET_KEY", false},
		{"the assistant without a key", []string{"ALLOWED_HOSTS=a.example", goodKey, "BILLING=off"}, "GEMINI_API_KEY", false},
		{"a firewall perhaps", append(good, "WAF=on"), "WAF", false},
		{"a firewall", append(good, "WAF=detect"), "", false},
		{"billing maybe", append(good, "BILLING=maybe"), "BILLING" + stripe, false},
		{"a short secret", append(good, "SECRET_KEY=short"), "SECRET_KEY", false},
		{"a long secret of one sign", append(good, "SECRET_KEY="+strings.Repeat("a", 64)), "SECRET_KEY", false},
		{"the secret of an example", append(good, "SECRET_KEY=django-insecure-0123456789abcdef0123456789"), "SECRET_KEY", false},
		{"a short former secret", append(good, "SECRET_KEY_FALLBACKS=short"), "SECRET_KEY_FALLBACKS", false},
		{"debug in production", append(good, "DEBUG=true"), "DEBUG", false},
		{"debug perhaps", append(good, "DEBUG=perhaps"), "DEBUG", false},
		{"a host with a scheme", append(good, "ALLOWED_HOSTS=https://crm.example.com"), "ALLOWED_HOSTS", false},
		{"any host", append(good, "ALLOWED_HOSTS=*"), "ALLOWED_HOSTS", false},
		{"a site without a scheme", append(good, "SITE_URL=crm.example.com"), "SITE_URL", false},
		{"a site with a path", append(good, "SITE_URL=https://example.com/crm"), "SITE_URL", false},
		{"a plain site", append(good, "SITE_URL=http://crm.example.com"), "SITE_URL", false},
		{"a plain site that means it", append(good, "SITE_URL=http://crm.example.com", "SECURE_SSL_REDIRECT=false"), "", false},
		{"a redirect perhaps", append(good, "SECURE_SSL_REDIRECT=perhaps"), "SECURE_SSL_REDIRECT", false},
		{"a negative year", append(good, "SECURE_HSTS_SECONDS=-1"), "SECURE_HSTS_SECONDS", false},
		{"a proxy by name", append(good, "TRUSTED_PROXIES=proxy"), "TRUSTED_PROXIES", false},
		{"a limit without a period", append(good, "RATE_LIMIT_ANON=100"), "RATE_LIMIT_ANON", false},
		{"no limit at all", append(good, "RATE_LIMIT_USER=0/hour"), "RATE_LIMIT_USER", false},
		{"an unknown database", []string{"DATABASE_URL=mysql://x"}, "DATABASE_URL", true},
		{"a database without a server", []string{"DATABASE_URL=postgres://"}, "DATABASE_URL", true},
		{"an unknown Redis", []string{"REDIS_URL=localhost:6379"}, "REDIS_URL", true},
		{"a bucket without a name", []string{"STORAGE_URL=s3://"}, "STORAGE_URL", true},
		{"a bucket somewhere else", []string{"STORAGE_URL=https://bucket.example.com"}, "STORAGE_URL", true},
		{"half a login of the bucket", []string{"STORAGE_URL=s3://files?endpoint=https://s3.example.com", "AWS_ACCESS_KEY_ID=x"}, "AWS_SECRET_ACCESS_KEY", true},
		{"an unknown language", []string{"LANGUAGE_CODE=xx"}, "LANGUAGE_CODE", true},
		{"a loud log", []string{"LOG_LEVEL=loud"}, "LOG_LEVEL", true},
		{"a port that is none", append(good, "ADDR=0.0.0.0:http"), "ADDR", false},
		{"an address without a port", append(good, "ADDR=localhost"), "ADDR", false},
		{"certificates of its own", append(good, "TLS=acme"), "", false},
		{"certificates from an authority of its own", append(good, "TLS=acme", "ACME_DIRECTORY_URL=https://ca.example.com/acme/directory", "ACME_EMAIL=a@example.com"), "", false},
		{"encryption perhaps", append(good, "TLS=on"), "TLS", false},
		{"certificates for no name", append(good, "TLS=acme", "ALLOWED_HOSTS=10.0.0.5,crm"), "ALLOWED_HOSTS", false},
		{"one port for both", append(good, "TLS=acme", "TLS_ADDR=:443", "ADDR=:443"), "TLS_ADDR", false},
		{"encryption without a port", append(good, "TLS=acme", "TLS_ADDR=crm.example.com"), "TLS_ADDR", false},
		{"a plain authority", append(good, "TLS=acme", "ACME_DIRECTORY_URL=http://ca.example.com/"), "ACME_DIRECTORY_URL", false},
		{"an address that is none", append(good, "TLS=acme", "ACME_EMAIL=admin"), "ACME_EMAIL", false},
		{"a voucher that is missing", append(good, "TLS=acme", "ACME_CA_FILE=/nowhere/ca.pem"), "ACME_CA_FILE", false},
		{"a voucher that is none", append(good, "TLS=acme", "ACME_CA_FILE="+unwritable), "ACME_CA_FILE", false},
		{"a folder that is a file", []string{"DATA_DIR=" + unwritable}, "DATA_DIR", true},
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

func TestConfig_FaultsRepeatNoSecret(t *testing.T) {
	cfg, err := app.LoadConfig([]string{"ADDR=0.0.0.0:80", "SECRET_KEY=hunter2", "STRIPE_SECRET_KEY=hunter2", "DATABASE_URL=mysql://u:hunter2@h", "REDIS_URL=x://:hunter2@h"}, "none")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range cfg.Check() {
		if strings.Contains(f.Mend, "hunter2") {
			t.Errorf("%s: %s", f.Setting, f.Mend)
		}
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
	production, _ := app.LoadConfig([]string{"ALLOWED_HOSTS=crm.example.com, www.example.com, Кантора.бг", goodKey}, "none")
	for _, c := range []struct {
		cfg  app.Config
		host string
		want bool
	}{
		{local, "localhost:8000", true}, {local, "127.0.0.1:8000", true}, {local, "[::1]:8000", true}, {local, "evil.example", false},
		{production, "crm.example.com", true}, {production, "CRM.example.com:443", true}, {production, "www.example.com", true}, {production, "xn--80aa2anfmm.xn--90ae", true},
		{production, "evil.example", false}, {production, "localhost:8000", false}, {production, "", false},
	} {
		if got := c.cfg.HostAllowed(c.host); got != c.want {
			t.Errorf("%q: %v, want %v", c.host, got, c.want)
		}
	}
}
