package app

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"
	"golang.org/x/net/idna"
)

// Config is every setting, from the environment and from a .env file in the
// working directory for what the environment does not set. The tag doc is what
// the page about the settings says of it.
type Config struct {
	SecretKey        string   `env:"SECRET_KEY" group:"Security" doc:"Signs sign-ins and links: at least 32 random bytes, as kontor secretkey prints them. In local mode one is made and kept in DATA_DIR."`
	SecretFallbacks  []string `env:"SECRET_KEY_FALLBACKS" group:"Security" doc:"Former secret keys, separated by commas: they still open what was sealed and check what was signed with them. New things are sealed with SECRET_KEY."`
	AllowedHosts     []string `env:"ALLOWED_HOSTS" group:"Security" doc:"Host names that are answered, separated by commas; others get 400. Health checks are exempt."`
	SiteURL          string   `env:"SITE_URL" group:"Security" doc:"The address people use, such as https://crm.example.com, for links in mails. Without it the first of ALLOWED_HOSTS counts, in local mode the address of the request."`
	TrustedProxies   []string `env:"TRUSTED_PROXIES" group:"Security" doc:"Addresses and networks, such as 10.0.0.0/8, whose X-Forwarded-For and X-Forwarded-Proto are believed. Nobody else's are."`
	SSLRedirect      *bool    `env:"SECURE_SSL_REDIRECT" group:"Security" default:"on in production" doc:"Leads plain requests to HTTPS."`
	HSTSSeconds      *int     `env:"SECURE_HSTS_SECONDS" group:"Security" default:"31536000 in production" doc:"How long browsers shall come by HTTPS only, subdomains included; 0 turns it off."`
	CookieSecure     *bool    `env:"SESSION_COOKIE_SECURE" group:"Security" default:"on in production" doc:"Browsers send the session's cookie over HTTPS only."`
	RateAnon         string   `env:"RATE_LIMIT_ANON" envDefault:"100/hour" group:"Security" doc:"Requests to the API without a valid token, by address; off is no limit."`
	RateUser         string   `env:"RATE_LIMIT_USER" envDefault:"1000/hour" group:"Security" doc:"Requests to the API by user; off is no limit."`
	WAF              string   `env:"WAF" group:"Security" default:"off" doc:"A web application firewall, the OWASP core rule set inside the process: detect writes what looks like an attack into security.log, block refuses it as well. It costs milliseconds of each request."`
	PrivateProviders bool     `env:"SSO_PRIVATE_ADDRESSES" group:"Security" default:"false" doc:"Sign-in providers of workspaces may lie in the network of the server, such as 10.0.0.5. Else only public addresses are asked."`

	Addr          string `env:"ADDR" group:"Server" default:"localhost:8000" doc:"Where to listen, as host:port. An address beyond this machine makes it production."`
	Port          string `env:"PORT" group:"Server" default:"8000" doc:"Where to listen on localhost, if ADDR is not set."`
	DataDir       string `env:"DATA_DIR" envDefault:"data" group:"Server" doc:"Folder of the SQLite file, uploaded files and the generated secret."`
	DatabaseURL   string `env:"DATABASE_URL" group:"Server" default:"SQLite in DATA_DIR" doc:"sqlite:///path or postgres://user:password@host/name; with several hosts, host1,host2, add ?target_session_attrs=read-write. One that cannot be used stops the start."`
	StorageURL    string `env:"STORAGE_URL" group:"Server" default:"files in DATA_DIR" doc:"Bucket for uploaded files, needed with several nodes: s3://bucket/folder?endpoint=https://s3.example.com&region=eu-central-1."`
	StorageKey    string `env:"AWS_ACCESS_KEY_ID" group:"Server" doc:"Who we are to the keeper of STORAGE_URL and BACKUP_COPY_URL. Without it the role of the machine counts, as on AWS."`
	StorageSecret string `env:"AWS_SECRET_ACCESS_KEY" group:"Server" doc:"Proves it."`
	StaticURL     string `env:"STATIC_URL" group:"Server" default:"this server" doc:"Where browsers load style, scripts and fonts from, such as https://cdn.example.com: a CDN of your own that fetches /assets/ from here and keeps it."`
	RedisURL      string `env:"REDIS_URL" group:"Server" doc:"Redis, shared by several nodes: redis://, rediss://, redis+sentinel://host:26379/master, or a cluster as a list with commas. Without it limits are counted in memory."`
	Language      string `env:"LANGUAGE_CODE" envDefault:"en" group:"Server" doc:"Language where a reader's is unknown: en or bg."`
	Debug         bool   `env:"DEBUG" group:"Server" default:"false" doc:"Conveniences for developers, in local mode only. Never needed to run."`
	LogLevel      string `env:"LOG_LEVEL" envDefault:"info" group:"Server" doc:"debug, info, warn or error."`
	LogFormat     string `env:"LOG_FORMAT" group:"Server" default:"text on a terminal, else json" doc:"text or json."`

	Billing          string `env:"BILLING" group:"Services" default:"on in production" doc:"off makes every workspace unlimited, and no Stripe keys are needed."`
	StripeSecretKey  string `env:"STRIPE_SECRET_KEY" group:"Services" doc:"Key of the platform's Stripe account. Needed in production unless BILLING is off."`
	StripePublishKey string `env:"STRIPE_PUBLISHABLE_KEY" group:"Services" doc:"Its public counterpart."`
	StripeWebhookKey string `env:"STRIPE_WEBHOOK_SECRET" group:"Services" doc:"Proves that a webhook comes from Stripe."`
	AI               string `env:"AI" group:"Services" default:"on in production" doc:"off leaves the assistant out, and no Gemini key is needed."`
	GeminiAPIKey     string `env:"GEMINI_API_KEY" group:"Services" doc:"Key of the Gemini API. Needed in production unless AI is off."`

	Encryption
	Operations

	Secret []byte // the key behind cookies, cursors and links

	unread []Fault // settings whose value is not of their kind
}

// LoadConfig reads the settings from environ, in the form of os.Environ, and
// from the file dotenv if it exists. It does not judge them: see Check.
func LoadConfig(environ []string, dotenv string) (Config, error) {
	values, err := godotenv.Read(dotenv)
	if errors.Is(err, fs.ErrNotExist) {
		values = map[string]string{}
	} else if err != nil {
		return Config{}, fmt.Errorf("read %s: a line is not NAME=value", dotenv)
	}
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		values[name] = value
	}
	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: values}); err != nil {
		c.unread = unread(err)
	}
	c.defaults()
	return c, nil
}

func (c *Config) defaults() {
	c.StaticURL = strings.TrimSuffix(c.StaticURL, "/")
	if c.Addr == "" && c.Port == "" && c.encrypts() {
		c.Addr = ":80"
	}
	if c.Addr == "" {
		port := c.Port
		if port == "" {
			port = "8000"
		}
		c.Addr = "localhost:" + port
	}
	if c.DatabaseURL == "" {
		c.DatabaseURL = "sqlite:///" + filepath.Join(c.DataDir, "kontor.db")
	}
	for i, h := range c.AllowedHosts {
		c.AllowedHosts[i] = asDNS(strings.ToLower(strings.TrimSpace(h)))
	}
}

// asDNS is a host name as browsers ask for it: letters that are not Latin have
// a form of their own there.
func asDNS(host string) string {
	if plain, err := idna.Lookup.ToASCII(host); err == nil {
		return plain
	}
	return host
}

// Local tells whether nothing about the outside world is configured: then
// Kontor starts with no setting at all, on loopback only.
func (c Config) Local() bool {
	return c.SiteURL == "" && len(c.AllowedHosts) == 0 && c.onLoopback()
}

func (c Config) onLoopback() bool {
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Prepare makes the data folder, and in local mode the secret that is kept
// there.
func (c *Config) Prepare() error {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return fmt.Errorf("DATA_DIR: make folder %s: %w", c.DataDir, err)
	}
	if c.SecretKey != "" {
		c.Secret = []byte(c.SecretKey)
		return nil
	}
	path := filepath.Join(c.DataDir, "secret")
	secret, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret = []byte(NewSecretKey())
		err = os.WriteFile(path, secret, 0o600)
	}
	if err != nil {
		return fmt.Errorf("DATA_DIR: keep the secret: %w", err)
	}
	c.Secret = secret
	return nil
}

// NewSecretKey returns a fresh value for SECRET_KEY.
func NewSecretKey() string {
	b := make([]byte, 48)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// HostAllowed tells whether requests for this Host header are answered.
func (c Config) HostAllowed(hostport string) bool {
	host := strings.ToLower(hostport)
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	if c.Local() {
		return oneOf(host, "localhost", "127.0.0.1", "::1")
	}
	return oneOf(host, c.AllowedHosts...)
}
