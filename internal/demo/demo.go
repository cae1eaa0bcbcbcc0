// Package demo owns the sample data: believable people and companies of half
// Europe, what they might buy, what is to be done for it and what was said, a
// handful for somebody who looks around or a million for measurements, and
// taking them away again.
package demo

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// small is how many contacts somebody wants who looks around.
const small = 120

// Most is how many contacts one call makes at most.
const Most = 1_000_000

// All stands for every contact there is, and Some is with how many of many
// contacts something was sold where nobody says a number: a board and lists to
// look around in, without the time that all would take.
const (
	All  = Most
	Some = 5_000
)

// Options say how much sample data is made.
type Options struct {
	Contacts int    // from 1 to Most
	Sales    int    // with how many of them something was sold, done or said; All for every one
	Seed     uint64 // the same seed makes the same people
	Progress func(done, total int)
}

// Sample adds what somebody wants who looks around: some 120 contacts.
func Sample(ctx context.Context, d *db.DB, actor account.Actor) error {
	return Fill(ctx, d, actor, Options{Contacts: small, Sales: All, Seed: 1})
}

// batchSize is how many contacts are written in one transaction.
const batchSize = 5_000

// Fill adds sample contacts to the actor's workspace, owned by its members, with
// their companies and tags. For o.Sales of them there are half as many deals, as
// many tasks, and two to three notes, calls and meetings for each.
// What was added stays when a later part fails; Remove takes it away.
func Fill(ctx context.Context, d *db.DB, actor account.Actor, o Options) error {
	if err := actor.Require(account.ManageWorkspace); err != nil {
		return err
	}
	if o.Contacts < 1 || o.Contacts > Most {
		return fault.Malformed{Text: i18n.T(ctx, "Choose a number of contacts from 1 to 1,000,000.")}
	}
	if o.Sales < 0 {
		return fault.Malformed{Text: i18n.T(ctx, "Choose with how many contacts something was sold: 0 for none.")}
	}
	o.Sales = min(o.Sales, o.Contacts)
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	g := newGenerator(ctx, actor, o)
	if err := g.meet(d); err != nil {
		return err
	}
	if err := g.fill(ctx, d, o); err != nil {
		return fmt.Errorf("write sample data: %w", err)
	}
	return d.Analyze(ctx)
}

// fill makes records and writes them at the same time.
func (g *generator) fill(ctx context.Context, d *db.DB, o Options) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	batches := make(chan *batch, 1)
	go func() {
		defer close(batches)
		if err := g.run(ctx, o.Contacts, batches); err != nil {
			cancel(err)
		}
	}()
	if err := writeAll(ctx, d, g.actor.Workspace, batches, o); err != nil {
		return err
	}
	return context.Cause(ctx)
}

// run makes all batches, the oldest records first.
func (g *generator) run(ctx context.Context, contacts int, out chan<- *batch) error {
	if err := g.firms(); err != nil {
		return err
	}
	byHand := min(contacts, len(somePeople()))
	from, to := g.now.Add(-365*day), g.now.Add(-45*day)
	rest := contacts - byHand
	for i := range rest {
		at := from.Add(time.Duration(float64(to.Sub(from)) * float64(i) / float64(rest))).Truncate(time.Millisecond)
		if err := g.person(at); err != nil {
			return err
		}
		if len(g.out.contacts) >= batchSize {
			if err := g.hand(ctx, out); err != nil {
				return err
			}
		}
	}
	if err := g.people(byHand); err != nil {
		return err
	}
	return g.hand(ctx, out)
}

// hand passes the batch on and begins a new one.
func (g *generator) hand(ctx context.Context, out chan<- *batch) error {
	select {
	case out <- g.out:
		g.out = &batch{}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// meet finds the members of the workspace and the tags it has already, and
// makes the tags it lacks.
func (g *generator) meet(d *db.DB) (err error) {
	g.members, err = db.Values[db.ID](g.ctx, d, `SELECT id FROM members WHERE workspace_id = $1 AND active ORDER BY created_at, id`, g.actor.Workspace)
	if err != nil {
		return fmt.Errorf("read members: %w", err)
	}
	if len(g.members) == 0 {
		return fault.NotFound{}
	}
	known, err := db.Select[contact.Tag](g.ctx, d, `SELECT id, name, name_key, hue FROM tags WHERE workspace_id = $1 AND deleted_at IS NULL`, g.actor.Workspace)
	if err != nil {
		return fmt.Errorf("read tags: %w", err)
	}
	byKey := map[string]contact.Tag{}
	for _, t := range known {
		byKey[t.NameKey] = t
	}
	for _, t := range g.texts.tags {
		g.tags = append(g.tags, g.tag(t, byKey))
	}
	return g.sell(d)
}

func (g *generator) tag(t tagText, known map[string]contact.Tag) contact.Tag {
	key := search.Fold(t.name)
	if tag, ok := known[key]; ok {
		return tag
	}
	at := g.now.Add(-367 * day)
	tag := contact.Tag{Workspace: g.actor.Workspace, ID: newID(at), Name: t.name, NameKey: key, Hue: t.hue,
		Version: 1, CreatedAt: at.UnixMilli(), UpdatedAt: at.UnixMilli()}
	g.out.tag(tag, g.actor)
	return tag
}
