package main

import (
	"context"
	"time"
)

// brought is what an import took.
type brought struct {
	Rows       int
	Took       time.Duration
	Peak, Heap int64 // bytes, the most
}

func (b brought) rate() float64 { return float64(b.Rows) / b.Took.Seconds() }

func bring(ctx context.Context, o options) (*brought, error) { return nil, nil }

func importChild(ctx context.Context) error { return nil }
