//go:build !linux

package app

import "net"

// dropNew does nothing: only Linux lets nobody in without closing the listener.
func dropNew(net.Listener) {}

// backlog is not known here.
func backlog(net.Listener) uint32 { return 0 }
