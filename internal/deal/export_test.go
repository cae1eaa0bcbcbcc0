package deal

import (
	"context"
	"strings"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
)

// Story is the names of the fields in the history of a deal.
func (d *Domain) Story(ctx context.Context, actor account.Actor, id db.ID) (string, error) {
	story, err := d.activity.History.Story(ctx, actor, activity.Subject{Kind: "deal", ID: id}, "", "")
	var names []string
	for _, item := range story.Items {
		for _, c := range item.Changes {
			names = append(names, c.Action+" "+c.Field)
		}
	}
	return strings.Join(names, ", "), err
}

// DealEntity is the description under test.
var DealEntity = dealEntity
