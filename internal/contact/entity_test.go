package contact

import (
	"context"

	"kontor/internal/kit/db"
)

// ContactEntity and CompanyEntity are the descriptions under test.
var ContactEntity, CompanyEntity = contactEntity, companyEntity

// ReferencesToContacts and ReferencesToCompanies name what a merge knows, as
// table.column.
func ReferencesToContacts() []string { return columnsOf(contactReferences()) }

// ReferencesToCompanies is the same for companies.
func ReferencesToCompanies() []string { return columnsOf(companyReferences()) }

func columnsOf(all []reference) []string {
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = string(r.table + "." + r.column)
	}
	return names
}

// Look does one pass of the finder of duplicates over at most n changed
// records, and tells whether more are left.
func (d *Domain) Look(ctx context.Context, ws db.WorkspaceID, kind string, n int) (more bool, err error) {
	f := finderOf(d.db, kind)
	f.atOnce = n
	return f.look(ctx, ws)
}

// OneLetter and CoreName are how names are compared.
var OneLetter, CoreName = oneLetter, coreName
