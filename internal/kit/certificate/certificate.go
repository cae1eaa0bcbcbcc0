// Package certificate gets the server's certificates from an ACME authority
// such as Let's Encrypt, proves over HTTP-01 and TLS-ALPN-01 that the names are
// ours, and renews them before they end.
package certificate

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
	"golang.org/x/net/idna"
)

// Settings say whose certificates are got, where, and where they are kept.
type Settings struct {
	Names     []string       // host names; those that no public authority certifies are left out
	Authority string         // address of its directory; Let's Encrypt without one
	Email     string         // where the authority writes to when something is wrong; may be empty
	Roots     *x509.CertPool // vouch for the authority itself; nil are those of the system
	Cache     autocert.Cache // keeps certificates and the account's key
	Log       *slog.Logger
}

// Keeper holds the certificates of one server.
type Keeper struct {
	names   []string
	manager *autocert.Manager
	reasons *reasons
	log     *slog.Logger

	mu       sync.Mutex
	standing map[string]Standing
}

// Standing is how it stands with the certificate of a name.
type Standing struct {
	Name    string
	Until   time.Time // zero as long as there is none
	Late    bool      // it should have been renewed
	Trouble string    // why there is none
}

// New returns a keeper; nothing is asked for before Keep.
func New(s Settings) *Keeper {
	k := &Keeper{names: Certifiable(s.Names), log: s.Log, reasons: newReasons(s.Roots), standing: map[string]Standing{}}
	if s.Authority == "" {
		s.Authority = autocert.DefaultACMEDirectory
	}
	k.manager = &autocert.Manager{
		Prompt: autocert.AcceptTOS, Cache: s.Cache, HostPolicy: k.knows, Email: s.Email,
		Client: &acme.Client{DirectoryURL: s.Authority, UserAgent: "kontor", HTTPClient: &http.Client{Transport: k.reasons, Timeout: time.Minute}},
	}
	for _, name := range k.names {
		k.standing[name] = Standing{Name: name, Trouble: "not asked for yet"}
	}
	return k
}

// Certifiable returns the names, in the form that DNS has them, for which a
// public authority gives certificates: no addresses and no names without a dot.
func Certifiable(names []string) []string {
	var all []string
	for _, name := range names {
		plain, err := idna.Lookup.ToASCII(strings.TrimSpace(name))
		if err == nil && strings.Contains(plain, ".") && net.ParseIP(plain) == nil {
			all = append(all, plain)
		}
	}
	return all
}

// knows refuses names that are not ours, whatever port stands behind them.
func (k *Keeper) knows(_ context.Context, host string) error {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if !slices.Contains(k.names, strings.ToLower(host)) {
		return errors.New("not a name of this server")
	}
	return nil
}

// Handler answers the authority on the plain port; next gets everything else.
func (k *Keeper) Handler(next http.Handler) http.Handler { return k.manager.HTTPHandler(next) }

// TLS is what an encrypted listener needs.
func (k *Keeper) TLS() *tls.Config {
	c := k.manager.TLSConfig()
	c.MinVersion = tls.VersionTLS12
	c.GetCertificate = k.choose
	return c
}

// errNone ends the connection of somebody who came too early.
var errNone = errors.New("there is no certificate for this name yet")

// choose returns the certificate for a connection. Strangers who connect never
// cause an order: authorities count failed ones.
func (k *Keeper) choose(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	if slices.Equal(hello.SupportedProtos, []string{acme.ALPNProto}) {
		return k.manager.GetCertificate(hello)
	}
	name, err := idna.Lookup.ToASCII(strings.TrimSuffix(hello.ServerName, "."))
	if err != nil || k.of(name).Until.IsZero() {
		return nil, errNone
	}
	return k.manager.GetCertificate(ask(name))
}

// ask is what somebody says who wants a certificate for the name: one with an
// elliptic curve, which everybody reads who speaks TLS 1.2.
func ask(name string) *tls.ClientHelloInfo {
	return &tls.ClientHelloInfo{ServerName: name, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}}
}

func (k *Keeper) of(name string) Standing {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.standing[name]
}

func (k *Keeper) set(s Standing) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.standing[s.Name] = s
}

// Standing returns how it stands with every name.
func (k *Keeper) Standing() []Standing {
	var all []Standing
	for _, name := range k.names {
		all = append(all, k.of(name))
	}
	return all
}
