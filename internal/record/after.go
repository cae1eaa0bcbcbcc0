package record

import (
	"context"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// Saved is a record that a person just saved on a page.
type Saved struct {
	Kind, Name  string
	Path, List  string // addresses of its page and of the list
	Owner, Team db.ID
}

// Leads is where the page goes on: to the record, or to the list for whoever
// gave it away and sees it no more.
func (s Saved) Leads(actor account.Actor) string {
	if actor.Scope(s.Kind).MaySee(s.Owner, s.Team) {
		return s.Path
	}
	return s.List
}

// Added says that a record was made, and offers to undo it to whoever may.
func (s Saved) Added(ctx context.Context, actor account.Actor) web.Flash {
	f := web.Flash{Text: i18n.T(ctx, "%s added", s.Name)}
	if actor.Scope(s.Kind).MayDelete(s.Owner, s.Team) {
		f.Action, f.Post = i18n.T(ctx, "Undo"), s.Path+"/delete"
	}
	return f
}
