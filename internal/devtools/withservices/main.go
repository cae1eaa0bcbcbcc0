// Command withservices starts a throw-away PostgreSQL and Redis on free ports,
// runs a command that finds them in its environment, and stops what it started.
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"kontor/internal/kit/db/pgtest"
)

func main() {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: withservices -- COMMAND [ARGUMENT…]")
		os.Exit(2)
	}
	code, err := run(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

func run(args []string) (int, error) {
	postgres, err := pgtest.Start()
	if err != nil {
		return 1, err
	}
	defer postgres.Stop()
	redis, address, err := startRedis()
	if err != nil {
		return 1, err
	}
	defer stop(redis)

	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), pgtest.EnvURL+"="+postgres.URL, "KONTOR_TEST_REDIS="+address)
	// Ctrl+C reaches the command as well; we stay to stop the services.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGTERM)
	err = cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), nil
	}
	return 0, err
}

func startRedis() (*exec.Cmd, string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	cmd := exec.Command("redis-server", "--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", os.TempDir())
	if err := cmd.Start(); err != nil {
		return nil, "", fmt.Errorf("start redis-server: %w", err)
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	return cmd, "redis://" + address, waitFor(address)
}

func waitFor(address string) error {
	for range 200 {
		if c, err := net.DialTimeout("tcp", address, time.Second); err == nil {
			return c.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("redis-server did not answer on %s", address)
}

func stop(cmd *exec.Cmd) {
	cmd.Process.Signal(syscall.SIGTERM) // it is ours and may be gone already
	cmd.Wait()
}
