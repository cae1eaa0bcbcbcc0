package privacy

import (
	"context"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// rule is what may be kept for so long only: records that nothing happens with.
type rule struct {
	name, kind  string // of the rule, and of the records
	table, text db.Expr
	last        db.Expr                                        // when something last happened with one
	besides     func(q *db.SQL, before int64)                  // what must be true of r
	says        func(ctx context.Context) (title, text string) // to whoever decides
}

// lastActivity is of records that have a timeline.
const lastActivity db.Expr = "CASE WHEN r.activity_at > r.updated_at THEN r.activity_at ELSE r.updated_at END"

func rules() []rule {
	return []rule{
		{name: "contacts", kind: "contact", table: "contacts", text: "name", last: lastActivity, besides: idleContacts, says: func(ctx context.Context) (string, string) {
			return i18n.T(ctx, "Contacts that nothing happens with"), i18n.T(ctx, "No activity, no change, no open deal and no open task for so many months.")
		}},
		{name: "deals", kind: "deal", table: "deals", text: "name", last: lastActivity, besides: idleDeals, says: func(ctx context.Context) (string, string) {
			return i18n.T(ctx, "Deals that were lost"), i18n.T(ctx, "Lost, with no activity, no change and no open task for so many months.")
		}},
		{name: "tasks", kind: "task", table: "tasks", text: "title", last: "r.updated_at", besides: idleTasks, says: func(ctx context.Context) (string, string) {
			return i18n.T(ctx, "Tasks that are done"), i18n.T(ctx, "Done, and not changed for so many months.")
		}},
	}
}

func ruleOf(name string) (rule, bool) {
	for _, r := range rules() {
		if r.name == name {
			return r, true
		}
	}
	return rule{}, false
}

// from appends which records nothing happened with since the moment.
func (r rule) from(q *db.SQL, ws db.WorkspaceID, before int64) {
	q.S(" FROM ").S(r.table).S(" r WHERE r.workspace_id = ").P(ws).S(" AND r.deleted_at IS NULL AND r.updated_at < ").P(before)
	q.S(" AND r.created_at < ").P(before)
	r.besides(q, before)
}

func (r rule) sees(q *db.SQL, actor account.Actor) {
	q.S(" AND ")
	actor.Scope(r.kind).Sees(q, "r.owner_id", "r.team_id")
}

func idleContacts(q *db.SQL, before int64) {
	q.S(" AND (r.activity_at IS NULL OR r.activity_at < ").P(before).S(")")
	q.S(" AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.workspace_id = r.workspace_id AND d.contact_id = r.id AND d.status = 'open' AND d.deleted_at IS NULL)")
	q.S(" AND NOT EXISTS (SELECT 1 FROM deal_contacts x JOIN deals d ON d.workspace_id = x.workspace_id AND d.id = x.deal_id WHERE x.workspace_id = r.workspace_id AND x.contact_id = r.id AND d.status = 'open' AND d.deleted_at IS NULL)")
	q.S(" AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.workspace_id = r.workspace_id AND t.contact_id = r.id AND t.status <> 'done' AND t.deleted_at IS NULL)")
}

func idleDeals(q *db.SQL, before int64) {
	q.S(" AND r.status = 'lost' AND r.stage_at < ").P(before).S(" AND (r.activity_at IS NULL OR r.activity_at < ").P(before).S(")")
	q.S(" AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.workspace_id = r.workspace_id AND t.deal_id = r.id AND t.status <> 'done' AND t.deleted_at IS NULL)")
}

func idleTasks(q *db.SQL, before int64) {
	q.S(" AND r.status = 'done' AND coalesce(r.completed_at, 0) < ").P(before)
}
