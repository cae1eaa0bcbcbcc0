package firewall

import (
	"io"

	"github.com/corazawaf/coraza/v3/types"
)

// whole is a body whose beginning was read already.
type whole struct {
	head []byte
	rest io.ReadCloser
}

func (b *whole) Read(to []byte) (int, error) {
	if len(b.head) == 0 {
		return b.rest.Read(to)
	}
	n := copy(to, b.head)
	b.head = b.head[n:]
	return n, nil
}

func (b *whole) Close() error { return b.rest.Close() }

// evaluation is the rule that adds up what the others saw, and fires when it is
// too much.
const evaluation = 949110

// overThreshold tells whether a request would be refused, also where rules only
// watch.
func overThreshold(tx types.Transaction) bool {
	for _, m := range tx.MatchedRules() {
		if m.Rule().ID() == evaluation {
			return true
		}
	}
	return false
}
