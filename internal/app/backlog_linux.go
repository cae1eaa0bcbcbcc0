package app

import (
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// dropNew makes the kernel drop whoever begins to connect. Closing the listener
// would cut off those it has let in already; these can now be accepted first.
// Whoever is dropped tries again within a second, and is refused by then.
func dropNew(l net.Listener) {
	const flags, syn = 13, 0x02 // of the TCP header: RFC 9293, section 3.1
	program := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_B | unix.BPF_ABS, K: flags},
		{Code: unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K, K: syn, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: 0},
		{Code: unix.BPF_RET | unix.BPF_K, K: 1 << 18},
	}
	control(l, func(fd int) {
		// Where it is not allowed the listener closes as it would without.
		_ = unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER,
			&unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]})
	})
}

// backlog is how many connections the kernel has let in that were not accepted.
func backlog(l net.Listener) (n uint32) {
	control(l, func(fd int) {
		if info, err := unix.GetsockoptTCPInfo(fd, unix.IPPROTO_TCP, unix.TCP_INFO); err == nil {
			n = info.Unacked
		}
	})
	return n
}

func control(l net.Listener, f func(fd int)) {
	conn, ok := l.(syscall.Conn)
	if !ok {
		return
	}
	if raw, err := conn.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { f(int(fd)) }) // it fails when the listener is closed already
	}
}
