package money_test

import (
	"testing"

	"kontor/internal/kit/money"
)

func TestShare_RoundsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct{ minor, parts, whole, want int64 }{
		{10001, 50, 100, 5001}, {-10001, 50, 100, -5001}, {10000, 25, 100, 2500}, {333, 10, 100, 33}, {335, 10, 100, 34}, {-335, 10, 100, -34},
		{0, 75, 100, 0}, {9_000_000_000_000_000_000, 99, 100, 8_910_000_000_000_000_000}, {9_000_000_000_000_000_000, 200, 100, 1<<63 - 1},
	} {
		if got := money.Share(c.minor, c.parts, c.whole); got != c.want {
			t.Errorf("Share(%d, %d, %d) = %d, want %d", c.minor, c.parts, c.whole, got, c.want)
		}
	}
}
