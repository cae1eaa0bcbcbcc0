package record

import (
	"kontor/internal/account"
	"kontor/internal/kit/web"
	"kontor/internal/view"
)

// ExportList answers with every record of a list as a file; what the address
// asks narrows it as on the list's page. The audit log is told first, and the
// reader asked who they are.
func ExportList(accounts *account.Domain, s view.Source) web.Handler {
	return accounts.Confirmed(Kind{Source: s, accounts: accounts}.exportFile)
}

// exported is what the audit log says of a list that leaves the house.
func exported(kind, format, query string) account.Entry {
	if most := 500; len(query) > most {
		query = query[:most]
	}
	return account.Entry{Action: "export", Kind: "list", Name: kind, Details: account.Details{"format": format, "query": query}.String()}
}
