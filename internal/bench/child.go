package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
)

// child is another process of this program: it is asked by lines on its input
// and answers each with a line of JSON.
type child struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	name   string
	failed *strings.Builder
}

// start runs this program again with the arguments and reads its first answer.
func start(hello any, args ...string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{cmd: exec.Command(self, args...), name: args[0], failed: &strings.Builder{}}
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	c.cmd.Stderr = c.failed
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.out = bufio.NewReader(out)
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", c.name, err)
	}
	if err := c.read(hello); err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

// ask sends a line and reads the answer.
func (c *child) ask(answer any, line string) error {
	if _, err := io.WriteString(c.in, line+"\n"); err != nil {
		return fmt.Errorf("ask %s: %w: %s", c.name, err, c.failed)
	}
	return c.read(answer)
}

func (c *child) read(answer any) error {
	line, err := c.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("%s: %w: %s", c.name, err, c.failed)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(line, answer)
}

// stop ends the child by closing its input, and waits for it.
func (c *child) stop() {
	c.in.Close()
	c.cmd.Wait() // it has answered everything that was asked
}

// usage is what a process has used so far.
type usage struct {
	CPU  int64 // ns, user and system
	RSS  int64 // bytes, now
	Peak int64 // bytes, the most so far
	Heap int64 // bytes of Go's heap, now
}

func ownUsage() usage {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return usage{}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return usage{CPU: r.Utime.Nano() + r.Stime.Nano(), RSS: rssOf(os.Getpid()), Peak: r.Maxrss << 10, Heap: int64(m.HeapAlloc)}
}

// rssOf is the memory a process holds, in bytes.
func rssOf(pid int) int64 {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	pages, _ := strconv.ParseInt(fields[1], 10, 64) // the kernel writes numbers
	return pages * int64(os.Getpagesize())
}

// answerAll reads lines until the input ends and writes what work returns.
func answerAll(hello any, work func(line string) (any, error)) error {
	out := json.NewEncoder(os.Stdout)
	if err := out.Encode(hello); err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		answer, err := work(lines.Text())
		if err != nil {
			return err
		}
		if err := out.Encode(answer); err != nil {
			return err
		}
	}
	return lines.Err()
}

// settle makes a process start a round without rubbish of the last.
func settle() { debug.FreeOSMemory() }
