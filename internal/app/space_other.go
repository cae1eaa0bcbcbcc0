//go:build !(linux || darwin || freebsd)

package app

import "errors"

func space(string) (free, all uint64, err error) { return 0, 0, errors.ErrUnsupported }
