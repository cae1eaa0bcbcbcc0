package live

import "time"

// remembered is how many messages are kept for pages that come a moment later
// than what they show.
const remembered = 2000

// memory keeps the last messages, so that a page which was read a moment ago,
// or lost its stream for a while, is told what it missed.
type memory struct {
	from time.Time // complete since then; zero: not at all
	all  []moment
}

type moment struct {
	at time.Time
	message
}

func (m *memory) add(at time.Time, msg message) {
	if len(m.all) == remembered {
		half := remembered / 2
		m.from = m.all[half-1].at
		m.all = append(m.all[:0], m.all[half:]...)
	}
	m.all = append(m.all, moment{at, msg})
}

// clear forgets everything; what follows is complete from then on.
func (m *memory) clear(from time.Time) { m.from, m.all = from, nil }

// since returns what was told after the time; ok is false when that cannot be
// known.
func (m *memory) since(t time.Time) (some []moment, ok bool) {
	if m.from.IsZero() || t.Before(m.from) {
		return nil, false
	}
	for i := len(m.all) - 1; i >= 0 && m.all[i].at.After(t); i-- {
		some = m.all[i:]
	}
	return some, true
}
