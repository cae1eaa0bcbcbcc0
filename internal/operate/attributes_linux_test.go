package operate_test

import "syscall"

// endWithUs makes the kernel end a process whose test was killed.
func endWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
