package account

import (
	"context"
	"net/http"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
)

// Actor is who does something: a member of a workspace, as resolved from a
// session or a token. Every store method takes one.
type Actor struct {
	User      db.ID
	Member    db.ID
	Workspace db.WorkspaceID
	Role      Role
	Teams     []db.ID
	Superuser bool  // may administer the server
	Session   db.ID // public id of the session; zero for a token

	ConfirmedAt int64  // when the person of the session last proved who they are
	Unproven    bool   // the workspace wants a second step to sign in, and they have none
	Way         string // how they sign in just now
	Bound       bool   // the session began at the provider of the workspace: it is good there alone

	Name          string // of the member, for "by whom"
	Email         string
	Picture       string // address of it; empty without one
	WorkspaceName string
	Lang          string
	Zone          *time.Location
	Country       string // ISO code, of the workspace
	Currency      string // ISO code, of the workspace

	Via      string // page, api, import, job, command
	ReadOnly bool   // a token without the scope "write"
}

type visitKey struct{}

// ActorFrom returns the actor of the request; ok is false when nobody is
// signed in.
func ActorFrom(ctx context.Context) (a Actor, ok bool) {
	v := visitFrom(ctx)
	if v.actor == nil {
		return Actor{}, false
	}
	return *v.actor, true
}

// Of returns the actor of a request behind Domain.Require; elsewhere, when
// nobody is signed in, it is the zero Actor, who may do nothing.
func Of(r *http.Request) Actor {
	a, _ := ActorFrom(r.Context())
	return a
}

// MayCreate tells whether the actor may change records of the kind at all.
func (a Actor) MayCreate(kind string) bool {
	scope := a.Scope(kind)
	return min(scope.See, scope.Write) != list.None
}

// MustCreate returns fault.Forbidden unless the actor may change records of
// the kind at all.
func (a Actor) MustCreate(kind string) error {
	if !a.MayCreate(kind) {
		return fault.Forbidden{}
	}
	return nil
}

// Scope returns what the actor may see and change of the records of a kind,
// such as "contact".
func (a Actor) Scope(kind string) list.Scope {
	see, write := a.Role.reach(kind)
	if a.ReadOnly {
		write = list.None
	}
	return list.Scope{
		Workspace: a.Workspace, Member: a.Member, Teams: a.Teams, See: see, Write: write,
		Has: a.Can, Now: time.Now(), Zone: a.Zone, Currency: a.Currency, Country: a.Country, Via: a.Via,
	}
}
