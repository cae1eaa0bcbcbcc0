package account

import (
	"context"
	"net/http"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
)

// Actor is who does something: a member of a workspace, as resolved from a
// session or a token. Every store method takes one.
type Actor struct {
	User      db.ID
	Member    db.ID
	Workspace db.WorkspaceID
	Role      Role
	Rights    *Rights // what the workspace decided that the role may; nil: what is usual
	Decided   int64   // how often the workspace decided about its roles
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
	NoExport bool   // a token without the scope "export"
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

// ActorOf is ActorFrom for what is behind Domain.Require, where somebody always
// is.
func ActorOf(ctx context.Context) Actor {
	a, _ := ActorFrom(ctx)
	return a
}

// Of returns the actor of a request behind Domain.Require; elsewhere, when
// nobody is signed in, it is the zero Actor, who may do nothing.
func Of(r *http.Request) Actor {
	return ActorOf(r.Context())
}

// Scope returns what the actor may see, change and delete of the records of a
// kind, such as "contact".
func (a Actor) Scope(kind string) list.Scope {
	rule := a.rule(kind)
	return list.Scope{
		Workspace: a.Workspace, Member: a.Member, Teams: a.Teams, See: rule.See, Write: rule.Edit, Delete: rule.Delete,
		Has: a.Can, Now: time.Now(), Zone: a.Zone, Currency: a.Currency, Country: a.Country, Via: a.Via,
	}
}
