package app

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"

	"golang.org/x/crypto/acme/autocert"

	"kontor/internal/kit/certificate"
	"kontor/internal/kit/db"
)

// Encryption are the settings of a server that has no proxy in front of it.
type Encryption struct {
	TLS           string `env:"TLS" group:"Encryption" default:"off" doc:"acme gets certificates for ALLOWED_HOSTS by itself, from Let's Encrypt unless told otherwise, and answers by HTTPS without a proxy. It means that you accept the terms of that authority."`
	TLSAddr       string `env:"TLS_ADDR" envDefault:":443" group:"Encryption" doc:"Where to listen for HTTPS with TLS=acme. ADDR is then :80 unless set, and leads to HTTPS."`
	ACMEDirectory string `env:"ACME_DIRECTORY_URL" group:"Encryption" default:"Let's Encrypt" doc:"Directory of another ACME authority, such as one of your own: https://ca.example.com/acme/directory."`
	ACMEEmail     string `env:"ACME_EMAIL" group:"Encryption" doc:"Where the authority writes to when something is wrong with your certificates."`
	ACMERoots     string `env:"ACME_CA_FILE" group:"Encryption" doc:"File of certificates (PEM) that vouch for an authority of your own."`
}

func (e Encryption) encrypts() bool { return e.TLS == "acme" }

// checkEncryption adds the faults of these settings.
func (c Config) checkEncryption(add func(bad bool, setting, mend string)) {
	add(!oneOf(c.TLS, "", "off", "acme"), "TLS", "off or acme")
	if !c.encrypts() {
		return
	}
	add(!isListened(c.TLSAddr), "TLS_ADDR", "write it as host:port, such as :443")
	add(c.TLSAddr == c.Addr, "TLS_ADDR", "name another port than ADDR: :443, with ADDR=:80")
	add(len(c.AllowedHosts) > 0 && len(certificate.Certifiable(c.AllowedHosts)) == 0, "ALLOWED_HOSTS", "with TLS=acme list at least one name such as crm.example.com: there are no certificates for addresses and names without a dot")
	if c.ACMEDirectory != "" {
		u, err := url.Parse(c.ACMEDirectory)
		add(err != nil || u.Scheme != "https" || u.Host == "", "ACME_DIRECTORY_URL", "write it as https://ca.example.com/acme/directory")
	}
	if c.ACMEEmail != "" {
		_, err := mail.ParseAddress(c.ACMEEmail)
		add(err != nil, "ACME_EMAIL", "write it as admin@example.com")
	}
	_, err := c.vouchers()
	add(err != nil, "ACME_CA_FILE", fmt.Sprint(err))
}

// vouchers are the certificates of ACME_CA_FILE; nil without it.
func (c Config) vouchers() (*x509.CertPool, error) {
	if c.ACMERoots == "" {
		return nil, nil
	}
	text, err := os.ReadFile(c.ACMERoots)
	if err != nil {
		return nil, errors.New("name a file that this user may read")
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, errors.New("name a file with certificates in PEM form")
	}
	return pool, nil
}

// certificates returns the keeper of the certificates; nil without TLS=acme.
func (c Config) certificates(d *db.DB, log *slog.Logger) (*certificate.Keeper, error) {
	if !c.encrypts() {
		return nil, nil
	}
	roots, err := c.vouchers()
	if err != nil {
		return nil, fmt.Errorf("ACME_CA_FILE: %w", err)
	}
	return certificate.New(certificate.Settings{
		Names: c.AllowedHosts, Authority: c.ACMEDirectory, Email: c.ACMEEmail, Roots: roots, Cache: c.certificateCache(d), Log: log,
	}), nil
}

// certificateCache is the folder of the one node that SQLite serves, or the
// database that several share.
func (c Config) certificateCache(d *db.DB) autocert.Cache {
	if d.Engine == db.Postgres {
		return certificate.Shared{DB: d, Box: c.box()}
	}
	return autocert.DirCache(filepath.Join(c.DataDir, "certificates"))
}
