// Package attachment owns the files that people put on records: what is taken
// in, where it is shown, who may have it, and when its bytes go.
package attachment

import (
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/upload"
	"kontor/internal/kit/web"
)

// Needs is what the domain is built on.
type Needs struct {
	DB     *db.DB
	Shell  web.Shell
	Files  storage.Store
	Judge  *upload.Judge
	Limits *limit.Limiter
}

// Domain is attachments with their pages and API.
type Domain struct {
	Attachments *Attachments

	shell  web.Shell
	limits *limit.Limiter
}

// New returns the domain.
func New(n Needs) *Domain {
	return &Domain{Attachments: &Attachments{db: n.DB, files: n.Files, judge: n.Judge}, shell: n.Shell, limits: n.Limits}
}

// Kind names attachments in history.
const Kind = activity.AttachmentKind
