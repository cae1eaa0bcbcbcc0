package main

import (
	"context"
	"fmt"
	"strings"

	"kontor/internal/account"
	"kontor/internal/app"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
)

// segments are the values of a custom field of contacts: one that many have,
// one that some have, and a rare one, by what else is true of the contact.
var segments = []struct{ value, of string }{
	{"Wholesale", "country = 'BG'"},
	{"Retail", "country = 'DE'"},
	{"Museum", "country = 'FR' AND birthday LIKE '%-05-1%'"},
}

// addCustom defines the field and gives contacts their values.
func addCustom(ctx context.Context, a *app.App, actor account.Actor) error {
	f, err := a.Fields.Fields.Create(ctx, actor, customfield.Contact, customfield.Input{Label: "Segment", Key: "x_segment", Type: customfield.Text})
	if err != nil {
		return fmt.Errorf("add custom field: %w", err)
	}
	for _, s := range segments {
		value, err := db.ToJSON(map[string]string{f.Slot: s.value, f.Slot + "_": strings.ToLower(s.value)})
		if err != nil {
			return err
		}
		err = a.DB().InTx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE contacts SET custom = $1 WHERE workspace_id = $2 AND `+s.of, value, actor.Workspace)
			return err
		})
		if err != nil {
			return fmt.Errorf("fill custom field: %w", err)
		}
	}
	return a.DB().Analyze(ctx)
}
