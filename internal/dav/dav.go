// Package dav owns what phones and computers sync by CalDAV and CardDAV (RFC
// 4791, 6352, 6578): a member's tasks, their meetings, and the contacts they
// see, read and written through the shelves of their domains.
package dav

import (
	"net/http"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/web"
	"kontor/internal/task"
)

// Needs is what the domain is built on.
type Needs struct {
	DB       *db.DB
	Limits   *limit.Limiter
	Shell    web.Shell
	Activity *activity.Domain
	Contacts *contact.Domain
	Tasks    *task.Domain
}

// Domain answers phones.
type Domain struct {
	db     *db.DB
	limits *limit.Limiter
	shell  web.Shell
	names  names
	rooms  []room
}

// New returns the domain.
func New(n Needs) *Domain {
	return &Domain{db: n.DB, limits: n.Limits, shell: n.Shell, names: names{n.DB}, rooms: []room{
		{path: calendars + "tasks/", home: calendars, shelf: &tasks{n.Tasks.Tasks}},
		{path: calendars + "meetings/", home: calendars, shelf: &meetings{n.Activity.Notes}},
		{path: books + "contacts/", home: books, shelf: &contacts{n.Contacts}},
	}}
}

// Addresses. Each member finds their own things below them.
const (
	root      = "/dav/"
	principal = root + "me/"
	calendars = principal + "calendars/"
	books     = principal + "books/"
)

// How often a phone may ask, and how often with a wrong password.
var (
	asks  = limit.Rate{Times: 3000, Per: time.Hour}
	tries = []limit.Rate{{Times: 30, Per: 10 * time.Minute}, {Times: 300, Per: 24 * time.Hour}}
)

// Routes adds the addresses that phones ask to r, and the page about them to
// pages, behind sign-in.
func (d *Domain) Routes(r, pages *web.Router) {
	for _, well := range []string{"caldav", "carddav"} {
		for _, method := range []string{"GET", "PROPFIND"} {
			r.Handle(method+" /.well-known/"+well, toRoot)
		}
	}
	own := r.With(d.require)
	own.Handle("OPTIONS /dav/{path...}", d.options)
	own.Handle("PROPFIND /dav/{path...}", d.propfind)
	own.Handle("PROPPATCH /dav/{path...}", d.proppatch)
	own.Handle("REPORT /dav/{path...}", d.report)
	own.Handle("GET /dav/{path...}", d.get)
	own.Handle("PUT /dav/{path...}", d.put)
	own.Handle("DELETE /dav/{path...}", d.remove)
	pages.Handle("GET /settings/phone", d.showPage)
}

func toRoot(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, root, http.StatusMovedPermanently)
	return nil
}

// require lets a member through who shows their e-mail and a password made for
// a phone, and answers the errors of the others in a line of text.
func (d *Domain) require(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := d.admit(w, r)
		if err == nil {
			err = next(w, r)
		}
		return said(w, r, err)
	}
}

func (d *Domain) admit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	actor, ok := account.ActorFrom(ctx)
	if ok {
		if actor.Unproven {
			return fault.Forbidden{} // the workspace wants a second step first
		}
		if got := d.limits.Take(ctx, "dav:"+actor.User.String(), asks); !got.Allowed {
			return fault.TooMany{After: got.Retry}
		}
		return nil
	}
	if r.Header.Get("Authorization") != "" {
		if got := d.limits.TakeAll(ctx, "dav:address:"+web.ClientOf(ctx).IP.String(), tries...); !got.Allowed {
			return fault.TooMany{After: got.Retry}
		}
	}
	w.Header().Set("WWW-Authenticate", `Basic realm="Kontor", charset="UTF-8"`)
	return fault.Unauthenticated{}
}
