package account

import (
	"errors"
	"net/http"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) setupRoutes(r *web.Router) {
	r.Handle("GET /setup", d.showSetup)
	r.Handle("POST /setup", d.setUpServer)
}

// isFirstPage tells where a newcomer lands who must set the server up first.
func isFirstPage(path string) bool {
	return path == "/" || path == "/login" || path == "/register"
}

func (d *Domain) showSetup(w http.ResponseWriter, r *http.Request) error {
	if d.isSetUp(r.Context()) {
		return web.Redirect(w, r, "/")
	}
	country := guessCountry(r)
	in := founding{Country: country, Currency: "EUR", Language: i18n.From(r.Context()).Lang}
	return d.renderBare(w, r, http.StatusOK, i18n.T(r.Context(), "Set up your workspace"), setupPage(web.FormOf(&in), d.cfg.Guarded))
}

func (d *Domain) setUpServer(w http.ResponseWriter, r *http.Request) error {
	if d.isSetUp(r.Context()) {
		return web.Redirect(w, r, "/login")
	}
	form, err := web.ReadForm(w, r)
	var in founding
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	var actor Actor
	if err == nil {
		err = d.mayDo(r, "setup", setUps)
	}
	if err == nil {
		actor, err = d.found(r.Context(), in)
	}
	if errors.Is(err, errSetUp) {
		return web.Redirect(w, r, "/login")
	}
	if err != nil {
		return d.setupAgain(w, r, form, err)
	}
	d.afterSetup(w, r, actor, in.SampleData)
	return d.welcome(w, r, actor, "/")
}

// afterSetup runs the hook. The workspace stands whatever becomes of it.
func (d *Domain) afterSetup(w http.ResponseWriter, r *http.Request, actor Actor, sampleData bool) {
	if d.OnSetup == nil {
		return
	}
	if err := d.OnSetup(r.Context(), actor, sampleData); err != nil {
		d.log().ErrorContext(r.Context(), "after set-up", "error", err.Error(), "request", web.RequestID(r.Context()))
		web.SetFlash(w, r, web.Flash{Tone: "bad", Text: i18n.T(r.Context(), "The workspace is ready, but the sample data could not be added.")})
	}
}

func (d *Domain) setupAgain(w http.ResponseWriter, r *http.Request, form web.Form, err error) error {
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	return d.renderBare(w, r, http.StatusUnprocessableEntity, i18n.T(r.Context(), "Set up your workspace"), setupPage(form, d.cfg.Guarded))
}

func (d *Domain) showRegister(w http.ResponseWriter, r *http.Request) error {
	if _, signedIn := ActorFrom(r.Context()); signedIn {
		return web.Redirect(w, r, "/")
	}
	return d.renderBare(w, r, http.StatusOK, i18n.T(r.Context(), "Create an account"), registerPage(web.FormOf(&registration{})))
}

func (d *Domain) registerUser(w http.ResponseWriter, r *http.Request) error {
	if !d.isSetUp(r.Context()) {
		return web.Redirect(w, r, "/setup")
	}
	form, err := web.ReadForm(w, r)
	var in registration
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	var actor Actor
	if err == nil {
		err = d.mayDo(r, "register", newAccounts)
	}
	if err == nil {
		actor, err = d.register(r.Context(), in, guessCountry(r))
	}
	if err == nil {
		return d.welcome(w, r, actor, "/")
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	return d.renderBare(w, r, http.StatusUnprocessableEntity, i18n.T(r.Context(), "Create an account"), registerPage(form))
}

// start signs the actor in here and goes to next.
func (d *Domain) start(w http.ResponseWriter, r *http.Request, actor Actor, next string) error {
	if old, err := r.Cookie(d.ownName(sessionCookie)); err == nil && len(old.Value) == tokenLength {
		if err := d.Sessions.forget(r.Context(), old.Value); err != nil {
			return err
		}
	}
	from := deviceOf(r)
	mail, err := d.warning(r, actor, from)
	if err != nil {
		return err
	}
	token, err := d.Sessions.begin(r.Context(), actor, from, func(tx *db.Tx) error {
		if mail == nil {
			return nil
		}
		return d.Outbox.Post(r.Context(), tx, *mail)
	})
	if err != nil {
		return err
	}
	d.noteAttempt(r, "signed in", actor.Way, actor.User)
	d.mark(w, actor.Email)
	http.SetCookie(w, d.SessionCookie(token))
	return web.Redirect(w, r, localOr(next, "/"))
}

// wrongCredentials is the same for an unknown address and a wrong password.
func wrongCredentials(r *http.Request) error {
	return fault.Invalid{"": i18n.T(r.Context(), "The email or the password is wrong.")}
}
