package account

import (
	"context"

	"kontor/internal/kit/api"
)

// roleJSON is what a role may, with every kind written out. It is decided on a
// page only, which asks who it is first.
type roleJSON struct {
	Role    Role                `json:"role" enum:"owner,admin,manager,user"`
	Usual   bool                `json:"usual" doc:"Nobody decided otherwise"`
	Records map[string]ruleJSON `json:"records" doc:"By kind of record: contact, company, deal, task, note"`
	General []string            `json:"general" nullable:"false" doc:"What is not about one kind"`
}

// ruleJSON is what a role may do with the records of a kind.
type ruleJSON struct {
	See    string `json:"see" enum:"none,own,team,all"`
	Edit   string `json:"edit" enum:"none,own,team,all"`
	Delete string `json:"delete" enum:"none,own,team,all" doc:"To the recycle bin, and out of it"`
	Create bool   `json:"create"`
	Bulk   bool   `json:"bulk" doc:"Change many at once"`
	Import bool   `json:"import"`
	Export bool   `json:"export"`
}

func (m Matrix) json(role Role) roleJSON {
	all := m.whole(role)
	_, decided := m[role]
	out := roleJSON{role, !decided || role == Owner, map[string]ruleJSON{}, append([]string{}, all.General...)}
	for kind, r := range all.Records {
		out.Records[kind] = ruleJSON{r.See.String(), r.Edit.String(), r.Delete.String(), r.Create, r.Bulk, r.Import, r.Export}
	}
	return out
}

type rolesOut struct{ Body api.Page[roleJSON] }

func (d *Domain) apiRights(ctx context.Context, _ *struct{}) (*rolesOut, error) {
	actor := ActorOf(ctx)
	who := actor
	who.ReadOnly = false // a token that only reads may look
	if err := canManage(ctx, who, ManageMembers); err != nil {
		return nil, err
	}
	m, _, err := d.Workspaces.Matrix(ctx, actor)
	if err != nil {
		return nil, err
	}
	var all []roleJSON
	for _, role := range Roles() {
		all = append(all, m.json(role))
	}
	return &rolesOut{api.PageOf(all, "")}, nil
}
