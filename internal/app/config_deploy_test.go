package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/app"
)

// Each of these productions is broken in one way: the check names the setting
// and the mend, and nothing else.
func TestConfig_CheckDeploy(t *testing.T) {
	behindProxy := append([]string{"SITE_URL=https://crm.example.com", "TRUSTED_PROXIES=127.0.0.1"}, good...)
	with := func(more ...string) []string { return append(append([]string{}, behindProxy...), more...) }
	for _, c := range []struct {
		name          string
		environ       []string
		setting, mend string // none for a good one
	}{
		{"behind a proxy", behindProxy, "", ""},
		{"with certificates of its own", append([]string{"TLS=acme", "ACME_EMAIL=a@example.com"}, good...), "", ""},
		{"with everything", with("STORAGE_URL=s3://files?endpoint=https://s3.example.com", "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b", "REDIS_URL=redis://r:6379",
			"DATABASE_URL=postgres://u:p@db/kontor", "BACKUP_COPY_URL=s3://copies?endpoint=https://s3.example.com", "BACKUP_KEY="+strings.Repeat("abcdefghij", 4), "WAF=detect"), "", ""},

		{"a database elsewhere", with("DATABASE_URL=postgres://u:p@db1.example.com:5432,db2.example.com:5432/kontor?sslmode=verify-full"), "", ""},
		{"a database on this machine", with("DATABASE_URL=postgres://u:p@127.0.0.1/kontor"), "", ""},

		{"nothing set", nil, "ALLOWED_HOSTS", "local mode"},
		{"no secret", with("SECRET_KEY="), "SECRET_KEY", "kontor secretkey"},
		{"a secret of one sign", with("SECRET_KEY=" + strings.Repeat("x", 50)), "SECRET_KEY", "32 random bytes"},
		{"a weak former secret", with("SECRET_KEY_FALLBACKS=short"), "SECRET_KEY_FALLBACKS", "32 bytes"},
		{"debug", with("DEBUG=true"), "DEBUG", "remove it"},
		{"no Stripe key", with("BILLING=on", "STRIPE_PUBLISHABLE_KEY=pk_x", "STRIPE_WEBHOOK_SECRET=whsec_x"), "STRIPE_SECRET_KEY", "sk_"},
		{"no webhook secret", with("BILLING=on", "STRIPE_SECRET_KEY=sk_x", "STRIPE_PUBLISHABLE_KEY=pk_x"), "STRIPE_WEBHOOK_SECRET", "whsec_"},
		{"no Gemini key", with("AI=on"), "GEMINI_API_KEY", "AI=off"},
		{"hosts with a scheme", append([]string{"TRUSTED_PROXIES=127.0.0.1"}, append(good, "ALLOWED_HOSTS=https://crm.example.com")...), "ALLOWED_HOSTS", "host names only"},
		{"a site of another name", with("SITE_URL=https://www.example.com"), "SITE_URL", "ALLOWED_HOSTS"},
		{"a site without a scheme", with("SITE_URL=crm.example.com"), "SITE_URL", "https://"},
		{"no encryption at all", good, "TRUSTED_PROXIES", "TLS=acme"},
		{"everybody is a proxy", with("TRUSTED_PROXIES=0.0.0.0/0"), "TRUSTED_PROXIES", "alone"},
		{"a proxy by name", with("TRUSTED_PROXIES=proxy.local"), "TRUSTED_PROXIES", "10.0.0.0/8"},
		{"a proxy and certificates", with("TLS=acme"), "TRUSTED_PROXIES", "either"},
		{"passwords in the clear", with("SECURE_SSL_REDIRECT=false"), "SECURE_SSL_REDIRECT", "in the clear"},
		{"no HSTS", with("SECURE_HSTS_SECONDS=0"), "SECURE_HSTS_SECONDS", "31536000"},
		{"open cookies", with("SESSION_COOKIE_SECURE=false"), "SESSION_COOKIE_SECURE", "remove it"},
		{"tokens may be guessed", with("RATE_LIMIT_ANON=off"), "RATE_LIMIT_ANON", "100/hour"},
		{"no limit for programs", with("RATE_LIMIT_USER=off"), "RATE_LIMIT_USER", "1000/hour"},
		{"a log of everything", with("LOG_LEVEL=debug"), "LOG_LEVEL", "info"},
		{"copies in the clear", with("BACKUP_COPY_URL=s3://copies?endpoint=https://s3.example.com"), "BACKUP_KEY", "bucket"},
		{"one key for all", with("SECRET_KEY=abcdefghijklmnopqrstuvwxyz0123456789", "BACKUP_KEY=abcdefghijklmnopqrstuvwxyz0123456789"), "BACKUP_KEY", "another one"},
		{"a database in the clear", with("DATABASE_URL=postgres://u:p@db.example.com/kontor"), "DATABASE_URL", "sslmode=verify-full"},
		{"a second database in the clear", with("DATABASE_URL=postgres://u:p@db1:5432,db2.example.com:5432/kontor"), "DATABASE_URL", "sslmode=verify-full"},
		{"an unknown database", with("DATABASE_URL=mysql://x"), "DATABASE_URL", "postgres://"},
		{"an unknown Redis", with("REDIS_URL=localhost"), "REDIS_URL", "redis"},
		{"half a login of the bucket", with("AWS_ACCESS_KEY_ID=x"), "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"},
		{"a folder nobody may write", with("DATA_DIR=/proc/kontor"), "DATA_DIR", "may write"},
		{"certificates for addresses", append(good, "TLS=acme", "ALLOWED_HOSTS=10.0.0.5"), "ALLOWED_HOSTS", "crm.example.com"},
		{"a firewall perhaps", with("WAF=yes"), "WAF", "block"},
		{"a backup at tea time", with("BACKUP_AT=tea"), "BACKUP_AT", "02:00"},
		{"a short token for monitors", with("METRICS_TOKEN=x"), "METRICS_TOKEN", "16"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg, err := app.LoadConfig(c.environ, filepath.Join(t.TempDir(), ".env"))
			if err != nil {
				t.Fatal(err)
			}
			found := cfg.CheckDeploy()
			switch {
			case c.setting == "" && len(found) > 0:
				t.Errorf("faults of a good one: %v", found)
			case c.setting != "" && (len(found) != 1 || found[0].Setting != c.setting || !strings.Contains(found[0].Mend, c.mend)):
				t.Errorf("found %v, want %s with %q", found, c.setting, c.mend)
			}
		})
	}
}
