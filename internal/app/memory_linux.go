package app

import (
	"bufio"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// release gives back what only the start needed: the heap's free pages, and
// the pages of the program file that are mapped. The kernel maps sixteen
// where one is asked for, so that a start shows most of the file as ours.
// Those still needed come back from the page cache at their next use.
func release() {
	debug.FreeOSMemory()
	program, err := os.Executable()
	if err != nil || !fixed() {
		return
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return
	}
	defer maps.Close()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		if start, size, ok := programPages(lines.Text(), program); ok {
			// Advice: when the kernel does not take it, nothing is lost.
			_, _, _ = unix.Syscall(unix.SYS_MADVISE, start, size, unix.MADV_DONTNEED)
		}
	}
}

// fixed tells whether the program lies where its file says. One that may lie
// anywhere has addresses written into pages that look like the file's.
func fixed() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-buildmode", Value: "exe"})
}

// programPages reads a line of maps: "start-end perms offset device inode
// path". Pages that cannot be written are the file's still.
func programPages(line, program string) (start, size uintptr, ok bool) {
	fields := strings.Fields(line)
	if len(fields) < 6 || fields[5] != program || strings.Contains(fields[1], "w") {
		return 0, 0, false
	}
	var end uintptr
	if _, err := fmt.Sscanf(fields[0], "%x-%x", &start, &end); err != nil {
		return 0, 0, false
	}
	return start, end - start, true
}
