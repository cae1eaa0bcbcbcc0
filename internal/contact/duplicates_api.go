package contact

import (
	"context"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
)

// pairJSON is two records that are probably one, as programs see them.
type pairJSON struct {
	Records   []refJSON `json:"records" doc:"The two records"`
	Reason    string    `json:"reason" doc:"In words, in the language of the token's owner"`
	Certainty int       `json:"certainty" doc:"Up to 100"`
}

type duplicatesIn struct {
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type duplicatesOut struct{ Body api.Page[pairJSON] }

type apartIn struct {
	Body struct {
		Records []db.ID `json:"records" minItems:"2" maxItems:"2" nullable:"false" doc:"The two records that are not one"`
	}
}

func (d *Domain) duplicateAPI(a *api.API) {
	d.duplicateAPIOf(a, "Contacts", "contact", d.Contacts.Duplicates)
	d.duplicateAPIOf(a, "Companies", "company", d.Companies.Duplicates)
}

type pairLister func(ctx context.Context, actor account.Actor, cursor string, limit int) ([]Pair, string, error)

func (d *Domain) duplicateAPIOf(a *api.API, tag, kind string, list pairLister) {
	k := duplicatesOf(kind)
	op := operation(tag, "list-"+kind+"-duplicates", get, k.path(), "List pairs that are probably one record")
	op.Description = "The likeliest first. Pairs are found in the background: every night, after an import, and when asked to."
	api.Register(a, op, func(ctx context.Context, in *duplicatesIn) (*duplicatesOut, error) {
		pairs, next, err := list(ctx, account.ActorOf(ctx), in.Cursor, in.Limit)
		if err != nil {
			return nil, err
		}
		all := make([]pairJSON, len(pairs))
		for i, p := range pairs {
			all[i] = pairJSON{[]refJSON{{p.A.ID, p.A.Name}, {p.B.ID, p.B.Name}}, p.words(ctx), p.Certainty}
		}
		return &duplicatesOut{api.PageOf(all, next)}, nil
	})
	api.Register(a, answering(http.StatusNoContent, operation(tag, "distinguish-"+kind+"-duplicates", post, k.path()+"/distinguish", "Say that two records are not one")),
		func(ctx context.Context, in *apartIn) (*struct{}, error) {
			return nil, k.distinguish(ctx, d.db, account.ActorOf(ctx), in.Body.Records[0], in.Body.Records[1], true)
		})
	api.Register(a, answering(http.StatusAccepted, operation(tag, "find-"+kind+"-duplicates", post, k.path()+"/find", "Look for duplicates now")),
		func(ctx context.Context, _ *struct{}) (*struct{}, error) {
			return nil, d.FindDuplicates(ctx, account.ActorOf(ctx), kind)
		})
}
