package activity

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// MaxNote is how many characters a note may have.
const MaxNote = 10000

// Note is something a person wrote about a record.
type Note struct {
	Workspace  db.WorkspaceID `db:"workspace_id" json:"-"`
	ID         db.ID          `db:"id" json:"id"`
	Version    int64          `db:"version" json:"version"`
	Body       string         `db:"body" json:"body"`
	Pinned     bool           `db:"pinned" json:"pinned"`
	Member     db.ID          `db:"member_id" json:"author_id"`
	MemberName string         `db:"member_name" json:"author"`
	ContactID  db.ID          `db:"contact_id" json:"contact_id"`
	CompanyID  db.ID          `db:"company_id" json:"company_id"`
	DealID     db.ID          `db:"deal_id" json:"deal_id"`
	TaskID     db.ID          `db:"task_id" json:"task_id"`
	CreatedAt  int64          `db:"created_at" json:"created_at"`
	UpdatedAt  int64          `db:"updated_at" json:"updated_at"`
	DeletedAt  *int64         `db:"deleted_at" json:"-"`
}

// NoteInput is what a person can say about a note.
type NoteInput struct {
	Body    string `json:"body"`
	Pinned  bool   `json:"pinned"`
	Version int64  `json:"version"`
}

// Subject returns the record the note stands on.
func (n Note) Subject() Subject {
	switch {
	case !n.CompanyID.IsZero():
		return Subject{"company", n.CompanyID}
	case !n.DealID.IsZero():
		return Subject{"deal", n.DealID}
	case !n.TaskID.IsZero():
		return Subject{"task", n.TaskID}
	}
	return Subject{"contact", n.ContactID}
}

// MayEdit tells whether the actor may change the note: their own, or any when
// they may change every record of the kind.
func (n Note) MayEdit(actor account.Actor) bool {
	scope := actor.Scope(n.Subject().Kind)
	return scope.Write == list.All || scope.Write != list.None && n.Member == actor.Member
}

func (in *NoteInput) validate(ctx context.Context) error {
	invalid := fault.Invalid{}
	in.Body = strings.TrimSpace(strings.ReplaceAll(in.Body, "\r\n", "\n"))
	switch n := utf8.RuneCountInString(in.Body); {
	case n == 0:
		invalid.Add("body", i18n.T(ctx, "Write something first."))
	case n > MaxNote:
		invalid.Add("body", i18n.N(ctx, "This is longer than %s character.", "This is longer than %s characters.", MaxNote))
	case !utf8.ValidString(in.Body) || strings.ContainsRune(in.Body, 0):
		invalid.Add("body", i18n.T(ctx, "This holds characters that cannot be stored."))
	}
	return invalid.OrNil()
}

func isStale(err error) bool {
	c, ok := errors.AsType[fault.Conflict](err)
	return ok && c.Stale
}
