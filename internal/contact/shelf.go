package contact

import (
	"context"
	"sync"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/record"
)

// shelf is where contacts or companies lie, and how they are linked to tags.
type shelf struct {
	record.Table
	tagLink, tagSide db.Expr
}

func contactShelf() shelf {
	return shelf{record.Table{Kind: "contact", Name: "contacts"}, "contact_tags", "contact_id"}
}

func companyShelf() shelf {
	return shelf{record.Table{Kind: "company", Name: "companies"}, "company_tags", "company_id"}
}

// fromBin takes records out of the recycle bin; who was merged into another is
// a record of its own again.
func (k shelf) fromBin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) ([]db.ID, error) {
	back, err := k.FromBin(ctx, tx, actor, batch, ids)
	if err != nil || len(back) == 0 {
		return nil, err
	}
	return back, k.separate(ctx, tx, actor, back)
}

// manner is how the fields of contacts and companies are named, written and
// edited.
var manner = sync.OnceValue(func() record.Manner {
	return record.Manner{
		Label: label, Shown: shown, Options: ownOptions, Example: example,
		Traced:  map[string]string{"email": "emails", "phone": "phones", "mobile": "phones"},
		Creates: []string{"company"}, Follows: []string{"consents"},
		InPlace: func(in record.Editable) {
			if c, ok := in.(*ContactInput); ok {
				c.CreateCompany = true
			}
		},
	}
})

func outcomes[T any](ids []db.ID, all []result[T], name func(T) string) []record.Outcome {
	outs := make([]record.Outcome, len(all))
	for i, r := range all {
		outs[i] = record.Outcome{ID: ids[i], Name: name(r.now), Changed: r.changed, Err: r.err}
	}
	return outs
}
