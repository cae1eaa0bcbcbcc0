package account

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// memberJSON is a member as the API shows it.
type memberJSON struct {
	ID         db.ID      `json:"id" format:"uuid"`
	Name       string     `json:"name"`
	Email      string     `json:"email"`
	Role       Role       `json:"role" enum:"owner,admin,manager,user"`
	Active     bool       `json:"active"`
	TeamIDs    []db.ID    `json:"team_ids"`
	LastSeenAt *time.Time `json:"last_seen_at"`
	CreatedAt  time.Time  `json:"created_at"`
}

func jsonOf(m Member) memberJSON {
	out := memberJSON{ID: m.ID, Name: m.Name, Email: m.Email, Role: m.Role, Active: m.Active, TeamIDs: m.Teams, LastSeenAt: api.MomentOrNil(m.LastSeenAt), CreatedAt: api.Moment(m.CreatedAt)}
	if out.TeamIDs == nil {
		out.TeamIDs = []db.ID{}
	}
	return out
}

// meJSON says who the token speaks for.
type meJSON struct {
	memberJSON
	Workspace string `json:"workspace"`
	Language  string `json:"language"`
	Timezone  string `json:"timezone"`
	Currency  string `json:"currency"`
	Scope     string `json:"scope" doc:"read or read,write, with ,export where whole lists may be taken out"`
}

type membersIn struct {
	Q      string `query:"q" maxLength:"200" doc:"Part of the name or the email"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"100" doc:"next_cursor of the page before"`
}

type membersOut struct{ Body api.Page[memberJSON] }
type memberOut struct{ Body memberJSON }
type meOut struct{ Body meJSON }

// API adds the operations on members.
func (d *Domain) API(a *api.API) {
	op := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: summary, Tags: []string{"Members"}}
	}
	api.Register(a, op("list-members", "/members", "List the members of the workspace"), d.apiMembers)
	api.Register(a, op("get-member", "/members/{id}", "Get a member"), d.apiMember)
	api.Register(a, op("get-me", "/me", "Get the member the token speaks for"), d.apiMe)
	api.Register(a, op("list-rights", "/rights", "List what each role may see and do"), d.apiRights)
}

func (d *Domain) apiMembers(ctx context.Context, in *membersIn) (*membersOut, error) {
	actor := ActorOf(ctx)
	var after db.ID
	if err := after.UnmarshalText([]byte(in.Cursor)); err != nil {
		return nil, fault.Malformed{Text: i18n.T(ctx, "The cursor is not one of this list. Start again without it.")}
	}
	page, more, err := d.Members.Page(ctx, actor, in.Q, after, in.Limit)
	if err != nil {
		return nil, err
	}
	var items []memberJSON
	next := ""
	for _, m := range page {
		items = append(items, jsonOf(m))
		if more {
			next = m.ID.String()
		}
	}
	return &membersOut{api.PageOf(items, next)}, nil
}

func (d *Domain) apiMember(ctx context.Context, in *struct {
	ID string `path:"id"`
}) (*memberOut, error) {
	actor := ActorOf(ctx)
	id, err := db.ParseID(in.ID)
	if err != nil {
		return nil, fault.NotFound{}
	}
	m, err := d.Members.Get(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	return &memberOut{jsonOf(m)}, nil
}

func (d *Domain) apiMe(ctx context.Context, _ *struct{}) (*meOut, error) {
	actor := ActorOf(ctx)
	m, err := d.Members.Get(ctx, actor, actor.Member)
	if err != nil {
		return nil, err
	}
	me := meJSON{memberJSON: jsonOf(m), Workspace: actor.WorkspaceName, Language: actor.Lang, Timezone: actor.Zone.String(), Currency: actor.Currency, Scope: ScopeWrite}
	if actor.ReadOnly {
		me.Scope = ScopeRead
	}
	if !actor.NoExport {
		me.Scope += ScopeExport
	}
	return &meOut{me}, nil
}
