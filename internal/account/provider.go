package account

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// Provider is where members of a workspace may prove who they are instead of
// with a password of ours: a server that speaks OpenID Connect.
type Provider struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Issuer    string         `db:"issuer" json:"issuer"`
	ClientID  string         `db:"client_id" json:"client_id"`
	Secret    string         `db:"secret" json:"secret"`   // sealed where it is kept; typed empty it stays
	Domains   string         `db:"domains" json:"domains"` // of addresses, separated by spaces
	Create    bool           `db:"create_members" json:"create_members"`
	Role      Role           `db:"role" json:"role"` // of members it creates
	Required  bool           `db:"required" json:"required"`
	Version   int64          `db:"version" json:"version"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`

	Slug string `db:"workspace_slug,ro" json:"-"` // of the workspace
}

// about names the provider's secret to the box: at another issuer it opens
// nothing, so nobody can have it sent elsewhere.
func (p Provider) about() string {
	return "provider|" + strconv.FormatInt(int64(p.Workspace), 10) + "|" + p.Issuer
}

// owns tells whether an address is of one of the workspace's own domains.
func (p Provider) owns(email string) bool {
	_, domain, _ := strings.Cut(emailKey(email), "@")
	return domain != "" && slices.Contains(strings.Fields(p.Domains), domain)
}

// clean trims what was typed and checks it; the address of the issuer is
// checked where it is asked.
func (p *Provider) clean(ctx context.Context) error {
	c := check(ctx)
	c.text("issuer", &p.Issuer, 500)
	c.text("client_id", &p.ClientID, 300)
	c.text("secret", &p.Secret, 500)
	c.text("domains", &p.Domains, 1000)
	c.required("issuer", p.Issuer, i18n.T(ctx, "Enter the address of the provider."))
	c.required("client_id", p.ClientID, i18n.T(ctx, "Enter the client ID that the provider gave you."))
	p.Domains = strings.Join(strings.FieldsFunc(strings.ToLower(p.Domains), func(r rune) bool { return strings.ContainsRune(" ,;@", r) }), " ")
	for _, domain := range strings.Fields(p.Domains) {
		if !isEmail("x@" + domain) {
			c.faults.Add("domains", i18n.T(ctx, "Enter domains such as example.com, separated by spaces."))
		}
	}
	if p.Create && p.Domains == "" {
		c.faults.Add("domains", i18n.T(ctx, "Say of which domains new members may be."))
	}
	if !p.Role.known() || p.Role == Owner {
		c.faults.Add("role", i18n.T(ctx, "Choose a role of the list."))
	}
	return c.err()
}

// identity is whom a provider says it has before it.
type identity struct {
	Subject   string
	Email     string
	Verified  bool // the provider says that the address is theirs
	FirstName string
	LastName  string
	At        int64 // when they proved it there; 0 if the provider does not say
}

// provedAt is At as our own clock has it: never in the time to come.
func (i identity) provedAt() int64 {
	return max(0, min(i.At, time.Now().Unix())) * 1000
}
