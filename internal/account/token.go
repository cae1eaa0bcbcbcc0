package account

import (
	"context"
	"slices"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// Scopes of API tokens.
const (
	ScopeRead   = "read"
	ScopeWrite  = "read,write"
	ScopeExport = ",export" // behind one of these: whole lists as files
	ScopeDAV    = "dav"     // contacts, tasks and meetings on a phone, and nothing else
)

// tokenScopes are the choices for a new token.
func tokenScopes() []string {
	return []string{ScopeRead, ScopeRead + ScopeExport, ScopeWrite, ScopeWrite + ScopeExport, ScopeDAV}
}

// Token lets a program act as a member; the token itself is shown once and
// not kept.
type Token struct {
	Workspace  db.WorkspaceID `db:"workspace_id"`
	ID         db.ID          `db:"id"`
	Member     db.ID          `db:"member_id"`
	Name       string         `db:"name"`
	Hint       string         `db:"hint"` // its last letters
	Hash       []byte         `db:"hash"`
	Scope      string         `db:"scope"`
	CreatedAt  int64          `db:"created_at"`
	LastUsedAt *int64         `db:"last_used_at"`
	ExpiresAt  *int64         `db:"expires_at"`
}

// tokenForm is what a new token needs.
type tokenForm struct {
	Name  string `json:"name"`
	Scope string `json:"scope"`
	Days  int64  `json:"days"` // it lasts; 0 is for ever
}

const maxTokenDays = 3650

func (in *tokenForm) clean(ctx context.Context) error {
	c := check(ctx)
	c.text("name", &in.Name, 100)
	c.required("name", in.Name, i18n.T(ctx, "Enter a name that says what the token is for."))
	scope, ok := parseScope(in.Scope)
	if !ok {
		c.faults.Add("scope", i18n.T(ctx, "Choose what the token may do."))
	}
	in.Scope = scope
	if in.Days < 0 || in.Days > maxTokenDays {
		c.faults.Add("days", i18n.T(ctx, "Choose between 0 and %d days.", maxTokenDays))
	}
	return c.err()
}

// parseScope takes read, write and export in any order; or dav.
func parseScope(s string) (scope string, ok bool) {
	if s == ScopeDAV {
		return s, true
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
	for _, w := range words {
		if w != "read" && w != "write" && w != "export" {
			return "", false
		}
	}
	switch {
	case slices.Contains(words, "write"):
		scope = ScopeWrite
	case len(words) > 0:
		scope = ScopeRead
	default:
		return "", false
	}
	if slices.Contains(words, "export") {
		scope += ScopeExport
	}
	return scope, true
}
