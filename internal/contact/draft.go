package contact

import (
	"context"

	"kontor/internal/account"
)

// Draft returns the contact that Create would make of the input, without id
// and times, for those who write many in a way of their own. The company,
// owner and team are taken as they are; tags are left to the caller.
func Draft(ctx context.Context, actor account.Actor, in ContactInput) (Contact, error) {
	d := prepare(ctx, actor, in)
	return d.Contact, d.invalid.OrNil()
}

// DraftCompany is Draft for companies.
func DraftCompany(ctx context.Context, actor account.Actor, in CompanyInput) (Company, error) {
	d := prepareCompany(ctx, actor, in)
	return d.Company, d.invalid.OrNil()
}

// SearchTexts are what the contact is found by.
func (c Contact) SearchTexts() []string { return c.searchTexts() }

// SearchTexts are what the company is found by.
func (c Company) SearchTexts() []string { return c.searchTexts() }
