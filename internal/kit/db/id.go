package db

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"sync"
	"time"
)

// ID names one record: a UUID (version 7), 16 bytes in the database, 36
// characters outside. The zero ID means "none": NULL in SQL, null in JSON,
// empty in a form.
type ID [16]byte

// WorkspaceID is the tenant: an internal counter that never leaves the server.
// It has a type of its own so that (workspace, id) cannot be swapped.
type WorkspaceID int64

// IsZero tells whether id names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// Append adds the 36 characters of id to dst; it allocates nothing itself.
func (id ID) Append(dst []byte) []byte {
	ends := [...]int{4, 6, 8, 10, 16}
	for i, start := range [...]int{0, 4, 6, 8, 10} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, id[start:ends[i]])
	}
	return dst
}

func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	var b [36]byte
	return string(id.Append(b[:0]))
}

// ParseID reads the 36-character form only.
func ParseID(s string) (id ID, err error) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return id, fmt.Errorf("%q is not an id", s)
	}
	if _, err = hex.Decode(id[:], []byte(s[:8]+s[9:13]+s[14:18]+s[19:23]+s[24:])); err != nil {
		return ID{}, fmt.Errorf("%q is not an id", s)
	}
	return id, nil
}

// Value is 16 bytes on both engines; the zero ID is NULL.
func (id ID) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id[:], nil
}

// Scan takes NULL, 16 bytes (SQLite) and 36 characters (PostgreSQL).
func (id *ID) Scan(src any) (err error) {
	*id = ID{}
	switch v := src.(type) {
	case nil:
	case string:
		*id, err = ParseID(v)
	case []byte:
		if copy(id[:], v) != 16 || len(v) != 16 {
			err = fmt.Errorf("scan %d bytes into an id", len(v))
		}
	default:
		err = fmt.Errorf("scan %T into an id", src)
	}
	return err
}

// MarshalJSON writes the 36 characters, or null for the zero ID.
func (id ID) MarshalJSON() ([]byte, error) {
	if id.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + id.String() + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON writes; null is the zero ID.
func (id *ID) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*id = ID{}
		return nil
	}
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return fmt.Errorf("%s is not an id", b)
	}
	return id.UnmarshalText(b[1 : len(b)-1])
}

// UnmarshalText reads form and path values; an empty text is the
// zero ID.
func (id *ID) UnmarshalText(t []byte) (err error) {
	if len(t) == 0 {
		*id = ID{}
		return nil
	}
	*id, err = ParseID(string(t))
	return err
}

// IDs makes ids in rising order; it is safe for concurrent use.
type IDs struct {
	mu    sync.Mutex
	ms, n uint64
}

var process IDs

// NewID returns an ID greater than every one this process made before.
func NewID() ID { return process.New(time.Now()) }

// New returns an ID for the time at, greater than every one made before.
func (g *IDs) New(at time.Time) (id ID) {
	rand.Read(id[:])
	g.mu.Lock()
	if ms := uint64(at.UnixMilli()); ms > g.ms {
		g.ms, g.n = ms, uint64(id[6]&7)<<8|uint64(id[7])
	} else if g.n++; g.n > 0xfff { // full, or the clock went back: go on counting
		g.ms, g.n = g.ms+1, 0
	}
	binary.BigEndian.PutUint64(id[:8], g.ms<<16|0x7000|g.n)
	g.mu.Unlock()
	id[8] = id[8]&0x3f | 0x80
	return id
}

// FirstIDAt returns the smallest ID that could be made at the time at: a bound
// for "records made before".
func FirstIDAt(at time.Time) (id ID) {
	binary.BigEndian.PutUint64(id[:8], uint64(at.UnixMilli())<<16|0x7000)
	id[8] = 0x80
	return id
}
