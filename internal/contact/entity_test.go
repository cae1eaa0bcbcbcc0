package contact

// ContactEntity and CompanyEntity are the descriptions under test.
var ContactEntity, CompanyEntity = contactEntity, companyEntity

// Purge is what the job does with one batch.
var Purge = purge

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
