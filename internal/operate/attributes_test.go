//go:build !linux

package operate_test

import "syscall"

func endWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
