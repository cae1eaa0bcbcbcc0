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

// What becomes of records that nothing happened with for long enough.
const (
	Keep   = "keep"   // they stay
	Review = "review" // they are shown, and somebody decides
	Bin    = "bin"    // they go to the recycle bin, once a day
)

// Retention is for how long a workspace keeps records that nothing happens with.
type Retention struct {
	Rule   string `db:"rule" json:"rule" enum:"contacts,deals,tasks" doc:"contacts; deals that were lost; tasks that are done"`
	Months int64  `db:"months" json:"months" minimum:"0" maximum:"240" doc:"Without anything happening; 0 with keep"`
	Action string `db:"action" json:"action" enum:"keep,review,bin" doc:"keep: for good; review: they are listed; bin: they go to the recycle bin once a day"`
}

// mostMonths is how long a rule can be.
const mostMonths = 240

func (r *Retention) check(ctx context.Context) error {
	invalid := fault.Invalid{}
	if _, known := ruleOf(r.Rule); !known {
		invalid.Add("rule", i18n.T(ctx, "This is none of the choices."))
	}
	switch r.Action {
	case Keep:
		r.Months = 0
		return invalid.OrNil()
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
type Retentions struct {
	db      *db.DB
	records *record.Domain
}

// List returns what the workspace decided, rule by rule.
func (s *Retentions) List(ctx context.Context, actor account.Actor) ([]Retention, error) {
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return nil, err
	}
	decided, err := db.Select[Retention](ctx, s.db, `SELECT rule, months, action FROM retention_rules WHERE workspace_id = $1`, actor.Workspace)
	if err != nil {
		return nil, fmt.Errorf("read retention rules: %w", err)
	}
	var all []Retention
	for _, r := range rules() {
		all = append(all, Retention{Rule: r.name, Action: Keep})
		for _, d := range decided {
			if d.Rule == r.name {
				all[len(all)-1] = d
			}
		}
	}
	return all, nil
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
		if _, err := tx.Exec(ctx, `DELETE FROM retention_rules WHERE workspace_id = $1 AND rule = $2`, actor.Workspace, r.Rule); err != nil {
			return fmt.Errorf("decide retention: %w", err)
		}
		if r.Action != Keep {
			if _, err := tx.Exec(ctx, `INSERT INTO retention_rules (workspace_id, rule, months, action, updated_at) VALUES ($1, $2, $3, $4, $5)`,
				actor.Workspace, r.Rule, r.Months, r.Action, time.Now().UnixMilli()); err != nil {
				return fmt.Errorf("decide retention: %w", err)
			}
		}
		return account.Audit(ctx, tx, actor, account.Entry{Action: "update", Kind: "retention",
			Details: account.Details{"rule": r.Rule, "months": strconv.FormatInt(r.Months, 10), "action": r.Action}.String()})
	})
}

// Idle is a record that nothing happened with.
type Idle struct {
	ID   db.ID  `db:"id"`
	Name string `db:"name"`
	Last int64  `db:"last_at"`
}

// mostIdle is how far records are counted: what is more is only said to be.
const mostIdle = 1000

// Idle returns how many records a rule would take now, counted to one more than
// mostIdle, and the first of them that the actor sees, those that lie longest
// first.
func (s *Retentions) Idle(ctx context.Context, actor account.Actor, r Retention, limit int) (n int64, first []Idle, err error) {
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return 0, nil, err
	}
	about, known := ruleOf(r.Rule)
	if r.Months == 0 || !known {
		return 0, nil, nil
	}
	before := r.before(time.Now())
	var q db.SQL
	q.S("SELECT count(*) FROM (SELECT 1")
	about.from(&q, actor.Workspace, before)
	q.S(" LIMIT ").P(mostIdle + 1).S(") x")
	if n, err = db.Value[int64](ctx, s.db, q.Text(), q.Args()...); err != nil {
		return 0, nil, fmt.Errorf("count idle %s: %w", r.Rule, err)
	}
	q = db.SQL{}
	q.S("SELECT r.id, r.").S(about.text).S(" AS name, ").S(about.last).S(" AS last_at")
	about.from(&q, actor.Workspace, before)
	about.sees(&q, actor)
	q.S(" ORDER BY last_at, r.id LIMIT ").P(limit)
	first, err = db.Select[Idle](ctx, s.db, q.Text(), q.Args()...)
	return n, first, err
}

// Sweep moves a batch of idle records to the recycle bin, of each rule of each
// workspace that decided so; more tells whether something may be left.
func (s *Retentions) Sweep(ctx context.Context, now time.Time) (more bool, err error) {
	type decided struct {
		Workspace db.WorkspaceID `db:"workspace_id"`
		Retention
	}
	all, err := db.Select[decided](ctx, s.db, `SELECT workspace_id, rule, months, action FROM retention_rules WHERE action = 'bin' ORDER BY workspace_id, rule`)
	if err != nil {
		return false, fmt.Errorf("read retention rules: %w", err)
	}
	var failed error // what fails for one workspace does not keep the others waiting
	for _, r := range all {
		n, err := s.sweep(ctx, r.Workspace, r.Retention, now)
		more, failed = more || n > 0, errors.Join(failed, err)
	}
	return more, failed
}

func (s *Retentions) sweep(ctx context.Context, ws db.WorkspaceID, r Retention, now time.Time) (n int, err error) {
	about, known := ruleOf(r.Rule)
	if !known {
		return 0, nil
	}
	actor := account.Actor{Workspace: ws, Role: account.Owner, Via: "job"}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		var q db.SQL
		q.S("SELECT r.id")
		about.from(&q, ws, r.before(now))
		q.S(" ORDER BY r.id LIMIT ").P(record.Batch)
		ids, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
		if n = len(ids); err != nil || n == 0 {
			return err
		}
		return s.records.ToBin(ctx, tx, actor, about.kind, db.NewID(), ids)
	})
	if err != nil {
		return 0, fmt.Errorf("move idle %s to the recycle bin: %w", r.Rule, err)
	}
	return n, nil
}
