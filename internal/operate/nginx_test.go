package operate_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"kontor/internal/kit/certificate/acmetest"
)

const named = "crm.example.com"

// proxy is a running nginx with our sample of its settings.
type proxy struct {
	port  string
	roots *x509.CertPool
	cmd   *exec.Cmd
}

// startNginx puts nginx with TLS in front of two nodes.
func startNginx(t *testing.T, one, two string) *proxy {
	t.Helper()
	bin, err := exec.LookPath("nginx")
	if err != nil {
		if _, err := os.Stat("/usr/sbin/nginx"); err != nil {
			t.Fatal("nginx is missing: scripts/services.sh installs it")
		}
		bin = "/usr/sbin/nginx"
	}
	p, dir := &proxy{port: freePort(t)}, t.TempDir()
	cert, key := acmetest.Identity(t, dir, named)
	p.roots = acmetest.Pool(t, cert)
	conf := filepath.Join(dir, "nginx.conf")
	text := p.settings(t, dir, strings.NewReplacer(
		"/etc/letsencrypt/live/crm.example.com/fullchain.pem", cert, "/etc/letsencrypt/live/crm.example.com/privkey.pem", key,
		"listen 443 ssl", "listen 127.0.0.1:"+p.port+" ssl", "listen 80;", "listen 127.0.0.1:"+freePort(t)+";",
		"server 127.0.0.1:8000 ", "server 127.0.0.1:"+one+" ", "# A second node: server 127.0.0.1:8001", "server 127.0.0.1:"+two))
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(bin, "-t", "-c", conf).CombinedOutput(); err != nil {
		t.Fatalf("nginx does not take deploy/nginx/kontor.conf: %v\n%s", err, out)
	}
	p.cmd = exec.Command(bin, "-c", conf)
	p.cmd.SysProcAttr = endWithUs()
	p.cmd.SysProcAttr.Pdeathsig = syscall.SIGTERM // its workers end with it
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.cmd.Process.Signal(syscall.SIGTERM); p.cmd.Wait() })
	within(t, 10*time.Second, "nginx", func() error {
		res, err := (&http.Client{Transport: p.transport()}).Get("https://" + named + "/health/live")
		if err == nil {
			res.Body.Close()
		}
		return err
	})
	return p
}

// settings are our sample inside of what nginx needs around it.
func (p *proxy) settings(t *testing.T, dir string, changes *strings.Replacer) string {
	t.Helper()
	sample, err := os.ReadFile("../../deploy/nginx/kontor.conf")
	if err != nil {
		t.Fatal(err)
	}
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;"
	}
	temporary := ""
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temporary += fmt.Sprintf("%s_temp_path %s;\n", kind, filepath.Join(dir, kind))
	}
	return fmt.Sprintf("daemon off; worker_processes 1; pid %s/pid; error_log %s/error.log;\n%s\nevents {}\nhttp {\naccess_log off;\n%s%s}\n",
		dir, dir, user, temporary, changes.Replace(string(sample)))
}

// transport reaches the proxy by the name it serves.
func (p *proxy) transport() *http.Transport {
	return &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: p.roots, MinVersion: tls.VersionTLS12},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, "127.0.0.1:"+p.port)
		},
	}
}
