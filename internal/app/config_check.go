package app

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/redis"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/web"
)

// Fault is a setting that is wrong or missing, and the mend.
type Fault struct {
	Setting, Mend string
}

// faults are collected while settings are judged.
type faults []Fault

func (f *faults) add(bad bool, setting, mend string) {
	if bad {
		*f = append(*f, Fault{setting, mend})
	}
}

// Check returns every setting that is wrong or missing; with any, the server
// does not start. No mend repeats a value: it may be a secret.
func (c Config) Check() []Fault {
	all := faults(slices.Clone(c.unread))
	c.checkServer(&all)
	c.checkSecurity(&all)
	c.checkEncryption(all.add)
	c.checkOperations(all.add)
	if !c.Local() {
		c.checkProduction(&all)
	}
	return all
}

func (c Config) checkServer(all *faults) {
	all.add(!isListened(c.Addr), "ADDR", "write it as host:port, such as localhost:8000")
	all.add(!i18n.Known(c.Language), "LANGUAGE_CODE", "one of "+strings.Join(i18n.Languages(), ", "))
	all.add(!oneOf(c.LogLevel, "debug", "info", "warn", "error"), "LOG_LEVEL", "one of debug, info, warn, error")
	all.add(!oneOf(c.LogFormat, "", "text", "json"), "LOG_FORMAT", "text or json")
	all.add(!isDatabase(c.DatabaseURL), "DATABASE_URL", "write it as sqlite:///path/to/file or postgres://user:password@host:5432/name")
	if c.StorageURL != "" {
		err := storage.CheckAddress(c.StorageURL)
		all.add(err != nil, "STORAGE_URL", fmt.Sprint(err))
	}
	all.add((c.StorageKey == "") != (c.StorageSecret == ""), "AWS_SECRET_ACCESS_KEY", "set it and AWS_ACCESS_KEY_ID, or neither")
	if c.StaticURL != "" {
		all.add(!isOrigin(c.StaticURL), "STATIC_URL", "write it as https://cdn.example.com, without a path")
	}
	if c.RedisURL != "" {
		err := redis.Check(c.RedisURL)
		all.add(err != nil, "REDIS_URL", fmt.Sprint(err))
	}
	all.add(!writable(c.DataDir), "DATA_DIR", "name a folder that this user may write to")
}

func isOrigin(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") && u.Scheme+"://"+u.Host == address && !strings.ContainsAny(address, " ;,'\"")
}

// isListened tells whether an address is of the form host:port.
func isListened(address string) bool {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	n, err := strconv.Atoi(port)
	return err == nil && n >= 0 && n < 1<<16
}

func isDatabase(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "sqlite":
		return u.Path != "" || u.Opaque != ""
	case "postgres", "postgresql":
		return u.Host != "" || u.RawQuery != "" // a socket stands in the query
	}
	return false
}

// writable tells whether files can be made in the folder, or the folder itself
// in the nearest one above that exists. It leaves nothing behind.
func writable(dir string) bool {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	info, err := os.Stat(dir)
	for errors.Is(err, os.ErrNotExist) {
		dir = filepath.Dir(dir)
		info, err = os.Stat(dir)
	}
	if err != nil || !info.IsDir() {
		return false
	}
	f, err := os.CreateTemp(dir, ".kontor-*")
	if err != nil {
		return false
	}
	return errors.Join(f.Close(), os.Remove(f.Name())) == nil
}

func (c Config) checkSecurity(all *faults) {
	if c.SiteURL != "" {
		u, err := url.Parse(c.SiteURL)
		wrong := err != nil || u.Host == "" || !oneOf(u.Scheme, "http", "https") || strings.Trim(u.Path, "/") != ""
		all.add(wrong, "SITE_URL", "write it as https://crm.example.com")
		all.add(!wrong && u.Scheme == "http" && c.redirects(), "SITE_URL", "start it with https://, or set SECURE_SSL_REDIRECT=false if this really has no encryption")
	}
	for _, h := range c.AllowedHosts {
		all.add(h == "" || strings.ContainsAny(h, "/:*"), "ALLOWED_HOSTS", "list host names only, such as crm.example.com, without https:// and ports")
	}
	_, err := web.ParseProxies(c.TrustedProxies)
	all.add(err != nil, "TRUSTED_PROXIES", "list addresses or networks, such as 10.0.0.0/8, separated by commas")
	all.add(c.HSTSSeconds != nil && *c.HSTSSeconds < 0, "SECURE_HSTS_SECONDS", "write seconds, such as 31536000, or 0 to turn it off")
	var rate limit.Rate
	all.add(rate.UnmarshalText([]byte(c.RateAnon)) != nil, "RATE_LIMIT_ANON", "write it as 100/hour (second, minute, hour or day) or off")
	all.add(rate.UnmarshalText([]byte(c.RateUser)) != nil, "RATE_LIMIT_USER", "write it as 1000/hour (second, minute, hour or day) or off")
	all.add(!oneOf(c.WAF, "", "off", "detect", "block"), "WAF", "off, detect or block")
	all.add(!oneOf(c.Billing, "", "on", "off"), "BILLING", "on or off")
	all.add(!oneOf(c.AI, "", "on", "off"), "AI", "on or off")
}

func (c Config) checkProduction(all *faults) {
	all.add(weak(c.SecretKey), "SECRET_KEY", "set at least 32 random bytes; `kontor secretkey` prints some")
	all.add(slices.ContainsFunc(c.SecretFallbacks, weak), "SECRET_KEY_FALLBACKS", "list former secret keys of at least 32 bytes, separated by commas")
	all.add(len(c.AllowedHosts) == 0, "ALLOWED_HOSTS", "list the host names you serve, separated by commas")
	all.add(c.Debug, "DEBUG", "remove it: it is for a developer's own machine")
	if c.Billing != "off" {
		all.add(!strings.HasPrefix(c.StripeSecretKey, "sk_") && !strings.HasPrefix(c.StripeSecretKey, "rk_"), "STRIPE_SECRET_KEY", "set the secret key of your Stripe account (sk_…), or BILLING=off")
		all.add(!strings.HasPrefix(c.StripePublishKey, "pk_"), "STRIPE_PUBLISHABLE_KEY", "set the publishable key of your Stripe account (pk_…), or BILLING=off")
		all.add(!strings.HasPrefix(c.StripeWebhookKey, "whsec_"), "STRIPE_WEBHOOK_SECRET", "set the signing secret of your Stripe webhook (whsec_…), or BILLING=off")
	}
	all.add(c.AI != "off" && c.GeminiAPIKey == "", "GEMINI_API_KEY", "set the key of your Gemini account, or AI=off")
}

// weak tells whether a secret is short, or of too few different signs to be
// random.
func weak(secret string) bool {
	different := map[rune]bool{}
	for _, r := range secret {
		different[r] = true
	}
	return len(secret) < 32 || len(different) < 10 || strings.Contains(secret, "insecure") || strings.Contains(secret, "change")
}

// unread names the settings whose values could not be read.
func unread(err error) []Fault {
	var all []Fault
	aggregate, _ := errors.AsType[env.AggregateError](err)
	for _, e := range aggregate.Errors {
		parse, ok := errors.AsType[env.ParseError](e)
		if !ok {
			all = append(all, Fault{"settings", "write them as NAME=value"})
			continue
		}
		field, _ := reflect.TypeFor[Config]().FieldByName(parse.Name)
		mend := "write a whole number"
		if strings.Contains(field.Type.String(), "bool") {
			mend = "write true or false"
		}
		all = append(all, Fault{field.Tag.Get("env"), mend})
	}
	return all
}

func oneOf(s string, all ...string) bool { return slices.Contains(all, s) }
