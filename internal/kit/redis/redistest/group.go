package redistest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Sentinels is a primary with one replica, watched by three sentinels that put
// the replica in its place a second after it is gone.
type Sentinels struct {
	URL     string
	Primary *Member
	Replica *Member
}

// Member is one process of a group.
type Member struct {
	Address string
	cmd     *exec.Cmd
}

// Kill ends the process at once, as a crash does.
func (m *Member) Kill() {
	m.cmd.Process.Kill() // it is ours and may be gone already
	m.cmd.Wait()
}

// StartSentinels starts them all on free ports of loopback.
func StartSentinels(t testing.TB) *Sentinels {
	t.Helper()
	s := &Sentinels{Primary: member(t, freePort(t))}
	host, port, _ := net.SplitHostPort(s.Primary.Address)
	s.Replica = member(t, freePort(t), "--replicaof", host, port)
	var watchers []string
	for range 3 {
		watchers = append(watchers, sentinel(t, host, port).Address)
	}
	s.URL = "redis+sentinel://" + strings.Join(watchers, ",") + "/kontor"
	await(t, "sentinels that know each other and the replica", func() bool {
		for _, w := range watchers {
			known := ask(w, "sentinel", "ckquorum", "kontor")
			if !strings.Contains(known, "OK 3 usable") || !strings.Contains(ask(w, "sentinel", "replicas", "kontor"), s.Replica.Address) {
				return false
			}
		}
		return strings.Contains(ask(s.Replica.Address, "info", "replication"), "master_link_status:up")
	})
	return s
}

// StartCluster starts a cluster of three nodes, and returns its address.
func StartCluster(t testing.TB) string {
	t.Helper()
	var nodes []string
	for range 3 {
		port := freePort(t)
		for port > 55_000 { // the nodes speak with each other ten thousand ports up
			port = freePort(t)
		}
		nodes = append(nodes, member(t, port, "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf").Address)
	}
	args := append([]string{"--cluster", "create"}, nodes...)
	if out, err := exec.Command("redis-cli", append(args, "--cluster-yes")...).CombinedOutput(); err != nil {
		t.Fatalf("create cluster: %v\n%s", err, out)
	}
	await(t, "the cluster", func() bool {
		for _, n := range nodes {
			if !strings.Contains(ask(n, "cluster", "info"), "cluster_state:ok") {
				return false
			}
		}
		return true
	})
	return "redis://" + strings.Join(nodes, ",")
}

func sentinel(t testing.TB, host, port string) *Member {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sentinel.conf")
	text := fmt.Sprintf("sentinel monitor kontor %s %s 2\nsentinel down-after-milliseconds kontor 1000\nsentinel failover-timeout kontor 3000\n", host, port)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return started(t, freePort(t), file, "--sentinel")
}

func member(t testing.TB, port int, more ...string) *Member {
	t.Helper()
	return started(t, port, append([]string{"--save", "", "--appendonly", "no"}, more...)...)
}

// started runs a redis-server until the test ends.
func started(t testing.TB, port int, args ...string) *Member {
	t.Helper()
	m := &Member{Address: fmt.Sprintf("127.0.0.1:%d", port)}
	m.cmd = exec.Command("redis-server", append(args, "--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--dir", t.TempDir())...)
	m.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := m.cmd.Start(); err != nil {
		t.Fatalf("start redis-server: %v (install the package redis-server)", err)
	}
	t.Cleanup(m.Kill)
	await(t, m.Address, func() bool { return ask(m.Address, "ping") == "PONG" })
	return m
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// ask returns what a server answers, or nothing.
func ask(address string, command ...string) string {
	host, port, _ := net.SplitHostPort(address)
	out, err := exec.Command("redis-cli", append([]string{"-h", host, "-p", port}, command...)...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

func await(t testing.TB, what string, ready func() bool) {
	t.Helper()
	for range 300 {
		if ready() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("waited half a minute for %s", what)
}
