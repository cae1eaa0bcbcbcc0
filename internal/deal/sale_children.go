package deal

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

const selectLine = `SELECT workspace_id, deal_id, position, product_id, name, quantity, price, discount, total FROM deal_lines WHERE workspace_id = `

// loadChildren reads contacts, lines and tags of a deal.
func loadChildren(ctx context.Context, q db.Querier, d *Deal) (err error) {
	d.Parties, err = db.Select[Party](ctx, q, `SELECT x.workspace_id, x.deal_id, x.contact_id, x.role, x.position, c.name, c.email
		FROM deal_contacts x JOIN contacts c ON c.workspace_id = x.workspace_id AND c.id = x.contact_id
		WHERE x.workspace_id = $1 AND x.deal_id = $2 ORDER BY x.position, x.contact_id`, d.Workspace, d.ID)
	if err != nil {
		return fmt.Errorf("read contacts of deal: %w", err)
	}
	var lines db.SQL
	lines.S(selectLine).P(d.Workspace).S(" AND deal_id = ").P(d.ID).S(" ORDER BY position")
	d.Lines, err = db.Select[Line](ctx, q, lines.Text(), lines.Args()...)
	if err != nil {
		return fmt.Errorf("read lines of deal: %w", err)
	}
	d.Tags, err = db.Select[contact.Tag](ctx, q, `SELECT g.id, g.name, g.hue FROM deal_tags x
		JOIN tags g ON g.workspace_id = x.workspace_id AND g.id = x.tag_id AND g.deleted_at IS NULL
		WHERE x.workspace_id = $1 AND x.deal_id = $2 ORDER BY g.name_key`, d.Workspace, d.ID)
	if err != nil {
		return fmt.Errorf("read tags of deal: %w", err)
	}
	return nil
}

type dealTag struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Deal      db.ID          `db:"deal_id"`
	Tag       db.ID          `db:"tag_id"`
}

func (d *draft) writeChildren(ctx context.Context, tx *db.Tx) error {
	tags := make([]dealTag, len(d.Tags))
	for i, t := range d.Tags {
		tags[i] = dealTag{d.Workspace, d.ID, t.ID}
	}
	for i := range d.Parties {
		d.Parties[i].DealID = d.ID
	}
	for i := range d.Lines {
		d.Lines[i].DealID = d.ID
	}
	if err := db.InsertAll(ctx, tx, "deal_contacts", d.Parties); err != nil {
		return fmt.Errorf("insert contacts of deal: %w", err)
	}
	if err := db.InsertAll(ctx, tx, "deal_lines", d.Lines); err != nil {
		return fmt.Errorf("insert lines of deal: %w", err)
	}
	if err := db.InsertAll(ctx, tx, "deal_tags", tags); err != nil {
		return fmt.Errorf("insert tags of deal: %w", err)
	}
	return nil
}

// replaceChildren writes contacts, lines and tags anew where one of them
// changed. A tag in the recycle bin stays on the deal.
func (d *draft) replaceChildren(ctx context.Context, tx *db.Tx, changes []activity.Change) error {
	if !record.Touches(changes, "contacts", "lines", "tags") {
		return nil
	}
	for _, statement := range []string{
		`DELETE FROM deal_contacts WHERE workspace_id = $1 AND deal_id = $2`,
		`DELETE FROM deal_lines WHERE workspace_id = $1 AND deal_id = $2`,
		`DELETE FROM deal_tags WHERE workspace_id = $1 AND deal_id = $2 AND EXISTS (SELECT 1 FROM tags t
			WHERE t.workspace_id = deal_tags.workspace_id AND t.id = deal_tags.tag_id AND t.deleted_at IS NULL)`,
	} {
		if _, err := tx.Exec(ctx, statement, d.Workspace, d.ID); err != nil {
			return fmt.Errorf("replace what belongs to a deal: %w", err)
		}
	}
	return d.writeChildren(ctx, tx)
}

// refer looks up owner, team, tags, contacts, company and lost reason, and
// fills in their names.
func (d *draft) refer(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	r := &contact.References{Owner: d.OwnerID, Team: d.TeamID, KeepOwner: d.old.OwnerID, KeepTeam: d.old.TeamID, Tags: d.in.Tags, Invalid: d.invalid,
		Kind: customfield.Deal, Said: d.in.Custom, Had: d.old.Extra, IsNew: d.isNew()}
	if err := contact.Refer(ctx, tx, actor, d.batch, r); err != nil {
		return err
	}
	d.OwnerName, d.TeamName, d.Tags, d.Extra = r.OwnerName, r.TeamName, r.Tagged, r.Extra
	if err := d.referContacts(ctx, tx, actor); err != nil {
		return err
	}
	if err := d.referCompany(ctx, tx, actor); err != nil {
		return err
	}
	return d.referReason(ctx, tx)
}

func (d *draft) referContacts(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	if len(d.Parties) == 0 {
		return nil
	}
	wanted := make([]db.ID, len(d.Parties))
	for i, p := range d.Parties {
		wanted[i] = p.ContactID
	}
	found, err := named(ctx, tx, actor, "contact", "contacts", wanted)
	if err != nil {
		return err
	}
	for i, p := range d.Parties {
		c, ok := found[p.ContactID]
		was := slices.IndexFunc(d.old.Parties, func(o Party) bool { return o.ContactID == p.ContactID })
		if !ok && was >= 0 {
			c, ok = party{Name: d.old.Parties[was].Name, Email: d.old.Parties[was].Email}, true
		}
		if !ok {
			field := "contacts"
			if p.ContactID == d.ContactID {
				field = "contact_id"
			}
			d.invalid.Add(field, i18n.T(ctx, "There is no such contact. Choose another one."))
		}
		d.Parties[i].Name, d.Parties[i].Email = c.Name, c.Email
		if p.ContactID == d.ContactID {
			d.ContactName = c.Name
		}
	}
	return nil
}

func (d *draft) referCompany(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	if d.CompanyID.IsZero() {
		return nil
	}
	found, err := named(ctx, tx, actor, "company", "companies", []db.ID{d.CompanyID})
	if err != nil {
		return err
	}
	c, ok := found[d.CompanyID]
	if !ok && d.CompanyID == d.old.CompanyID {
		c, ok = party{Name: d.old.CompanyName}, true
	}
	if !ok {
		d.invalid.Add("company_id", i18n.T(ctx, "There is no such company. Choose another one."))
	}
	d.CompanyName = c.Name
	return nil
}

// party is a contact or a company that a deal names.
type party struct {
	ID    db.ID  `db:"id"`
	Name  string `db:"name"`
	Email string `db:"email"`
}

// named returns those of the records that the actor sees and that are not in
// the recycle bin.
func named(ctx context.Context, q db.Querier, actor account.Actor, kind string, table db.Expr, wanted []db.ID) (map[db.ID]party, error) {
	var sql db.SQL
	sql.S("SELECT r.id, r.name, r.email FROM ").S(table).S(" AS r WHERE r.workspace_id = ").P(actor.Workspace)
	sql.S(" AND r.deleted_at IS NULL AND r.id IN ")
	db.In(&sql, wanted)
	sql.S(" AND ")
	actor.Scope(kind).Sees(&sql, "r.owner_id", "r.team_id")
	rows, err := db.Select[party](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look up %s: %w", kind, err)
	}
	found := make(map[db.ID]party, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, nil
}

func (d *draft) referReason(ctx context.Context, tx *db.Tx) error {
	if d.ReasonID.IsZero() {
		return nil
	}
	names, err := db.Values[string](ctx, tx, `SELECT name FROM lost_reasons WHERE workspace_id = $1 AND id = $2`, d.Workspace, d.ReasonID)
	if err != nil {
		return fmt.Errorf("look up lost reason: %w", err)
	}
	if len(names) == 0 {
		d.invalid.Add("lost_reason_id", i18n.T(ctx, "There is no such reason. Choose another one."))
		return nil
	}
	d.ReasonName = names[0]
	return nil
}
