package db

import (
	"net/netip"
	"strings"

	"github.com/jackc/pgx/v5"
)

// IsPlain tells whether a PostgreSQL on another machine is asked without
// encryption, or would be if it says so. A name without dots is of this machine
// or of a network of containers.
func IsPlain(rawURL string) bool {
	if !strings.HasPrefix(rawURL, "postgres") {
		return false
	}
	cfg, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return false // Open says what is wrong
	}
	if cfg.TLSConfig == nil && isElsewhere(cfg.Host) {
		return true
	}
	for _, other := range cfg.Fallbacks {
		if other.TLSConfig == nil && isElsewhere(other.Host) {
			return true
		}
	}
	return false
}

func isElsewhere(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return !ip.IsLoopback()
	}
	return strings.Contains(host, ".") && !strings.HasPrefix(host, "/") // a folder holds a socket
}
