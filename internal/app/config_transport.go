package app

import (
	"net/netip"
	"strings"

	"kontor/internal/kit/limit"
	"kontor/internal/kit/secret"
	"kontor/internal/kit/web"
)

// site is what links in mails begin with: in production never what a request
// claims.
func (c Config) site() string {
	switch {
	case c.SiteURL != "":
		return strings.TrimRight(c.SiteURL, "/")
	case !c.Local() && len(c.AllowedHosts) > 0:
		return "https://" + c.AllowedHosts[0]
	}
	return ""
}

// box seals and signs with the secret key, and knows the former ones.
func (c Config) box() *secret.Box {
	var former [][]byte
	for _, key := range c.SecretFallbacks {
		former = append(former, []byte(strings.TrimSpace(key)))
	}
	return secret.New(c.Secret, former...)
}

// oneYear is how long browsers come by HTTPS only.
const oneYear = 365 * 24 * 60 * 60

// transport is how strictly requests have to be encrypted: in production
// strictly, unless settings say otherwise.
func (c Config) transport() web.Transport {
	t := web.Transport{Redirect: c.redirects()}
	switch {
	case c.HSTSSeconds != nil:
		t.HSTS = *c.HSTSSeconds
	case !c.Local():
		t.HSTS = oneYear
	}
	return t
}

func (c Config) redirects() bool { return orProduction(c.SSLRedirect, c) }

// secureCookies tells whether browsers shall send cookies over HTTPS only.
func (c Config) secureCookies() bool { return orProduction(c.CookieSecure, c) }

func orProduction(set *bool, c Config) bool {
	if set != nil {
		return *set
	}
	return !c.Local()
}

// proxies are those whose forwarded headers are believed. Check has read them
// before.
func (c Config) proxies() []netip.Prefix {
	all, _ := web.ParseProxies(c.TrustedProxies)
	return all
}

// rates are the limits of the API, without and with a token. Check has read
// them before.
func (c Config) rates() (anonymous, user limit.Rate) {
	_, _ = anonymous.UnmarshalText([]byte(c.RateAnon)), user.UnmarshalText([]byte(c.RateUser))
	return anonymous, user
}
