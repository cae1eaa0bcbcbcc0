package pgtest

import "syscall"

// endWithUs makes the kernel end a server whose test process was killed.
func endWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGINT} }
