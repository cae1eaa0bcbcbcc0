// Package acmetest starts a real ACME authority for tests, and a name server
// by which every name is this machine.
package acmetest

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Ports are where the authority looks for the servers that ask for
// certificates, in the place of 80 and 443.
type Ports struct{ Plain, Encrypted string }

// Authority is a running ACME server.
type Authority struct {
	Directory string         // the address that clients are given
	File      string         // certificates that vouch for the authority itself
	Own       *x509.CertPool // the same
	Issued    *x509.CertPool // vouches for what the authority gives out
}

// Start starts an authority whose certificates are good for so long, in whole
// seconds.
func Start(t testing.TB, ports Ports, good time.Duration) *Authority {
	t.Helper()
	dir := t.TempDir()
	names, listen, manage := FreePort(t), "127.0.0.1:"+FreePort(t), "127.0.0.1:"+FreePort(t)
	cert, key := Identity(t, dir)
	config := map[string]any{
		"listenAddress": listen, "managementListenAddress": manage, "certificate": cert, "privateKey": key,
		"httpPort": json.Number(ports.Plain), "tlsPort": json.Number(ports.Encrypted), "keyAlgorithm": "ecdsa",
		"profiles": map[string]any{"default": map[string]any{"validityPeriod": int(good.Seconds())}},
	}
	file := filepath.Join(dir, "config.json")
	write(t, file, map[string]any{"pebble": config})
	run(t, "pebble-challtestsrv", "-dnsserver", "127.0.0.1:"+names, "-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", "", "-doh", "", "-management", "127.0.0.1:"+FreePort(t))
	run(t, "pebble", "-config", file, "-dnsserver", "127.0.0.1:"+names)
	a := &Authority{Directory: "https://" + listen + "/dir", File: cert, Own: Pool(t, cert)}
	a.Issued = a.root(t, "https://"+manage+"/roots/0")
	return a
}

// run starts a program of the ACME server that ends with the test.
func run(t testing.TB, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(folder(t), name), args...)
	cmd.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_AUTHZREUSE=0", "PEBBLE_WFE_NONCEREJECT=0")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // it ends with the test
}

// folder builds the programs where they are not there yet.
func folder(t testing.TB) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	cmd := exec.CommandContext(t.Context(), filepath.Join(filepath.Dir(here), "../../../../scripts/pebble.sh"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("build the ACME server: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// root waits for the authority and asks for its root certificate.
func (a *Authority) root(t testing.TB, address string) *x509.CertPool {
	t.Helper()
	c := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: a.Own, MinVersion: tls.VersionTLS12}}}
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if res, err := c.Do(ask); err == nil {
			defer res.Body.Close()
			text, err := io.ReadAll(res.Body)
			roots := x509.NewCertPool()
			if err != nil || !roots.AppendCertsFromPEM(text) {
				t.Fatalf("root of the authority: %v %s", err, text)
			}
			return roots
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the ACME server does not answer at %s", address)
	return nil
}

// FreePort is a port of this machine that nobody listens on just now.
func FreePort(t testing.TB) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
