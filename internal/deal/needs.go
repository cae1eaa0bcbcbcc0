package deal

import (
	"context"
	"errors"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// needs are the fields that a deal must have before it can stand in a stage or
// get a status. What a list cannot be asked for, each deal tells for itself.
func needs(ctx context.Context, q db.Querier, actor account.Actor, field, value string) ([]record.Need, error) {
	var all []record.Need
	stage := Stage{Kind: value}
	if field == "stage" {
		id, _ := db.ParseID(value) // what is none is no stage
		pipelines, err := pipelinesOf(ctx, q, actor)
		if err != nil {
			return nil, err
		}
		for _, p := range pipelines {
			if s, ok := p.stage(id); ok {
				stage = s
			}
		}
	} else if field != "status" {
		return nil, nil
	}
	if stage.Kind == Lost {
		all = append(all, record.Need{Field: "lost_reason", Lacking: "status=open,won", Text: i18n.T(ctx, "Say why the deal was lost: choose a reason or write it.")})
	}
	for _, name := range stage.Needs() {
		if slices.Contains([]string{"company", "contact", "owner", "expected_close_date"}, name) {
			all = append(all, record.Need{Field: name, Lacking: name + "=empty:", Text: i18n.T(ctx, "The stage “%s” needs this.", stage.Name)})
		}
	}
	return all, nil
}

// atField says at which field of a deal something is wrong, where many deals are
// changed at once.
func atField(ctx context.Context, err error) error {
	invalid, ok := errors.AsType[fault.Invalid](err)
	if !ok {
		return err
	}
	said := fault.Invalid{}
	for field, text := range invalid {
		said[field] = label(ctx, field) + ": " + text
	}
	return said
}
