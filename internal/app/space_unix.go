//go:build linux || darwin || freebsd

package app

import "golang.org/x/sys/unix"

// space returns how many bytes are free for us on the disk of a folder, and how
// many it has.
func space(dir string) (free, all uint64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	size := uint64(s.Bsize)                              //nolint:gosec,unconvert // positive; its type differs between systems
	return uint64(s.Bavail) * size, s.Blocks * size, nil //nolint:gosec,unconvert // as above
}
