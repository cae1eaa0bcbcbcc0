package app

import (
	"net/netip"
	"net/url"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/web"
)

// CheckDeploy returns what Check does, and what would start but not be a
// production that one can rely on.
func (c Config) CheckDeploy() []Fault {
	all := faults(c.Check())
	if c.Local() {
		all.add(true, "ALLOWED_HOSTS", "list the host names you serve: without it and SITE_URL this is local mode, for one machine only")
		return all
	}
	c.deployNames(&all)
	c.deployEncryption(&all)
	c.deployLimits(&all)
	c.deployBackups(&all)
	return all
}

func (c Config) deployNames(all *faults) {
	u, err := url.Parse(c.SiteURL)
	if c.SiteURL == "" || err != nil || u.Host == "" || len(c.AllowedHosts) == 0 {
		return
	}
	all.add(!oneOf(asDNS(strings.ToLower(u.Hostname())), c.AllowedHosts...), "SITE_URL", "begin it with one of ALLOWED_HOSTS: links in mails lead to a name that is not answered")
}

// deployEncryption finds ways in which people would come without encryption, or
// not at all.
func (c Config) deployEncryption(all *faults) {
	all.add(!c.redirects(), "SECURE_SSL_REDIRECT", "remove it: passwords and sessions go over the wire in the clear")
	all.add(c.transport().HSTS < oneYear, "SECURE_HSTS_SECONDS", "remove it, or set 31536000: browsers come by HTTPS only")
	all.add(!c.secureCookies(), "SESSION_COOKIE_SECURE", "remove it: browsers send the session without encryption too")
	all.add(c.redirects() && !c.encrypts() && len(c.TrustedProxies) == 0, "TRUSTED_PROXIES", "name the proxy that encrypts, such as 127.0.0.1, or set TLS=acme: every request counts as plain and is led round and round")
	all.add(db.IsPlain(c.DatabaseURL), "DATABASE_URL", "add sslmode=verify-full: passwords and data go over the network, perhaps in the clear and to whoever answers")
	proxies, _ := web.ParseProxies(c.TrustedProxies)
	for _, p := range proxies {
		all.add(isEverybody(p), "TRUSTED_PROXIES", "name your proxies alone: anybody can claim to come from anywhere")
	}
	all.add(c.encrypts() && len(c.TrustedProxies) > 0, "TRUSTED_PROXIES", "remove it, or TLS=acme: either a proxy encrypts or Kontor does")
}

// isEverybody tells networks that hold most of the world.
func isEverybody(p netip.Prefix) bool { return p.Bits() < 8 }

func (c Config) deployLimits(all *faults) {
	anonymous, user := c.rates()
	all.add(anonymous == limit.Rate{} && c.RateAnon == "off", "RATE_LIMIT_ANON", "set a limit, such as 100/hour: tokens can be guessed without end")
	all.add(user == limit.Rate{} && c.RateUser == "off", "RATE_LIMIT_USER", "set a limit, such as 1000/hour: one program can take all of the server")
	all.add(c.LogLevel == "debug", "LOG_LEVEL", "set info: debug fills the disk")
}

func (c Config) deployBackups(all *faults) {
	all.add(c.BackupCopy != "" && c.BackupKey == "", "BACKUP_KEY", "set one: copies in BACKUP_COPY_URL can be read by whoever keeps the bucket")
	all.add(c.BackupKey != "" && c.BackupKey == c.SecretKey, "BACKUP_KEY", "choose another one than SECRET_KEY: whoever reads one would have the other")
}
