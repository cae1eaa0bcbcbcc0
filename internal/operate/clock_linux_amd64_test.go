package operate_test

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestClock_SetUnderARunningServer sets the clock of a running server back by a
// day, and forward: what is enqueued after is done at once, what comes every
// minute comes, and the backup of a day is made once. The clock is the
// process's own: with PostgreSQL jobs are dated by its server.
func TestClock_SetUnderARunningServer(t *testing.T) {
	for name, by := range map[string]time.Duration{"back": -24 * time.Hour, "forward": 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it waits more than it works
			s := newSite(t, "sqlite:///"+t.TempDir()+"/kontor.db", "BACKUP_AT=02:00")
			port := freePort(t)
			base := "http://127.0.0.1:" + port
			p, clock := s.startClocked(t, "serve", "--addr", "127.0.0.1:"+port)
			p.await(t, base+"/health/ready")
			c := newClient(base, s.setUp(t, base), nil)
			in := &imports{c: c}
			in.one()
			in.finish(t)
			noneLeft(t, s.url)
			clock.set(t, by)
			then := time.Now()
			in.one()
			in.finish(t)
			if took := time.Since(then); took > 10*time.Second {
				t.Errorf("what was enqueued after took %s", took)
			}
			within(t, 20*time.Second, "what comes every minute", func() error { return reminded(t, s.url, time.Now().Add(by)) })
			noneLeft(t, s.url)
			for _, due := range values[string](t, s.url, `SELECT json(args) FROM river_job WHERE kind = 'backup.daily' GROUP BY json(args) HAVING count(*) > 1`) {
				t.Errorf("done more than once: %s", due)
			}
			within(t, 20*time.Second, "that the clock was set", func() error { // it is looked for every five seconds
				if !strings.Contains(p.said.String(), "the clock was set") {
					return fmt.Errorf("nobody was told:\n%s", p.said)
				}
				return nil
			})
			p.stop(t)
			s.intact(t)
		})
	}
}

// reminded fails unless a job that comes every minute was done about now.
func reminded(t *testing.T, url string, now time.Time) error {
	t.Helper()
	n := values[int64](t, url, `SELECT count(*) FROM river_job WHERE kind = 'task.remind' AND state = 'completed' AND abs(unixepoch(scheduled_at) - $1) < 3600`, now.Unix())
	if n[0] == 0 {
		return fmt.Errorf("nothing at %s: %s", now.Format(time.RFC3339), strings.Join(values[string](t, url, `SELECT kind || ' ' || state || ' ' || scheduled_at FROM river_job ORDER BY id`), ", "))
	}
	return nil
}

// clock is the clock of one process. A program asks the kernel for the time by a
// function that the kernel lends it, and SQLite in Go by one of its own: both are
// written over by one that adds to the time.
type clock struct {
	pid       int
	lent, own int64 // where the functions lie
}

// startClocked is start with a clock of the process's own.
func (s *site) startClocked(t *testing.T, args ...string) (*process, *clock) {
	t.Helper()
	runtime.LockOSThread() // who traces a process is a thread
	defer runtime.UnlockOSThread()
	p := s.prepare(args...)
	p.cmd.SysProcAttr.Ptrace = true // it stands still before its first step
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pid := p.cmd.Process.Pid
	if _, err := syscall.Wait4(pid, nil, 0, nil); err != nil {
		t.Fatal(err)
	}
	c := &clock{pid: pid, lent: lent(t, pid), own: own(t, s.bin)}
	c.write(t, c.lent, nil, 0)
	if err := syscall.PtraceDetach(pid); err != nil {
		t.Fatal(err)
	}
	p.follow(t)
	return p, c
}

// set sets the clock, while the process stands still. It must have settled:
// then it lets go of its pages, what was written in them too.
func (c *clock) set(t *testing.T, by time.Duration) {
	t.Helper()
	time.Sleep(3 * time.Second)
	syscall.Kill(c.pid, syscall.SIGSTOP)
	defer syscall.Kill(c.pid, syscall.SIGCONT)
	time.Sleep(50 * time.Millisecond)
	c.write(t, c.lent, nil, by)
	c.write(t, c.own, []byte{0x48, 0x89, 0xce, 0x89, 0xdf}, by) // mov rsi, rcx; mov edi, ebx: Go's arguments as the kernel's
}

// write writes over the function at an address.
func (c *clock) write(t *testing.T, address int64, before []byte, by time.Duration) {
	t.Helper()
	code := append(before,
		0xb8, 228, 0, 0, 0, // mov eax, clock_gettime
		0x0f, 0x05, // syscall
		0x85, 0xff, // test edi, edi: 0 is the clock on the wall
		0x75, 0x0d, // jnz over the next two
		0x48, 0xb9) // mov rcx, what is added
	code = binary.LittleEndian.AppendUint64(code, uint64(int64(by/time.Second)))
	code = append(code,
		0x48, 0x01, 0x0e, // add [rsi], rcx
		0xc3) // ret
	f, err := os.OpenFile("/proc/"+strconv.Itoa(c.pid)+"/mem", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(code, address); err != nil {
		t.Fatal(err)
	}
}

// lent is the address of the kernel's own function in a process.
func lent(t *testing.T, pid int) int64 {
	t.Helper()
	maps, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/maps")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		if !strings.Contains(line, "[vdso]") {
			continue
		}
		if _, err := fmt.Sscanf(line, "%x-%x", &from, &to); err != nil {
			t.Fatal(err)
		}
		mem, err := os.Open("/proc/" + strconv.Itoa(pid) + "/mem")
		if err != nil {
			t.Fatal(err)
		}
		defer mem.Close()
		text, err := io.ReadAll(io.NewSectionReader(mem, from, to-from))
		if err != nil {
			t.Fatal(err)
		}
		return from + symbol(t, bytes.NewReader(text), (*elf.File).DynamicSymbols, "__vdso_clock_gettime")
	}
	t.Fatal("the kernel lends no clock")
	return 0
}

// own is the address of the function that SQLite uses.
func own(t *testing.T, bin string) int64 {
	t.Helper()
	f, err := os.Open(bin)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return symbol(t, f, (*elf.File).Symbols, "modernc.org/libc.X__clock_gettime")
}

func symbol(t *testing.T, r io.ReaderAt, table func(*elf.File) ([]elf.Symbol, error), name string) int64 {
	t.Helper()
	f, err := elf.NewFile(r)
	if err != nil {
		t.Fatal(err)
	}
	all, err := table(f)
	if err != nil {
		t.Fatalf("no names: %v", err)
	}
	for _, s := range all {
		if s.Name == name {
			return int64(s.Value)
		}
	}
	t.Fatalf("no %s", name)
	return 0
}
