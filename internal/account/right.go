package account

import (
	"slices"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
)

// Right is something that can be done with records of a kind.
type Right string

// The rights over the records of a kind. The first three say whose records,
// the others yes or no.
const (
	See    Right = "see"
	Edit   Right = "edit"
	Delete Right = "delete" // to the recycle bin, and out of it
	Create Right = "create"
	Bulk   Right = "bulk" // change many at once
	Import Right = "import"
	Export Right = "export"
)

// NoteKind names notes, calls and meetings: they are seen with the record they
// stand on.
const NoteKind = "note"

// AuditKind names the entries of the audit log in lists: they are read, and
// nobody changes them.
const AuditKind = "audit"

// recordKinds are the kinds that rights are about, in the order of the menu.
func recordKinds() []string { return []string{"contact", "company", "deal", "task", NoteKind} }

// Rule is what a role may do with the records of a kind.
type Rule struct {
	See    list.Reach `json:"see"`
	Edit   list.Reach `json:"edit"`
	Delete list.Reach `json:"delete"`
	Create bool       `json:"create,omitempty"`
	Bulk   bool       `json:"bulk,omitempty"`
	Import bool       `json:"import,omitempty"`
	Export bool       `json:"export,omitempty"`
}

// Rights are what a role may see and do in a workspace.
type Rights struct {
	Records map[string]Rule `json:"records"` // by kind; one that is not there is as usual
	General []string        `json:"general"` // permissions that are not about one kind
}

// Matrix is what the roles of a workspace may, where somebody decided it; the
// others may what is usual.
type Matrix map[Role]Rights

// of returns the rights of a role. An owner may everything, whatever is
// written: nobody can lock a workspace out of itself.
func (m Matrix) of(role Role) Rights {
	if r, ok := m[role]; ok && role != Owner {
		return r
	}
	return role.usual()
}

// usual is what a role may in a workspace that did not decide otherwise. A
// user sees everything, as a small firm expects, and changes what is theirs,
// their teams' or nobody's.
func (r Role) usual() Rights {
	switch r {
	case Owner, Admin:
		return Rights{General: given()}
	case Manager:
		return Rights{General: []string{ManageTags, ManageViews, ManagePipelines}}
	}
	return Rights{}
}

// rule is what a role usually may with the records of a kind.
func (r Role) rule(kind string) Rule {
	own := list.Team
	if kind == NoteKind {
		own = list.Own
	}
	rule := Rule{See: list.All, Edit: list.All, Delete: list.All, Create: true, Bulk: true, Import: true, Export: true}
	switch r {
	case Owner, Admin, Manager:
	case User:
		rule.Edit, rule.Delete, rule.Export = own, own, false
	default:
		return Rule{}
	}
	return rule.fit(kind)
}

// fit takes out what a kind does not have: companies are imported with
// contacts, notes are seen and exported with what they stand on.
func (r Rule) fit(kind string) Rule {
	switch kind {
	case NoteKind:
		r.See, r.Bulk, r.Import, r.Export = list.All, false, false, false
	case "company":
		r.Import = false
	}
	return r
}

func (a Actor) rights() Rights {
	if a.Rights != nil && a.Role != Owner {
		return *a.Rights
	}
	return a.Role.usual()
}

// rule is what the actor may do with the records of a kind, a token that only
// reads included. What is not seen is neither changed nor made.
func (a Actor) rule(kind string) Rule {
	if kind == AuditKind {
		if a.Can(ReadAudit) {
			return Rule{See: list.All, Export: !a.NoExport}
		}
		return Rule{}
	}
	rule, ok := a.rights().Records[kind]
	if !ok {
		rule = a.Role.rule(kind)
	}
	if a.ReadOnly {
		rule = Rule{See: rule.See, Export: rule.Export}
	}
	if rule.See == list.None {
		return Rule{}
	}
	rule.Export = rule.Export && !a.NoExport
	rule.Edit, rule.Delete = min(rule.See, rule.Edit), min(rule.See, rule.Delete)
	return rule
}

// May tells whether the actor has the right over some records of the kind at
// all; of which, Scope says.
func (a Actor) May(right Right, kind string) bool {
	rule := a.rule(kind)
	switch right {
	case See:
		return rule.See != list.None
	case Edit:
		return rule.Edit != list.None
	case Delete:
		return rule.Delete != list.None
	case Create:
		return rule.Create
	case Bulk:
		return rule.Bulk
	case Import:
		return rule.Import && rule.Create
	case Export:
		return rule.Export
	}
	return false
}

// Must returns fault.Forbidden unless the actor has the right over some
// records of the kind.
func (a Actor) Must(right Right, kind string) error {
	if a.May(right, kind) {
		return nil
	}
	return fault.Forbidden{}
}

// Widen is how many hits a search asks for to show so many: more for whoever
// sees only some of the records, because the others fall out afterwards.
func (a Actor) Widen(hits int, kinds ...string) int {
	for _, kind := range kinds {
		if a.rule(kind).See != list.All {
			return 40 * hits
		}
	}
	return hits
}

// MayAny tells whether the actor has the right over some records of any kind.
func (a Actor) MayAny(right Right) bool {
	return slices.ContainsFunc(recordKinds(), func(kind string) bool { return a.May(right, kind) })
}
