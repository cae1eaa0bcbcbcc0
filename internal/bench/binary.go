package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"
)

// started is what the built program does by itself.
type started struct {
	answer []float64 // ms from start to first answer, of several starts
	idle   int64     // bytes it holds after a while without requests
	weight int64     // bytes of script and style of the first view, compressed
	files  []string
}

// begin starts the real program on the large database several times.
func begin(ctx context.Context, o options, m made) (started, error) {
	var s started
	times := 7
	if o.quick {
		times = 3
	}
	for i := range times {
		p, took, err := launch(ctx, m)
		if err != nil {
			return s, err
		}
		s.answer = append(s.answer, took)
		if i == times-1 {
			err = s.look(ctx, o, p)
		}
		p.end()
		if err != nil {
			return s, err
		}
	}
	slices.Sort(s.answer)
	return s, nil
}

// program is the built program, running.
type program struct {
	cmd     *exec.Cmd
	address string
	said    *bytes.Buffer
}

func launch(ctx context.Context, m made) (*program, float64, error) {
	port, err := freePort()
	if err != nil {
		return nil, 0, err
	}
	p := &program{cmd: exec.Command("bin/kontor", "serve"), address: "http://" + port, said: &bytes.Buffer{}}
	p.cmd.Env = []string{"DATABASE_URL=" + m.url, "DATA_DIR=" + m.dir, "ADDR=" + port, "PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	at := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, 0, fmt.Errorf("start bin/kontor: %w (make build makes it)", err)
	}
	for time.Since(at) < 20*time.Second && ctx.Err() == nil {
		r, err := http.Get(p.address + "/login")
		if err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return p, float64(time.Since(at).Microseconds()) / 1000, nil
			}
		}
		time.Sleep(time.Millisecond)
	}
	p.end()
	return nil, 0, fmt.Errorf("bin/kontor does not answer: %s", p.said)
}

func (p *program) end() {
	p.cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
	p.cmd.Wait()
}

// look weighs what the first page loads, then waits and asks for the memory.
func (s *started) look(ctx context.Context, o options, p *program) error {
	page, err := fetch(p.address + "/login")
	if err != nil {
		return err
	}
	for _, found := range regexp.MustCompile(`(?:src|href)="(/assets/[^"]+\.(?:js|css))"`).FindAllStringSubmatch(string(page), -1) {
		body, err := fetch(p.address + found[1])
		if err != nil {
			return err
		}
		s.weight += int64(len(body))
		s.files = append(s.files, fmt.Sprintf("%s %d", strings.TrimPrefix(found[1], "/assets/"), len(body)))
	}
	pause := 15 * time.Second
	if o.quick {
		pause = 3 * time.Second
	}
	select {
	case <-time.After(pause):
	case <-ctx.Done():
		return ctx.Err()
	}
	s.idle = rssOf(p.cmd.Process.Pid)
	return nil
}

// fetch returns the bytes that a browser receives; assets are compressed.
func fetch(url string) ([]byte, error) {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", "br, gzip")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	return io.ReadAll(answer.Body)
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
