package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// postgresCPU is what PostgreSQL's processes have used so far, in ms: as exact
// as the kernel's ticks of 10 ms.
func postgresCPU() float64 {
	if postmaster == 0 {
		return 0
	}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is right
	var ticks int64
	for _, path := range stats {
		ticks += ticksUnder(path, postmaster)
	}
	return float64(ticks) * 10
}

// ticksUnder reads one process if it is the parent or a child of it.
func ticksUnder(path string, parent int) int64 {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0 // it has ended
	}
	end := strings.LastIndexByte(string(text), ')')
	fields := strings.Fields(string(text[end+1:]))
	own := strings.HasPrefix(string(text), strconv.Itoa(parent)+" ")
	if !own && fields[1] != strconv.Itoa(parent) {
		return 0
	}
	ticks := number(fields[11]) + number(fields[12])
	if own { // of children that have ended
		ticks += number(fields[13]) + number(fields[14])
	}
	return ticks
}

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // the kernel writes numbers
	return n
}
