package account

import (
	"context"
	"slices"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
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

// Permissions that are not about single records.
const (
	ManageWorkspace = "workspace.manage" // name, country, currency
	ManageMembers   = "member.manage"    // invite, change roles, teams
	ManageTags      = "tag.manage"       // rename, recolour, delete tags
	ManageViews     = "view.manage"      // change and pin views that others see
	ManageFields    = "field.manage"     // add, change and delete custom fields
	ManagePipelines = "pipeline.manage"  // pipelines, stages, lost reasons, targets
	ReadAudit       = "audit.read"       // who did what
	ManageServer    = "server.manage"    // not of a role: whoever runs the server
	Import          = "import"           // bring in files
	Export          = "export"           // take records out as files
)

// Can tells whether the actor has a permission.
func (a Actor) Can(permission string) bool {
	if a.ReadOnly && permission != Export && permission != ReadAudit {
		return false
	}
	if permission == ManageServer {
		return a.Superuser
	}
	return slices.Contains(a.Role.permissions(), permission)
}

// Require returns fault.Forbidden unless the actor has the permission.
func (a Actor) Require(permission string) error {
	if a.Can(permission) {
		return nil
	}
	return fault.Forbidden{}
}

func (r Role) permissions() []string {
	switch r {
	case Owner, Admin:
		return []string{ManageWorkspace, ManageMembers, ManageTags, ManageViews, ManageFields, ManagePipelines, ReadAudit, Import, Export}
	case Manager:
		return []string{ManageTags, ManageViews, ManagePipelines, Import, Export}
	case User:
		return []string{Import}
	}
	return nil
}

// AuditKind names the entries of the audit log in lists: they are read, and
// nobody changes them.
const AuditKind = "audit"

// reach returns whose records of a kind the role sees and changes. A user sees
// everything, as a small firm expects, and changes what is theirs, their
// teams' or nobody's.
func (r Role) reach(kind string) (see, write list.Reach) {
	if kind == AuditKind {
		if slices.Contains(r.permissions(), ReadAudit) {
			return list.All, list.None
		}
		return list.None, list.None
	}
	switch r {
	case Owner, Admin, Manager:
		return list.All, list.All
	case User:
		return list.All, list.Team
	}
	return list.None, list.None
}

// permissions lists every permission that is not about single records.
func permissions() []string { return Owner.permissions() }

func permissionName(ctx context.Context, permission string) string {
	switch permission {
	case ManageWorkspace:
		return i18n.T(ctx, "Change the workspace")
	case ManageMembers:
		return i18n.T(ctx, "Manage members and teams")
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
	case Import:
		return i18n.T(ctx, "Import data")
	case Export:
		return i18n.T(ctx, "Export data")
	}
	return permission
}

// seenBy and changedBy are the reach of a role over contacts and companies,
// which stand for all records.
func seenBy(r Role) list.Reach {
	see, _ := r.reach("contact")
	return see
}

func changedBy(r Role) list.Reach {
	_, write := r.reach("contact")
	return write
}
