package db

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"kontor/internal/kit/fault"
)

// ErrInUse says that a reference stopped a write: the row is used elsewhere,
// or names a row that does not exist in this workspace. The database does not
// reliably say which reference, so the store method must know.
var ErrInUse = errors.New("a reference stopped the write")

// ErrExists says that a unique value is taken.
var ErrExists = errors.New("a unique value is taken")

// asFault marks the errors of constraints and of a full disk; all else passes
// through.
func asFault(err error) error {
	if errors.Is(err, ErrInUse) || errors.Is(err, ErrExists) || fault.IsFull(err) {
		return err
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code {
		case "23503":
			return fmt.Errorf("%w: %w", ErrInUse, err)
		case "23505":
			return fmt.Errorf("%w: %w", ErrExists, err)
		case "53100":
			return fmt.Errorf("%w: %w", fault.Full{}, err)
		}
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		switch lite.Code() {
		case 787, 1811: // FOREIGN KEY constraint; 1811 is RESTRICT's trigger code
			return fmt.Errorf("%w: %w", ErrInUse, err)
		case 2067, 1555: // UNIQUE; PRIMARY KEY
			return fmt.Errorf("%w: %w", ErrExists, err)
		case 13: // FULL
			return fmt.Errorf("%w: %w", fault.Full{}, err)
		}
	}
	return err
}

// Changed turns a count of touched rows into a promise: exactly one, or
// NotFound.
func Changed(n int64, err error) error {
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.NotFound{}
	}
	return nil
}
