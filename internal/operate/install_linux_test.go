package operate_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"kontor/internal/kit/certificate/acmetest"
)

// TestInstall_ByTheGuideAlone runs the commands of docs/operate/install.md on a
// machine of its own: package, PostgreSQL, nginx, a certificate from a real ACME
// server, node, worker and backup; and restores on a second one by
// docs/operate/backup.md. There is no systemd there: the units are run as they
// say by testdata/systemctl.sh.
func TestInstall_ByTheGuideAlone(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	for _, path := range []string{in, filepath.Join(dir, "disk")} {
		if err := os.Mkdir(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("cp", build(t), filepath.Join(in, "kontor.deb")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	authority(t, in)
	guide := section(t, "install.md", "On Debian and Ubuntu")
	put(t, in, "first.sh", join(ca, commands(guide), used))
	install, start, _ := strings.Cut(commands(guide), "sudo systemctl enable")
	start, _, _ = strings.Cut(start, "\n")
	put(t, in, "second.sh", join(install, oldKeys, commands(section(t, "backup.md", "Restore")[1:]), "sudo systemctl enable"+start, restored))
	t.Cleanup(func() { must(t, asRoot("rm", "-rf", filepath.Join(dir, "disk"))) }) // what the machines leave is root's
	cmd := asRoot("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child",
		"bash", "testdata/machine.sh", dir, "first", "first.sh", "second", "second.sh")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL} // nobody is asked for passwords
	must(t, cmd)
}

// block is a block of code of a guide.
type block struct{ kind, text string }

// section returns the blocks under a heading of a guide, in their order.
func section(t *testing.T, page, heading string) (all []block) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../docs/operate", page))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "## "+heading+"\n")
	if !found {
		t.Fatalf("%s has no heading %q", page, heading)
	}
	rest, _, _ = strings.Cut(rest, "\n## ")
	for _, m := range regexp.MustCompile("(?s)```(sh|ini)\n(.*?)```").FindAllStringSubmatch(rest, -1) {
		all = append(all, block{m[1], m[2]})
	}
	return all
}

// commands are what a person types who follows the guide, with what that person
// puts in.
func commands(guide []block) string {
	var all []string
	for _, b := range guide {
		if b.kind == "ini" {
			b.text = "cat >>/etc/kontor/kontor.env <<'END'\n" + b.text + "END\n"
		}
		all = append(all, b.text)
	}
	return strings.NewReplacer(
		"kontor_*.deb", "/in/kontor.deb",
		"sudo -u postgres createuser", "printf 'tall-grass-0815\\ntall-grass-0815\\n' | sudo -u postgres createuser",
		"--email you@example.com\n", "--email "+email+" --password-stdin <<<'"+password+"'\n",
		"restore FILE", "restore /in/backup",
		"PASSWORD", "tall-grass-0815",
	).Replace(strings.Join(all, "\n"))
}

func join(parts ...string) string { return "set -x\n" + strings.Join(parts, "\n") }

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// authority lays down what the ACME server of the tests needs.
func authority(t *testing.T, in string) {
	t.Helper()
	out, err := exec.Command("../../scripts/pebble.sh").Output()
	if err != nil {
		t.Fatalf("build the ACME server: %v", err)
	}
	acmetest.Identity(t, in)
	put(t, in, "pebble.json", `{"pebble": {"listenAddress": "127.0.0.1:14000", "managementListenAddress": "127.0.0.1:15000",
		"certificate": "/in/cert.pem", "privateKey": "/in/key.pem", "httpPort": 80, "tlsPort": 443, "keyAlgorithm": "ecdsa"}}`)
	for _, name := range []string{"pebble", "pebble-challtestsrv"} {
		if out, err := exec.Command("cp", filepath.Join(strings.TrimSpace(string(out)), name), in).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
}

// ca starts the authority, in the place of Let's Encrypt.
const ca = `/in/pebble-challtestsrv -dnsserver 127.0.0.1:8053 -defaultIPv6 '' -http01 '' -https01 '' -tlsalpn01 '' -doh '' -management 127.0.0.1:8055 >/dev/null 2>&1 &
PEBBLE_VA_NOSLEEP=1 PEBBLE_WFE_NONCEREJECT=0 /in/pebble -config /in/pebble.json -dnsserver 127.0.0.1:8053 >/run/pebble.log 2>&1 &
mkdir -p /etc/letsencrypt
printf 'server = https://127.0.0.1:14000/dir\nno-verify-ssl = true\nnon-interactive = true\n' >/etc/letsencrypt/cli.ini
`

// used is the first machine in use: it is set up through nginx, written to and
// backed up.
const used = `curl -fsk https://127.0.0.1:15000/roots/0 >/run/root.pem
ask() { curl -fsS --retry 3 --resolve crm.example.com:443:127.0.0.1 --cacert /run/root.pem "$@"; }
ask -o /dev/null https://crm.example.com/setup -d country=BG -d currency=EUR -d language=en -d 'workspace=Vitosha Instruments' -d 'email=` + email + `' -d 'password=` + password + `'
sudo -u kontor kontor token create --email ` + email + ` --name guide | tail -1 >/in/token
ask -o /dev/null https://crm.example.com/api/v1/contacts -H "Authorization: Bearer $(cat /in/token)" -H 'Content-Type: application/json' -d '{"first_name": "Ivan", "last_name": "Guide"}'
sudo -u kontor kontor backup
cp $(ls -t backups/kontor-*.age | head -1) /in/backup
chmod 644 /in/backup
grep -E '^(SECRET|BACKUP)_KEY=' /etc/kontor/kontor.env >/in/keys
sudo -u kontor kontor health | grep -E 'worker +ok'
sudo systemctl stop kontor-web@8000 kontor-worker@1 nginx
pg_ctlcluster $(pg_lsclusters -h | cut -d' ' -f1,2) stop
`

// oldKeys puts the keys of the first machine in the place of the new ones.
const oldKeys = `sed -i '/^SECRET_KEY=/d; /^BACKUP_KEY=/d' /etc/kontor/kontor.env
cat /in/keys >>/etc/kontor/kontor.env
`

// restored looks for what was written on the first machine.
const restored = `for _ in $(seq 100); do sudo -u kontor kontor health >/dev/null && break; sleep 0.2; done
curl -fsS http://127.0.0.1:8000/api/v1/contacts -H 'Host: crm.example.com' -H 'X-Forwarded-Proto: https' -H "Authorization: Bearer $(cat /in/token)" | grep Guide
curl -fsS -o /dev/null -w '%{http_code}' http://127.0.0.1:8000/login -H 'Host: crm.example.com' -H 'X-Forwarded-Proto: https' -d 'email=` + email + `' -d 'password=` + password + `' | grep 303
`
