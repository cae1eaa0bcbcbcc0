package contact

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
)

// mergeJSON is a merge as programs see it.
type mergeJSON struct {
	ID        db.ID     `json:"id" format:"uuid" doc:"Id of the merge, by which it is undone"`
	Record    refJSON   `json:"record" doc:"The record that stayed"`
	Merged    []refJSON `json:"merged" doc:"The records that went into it"`
	UndoUntil time.Time `json:"undo_until"`
}

type mergeIn struct{ Body MergeInput }

type mergeOut struct {
	Location string `header:"Location"`
	Body     mergeJSON
}

// undoneJSON tells how a merge was taken back.
type undoneJSON struct {
	Record refJSON   `json:"record" doc:"The record that stayed"`
	Back   []refJSON `json:"back" doc:"The records that are there again"`
	Left   []string  `json:"left" doc:"What stayed as it is, because somebody changed it since"`
}

type undoneOut struct{ Body undoneJSON }

func (d *Domain) mergeAPI(a *api.API) {
	contacts, companies := mergingContacts(), mergingCompanies()
	api.Register(a, merges(operation("Contacts", "merge-contacts", post, "/contacts/merge", "Merge contacts into one")), apiMerge(d, contacts))
	api.Register(a, operation("Contacts", "undo-contact-merge", post, "/contacts/merges/{id}/undo", "Undo a merge of contacts"), apiUndoMerge(d, contacts))
	api.Register(a, merges(operation("Companies", "merge-companies", post, "/companies/merge", "Merge companies into one")), apiMerge(d, companies))
	api.Register(a, operation("Companies", "undo-company-merge", post, "/companies/merges/{id}/undo", "Undo a merge of companies"), apiUndoMerge(d, companies))
}

func merges(op huma.Operation) huma.Operation {
	op.Description = "What points to the merged records points to the one that stays; they go to the recycle bin, and asking for them leads to it. " +
		"A merge can be undone for 30 days, wherever nobody changed anything since."
	return answering(http.StatusCreated, op)
}

func apiMerge[R, In any](d *Domain, k merging[R, In]) func(context.Context, *mergeIn) (*mergeOut, error) {
	return func(ctx context.Context, in *mergeIn) (*mergeOut, error) {
		m, err := k.merge(ctx, d.db, account.ActorOf(ctx), in.Body)
		if err != nil {
			return nil, err
		}
		return &mergeOut{Location: "/api/v1" + k.path + "/" + m.Survivor.ID.String(),
			Body: mergeJSON{m.ID, refJSON(m.Survivor), refsOf(m.Merged), m.UndoUntil().UTC()}}, nil
	}
}

func apiUndoMerge[R, In any](d *Domain, k merging[R, In]) func(context.Context, *api.RecordRef) (*undoneOut, error) {
	return func(ctx context.Context, in *api.RecordRef) (*undoneOut, error) {
		id, err := in.RecordID()
		if err != nil {
			return nil, err
		}
		u, err := k.undo(ctx, d.db, account.ActorOf(ctx), id)
		if err != nil {
			return nil, err
		}
		left := u.Left
		if left == nil {
			left = []string{}
		}
		return &undoneOut{undoneJSON{refJSON(u.Survivor), refsOf(u.Back), left}}, nil
	}
}

func refsOf(all []refNamed) []refJSON {
	refs := make([]refJSON, len(all))
	for i, r := range all {
		refs[i] = refJSON(r)
	}
	return refs
}
