package contact

import (
	"context"
	"fmt"

	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/record"
)

// loadExtra fills the values of the custom fields of contacts.
func loadExtra(ctx context.Context, q db.Querier, ws db.WorkspaceID, contacts []Contact) error {
	return record.LoadExtra(ctx, q, ws, customfield.Contact, contacts,
		func(c Contact) customfield.Doc { return customfield.Doc{ID: c.ID, Custom: c.Custom} }, func(c *Contact, v customfield.Values) { c.Extra = v })
}

// loadCompanyExtra is loadExtra for companies.
func loadCompanyExtra(ctx context.Context, q db.Querier, ws db.WorkspaceID, companies []Company) error {
	return record.LoadExtra(ctx, q, ws, customfield.Company, companies,
		func(c Company) customfield.Doc { return customfield.Doc{ID: c.ID, Custom: c.Custom} }, func(c *Company, v customfield.Values) { c.Extra = v })
}

// custom is what a record says about custom fields, and where the values go.
type custom struct {
	said  map[string]string
	old   customfield.Values
	isNew bool
	to    *customfield.Values
}

// extras reads what records say about custom fields, as those are now. Records
// of a kind without any say nothing.
func (l *lookup) extras(all []refs) error {
	if l.kind == "" {
		return nil
	}
	reader, err := customfield.NewReader(l.ctx, l.tx, l.actor, l.kind)
	if err != nil {
		return err
	}
	for _, r := range all {
		values, invalid, err := reader.Read(r.custom.said, r.custom.old, r.custom.isNew)
		if err != nil {
			return fmt.Errorf("read custom values: %w", err)
		}
		for field, message := range invalid {
			r.add(field, message)
		}
		*r.custom.to = values
	}
	return nil
}
