package account

import (
	"net/http"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/web"
)

// triesCode is how often a second step may be tried.
var triesCode = []limit.Rate{{Times: 5, Per: 5 * time.Minute}, {Times: 20, Per: time.Hour}}

func (d *Domain) pendingRoutes(r *web.Router) {
	r.Handle("GET /login/code", d.showCode)
	r.Handle("POST /login/code", d.enterCode)
}

// secondStep is what the second page of signing in asks.
type secondStep struct {
	Code  string `json:"code"`
	Trust bool   `json:"trust"`
	Way   string `json:"way"` // app or recovery
}

// welcome signs the actor in here and goes to next, or asks for the second
// step first.
func (d *Domain) welcome(w http.ResponseWriter, r *http.Request, actor Actor, next string) error {
	have, err := d.SecondSteps.Get(r.Context(), actor)
	if err != nil {
		return err
	}
	u, err := d.Users.Get(r.Context(), actor)
	if err != nil {
		return err
	}
	if !have.Any() || d.isTrusted(r, u, have) {
		return d.enterWhere(w, r, actor, next)
	}
	d.hold(w, pending{User: u.ID.String(), Workspace: int64(actor.Workspace), Email: u.Email, Next: localOr(next, "/"),
		Until: time.Now().Add(pendingLife).UnixMilli(), Print: u.print()})
	return web.Redirect(w, r, "/login/code")
}

// enterWhere signs in, or leads on to the provider where the workspace wants
// that.
func (d *Domain) enterWhere(w http.ResponseWriter, r *http.Request, actor Actor, next string) error {
	door, err := d.mustUseProvider(r.Context(), actor.User, actor.Workspace, "", next)
	switch {
	case err != nil:
		return err
	case door != "":
		return d.showDoor(w, r, door)
	}
	return d.start(w, r, actor, next)
}

func (d *Domain) showCode(w http.ResponseWriter, r *http.Request) error {
	p, u, err := d.held(r)
	if fault.IsNotFound(err) {
		return web.Redirect(w, r, "/login")
	}
	if err != nil {
		return err
	}
	form := web.FormOf(&secondStep{Way: r.URL.Query().Get("way")})
	return d.renderCode(w, r, http.StatusOK, p, u, form)
}

func (d *Domain) renderCode(w http.ResponseWriter, r *http.Request, status int, p pending, u Person, form web.Form) error {
	have, err := d.SecondSteps.of(r.Context(), u.ID)
	if err != nil {
		return err
	}
	return d.renderBare(w, r, status, i18n.T(r.Context(), "Enter your code"), codePage(form, p.Email, have))
}

func (d *Domain) enterCode(w http.ResponseWriter, r *http.Request) error {
	p, u, err := d.held(r)
	if fault.IsNotFound(err) {
		return web.Redirect(w, r, "/login")
	}
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	var in secondStep
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		err = d.proved(r, u, in.Code)
	}
	if err == nil {
		return d.enterProved(w, r, p, u, byCode, in.Trust)
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	return d.renderCode(w, r, http.StatusUnprocessableEntity, p, u, form)
}

// proved checks a code of the user, and how often that was tried.
func (d *Domain) proved(r *http.Request, u Person, code string) error {
	ctx, key := r.Context(), "code:"+u.ID.String()
	if wait := waits(d.cfg.Limits.TakeAll(ctx, key, triesCode...)); wait > 0 {
		d.noteAttempt(r, "too many codes tried", byCode, u.ID)
		return tooManyTries(ctx, wait)
	}
	err := d.SecondSteps.prove(ctx, u.ID, code)
	if fault.IsNotFound(err) {
		if err := d.auditFailure(r, u.Email, byCode); err != nil {
			return err
		}
		return fault.Invalid{"code": i18n.T(ctx, "This code is wrong or was used already. Wait for the next one.")}
	}
	if err == nil {
		d.cfg.Limits.Forget(ctx, key, triesCode...)
	}
	return err
}

// enterProved starts the session of a sign-in whose second step was right.
func (d *Domain) enterProved(w http.ResponseWriter, r *http.Request, p pending, u Person, way string, trust bool) error {
	actor, err := d.Users.actorIn(r.Context(), u.ID, db.WorkspaceID(p.Workspace))
	if err != nil {
		return err
	}
	actor.Way = way
	if trust {
		have, err := d.SecondSteps.Get(r.Context(), actor)
		if err != nil {
			return err
		}
		d.trust(w, u, have)
	}
	http.SetCookie(w, d.ownCookie("pending", "", 0))
	return d.enterWhere(w, r, actor, p.Next)
}
