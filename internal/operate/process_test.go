package operate_test

import (
	"bytes"
	"net/http"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"
)

// process is a running program.
type process struct {
	cmd   *exec.Cmd
	said  *said
	ended chan error // gets one value when the process has ended
}

// said is what processes print, read while they run.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// start starts a process that ends with the test at the latest.
func (s *site) start(t *testing.T, args ...string) *process {
	t.Helper()
	p := s.prepare(args...)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.follow(t)
	return p
}

func (s *site) prepare(args ...string) *process {
	p := &process{cmd: exec.Command(s.bin, args...), said: &said{}, ended: make(chan error, 1)}
	p.cmd.Env, p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = s.env, s.dir, p.said, p.said
	p.cmd.SysProcAttr = endWithUs()
	return p
}

// follow notes when a process ends that was started.
func (p *process) follow(t *testing.T) {
	go func() { p.ended <- p.cmd.Wait() }()
	t.Cleanup(p.kill)
}

// kill ends the process at once, as a crash does.
func (p *process) kill() {
	p.cmd.Process.Kill() // it is ours and may be gone already
	p.ended <- <-p.ended
}

// stop asks the process to end and waits until it has.
func (p *process) stop(t *testing.T) {
	t.Helper()
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-p.ended:
		p.ended <- err
		if err != nil {
			t.Errorf("did not stop well: %v\n%s", err, p.said)
		}
	case <-time.After(30 * time.Second):
		t.Errorf("did not stop within half a minute\n%s", p.said)
	}
}

// runs tells whether the process has not ended by itself.
func (p *process) runs() bool {
	select {
	case err := <-p.ended:
		p.ended <- err
		return false
	default:
		return true
	}
}

// serve starts a node on the port and waits until it is ready.
func (s *site) serve(t *testing.T, port string, args ...string) *process {
	t.Helper()
	p := s.start(t, append([]string{"serve", "--addr", "127.0.0.1:" + port}, args...)...)
	p.await(t, "http://127.0.0.1:"+port+"/health/ready")
	return p
}

// await waits until the address answers well.
func (p *process) await(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(40 * time.Second); time.Now().Before(end) && p.runs(); time.Sleep(20 * time.Millisecond) {
		res, err := http.Get(address)
		if err != nil {
			continue
		}
		res.Body.Close()
		if res.StatusCode < 300 {
			return
		}
	}
	t.Fatalf("%s is not answered\n%s", address, p.said)
}
