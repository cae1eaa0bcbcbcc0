// Package admin is the pages for whoever runs the server: users, workspaces,
// jobs, backups, health, its audit log, and the settings in force. They are about no
// workspace, so they are for platform administrators only, and are not there
// for anybody else.
package admin

import (
	"context"
	"log/slog"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/audit"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/logs"
	"kontor/internal/kit/web"
)

// Check is what the health check found about one part of the server.
type Check struct {
	Name    string
	State   string // ok, degraded or failing
	Details string
}

// Setting is a setting in force; the value of a secret is never in it.
type Setting struct {
	Name, Group, Value, Means string
	IsSet                     bool // by the environment or .env, not by default
}

// Needs is what the domain is built on.
type Needs struct {
	DB       *db.DB
	Shell    web.Shell
	Queue    *jobs.Queue
	Audit    *audit.Domain
	Version  string
	Log      *slog.Logger
	Checks   func(context.Context) []Check
	Settings func() []Setting
	// Confirmed asks first who it is.
	Confirmed func(web.Handler) web.Handler
	Dropped   func() // called when somebody may do less than before
}

// Domain is the pages.
type Domain struct {
	Users      *Users
	Workspaces *Workspaces

	need Needs
}

// New returns the domain.
func New(n Needs) *Domain {
	return &Domain{Users: &Users{db: n.DB, dropped: n.Dropped}, Workspaces: &Workspaces{db: n.DB}, need: n}
}

// Routes adds the pages to r, which lets signed-in people through.
func (d *Domain) Routes(r *web.Router) {
	r = r.With(administrators)
	r.Handle("GET /admin", d.showOverview)
	r.Handle("GET /admin/users", d.listUsers)
	r.Handle("POST /admin/users/{id}", d.need.Confirmed(d.changeUser))
	r.Handle("GET /admin/workspaces", d.listWorkspaces)
	r.Handle("GET /admin/jobs", d.listJobs)
	r.Handle("POST /admin/jobs/{id}/retry", d.act(d.need.Queue.Retry, jobRetried, "job retried"))
	r.Handle("POST /admin/jobs/{id}/cancel", d.act(d.need.Queue.Cancel, jobCancelled, "job cancelled"))
	r.Handle("GET /admin/backups", d.listBackups)
	r.Handle("GET /admin/audit", d.listDeeds)
	r.Handle("GET /admin/settings", d.listSettings)
}

// administrators lets only them through: for others there is no such page.
func administrators(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if actor := account.Of(r); !actor.Superuser || actor.Via != "page" {
			return fault.NotFound{}
		}
		return next(w, r)
	}
}

// note writes into the security log who did what to the server.
func (d *Domain) note(r *http.Request, what string, attrs ...slog.Attr) {
	actor := account.Of(r)
	attrs = append(attrs, logs.Security(), slog.String("by", actor.User.String()))
	d.need.Log.LogAttrs(r.Context(), slog.LevelInfo, what, attrs...)
}
