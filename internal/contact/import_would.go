package contact

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// Would tells how many companies the rows of a dry run would make.
func (p *people) Would(ctx context.Context, q db.Querier, rows []*importing.Row) (importing.Made, error) {
	var keys []string
	for _, c := range candidates(rows) {
		if c.Comes() {
			keys = append(keys, search.Key(c.in.company.Name))
		}
	}
	if p.createsCompanies() {
		if err := addMissing(ctx, q, p.run.Actor, keys, p.missing); err != nil {
			return importing.Made{}, err
		}
	}
	return importing.Made{Companies: int64(len(p.missing))}, nil
}

// addMissing notes those of the names that no company has.
func addMissing(ctx context.Context, q db.Querier, actor account.Actor, keys []string, missing map[string]bool) error {
	keys = slices.DeleteFunc(keys, func(key string) bool { return key == "" || missing[key] })
	slices.Sort(keys)
	keys = slices.Compact(keys)
	if len(keys) == 0 {
		return nil
	}
	there, err := companyNamesThere(ctx, q, actor, keys)
	if err != nil {
		return fmt.Errorf("look up companies: %w", err)
	}
	for _, key := range keys {
		if !slices.Contains(there, key) {
			missing[key] = true
		}
	}
	return nil
}

func companyNamesThere(ctx context.Context, q db.Querier, actor account.Actor, keys []string) ([]string, error) {
	var sql db.SQL
	sql.S("SELECT o.name_key FROM companies o WHERE o.workspace_id = ").P(actor.Workspace).S(" AND o.deleted_at IS NULL AND o.name_key IN ")
	db.In(&sql, keys)
	sql.S(" AND ")
	actor.Scope("company").Sees(&sql, "o.owner_id", "o.team_id")
	return db.Values[string](ctx, q, sql.Text(), sql.Args()...)
}
