package app_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kontor/internal/app"
	"kontor/internal/kit/certificate/acmetest"
	"kontor/internal/kit/db/dbtest"
)

const certified = "crm.example.com"

// node is a server with certificates of its own, on free ports.
type node struct {
	plain, safe string
	roots       *x509.CertPool
	dir         string
	log         *logged
}

// logged is a log that is read while it is written.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// serveTLS starts a node, as kontor serve does.
func serveTLS(t *testing.T, authority *acmetest.Authority, ports acmetest.Ports, settings ...string) *node {
	t.Helper()
	n := &node{plain: "127.0.0.1:" + ports.Plain, safe: "127.0.0.1:" + ports.Encrypted, roots: authority.Issued, dir: t.TempDir(), log: &logged{}}
	cfg, err := app.LoadConfig(append([]string{"ALLOWED_HOSTS=" + certified + ",127.0.0.1", goodKey, "BILLING=off", "AI=off", "DATA_DIR=" + n.dir, "TLS=acme",
		"ADDR=" + n.plain, "TLS_ADDR=" + n.safe, "ACME_DIRECTORY_URL=" + authority.Directory, "ACME_CA_FILE=" + authority.File}, settings...), "none")
	if err != nil {
		t.Fatal(err)
	}
	if faults := cfg.Check(); len(faults) > 0 {
		t.Fatal(faults)
	}
	if err := cfg.Prepare(); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), cfg, "test", slog.New(slog.NewTextHandler(n.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	ready := make(chan string, 1)
	go func() { ended <- a.Serve(ctx, false, func(url string) { ready <- url }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	select {
	case url := <-ready:
		if url != "https://"+n.safe {
			t.Errorf("answers on %s", url)
		}
	case err := <-ended:
		ended <- nil
		t.Fatal(err)
	}
	return n
}

// client reaches the node by its name.
func (n *node) client() *http.Client {
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, _ := net.SplitHostPort(address)
		to := n.safe
		if port == "80" {
			to = n.plain
		}
		return (&net.Dialer{}).DialContext(ctx, network, to)
	}
	return &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true, ForceAttemptHTTP2: true,
			TLSClientConfig: &tls.Config{RootCAs: n.roots, MinVersion: tls.VersionTLS12}}}
}

// get waits until the node answers with a certificate that is vouched for.
func (n *node) get(t *testing.T, path string) *http.Response {
	t.Helper()
	var err error
	for range 150 {
		var res *http.Response
		if res, err = n.client().Get("https://" + certified + path); err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			res.Body.Close()
			return res
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("no answer by HTTPS: %v\n%s", err, n.log)
	return nil
}

func freePorts(t *testing.T) acmetest.Ports {
	return acmetest.Ports{Plain: acmetest.FreePort(t), Encrypted: acmetest.FreePort(t)}
}

func TestTLS_GetsCertificatesAndRenewsThem(t *testing.T) {
	closed := acmetest.FreePort(t) // where the authority knocks in vain
	for _, c := range []struct {
		name  string
		knock func(acmetest.Ports) acmetest.Ports
	}{
		{"HTTP-01", func(p acmetest.Ports) acmetest.Ports { p.Encrypted = closed; return p }},
		{"TLS-ALPN-01", func(p acmetest.Ports) acmetest.Ports { p.Plain = closed; return p }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ports := freePorts(t)
			n := serveTLS(t, acmetest.Start(t, c.knock(ports), 12*time.Second), ports)
			first := n.get(t, "/health/")
			if first.StatusCode != http.StatusOK || first.ProtoMajor != 2 || first.Header.Get("Strict-Transport-Security") == "" {
				t.Errorf("%d %s %v", first.StatusCode, first.Proto, first.Header)
			}
			onlyOurs(t, n.dir)
			serial := first.TLS.PeerCertificates[0].SerialNumber
			deadline := first.TLS.PeerCertificates[0].NotAfter.Add(time.Minute) // a busy machine is late
			for time.Now().Before(deadline) {
				if n.get(t, "/health/").TLS.PeerCertificates[0].SerialNumber.Cmp(serial) != 0 {
					return
				}
				time.Sleep(200 * time.Millisecond)
			}
			t.Errorf("not renewed\n%s", n.log)
		})
	}
}

// onlyOurs fails unless certificates and keys are the user's own.
func onlyOurs(t *testing.T, dir string) {
	t.Helper()
	found := 0
	err := filepath.WalkDir(filepath.Join(dir, "certificates"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", path, info.Mode())
		}
		found++
		return err
	})
	if err != nil || found < 3 { // the folder, the account's key, a certificate
		t.Errorf("%d files, %v", found, err)
	}
}

func TestTLS_LeadsToHTTPSAndKnowsItsNames(t *testing.T) {
	t.Parallel()
	ports := freePorts(t)
	n := serveTLS(t, acmetest.Start(t, ports, time.Hour), ports)
	n.get(t, "/health/")
	res, err := n.client().Get("http://" + certified + "/login?next=/x")
	if err != nil || res.StatusCode != http.StatusMovedPermanently || res.Header.Get("Location") != "https://"+certified+"/login?next=/x" {
		t.Errorf("plain: %v %v", res, err)
	}
	if res, err := n.client().Get("http://evil.example/login"); err != nil || res.StatusCode != http.StatusBadRequest {
		t.Errorf("a strange name: %v %v", res, err)
	}
	if _, err := n.client().Get("https://evil.example/"); err == nil {
		t.Error("a strange name got a certificate")
	}
	res, err = n.client().Get("http://127.0.0.1/health/")
	if err != nil {
		t.Fatal(err)
	}
	told, _ := io.ReadAll(res.Body)
	res.Body.Close()
	if res.StatusCode != http.StatusOK || !strings.Contains(string(told), certified+": until ") {
		t.Errorf("health: %d %s", res.StatusCode, told)
	}
}

func TestTLS_SharesCertificatesOverTheDatabase(t *testing.T) {
	t.Parallel()
	database := "DATABASE_URL=" + dbtest.PostgresURL(t)
	ports := freePorts(t)
	authority := acmetest.Start(t, ports, time.Hour)
	first := serveTLS(t, authority, ports, database).get(t, "/health/").TLS.PeerCertificates[0]
	other := serveTLS(t, authority, freePorts(t), database) // which the authority cannot reach
	if second := other.get(t, "/health/").TLS.PeerCertificates[0]; second.SerialNumber.Cmp(first.SerialNumber) != 0 {
		t.Error("the second node has a certificate of its own")
	}
}

func TestTLS_SaysWhyThereIsNoCertificate(t *testing.T) {
	t.Parallel()
	ports := freePorts(t)
	n := serveTLS(t, acmetest.Start(t, freePorts(t), time.Hour), ports) // the authority knocks elsewhere
	for range 100 {
		if strings.Contains(n.log.String(), "no certificate") {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if log := n.log.String(); !strings.Contains(log, certified) || !strings.Contains(log, "connection refused") || !strings.Contains(log, "ports 443 and 80") {
		t.Errorf("log: %s", log)
	}
	if _, err := n.client().Get("https://" + certified + "/"); err == nil {
		t.Error("answers without a certificate")
	}
}
