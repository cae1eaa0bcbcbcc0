package deal

import (
	"context"
	"fmt"
	"sync"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// Deals keeps deals.
type Deals struct {
	db        *db.DB
	pipelines *Pipelines
}

var selectDeal = sync.OnceValue(func() db.Expr {
	return "SELECT " + db.Columns[Deal]("d") + `, p.name AS pipeline_name, s.name AS stage_name, coalesce(r.name, '') AS reason_name,
		coalesce(c.name, '') AS contact_name, coalesce(o.name, '') AS company_name, coalesce(m.name, '') AS owner_name, coalesce(g.name, '') AS team_name
		FROM deals d
		JOIN pipelines p ON p.workspace_id = d.workspace_id AND p.id = d.pipeline_id
		JOIN stages s ON s.workspace_id = d.workspace_id AND s.id = d.stage_id
		LEFT JOIN lost_reasons r ON r.workspace_id = d.workspace_id AND r.id = d.lost_reason_id
		LEFT JOIN contacts c ON c.workspace_id = d.workspace_id AND c.id = d.contact_id
		LEFT JOIN companies o ON o.workspace_id = d.workspace_id AND o.id = d.company_id
		LEFT JOIN members m ON m.workspace_id = d.workspace_id AND m.id = d.owner_id
		LEFT JOIN teams g ON g.workspace_id = d.workspace_id AND g.id = d.team_id
		WHERE d.workspace_id = `
})

// Get returns a deal the actor sees, with its contacts, lines and tags.
func (s *Deals) Get(ctx context.Context, actor account.Actor, id db.ID) (Deal, error) {
	return getDeal(ctx, s.db, actor, id, " AND d.deleted_at IS NULL")
}

func getDeal(ctx context.Context, q db.Querier, actor account.Actor, id db.ID, bin db.Expr) (Deal, error) {
	d, err := bareDeal(ctx, q, actor, id, bin)
	if err != nil {
		return d, err
	}
	if err := loadChildren(ctx, q, &d); err != nil {
		return d, err
	}
	one := []Deal{d}
	err = loadExtra(ctx, q, actor.Workspace, one)
	return one[0], err
}

// bareDeal is getDeal without what lies in other tables.
func bareDeal(ctx context.Context, q db.Querier, actor account.Actor, id db.ID, bin db.Expr) (Deal, error) {
	var sql db.SQL
	sql.S(selectDeal()).P(actor.Workspace).S(bin).S(" AND d.id = ").P(id).S(" AND ")
	actor.Scope("deal").Sees(&sql, "d.owner_id", "d.team_id")
	return db.Get[Deal](ctx, q, sql.Text(), sql.Args()...)
}

// Create makes a deal. The owner may be anybody of the workspace, or nobody.
func (s *Deals) Create(ctx context.Context, actor account.Actor, in DealInput) (Deal, error) {
	if err := actor.Must(account.Create, "deal"); err != nil {
		return Deal{}, err
	}
	if err := s.pipelines.ensure(ctx, actor); err != nil {
		return Deal{}, err
	}
	d := prepare(ctx, actor, in, Deal{})
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := d.complete(ctx, tx, actor); err != nil {
			return err
		}
		return d.insert(ctx, tx, actor)
	})
	return d.Deal, err
}

// complete looks up what the draft refers to and applies the rules; what is
// wrong is returned.
func (d *draft) complete(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	all, err := pipelinesOf(ctx, tx, actor)
	if err != nil {
		return err
	}
	lastOpen, err := d.lastOpen(ctx, tx)
	if err != nil {
		return err
	}
	d.choose(ctx, all, lastOpen)
	if err := d.refer(ctx, tx, actor); err != nil {
		return err
	}
	if err := d.invalid.OrNil(); err != nil {
		return err
	}
	now := time.Now()
	d.settle(ctx, now, today(actor, now))
	d.require(ctx)
	d.UpdatedAt = now.UnixMilli()
	return d.invalid.OrNil()
}

func today(actor account.Actor, now time.Time) string {
	if actor.Zone != nil {
		now = now.In(actor.Zone)
	}
	return now.Format(time.DateOnly)
}

// lastOpen is the stage a closed deal was closed from.
func (d *draft) lastOpen(ctx context.Context, tx *db.Tx) (db.ID, error) {
	if d.isNew() || d.old.Status == Open {
		return db.ID{}, nil
	}
	found, err := db.Values[db.ID](ctx, tx, `SELECT v.from_id FROM deal_moves v JOIN stages s ON s.workspace_id = v.workspace_id AND s.id = v.from_id
		WHERE v.workspace_id = $1 AND v.deal_id = $2 AND s.kind = 'open' ORDER BY v.id DESC LIMIT 1`, d.Workspace, d.old.ID)
	if err != nil || len(found) == 0 {
		return db.ID{}, err
	}
	return found[0], nil
}

func (d *draft) insert(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	d.ID, d.Version, d.CreatedAt = db.NewID(), 1, d.UpdatedAt
	var extra record.ExtraRows
	var err error
	if d.Custom, err = extra.Store(d.Custom, d.Extra, d.Workspace, d.ID); err != nil {
		return err
	}
	if err := db.Insert(ctx, tx, "deals", &d.Deal); err != nil {
		return fmt.Errorf("insert deal: %w", err)
	}
	if err := d.writeChildren(ctx, tx); err != nil {
		return err
	}
	if err := extra.Write(ctx, tx); err != nil {
		return err
	}
	if err := d.noteMove(ctx, tx, actor); err != nil {
		return err
	}
	if err := search.Put(ctx, tx, actor.Workspace, "deal", d.ID, d.SearchTexts()...); err != nil {
		return fmt.Errorf("index deal: %w", err)
	}
	return activity.Record(ctx, tx, actor, activity.Change{Kind: "deal", Record: d.ID, Action: activity.Created, At: d.CreatedAt, Batch: d.batch})
}

// Update changes a deal the actor may change to what in says, all of it.
func (s *Deals) Update(ctx context.Context, actor account.Actor, id db.ID, in DealInput) (Deal, error) {
	return s.Patch(ctx, actor, id, func(Deal) (DealInput, error) { return in, nil })
}

// Patch is Update for a change that says only some fields: change is given the
// deal as it stands, starts from its Input and returns the whole.
func (s *Deals) Patch(ctx context.Context, actor account.Actor, id db.ID, change func(Deal) (DealInput, error)) (Deal, error) {
	var d Deal
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		d, err = updateDeal(ctx, tx, actor, db.ID{}, id, change)
		return err
	})
	return d, err
}

func updateDeal(ctx context.Context, tx *db.Tx, actor account.Actor, batch, id db.ID, change func(Deal) (DealInput, error)) (Deal, error) {
	old, err := getDeal(ctx, tx, actor, id, " AND d.deleted_at IS NULL")
	if err != nil {
		return old, err
	}
	if !actor.Scope("deal").MayWrite(old.OwnerID, old.TeamID) {
		return old, fault.Forbidden{}
	}
	in, err := change(old)
	if err != nil {
		return old, err
	}
	if in.Version != 0 && in.Version != old.Version {
		return old, fault.Conflict{Stale: true}
	}
	d := prepare(ctx, actor, in, old)
	d.batch = batch
	if err := d.complete(ctx, tx, actor); err != nil {
		return old, err
	}
	return d.Deal, d.rewrite(ctx, tx, actor)
}

// rewrite writes what differs, if anything does.
func (d *draft) rewrite(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	changes := d.differences()
	if len(changes) == 0 {
		d.Deal = d.old
		return nil
	}
	var extra record.ExtraRows
	if err := extra.Keep(&d.Custom, d.Extra, d.Workspace, d.ID, changes); err != nil {
		return err
	}
	if err := db.Update(ctx, tx, "deals", &d.Deal, record.Changeable[Deal]()...); err != nil {
		return err
	}
	if err := d.replaceChildren(ctx, tx, changes); err != nil {
		return err
	}
	if err := extra.Write(ctx, tx); err != nil {
		return err
	}
	if d.moves() {
		if err := d.noteMove(ctx, tx, actor); err != nil {
			return err
		}
	}
	if err := search.Put(ctx, tx, actor.Workspace, "deal", d.ID, d.SearchTexts()...); err != nil {
		return fmt.Errorf("index deal: %w", err)
	}
	return activity.Record(ctx, tx, actor, changes...)
}

// move is a line of the way of a deal.
type move struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	DealID    db.ID          `db:"deal_id"`
	From      db.ID          `db:"from_id"`
	To        db.ID          `db:"to_id"`
	ToName    string         `db:"to_name"`
	Status    string         `db:"status"`
	Stood     int64          `db:"stood"`
	Member    db.ID          `db:"member_id"`
	At        int64          `db:"at"`
}

func (d *draft) noteMove(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	m := move{Workspace: d.Workspace, ID: db.NewID(), DealID: d.ID, From: d.old.StageID, To: d.StageID, ToName: d.StageName,
		Status: d.Status, Member: actor.Member, At: d.StageAt}
	if !d.isNew() {
		m.Stood = max(d.StageAt-d.old.StageAt, 0)
	}
	if err := db.Insert(ctx, tx, "deal_moves", &m); err != nil {
		return fmt.Errorf("note move of deal: %w", err)
	}
	return nil
}
