package importing

import (
	"sync/atomic"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/record"
)

// pacer says how many rows a batch has: as many as others who write can wait
// for, and far more, which costs half the work, where nobody has waited for a
// while.
type pacer struct {
	db    *db.DB
	limit int
	most  atomic.Int64 // rows of the next batch
	waits int64        // of others, until now
	calm  int          // batches since somebody waited
}

const (
	calmBatches = 4
	calmLong    = 400 * time.Millisecond // what the first who comes waits at most, or so
)

func newPacer(d *db.DB, limit int) *pacer {
	p := &pacer{db: d, limit: limit, waits: d.Waits()}
	p.most.Store(int64(limit)) // whoever writes nothing is in nobody's way
	return p
}

// begin is called before the first row is written.
func (p *pacer) begin() { p.most.Store(record.First) }

// ended learns from a batch of so many rows.
func (p *pacer) ended(rows int, took time.Duration) {
	wasCalm := p.calm >= calmBatches
	waits := p.db.Waits()
	if p.calm++; waits != p.waits {
		p.calm, p.waits = 0, waits
	}
	switch {
	case p.calm >= calmBatches && took < calmLong/2:
		p.most.Store(int64(min(p.limit, 2*rows)))
	case p.calm >= calmBatches && took < calmLong:
		p.most.Store(int64(rows))
	case wasCalm && p.calm == 0: // somebody came: back to what they can wait for at once
		p.most.Store(max(record.First, int64(rows)*int64(30*time.Millisecond)/max(1, int64(took))))
	default:
		p.most.Store(int64(record.Pace(rows, p.limit, took)))
	}
}
