package account

import (
	"context"
	"net/url"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/kit/vat"
)

// Firm is what a workspace says of itself.
type Firm struct {
	Name      string `db:"name" json:"name"`
	Country   string `db:"country" json:"country"` // ISO code
	VATNumber string `db:"vat_number" json:"vat_number"`
	Currency  string `db:"currency" json:"currency"` // ISO code
	Language  string `db:"language" json:"language"`
}

// Workspace is a tenant: a firm with its members and records.
type Workspace struct {
	ID   db.WorkspaceID `db:"id" json:"-"`
	Slug string         `db:"slug" json:"-"` // names it in addresses and commands
	Firm
	Timezone  string `db:"timezone" json:"-"`
	Version   int64  `db:"version" json:"version"`
	CreatedAt int64  `db:"created_at" json:"-"`
	UpdatedAt int64  `db:"updated_at" json:"-"`
}

// SwitchPath is where to post to work in the workspace.
func (w Workspace) SwitchPath() string {
	return "/workspaces/switch?workspace=" + url.QueryEscape(w.Slug)
}

// clean trims the firm and checks it; the field of the name is given, because
// set-up calls it otherwise.
func (f *Firm) clean(c *checks, nameField string) {
	c.text(nameField, &f.Name, 200)
	c.required(nameField, f.Name, i18n.T(c.ctx, "Enter the name of your company or workspace."))
	c.country("country", &f.Country)
	c.currency("currency", &f.Currency)
	c.language("language", f.Language)
	c.text("vat_number", &f.VATNumber, 50)
	clean, problem := vat.Check(c.ctx, f.Country, f.VATNumber)
	if problem != "" {
		c.faults.Add("vat_number", problem)
		return
	}
	f.VATNumber = clean
}

// slugOf makes a name fit for an address: Latin letters, digits and hyphens.
func slugOf(name string) string {
	words := strings.FieldsFunc(search.Fold(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	slug := strings.Join(words, "-")
	if len(slug) > 40 {
		slug = strings.Trim(slug[:40], "-")
	}
	if slug == "" {
		return "workspace"
	}
	return slug
}

// canManage returns fault.Forbidden, with whom to ask, unless the actor may
// change the workspace or its members.
func canManage(ctx context.Context, actor Actor, permission string) error {
	if actor.Can(permission) {
		return nil
	}
	return forbidden(ctx)
}
