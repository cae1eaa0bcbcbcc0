package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"time"
)

// Digest stands for all rows of a table, in whatever order they are read.
type Digest struct {
	Rows int64  `json:"rows"`
	Sum  string `json:"sum"`
}

// summer adds up the hashes of rows. A sum, and not an exclusive or: rows that
// are there twice must count.
type summer struct {
	rows int64
	sum  [4]uint64
}

func (s *summer) add(row []byte) {
	h := sha256.Sum256(row)
	for i := range s.sum {
		s.sum[i] += binary.BigEndian.Uint64(h[i*8:])
	}
	s.rows++
}

func (s *summer) digest() Digest {
	var b [32]byte
	for i, n := range s.sum {
		binary.BigEndian.PutUint64(b[i*8:], n)
	}
	return Digest{s.rows, hex.EncodeToString(b[:])}
}

// digestRows reads all rows and encodes every value with its type and length,
// so that no two rows look alike.
func digestRows(rows *sql.Rows) (Digest, error) {
	names, err := rows.Columns()
	if err != nil {
		return Digest{}, err
	}
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	var s summer
	var row []byte
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return Digest{}, err
		}
		row = row[:0]
		for _, v := range values {
			if row, err = appendValue(row, v); err != nil {
				return Digest{}, err
			}
		}
		s.add(row)
	}
	return s.digest(), rows.Err()
}

func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, 'n'), nil
	case int64:
		return binary.BigEndian.AppendUint64(append(b, 'i'), uint64(v)), nil //nolint:gosec // the bits are what counts
	case float64:
		return binary.BigEndian.AppendUint64(append(b, 'f'), math.Float64bits(v)), nil
	case string:
		return append(binary.BigEndian.AppendUint64(append(b, 's'), uint64(len(v))), v...), nil
	case []byte:
		return append(binary.BigEndian.AppendUint64(append(b, 'b'), uint64(len(v))), v...), nil
	case bool:
		return fmt.Appendf(b, "t%t", v), nil
	case time.Time:
		return append(append(b, 't'), v.UTC().Format(time.RFC3339Nano)...), nil
	}
	return nil, fmt.Errorf("cannot compare a value of the type %T", v)
}

// lines sums up the rows of a COPY as they come: a row a line.
type lines struct {
	summer
	rest []byte
}

func (l *lines) Write(b []byte) (int, error) {
	n := len(b)
	for {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			l.rest = append(l.rest, b...)
			return n, nil
		}
		if len(l.rest) > 0 {
			l.rest = append(l.rest, b[:i]...)
			l.add(l.rest)
			l.rest = l.rest[:0]
		} else {
			l.add(b[:i])
		}
		b = b[i+1:]
	}
}

// quoted is a name as SQL writes it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// digestTable sums up one table of a SQLite file.
func digestTable(ctx context.Context, pool *sql.DB, table string) (Digest, error) {
	rows, err := pool.QueryContext(ctx, "SELECT * FROM "+quoted(table))
	if err != nil {
		return Digest{}, fmt.Errorf("read %s: %w", table, err)
	}
	defer rows.Close()
	d, err := digestRows(rows)
	if err != nil {
		return Digest{}, fmt.Errorf("read %s: %w", table, err)
	}
	return d, nil
}
