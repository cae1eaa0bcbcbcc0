package app

import "testing"

func TestProgramPages(t *testing.T) {
	const program = "/usr/bin/kontor"
	for line, want := range map[string]bool{
		"00400000-026c0000 r-xp 00001000 fe:00 1234   /usr/bin/kontor":  true,
		"026c0000-04748000 r--p 022c1000 fe:00 1234   /usr/bin/kontor":  true,
		"04748000-04a20000 rw-p 04748000 fe:00 1234   /usr/bin/kontor":  false, // written: it is ours alone
		"7f0000000000-7f0000021000 r--p 00000000 fe:00 99 /lib/libc.so": false,
		"c000000000-c000800000 rw-p 00000000 00:00 0":                   false,
		"nonsense r-xp 00001000 fe:00 1234   /usr/bin/kontor":           false,
	} {
		start, size, ok := programPages(line, program)
		if ok != want || ok && (start == 0 || size == 0) {
			t.Errorf("%q: %x %d %v, want %v", line, start, size, ok, want)
		}
	}
}
