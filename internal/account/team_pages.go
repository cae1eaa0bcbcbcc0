package account

import (
	"encoding/json"
	"net/http"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/kit/web"
)

func (d *Domain) teamRoutes(r *web.Router) {
	r.Handle("GET /teams/options", d.teamOptions)
	r.Handle("GET /settings/teams", d.listTeams)
	r.Handle("POST /settings/teams", d.Confirmed(d.createTeam))
	r.Handle("GET /settings/teams/{id}", d.showTeam)
	r.Handle("POST /settings/teams/{id}", d.Confirmed(d.updateTeam))
	r.Handle("POST /settings/teams/{id}/delete", d.Confirmed(d.deleteTeam))
}

// teamsView is what the pages of teams show; team is nil for a new one.
type teamsView struct {
	form    web.Form
	actor   Actor
	teams   []Team
	team    *Team
	members []Member
	tabs    counts
}

func (d *Domain) listTeams(w http.ResponseWriter, r *http.Request) error {
	return d.renderTeams(w, r, http.StatusOK, web.FormOf(&teamForm{}), nil)
}

func (d *Domain) renderTeams(w http.ResponseWriter, r *http.Request, status int, form web.Form, team *Team) (err error) {
	ctx, view := r.Context(), teamsView{form: form, actor: Of(r), team: team}
	if view.teams, err = d.Teams.List(ctx, view.actor); err != nil {
		return err
	}
	if view.members, err = d.Members.List(ctx, view.actor); err != nil {
		return err
	}
	if view.tabs, err = d.counts(ctx, view.actor); err != nil {
		return err
	}
	page := teamsPage(view)
	if team != nil {
		page = teamPage(view)
	}
	return d.render(w, r, status, i18n.T(ctx, "Teams"), page)
}

func (d *Domain) createTeam(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in teamForm
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		_, err = d.Teams.Create(r.Context(), Of(r), in.Name, in.Members)
	}
	if err == nil {
		web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Team created")})
		return web.Redirect(w, r, "/settings/teams")
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	return d.renderTeams(w, r, http.StatusUnprocessableEntity, form, nil)
}

func (d *Domain) showTeam(w http.ResponseWriter, r *http.Request) error {
	team, err := d.teamToEdit(r)
	if err != nil {
		return err
	}
	return d.renderTeams(w, r, http.StatusOK, web.FormOf(&teamForm{team.Name, team.Version, team.Members}), &team)
}

// teamToEdit is the team of the address, if the actor may change teams.
func (d *Domain) teamToEdit(r *http.Request) (Team, error) {
	id, err := pathID(r)
	if err != nil {
		return Team{}, err
	}
	team, err := d.Teams.Get(r.Context(), Of(r), id)
	if err != nil {
		return Team{}, err
	}
	return team, canManage(r.Context(), Of(r), ManageMembers)
}

func (d *Domain) updateTeam(w http.ResponseWriter, r *http.Request) error {
	team, err := d.teamToEdit(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	var in teamForm
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		err = d.Teams.Update(r.Context(), Of(r), team.ID, in.Name, in.Members, in.Version)
	}
	if err == nil {
		web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Team saved")})
		return web.Redirect(w, r, "/settings/teams")
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	return d.renderTeams(w, r, http.StatusUnprocessableEntity, form, &team)
}

func (d *Domain) deleteTeam(w http.ResponseWriter, r *http.Request) error {
	team, err := d.teamToEdit(r)
	if err != nil {
		return err
	}
	if err := d.Teams.Delete(r.Context(), Of(r), team.ID); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Team deleted")})
	return web.Redirect(w, r, "/settings/teams")
}

// has tells whether the form ticks a member.
func (v teamsView) has(member db.ID) bool {
	for _, id := range v.form.All("members") {
		if id == member.String() {
			return true
		}
	}
	return false
}

// teamOptions answers a box that searches teams.
func (d *Domain) teamOptions(w http.ResponseWriter, r *http.Request) error {
	teams, err := d.Teams.List(r.Context(), Of(r))
	if err != nil {
		return err
	}
	type option struct {
		ID    db.ID  `json:"id"`
		Label string `json:"label"`
	}
	options := []option{}
	for _, t := range teams {
		if strings.Contains(search.Fold(t.Name), search.Fold(r.URL.Query().Get("q"))) {
			options = append(options, option{t.ID, t.Name})
		}
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(options)
}
