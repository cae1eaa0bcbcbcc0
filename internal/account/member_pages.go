package account

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) memberRoutes(r *web.Router) {
	r.Handle("GET /settings/members", d.listMembers)
	r.Handle("POST /settings/members/{id}/role", d.Confirmed(d.changeRole))
	r.Handle("POST /settings/members/{id}/deactivate", d.Confirmed(d.deactivateMember))
	r.Handle("POST /settings/members/{id}/reactivate", d.Confirmed(d.reactivateMember))
	r.Handle("GET /members/options", d.memberOptions)
}

// membersView is what the page of members shows.
type membersView struct {
	matrix  Matrix
	actor   Actor
	members []Member
	teams   map[db.ID]string
	tabs    counts
	now     time.Time
}

// counts stand on the tabs of members, invitations and teams.
type counts struct{ members, invited, teams int }

// mayChange tells whether the actor may decide about the member.
func (v membersView) mayChange(m Member) bool {
	return v.actor.Can(ManageMembers) && (v.actor.Role == Owner || m.Role != Owner)
}

func (d *Domain) listMembers(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), Of(r)
	members, err := d.Members.List(ctx, actor)
	if err != nil {
		return err
	}
	teams, err := d.Teams.List(ctx, actor)
	if err != nil {
		return err
	}
	tabs, err := d.counts(ctx, actor)
	if err != nil {
		return err
	}
	matrix, _, err := d.Workspaces.Matrix(ctx, actor)
	if err != nil {
		return err
	}
	view := membersView{actor: actor, matrix: matrix, members: members, teams: teamNames(teams), tabs: tabs, now: time.Now()}
	return d.render(w, r, http.StatusOK, membersTitle(ctx), membersPage(view))
}

func teamNames(teams []Team) map[db.ID]string {
	names := map[db.ID]string{}
	for _, t := range teams {
		names[t.ID] = t.Name
	}
	return names
}

func (d *Domain) counts(ctx context.Context, actor Actor) (c counts, err error) {
	rows, err := db.Values[int](ctx, d.db, `SELECT count(*) FROM members WHERE workspace_id = $1
		UNION ALL SELECT count(*) FROM invitations WHERE workspace_id = $2 AND accepted_at IS NULL
		UNION ALL SELECT count(*) FROM teams WHERE workspace_id = $3`, actor.Workspace, actor.Workspace, actor.Workspace)
	if err != nil || len(rows) != 3 {
		return counts{}, err
	}
	return counts{rows[0], rows[1], rows[2]}, nil
}

func (d *Domain) changeRole(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var in struct {
		Role Role `json:"role"`
	}
	if err := form.Decode(r.Context(), &in); err != nil {
		return err
	}
	if err := d.Members.SetRole(r.Context(), Of(r), id, in.Role); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Role changed")})
	return web.Redirect(w, r, "/settings/members")
}

func (d *Domain) deactivateMember(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := d.Members.Deactivate(r.Context(), Of(r), id); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Member deactivated"), Action: i18n.T(r.Context(), "Undo"),
		Post: "/settings/members/" + id.String() + "/reactivate"})
	return web.Redirect(w, r, "/settings/members")
}

func (d *Domain) reactivateMember(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := d.Members.Reactivate(r.Context(), Of(r), id); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Member activated")})
	return web.Redirect(w, r, "/settings/members")
}

// memberOptions answers a combobox: active members whose name or address
// holds q.
func (d *Domain) memberOptions(w http.ResponseWriter, r *http.Request) error {
	members, err := d.Members.Find(r.Context(), Of(r), r.URL.Query().Get("q"), 20)
	if err != nil {
		return err
	}
	type option struct {
		ID    db.ID  `json:"id"`
		Label string `json:"label"`
		Sub   string `json:"sub"`
	}
	options := []option{}
	for _, m := range members {
		options = append(options, option{m.ID, m.Name, m.Email})
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(options)
}
