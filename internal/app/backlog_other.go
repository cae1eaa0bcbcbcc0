//go:build !linux

package app

import "net"

// deafen does nothing: only Linux can stop to let people in without closing.
func deafen(net.Listener) {}

// waiting is how many were let in whom nobody has accepted, as far as one knows.
func waiting(net.Listener) uint32 { return 0 }
