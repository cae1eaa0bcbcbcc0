package account

import (
	"context"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// InvitationLife is how long the link of an invitation works.
const InvitationLife = 7 * 24 * time.Hour

// Invitation asks somebody to become a member, by a link that works once. The
// link is shown once and not kept.
type Invitation struct {
	Workspace db.WorkspaceID `db:"workspace_id" json:"-"`
	ID        db.ID          `db:"id"`
	Email     string         `db:"email"`
	Role      Role           `db:"role"`
	Team      db.ID          `db:"team_id"`
	TokenHash []byte         `db:"token_hash" json:"-"`
	InvitedBy db.ID          `db:"invited_by"`
	CreatedAt int64          `db:"created_at"`
	ExpiresAt int64          `db:"expires_at"`
	Accepted  *int64         `db:"accepted_at"`

	Firm    string `db:"workspace_name,ro" json:"-"`
	Slug    string `db:"workspace_slug,ro" json:"-"`
	Country string `db:"workspace_country,ro" json:"-"`
	Inviter string `db:"inviter,ro" json:"-"`
}

// Open tells whether the link still works.
func (i Invitation) Open(now time.Time) bool {
	return i.Accepted == nil && i.ExpiresAt > now.UnixMilli()
}

// invitationForm is what an administrator types.
type invitationForm struct {
	Email string `json:"email"`
	Role  Role   `json:"role"`
	Team  db.ID  `json:"team"`
}

func (in *invitationForm) clean(ctx context.Context) error {
	c := check(ctx)
	c.email("email", &in.Email)
	if !in.Role.known() || in.Role == Owner {
		c.faults.Add("role", i18n.T(ctx, "Choose a role of the list."))
	}
	return c.err()
}

// acceptance is what somebody who was invited fills in; who has an account
// only gives its password.
type acceptance struct {
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Password  string `json:"password"`
}

// newcomer returns the profile of an invited person without an account, once
// it is fine.
func (in *acceptance) newcomer(ctx context.Context, i Invitation) (Profile, error) {
	p := Profile{FirstName: in.FirstName, LastName: in.LastName, Email: i.Email, Country: i.Country,
		Language: i18n.From(ctx).Lang, Timezone: zoneFor(i.Country)}
	invalid := fault.Invalid{}
	if err := p.clean(ctx); err != nil {
		if !asInvalid(err, &invalid) {
			return p, err
		}
	}
	if p.FirstName == "" && p.LastName == "" {
		invalid.Add("first_name", i18n.T(ctx, "Enter your name, so that your colleagues know you."))
	}
	if problem := weakness(ctx, in.Password, p.own(i.Firm)...); problem != "" {
		invalid.Add("password", problem)
	}
	return p, invalid.OrNil()
}
