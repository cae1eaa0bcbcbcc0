// Package audit owns the pages of the audit log: who did what to which record,
// and from where. The log itself is kept by package account.
package audit

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
	"kontor/internal/record"
	"kontor/internal/view"
)

// Needs is what the domain is built on.
type Needs struct {
	DB       *db.DB
	Secret   []byte // signs the cursors of the list
	Shell    web.Shell
	Accounts *account.Domain
	Views    *view.Domain
}

// Domain is the pages of the audit log and its API.
type Domain struct {
	db       *db.DB
	key      []byte
	shell    web.Shell
	accounts *account.Domain
	views    *view.Domain
}

// New returns the domain; its list can have views.
func New(n Needs) *Domain {
	d := &Domain{db: n.DB, key: n.Secret, shell: n.Shell, accounts: n.Accounts, views: n.Views}
	n.Views.Add(d.source())
	return d
}

// Path is the address of the list.
const Path = "/settings/audit"

// Routes adds the pages to r, behind sign-in. Those of the list come with the
// views.
func (d *Domain) Routes(r *web.Router) {
	r.Handle("GET "+Path+"/export", record.ExportList(d.accounts, d.source()))
	r.Handle("GET "+Path+"/{id}", d.shown(entry.page))
	r.Handle("GET "+Path+"/{id}/peek", d.shown(entry.peek))
}

// list is the log as the actor sees it.
func (d *Domain) list(_ context.Context, actor account.Actor) (*list.List, error) {
	if err := actor.Require(account.ReadAudit); err != nil {
		return nil, err
	}
	return entity().For(d.db, d.key, actor.Scope(account.AuditKind), nil).WithSaved(d.views.Finder(actor, entity().Name)), nil
}

// get returns one entry of the actor's workspace.
func (d *Domain) get(ctx context.Context, actor account.Actor, id db.ID) (entry, error) {
	if err := actor.Require(account.ReadAudit); err != nil {
		return entry{}, err
	}
	return db.Get[entry](ctx, d.db, `SELECT workspace_id, id, at, action, kind, record_id, name, name_key, records, batch_id, member_id,
		who, via, ip, details, seq FROM audit_entries WHERE workspace_id = $1 AND id = $2`, actor.Workspace, id)
}

// shown answers with an entry, as a page of its own or as a part of the list's.
func (d *Domain) shown(look func(entry) templ.Component) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := db.ParseID(r.PathValue("id"))
		if err != nil {
			return fault.NotFound{}
		}
		e, err := d.get(r.Context(), account.Of(r), id)
		if err != nil {
			return err
		}
		if e.now = time.Now(); web.IsPartial(r) {
			return web.Render(w, r, http.StatusOK, look(e))
		}
		return web.Render(w, r, http.StatusOK, d.shell(w, r, e.title(r.Context()), e.page()))
	}
}
