//go:build !linux

package app

import "runtime/debug"

// release gives back what only the start needed.
func release() { debug.FreeOSMemory() }
