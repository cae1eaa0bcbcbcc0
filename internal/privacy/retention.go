package privacy

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// What becomes of contacts that nothing happened with for long enough.
const (
	Keep   = "keep"   // they stay
	Review = "review" // they are shown, and somebody decides
	Bin    = "bin"    // they go to the recycle bin, once a day
)

// Retention is for how long a workspace keeps contacts that nothing happens
// with.
type Retention struct {
	Months int64  `db:"months" json:"months" minimum:"0" maximum:"240" doc:"Without anything happening; 0 with keep"`
	Action string `db:"action" json:"action" enum:"keep,review,bin" doc:"keep: for good; review: they are listed; bin: they go to the recycle bin once a day"`
}

// mostMonths is how long a rule can be.
const mostMonths = 240

func (r *Retention) check(ctx context.Context) error {
	invalid := fault.Invalid{}
	switch r.Action {
	case Keep:
		r.Months = 0
		return nil
	case Review, Bin:
	default:
		invalid.Add("action", i18n.T(ctx, "This is none of the choices."))
	}
	if r.Months < 1 || r.Months > mostMonths {
		invalid.Add("months", i18n.T(ctx, "Enter a number from 1 to %d.", mostMonths))
	}
	return invalid.OrNil()
}

// before is the moment since when something must have happened.
func (r Retention) before(now time.Time) int64 { return now.AddDate(0, -int(r.Months), 0).UnixMilli() }

// Retentions keeps for how long things are kept.
type Retentions struct{ db *db.DB }

// Get returns what the workspace decided.
func (s *Retentions) Get(ctx context.Context, actor account.Actor) (Retention, error) {
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return Retention{}, err
	}
	r, err := db.Get[Retention](ctx, s.db, `SELECT months, action FROM retentions WHERE workspace_id = $1 AND rule = 'contacts'`, actor.Workspace)
	if fault.IsNotFound(err) {
		return Retention{Action: Keep}, nil
	}
	return r, err
}

// Set decides it.
func (s *Retentions) Set(ctx context.Context, actor account.Actor, r Retention) error {
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return err
	}
	if err := r.check(ctx); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM retentions WHERE workspace_id = $1 AND rule = 'contacts'`, actor.Workspace); err != nil {
			return fmt.Errorf("decide retention: %w", err)
		}
		if r.Action != Keep {
			if _, err := tx.Exec(ctx, `INSERT INTO retentions (workspace_id, rule, months, action, updated_at) VALUES ($1, 'contacts', $2, $3, $4)`,
				actor.Workspace, r.Months, r.Action, time.Now().UnixMilli()); err != nil {
				return fmt.Errorf("decide retention: %w", err)
			}
		}
		return account.Audit(ctx, tx, actor, account.Entry{Action: "update", Kind: "retention",
			Details: account.Details{"months": strconv.FormatInt(r.Months, 10), "action": r.Action}.String()})
	})
}

// idle appends which contacts nothing happened with since the moment: no
// activity, no change, no open deal or task.
func idle(q *db.SQL, ws db.WorkspaceID, before int64) {
	q.S(" FROM contacts c WHERE c.workspace_id = ").P(ws).S(" AND c.deleted_at IS NULL AND c.updated_at < ").P(before)
	q.S(" AND c.created_at < ").P(before).S(" AND (c.activity_at IS NULL OR c.activity_at < ").P(before).S(")")
	q.S(" AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.workspace_id = c.workspace_id AND d.contact_id = c.id AND d.status = 'open' AND d.deleted_at IS NULL)")
	q.S(" AND NOT EXISTS (SELECT 1 FROM deal_contacts x JOIN deals d ON d.workspace_id = x.workspace_id AND d.id = x.deal_id WHERE x.workspace_id = c.workspace_id AND x.contact_id = c.id AND d.status = 'open' AND d.deleted_at IS NULL)")
	q.S(" AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.workspace_id = c.workspace_id AND t.contact_id = c.id AND t.status <> 'done' AND t.deleted_at IS NULL)")
}

// Idle is a contact that nothing happened with.
type Idle struct {
	ID   db.ID  `db:"id"`
	Name string `db:"name"`
	Last int64  `db:"last_at"`
}

// Idle returns how many contacts a rule would take now, and the first of them
// that the actor sees, those that lie longest first.
func (s *Retentions) Idle(ctx context.Context, actor account.Actor, r Retention, limit int) (n int64, first []Idle, err error) {
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return 0, nil, err
	}
	if r.Months == 0 {
		return 0, nil, nil
	}
	var q db.SQL
	q.S("SELECT count(*)")
	idle(&q, actor.Workspace, r.before(time.Now()))
	if n, err = db.Value[int64](ctx, s.db, q.Text(), q.Args()...); err != nil {
		return 0, nil, fmt.Errorf("count idle contacts: %w", err)
	}
	q = db.SQL{}
	q.S("SELECT c.id, c.name, CASE WHEN c.activity_at > c.updated_at THEN c.activity_at ELSE c.updated_at END AS last_at")
	idle(&q, actor.Workspace, r.before(time.Now()))
	q.S(" AND ")
	actor.Scope("contact").Sees(&q, "c.owner_id", "c.team_id")
	q.S(" ORDER BY last_at, c.id LIMIT ").P(limit)
	first, err = db.Select[Idle](ctx, s.db, q.Text(), q.Args()...)
	return n, first, err
}

// Sweep moves a batch of idle contacts to the recycle bin, of one workspace that
// decided so; more tells whether something may be left.
func (s *Retentions) Sweep(ctx context.Context, now time.Time) (more bool, err error) {
	type rule struct {
		Workspace db.WorkspaceID `db:"workspace_id"`
		Retention
	}
	all, err := db.Select[rule](ctx, s.db, `SELECT workspace_id, months, action FROM retentions WHERE rule = 'contacts' AND action = 'bin' ORDER BY workspace_id`)
	if err != nil {
		return false, fmt.Errorf("read retention rules: %w", err)
	}
	var failed error // what fails for one workspace does not keep the others waiting
	for _, r := range all {
		n, err := s.sweep(ctx, r.Workspace, r.before(now))
		more, failed = more || n > 0, errors.Join(failed, err)
	}
	return more, failed
}

func (s *Retentions) sweep(ctx context.Context, ws db.WorkspaceID, before int64) (n int, err error) {
	actor := account.Actor{Workspace: ws, Role: account.Owner, Via: "job"}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		var q db.SQL
		q.S("SELECT c.id")
		idle(&q, ws, before)
		q.S(" ORDER BY c.id LIMIT ").P(record.Batch)
		ids, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
		if n = len(ids); err != nil || n == 0 {
			return err
		}
		return contacts().ToBin(ctx, tx, actor, db.NewID(), ids)
	})
	if err != nil {
		return 0, fmt.Errorf("move idle contacts to the recycle bin: %w", err)
	}
	return n, nil
}
