package deal

import (
	"context"
	"net/http"
	"sync"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// shelf is where deals lie.
func shelf() record.Table { return record.Table{Kind: "deal", Name: "deals"} }

// kind describes deals to what all kinds of record can.
func (d *Domain) kind() record.Kind {
	return record.Kind{
		Table: shelf(), Source: d.source(), Manner: manner(),
		Entry: readEntry, Head: d.head, Change: changeDeals, Try: try, Needs: needs,
		Bin: shelf().ToBin, Restore: restoreDeals,
		Referring:    []record.Referring{{Table: "tasks", Column: "deal_id"}},
		DeleteTicked: func(ctx context.Context) string { return i18n.T(ctx, "Delete the selected deals") },
	}
}

// manner is how the fields of deals are named, written and edited.
var manner = sync.OnceValue(func() record.Manner {
	return record.Manner{Label: label, Shown: shown, Follows: []string{"actual_close_date", "lost_reason", "lines"}, Returns: []string{"lost_reason"}}
})

func readEntry(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (record.Entry, error) {
	d, err := getDeal(ctx, q, actor, id, " AND d.deleted_at IS NULL")
	return entryOf(actor, d), err
}

func entryOf(actor account.Actor, d Deal) record.Entry {
	in := d.Input()
	e := record.Entry{Kind: "deal", ID: d.ID, Path: path(d.ID), Version: d.Version, Writable: actor.Scope("deal").MayWrite(d.OwnerID, d.TeamID),
		In: &in, Manner: manner(), Tags: contact.Labels(d.Tags), Extra: d.Extra, Links: map[string]string{},
		Labels: map[string]string{"pipeline": d.PipelineName, "stage": d.StageName, "contact": d.ContactName, "company": d.CompanyName,
			"owner": d.OwnerName, "team": d.TeamName, "lost_reason": reason(d), "contacts": partyNames(d)}}
	for field, link := range map[string]string{"pipeline": linkIf("/deals/board?pipeline=", d.PipelineID), "contact": linkIf("/contacts/", d.ContactID), "company": linkIf("/companies/", d.CompanyID)} {
		if link != "" {
			e.Links[field] = link
		}
	}
	return e
}

// head is what of a deal's page shows its fields: the head and the way through
// the stages.
func (d *Domain) head(r *http.Request, e *record.Entry) (templ.Component, error) {
	ctx, actor := r.Context(), account.Of(r)
	v := dealView{Writable: e.Writable}
	var err error
	if v.Deal, err = d.Deals.Get(ctx, actor, e.ID); err != nil {
		return nil, err
	}
	if v.Pipeline, err = d.Pipelines.Get(ctx, actor, v.Deal.PipelineID); err != nil {
		return nil, err
	}
	if v.Stood, err = d.Deals.stood(ctx, actor, e.ID); err != nil {
		return nil, err
	}
	return v.hero(), nil
}

func changeDeals(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID, edit record.Edit) ([]record.Outcome, error) {
	return record.OneByOne(ids, func(id db.ID) (string, bool, error) {
		version, name := int64(0), ""
		d, err := updateDeal(ctx, tx, actor, batch, id, func(old Deal) (DealInput, error) {
			version, name = old.Version, old.Name
			in := old.Input()
			err := edit(old.ID, old.Version, &in)
			return in, err
		})
		if !batch.IsZero() {
			err = atField(ctx, err)
		}
		return name, err == nil && d.Version != version, err
	})
}

// try tells what is wrong with a value on a deal that has nothing else.
func try(ctx context.Context, actor account.Actor, field, text string) error {
	blank := DealInput{DealFields: DealFields{Name: "x"}}
	if err := blank.Set(ctx, field, text); err != nil {
		return err
	}
	return prepare(ctx, actor, blank, Deal{}).invalid.OrNil()
}

// restoreDeals takes deals out of the recycle bin and lets them be found.
func restoreDeals(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) error {
	back, err := shelf().FromBin(ctx, tx, actor, batch, ids)
	if err != nil || len(back) == 0 {
		return err
	}
	return indexDeals(ctx, tx, actor.Workspace, back)
}
