package contact

import (
	"context"
	"fmt"

	"kontor/internal/kit/db"
)

// reference is a column that points to contacts or to companies. Every foreign
// key to them, and every column that names a record of any kind without one,
// stands in contactReferences and companyReferences: a test reads the schema
// and fails on one that is missing.
type reference struct {
	name   db.Expr // kept with what a merge moved: it never changes
	table  db.Expr
	column db.Expr // points to the record
	key    db.Expr // names the row among those that point to one record
	where  db.Expr // narrows the rows, behind " AND "

	// stays says why rows are left where they are: they lie with the merged
	// record in the recycle bin and come back with it.
	stays string
}

const (
	partOfRecord = "part of the record: what is kept is copied"
	foundAgain   = "found again: a pair with a record in the bin is not shown"
	aReport      = "a report: it tells what there was when it was written"
)

// contactReferences are all columns that point to contacts.
func contactReferences() []reference {
	return []reference{
		{name: "activities", table: "activity_contacts", column: "contact_id", key: "activity_id"},
		{name: "attachments", table: "attachments", column: "contact_id", key: "id"},
		{name: "deals", table: "deals", column: "contact_id", key: "id"},
		{name: "tasks", table: "tasks", column: "contact_id", key: "id"},
		{name: "deal_contacts", table: "deal_contacts", column: "contact_id", key: "deal_id"},
		{name: "distinct", table: "contact_distinct", column: "contact_id", key: "other_id"},
		{name: "distinct_other", table: "contact_distinct", column: "other_id", key: "contact_id"},
		{name: "merged", table: "merged_records", column: "survivor_id", key: "record_id", where: " AND t.kind = 'contact'"},
		{name: "favourites", table: "favourites", column: "record_id", key: "member_id", where: " AND t.kind = 'contact'"},
		{name: "notifications", table: "notifications", column: "record_id", key: "id", where: " AND t.kind = 'contact'"},
		{name: "consents", table: "consents", column: "contact_id", key: "id"},
		{name: "agreed", table: "contact_consents", column: "contact_id", stays: "settled anew from what was said"},
		{name: "emails", table: "contact_emails", column: "contact_id", stays: partOfRecord},
		{name: "phones", table: "contact_phones", column: "contact_id", stays: partOfRecord},
		{name: "tags", table: "contact_tags", column: "contact_id", stays: partOfRecord},
		{name: "choices", table: "contact_choices", column: "record_id", stays: partOfRecord},
		{name: "duplicates_a", table: "contact_duplicates", column: "a_id", stays: foundAgain},
		{name: "duplicates_b", table: "contact_duplicates", column: "b_id", stays: foundAgain},
		{name: "leftovers", table: "import_leftovers", column: "record_id", stays: aReport},
	}
}

// companyReferences are all columns that point to companies.
func companyReferences() []reference {
	return []reference{
		{name: "people", table: "contacts", column: "company_id", key: "id"},
		{name: "deals", table: "deals", column: "company_id", key: "id"},
		{name: "tasks", table: "tasks", column: "company_id", key: "id"},
		{name: "activities", table: "activity_companies", column: "company_id", key: "activity_id"},
		{name: "attachments", table: "attachments", column: "company_id", key: "id"},
		{name: "distinct", table: "company_distinct", column: "company_id", key: "other_id"},
		{name: "distinct_other", table: "company_distinct", column: "other_id", key: "company_id"},
		{name: "merged", table: "merged_records", column: "survivor_id", key: "record_id", where: " AND t.kind = 'company'"},
		{name: "favourites", table: "favourites", column: "record_id", key: "member_id", where: " AND t.kind = 'company'"},
		{name: "notifications", table: "notifications", column: "record_id", key: "id", where: " AND t.kind = 'company'"},
		{name: "tags", table: "company_tags", column: "company_id", stays: partOfRecord},
		{name: "choices", table: "company_choices", column: "record_id", stays: partOfRecord},
		{name: "duplicates_a", table: "company_duplicates", column: "a_id", stays: foundAgain},
		{name: "duplicates_b", table: "company_duplicates", column: "b_id", stays: foundAgain},
		{name: "leftovers", table: "import_leftovers", column: "record_id", stays: aReport},
	}
}

// transfer is one reference of one merge on its way from a record to another.
type transfer struct {
	reference
	ws             db.WorkspaceID
	merge          db.ID
	loser, survive db.ID
}

// note writes down which rows will move: those whose like the survivor does
// not have already.
func (t transfer) note(ctx context.Context, tx *db.Tx) error {
	var q db.SQL
	q.S("INSERT INTO merge_moves (workspace_id, merge_id, reference, from_id, key_id) SELECT t.workspace_id, m.id, '")
	q.S(t.name).S("', t.").S(t.column).S(", t.").S(t.key).S(" FROM ").S(t.table)
	q.S(" AS t JOIN merges m ON m.workspace_id = t.workspace_id AND m.id = ").P(t.merge)
	q.S(" WHERE t.workspace_id = ").P(t.ws).S(" AND t.").S(t.column).S(" = ").P(t.loser).S(t.where)
	q.S(" AND NOT EXISTS (SELECT 1 FROM ").S(t.table).S(" AS s WHERE s.workspace_id = t.workspace_id AND s.").S(t.column).S(" = ").P(t.survive)
	q.S(" AND s.").S(t.key).S(" = t.").S(t.key).S(")")
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("note %s to move: %w", t.name, err)
	}
	return nil
}

// move points the noted rows from one record to another and returns how many
// it found still pointing where they did.
func (t transfer) move(ctx context.Context, tx *db.Tx, from, to db.ID) (int64, error) {
	var q db.SQL
	q.S("UPDATE ").S(t.table).S(" AS t SET ").S(t.column).S(" = ").P(to)
	q.S(" WHERE t.workspace_id = ").P(t.ws).S(" AND t.").S(t.column).S(" = ").P(from).S(t.where)
	q.S(" AND t.").S(t.key).S(" IN (SELECT v.key_id FROM merge_moves v WHERE v.workspace_id = ").P(t.ws).S(" AND v.merge_id = ").P(t.merge)
	q.S(" AND v.reference = '").S(t.name).S("' AND v.from_id = ").P(t.loser).S(")")
	q.S(" AND NOT EXISTS (SELECT 1 FROM ").S(t.table).S(" AS s WHERE s.workspace_id = t.workspace_id AND s.").S(t.column).S(" = ").P(to)
	q.S(" AND s.").S(t.key).S(" = t.").S(t.key).S(")")
	n, err := tx.Exec(ctx, q.Text(), q.Args()...)
	if err != nil {
		return 0, fmt.Errorf("move %s: %w", t.name, err)
	}
	return n, nil
}

// noted is how many rows the merge moved.
func (t transfer) noted(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.Value[int64](ctx, tx, `SELECT count(*) FROM merge_moves WHERE workspace_id = $1 AND merge_id = $2 AND reference = $3 AND from_id = $4`,
		t.ws, t.merge, string(t.name), t.loser)
}
