package demo

import (
	"time"

	"kontor/internal/activity"
	"kontor/internal/kit/db"
)

// note is something a member wrote, a call or a meeting.
type note struct {
	kind, title, body string
	details           db.JSON
	by                db.ID
	at                time.Time
	ends              *int64
	written           time.Time // if not when it happened
}

// later is when something happened last; what is still to come has not.
func (n note) later(than *int64) *int64 {
	if ms := n.at.UnixMilli(); n.written.IsZero() && (than == nil || ms > *than) {
		return &ms
	}
	return than
}

// talks are some calls and meetings between two moments.
func (g *generator) talks(from, to time.Time, many int) []note {
	all := make([]note, many)
	for i := range all {
		at := g.between(from, to.Add(-time.Hour), 1)
		if g.chance(70) {
			all[i] = g.call(at)
		} else {
			all[i] = g.meeting(at)
		}
	}
	return all
}

func (g *generator) call(at time.Time) note {
	says := activity.Details{Direction: "out", Result: "reached"}
	if g.chance(30) {
		says.Direction = "in"
	} else if g.chance(25) {
		says.Result = pick(g.r, activity.Results())
	}
	n := note{kind: activity.CallKind, by: pick(g.r, g.members), at: at, details: g.encode(says)}
	if says.Result == "reached" {
		n.body, n.ends = pick(g.r, g.texts.calls), after(at, 3+g.r.IntN(25))
	}
	return n
}

func (g *generator) meeting(at time.Time) note {
	at = at.Truncate(30 * time.Minute)
	says := activity.Details{Place: pick(g.r, g.texts.places)}
	return note{kind: activity.MeetingKind, title: pick(g.r, g.texts.meetings), by: pick(g.r, g.members), at: at,
		details: g.encode(says), ends: after(at, 30+30*g.r.IntN(4))}
}

// appointment is a meeting that is still to come.
func (g *generator) appointment() note {
	n := g.meeting(g.clock(g.now.Add(time.Duration(1+g.r.IntN(85))*day), 9+g.r.IntN(8)))
	n.written = g.ago(2 + g.r.IntN(200))
	return n
}

// clock is that hour of a day where the actor is.
func (g *generator) clock(on time.Time, hour int) time.Time {
	y, m, d := on.In(g.actor.Zone).Date()
	return time.Date(y, m, d, hour, 30*g.r.IntN(2), 0, 0, g.actor.Zone)
}

func (g *generator) encode(says activity.Details) db.JSON {
	text, _ := db.ToJSON(says) // strings always encode
	return text
}

func after(at time.Time, minutes int) *int64 {
	ms := at.Add(time.Duration(minutes) * time.Minute).UnixMilli()
	return &ms
}
