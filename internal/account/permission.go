package account

import (
	"context"
	"slices"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Role is a member's place in a workspace.
type Role string

// The roles, from most to least.
const (
	Owner   Role = "owner"
	Admin   Role = "admin"
	Manager Role = "manager"
	User    Role = "user"
)

// Roles returns the roles from most to least.
func Roles() []Role { return []Role{Owner, Admin, Manager, User} }

// Permissions that are not about the records of one kind.
const (
	ManageWorkspace = "workspace.manage" // name, country, currency
	ManageMembers   = "member.manage"    // invite, change roles and what they may, teams
	ManageTags      = "tag.manage"       // rename, recolour, delete tags
	ManageViews     = "view.manage"      // change and pin views that others see
	ManageFields    = "field.manage"     // add, change and delete custom fields
	ManagePipelines = "pipeline.manage"  // pipelines, stages, lost reasons, targets
	ReadAudit       = "audit.read"       // who did what
	ManagePrivacy   = "privacy.manage"   // take out and erase what is kept about people, for how long
	ManageServer    = "server.manage"    // not of a role: whoever runs the server
)

// Can tells whether the actor has a permission.
func (a Actor) Can(permission string) bool {
	if a.ReadOnly && permission != ReadAudit {
		return false
	}
	switch permission {
	case ManageServer:
		return a.Superuser
	case ManageWorkspace, ManageMembers:
		return a.Role == Owner || a.Role == Admin
	}
	return slices.Contains(a.rights().General, permission)
}

// Require returns fault.Forbidden unless the actor has the permission.
func (a Actor) Require(permission string) error {
	if a.Can(permission) {
		return nil
	}
	return fault.Forbidden{}
}

// given lists the permissions that a role is given or not, in the order they
// are shown.
func given() []string {
	return []string{ManageTags, ManageViews, ManageFields, ManagePipelines, ReadAudit, ManagePrivacy}
}

// permissions lists all that are not about the records of one kind.
func permissions() []string { return append([]string{ManageWorkspace, ManageMembers}, given()...) }

func permissionName(ctx context.Context, permission string) string {
	switch permission {
	case ManageWorkspace:
		return i18n.T(ctx, "Change the workspace")
	case ManageMembers:
		return i18n.T(ctx, "Manage members, teams and permissions")
	case ManageTags:
		return i18n.T(ctx, "Manage tags")
	case ManageViews:
		return i18n.T(ctx, "Manage shared views")
	case ManageFields:
		return i18n.T(ctx, "Manage custom fields")
	case ManagePipelines:
		return i18n.T(ctx, "Manage pipelines and targets")
	case ReadAudit:
		return i18n.T(ctx, "Read the audit log")
	case ManagePrivacy:
		return i18n.T(ctx, "Manage privacy and erase people")
	}
	return permission
}
