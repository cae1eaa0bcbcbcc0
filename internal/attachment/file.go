package attachment

import (
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/upload"
)

// MaxForm is how many bytes a form with several files may have.
const MaxForm = maxFiles*upload.Max + 1<<20

// MaxBody is how many bytes a program may send: one file and what is around it.
const MaxBody = upload.Max + 1<<20

const (
	maxFiles    = 10  // of one form
	maxOnRecord = 500 // of one record
)

// uploadRate is how many files somebody may send.
var uploadRate = limit.Rate{Times: 300, Per: time.Hour}

// Attachment is a file on a record.
type Attachment struct {
	Workspace  db.WorkspaceID `db:"workspace_id"`
	ID         db.ID          `db:"id"`
	Version    int64          `db:"version"`
	ContactID  db.ID          `db:"contact_id"`
	CompanyID  db.ID          `db:"company_id"`
	DealID     db.ID          `db:"deal_id"`
	TaskID     db.ID          `db:"task_id"`
	Member     db.ID          `db:"member_id"` // who added it
	Name       string         `db:"name"`
	Media      string         `db:"media"` // type of the content
	Size       int64          `db:"size"`
	Width      int64          `db:"width"` // of a picture
	Height     int64          `db:"height"`
	Key        string         `db:"file_key"`
	SmallKey   *string        `db:"small_key"`
	CreatedAt  int64          `db:"created_at"`
	UpdatedAt  int64          `db:"updated_at"`
	DeletedAt  *int64         `db:"deleted_at"`
	MemberName string         `db:"member_name,ro"`
}

// on puts the attachment on a record.
func (a *Attachment) on(s activity.Subject) {
	switch s.Kind {
	case "contact":
		a.ContactID = s.ID
	case "company":
		a.CompanyID = s.ID
	case "deal":
		a.DealID = s.ID
	case "task":
		a.TaskID = s.ID
	}
}

// Subject returns the record it is on.
func (a Attachment) Subject() activity.Subject {
	switch {
	case !a.CompanyID.IsZero():
		return activity.Subject{Kind: "company", ID: a.CompanyID}
	case !a.DealID.IsZero():
		return activity.Subject{Kind: "deal", ID: a.DealID}
	case !a.TaskID.IsZero():
		return activity.Subject{Kind: "task", ID: a.TaskID}
	}
	return activity.Subject{Kind: "contact", ID: a.ContactID}
}

// columnOf is the column that points to records of a kind; ok is false for a
// kind that has no attachments.
func columnOf(kind string) (column db.Expr, ok bool) {
	switch kind {
	case "contact":
		return "contact_id", true
	case "company":
		return "company_id", true
	case "deal":
		return "deal_id", true
	case "task":
		return "task_id", true
	}
	return "", false
}

// IsPicture tells whether browsers can show it.
func (a Attachment) IsPicture() bool { return a.SmallKey != nil }

// Path is the address it is downloaded from.
func (a Attachment) Path() string { return "/attachments/" + a.ID.String() }

// change is a line of the record's history about the attachment.
func (a Attachment) change(action string) activity.Change {
	return activity.Change{Kind: Kind, Record: a.Subject().ID, Action: action, New: a.ID.String(), NewLabel: a.Name}
}

// mayChange tells whether the actor may change it on a record: their own, or
// any where they may change the record.
func (a Attachment) mayChange(actor account.Actor, writable bool) bool {
	return writable || a.Member == actor.Member && actor.May(account.Edit, a.Subject().Kind)
}

// ending is what the name ends with: it belongs to the content and stays.
func (a Attachment) ending() string { return a.Name[strings.LastIndexByte(a.Name, '.'):] }
