package app

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/redis"
)

// Config is every setting, from the environment and from a .env file in the
// working directory for what the environment does not set.
type Config struct {
	SecretKey    string   `env:"SECRET_KEY"`
	Debug        bool     `env:"DEBUG"`
	AllowedHosts []string `env:"ALLOWED_HOSTS"`
	SiteURL      string   `env:"SITE_URL"`
	Addr         string   `env:"ADDR"`
	Port         string   `env:"PORT"`
	DataDir      string   `env:"DATA_DIR" envDefault:"data"`
	DatabaseURL  string   `env:"DATABASE_URL"`
	RedisURL     string   `env:"REDIS_URL"`
	Language     string   `env:"LANGUAGE_CODE" envDefault:"en"`
	LogLevel     string   `env:"LOG_LEVEL" envDefault:"info"`
	LogFormat    string   `env:"LOG_FORMAT"`

	Operations

	Secret []byte // the key behind cookies, cursors and links
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
		return Config{}, fmt.Errorf("settings: %s", strings.ReplaceAll(strings.TrimPrefix(err.Error(), "env: "), "; ", "\n"))
	}
	c.defaults()
	return c, nil
}

func (c *Config) defaults() {
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
		c.AllowedHosts[i] = strings.ToLower(strings.TrimSpace(h))
	}
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

// Fault is a setting that is wrong or missing, and the mend.
type Fault struct {
	Setting, Mend string
}

// Check returns every setting that is wrong or missing; with any, the server
// does not start.
func (c Config) Check() []Fault {
	var all []Fault
	add := func(bad bool, setting, mend string) {
		if bad {
			all = append(all, Fault{setting, mend})
		}
	}
	_, _, addrErr := net.SplitHostPort(c.Addr)
	add(addrErr != nil, "ADDR", "write it as host:port, such as localhost:8000")
	add(!i18n.Known(c.Language), "LANGUAGE_CODE", "one of "+strings.Join(i18n.Languages(), ", "))
	add(!oneOf(c.LogLevel, "debug", "info", "warn", "error"), "LOG_LEVEL", "one of debug, info, warn, error")
	add(!oneOf(c.LogFormat, "", "text", "json"), "LOG_FORMAT", "text or json")
	add(!strings.HasPrefix(c.DatabaseURL, "sqlite://") && !strings.HasPrefix(c.DatabaseURL, "postgres://") && !strings.HasPrefix(c.DatabaseURL, "postgresql://"),
		"DATABASE_URL", "start it with sqlite:// or postgres://")
	if c.RedisURL != "" {
		err := redis.Check(c.RedisURL)
		add(err != nil, "REDIS_URL", fmt.Sprint(err))
	}
	if c.SiteURL != "" {
		u, err := url.Parse(c.SiteURL)
		add(err != nil || u.Host == "" || !oneOf(u.Scheme, "http", "https"), "SITE_URL", "write it as https://crm.example.com")
	}
	c.checkOperations(add)
	if !c.Local() {
		add(len(c.SecretKey) < 32, "SECRET_KEY", "set at least 32 random bytes; `kontor secretkey` prints some")
		add(len(c.AllowedHosts) == 0, "ALLOWED_HOSTS", "list the host names you serve, separated by commas")
		add(c.Debug, "DEBUG", "remove it: it is for a developer's own machine")
	}
	return all
}

func oneOf(s string, all ...string) bool {
	for _, a := range all {
		if s == a {
			return true
		}
	}
	return false
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
