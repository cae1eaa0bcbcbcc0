// Package limit owns how often something may happen: counted over Redis
// between nodes, in memory on one.
package limit

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Rate is how often something may happen. All of Times may come at once; they
// grow back evenly over Per.
type Rate struct {
	Times int
	Per   time.Duration
}

var periods = map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}

// UnmarshalText reads a rate such as "100/hour"; "off" is no limit.
func (r *Rate) UnmarshalText(text []byte) error {
	if string(text) == "off" {
		*r = Rate{}
		return nil
	}
	times, period, _ := strings.Cut(string(text), "/")
	n, err := strconv.Atoi(times)
	per, ok := periods[period]
	if err != nil || n < 1 || !ok {
		return fmt.Errorf("write it as 100/hour (second, minute, hour or day) or off")
	}
	*r = Rate{n, per}
	return nil
}

func (r Rate) isOff() bool { return r.Times == 0 }

// Result is what became of one time.
type Result struct {
	Allowed   bool
	Limit     int
	Remaining int
	Retry     time.Duration // until the next time is allowed
	Reset     time.Duration // until all of them are
}
