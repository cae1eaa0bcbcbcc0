package operate_test

import (
	"os"
	"os/exec"
	"testing"
)

// asRoot is a command that root runs: whoever runs the tests is root, or may
// become it by sudo without a password.
func asRoot(args ...string) *exec.Cmd {
	if os.Geteuid() != 0 {
		args = append([]string{"sudo", "--non-interactive"}, args...)
	}
	return exec.Command(args[0], args[1:]...)
}

// must fails unless the command ends well.
func must(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v (root or sudo without a password is needed)\n%s", cmd.Args, err, out)
	}
}
