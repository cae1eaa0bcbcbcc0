package contact

import (
	"context"
	"fmt"

	"kontor/internal/kit/db"
)

// loadChildren fills e-mails, phones, tags and custom fields of the contacts:
// as many queries however many there are.
func loadChildren(ctx context.Context, q db.Querier, ws db.WorkspaceID, contacts []Contact) error {
	at := map[db.ID]*Contact{}
	ids := make([]db.ID, len(contacts))
	for i := range contacts {
		ids[i], at[contacts[i].ID] = contacts[i].ID, &contacts[i]
	}
	if len(ids) == 0 {
		return nil
	}
	emails, err := selectChildren[Email](ctx, q, `SELECT x.workspace_id, x.contact_id, x.position, x.kind, x.email, x.email_key, x.is_primary
		FROM contact_emails x WHERE x.workspace_id = `, ws, " AND x.contact_id IN ", ids, " ORDER BY x.contact_id, x.position")
	if err != nil {
		return fmt.Errorf("read e-mails: %w", err)
	}
	for _, e := range emails {
		at[e.Contact].Emails = append(at[e.Contact].Emails, e)
	}
	phones, err := selectChildren[Phone](ctx, q, `SELECT x.workspace_id, x.contact_id, x.position, x.kind, x.phone, x.phone_e164, x.digits, x.is_primary
		FROM contact_phones x WHERE x.workspace_id = `, ws, " AND x.contact_id IN ", ids, " ORDER BY x.contact_id, x.position")
	if err != nil {
		return fmt.Errorf("read phones: %w", err)
	}
	for _, p := range phones {
		at[p.Contact].Phones = append(at[p.Contact].Phones, p)
	}
	if err := loadLabels(ctx, q, ws, ids, at); err != nil {
		return err
	}
	return loadExtra(ctx, q, ws, contacts)
}

// contactLabel is a tag of a contact, or a purpose that it agrees to.
type contactLabel struct {
	recordTag
	Purpose int64 `db:"purpose"`
}

// loadLabels fills tags and the purposes agreed to, by name: one query for both.
func loadLabels(ctx context.Context, q db.Querier, ws db.WorkspaceID, ids []db.ID, at map[db.ID]*Contact) error {
	var sql db.SQL
	sql.S(`SELECT x.contact_id AS record_id, t.id, t.name, t.name_key, t.hue, 0 AS purpose FROM contact_tags x
		JOIN tags t ON t.workspace_id = x.workspace_id AND t.id = x.tag_id AND t.deleted_at IS NULL WHERE x.workspace_id = `).P(ws).S(" AND x.contact_id IN ")
	db.In(&sql, ids)
	sql.S(` UNION ALL SELECT x.contact_id, p.id, p.name, p.name_key, 0, 1 FROM contact_consents x
		JOIN purposes p ON p.workspace_id = x.workspace_id AND p.id = x.purpose_id WHERE x.workspace_id = `).P(ws).S(" AND x.contact_id IN ")
	db.In(&sql, ids)
	sql.S(" ORDER BY 6, 4")
	all, err := db.Select[contactLabel](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("read tags and consents: %w", err)
	}
	for _, l := range all {
		c := at[l.Record]
		if l.Purpose == 1 {
			c.Consents = append(c.Consents, refNamed{l.ID, l.Name})
		} else {
			c.Tags = append(c.Tags, l.Tag)
		}
	}
	return nil
}

func selectChildren[T any](ctx context.Context, q db.Querier, head db.Expr, ws db.WorkspaceID, in db.Expr, ids []db.ID, tail db.Expr) ([]T, error) {
	var sql db.SQL
	sql.S(head).P(ws).S(in)
	db.In(&sql, ids)
	sql.S(tail)
	return db.Select[T](ctx, q, sql.Text(), sql.Args()...)
}

// recordTag is a tag on a record.
type recordTag struct {
	Tag
	Record db.ID `db:"record_id"`
}

// tagsOf returns the tags of the records, by name; deleted tags are on none.
func tagsOf(ctx context.Context, q db.Querier, k shelf, ws db.WorkspaceID, ids []db.ID) ([]recordTag, error) {
	var sql db.SQL
	sql.S("SELECT x.").S(k.tagSide).S(" AS record_id, t.id, t.name, t.name_key, t.hue FROM ").S(k.tagLink)
	sql.S(" x JOIN tags t ON t.workspace_id = x.workspace_id AND t.id = x.tag_id AND t.deleted_at IS NULL WHERE x.workspace_id = ").P(ws)
	sql.S(" AND x.").S(k.tagSide).S(" IN ")
	db.In(&sql, ids)
	sql.S(" ORDER BY x.").S(k.tagSide).S(", t.name_key") // the record first, so that SQLite begins with it
	all, err := db.Select[recordTag](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read tags: %w", err)
	}
	return all, nil
}
