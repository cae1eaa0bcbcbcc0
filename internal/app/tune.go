package app

import (
	"os"
	"runtime/debug"
)

// collectAt is how much memory in use may grow, in percent, before what is no
// longer used is looked for. At Go's 100 a twelfth of a list's time goes there.
const collectAt = 200

// Tune settles what a process of ours shares; GOGC in the environment wins.
func Tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
}
