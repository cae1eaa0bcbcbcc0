package account

import (
	"errors"
	"net/http"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

const passkeysPath = factorsPath + "/passkeys"

func (d *Domain) passkeySignInRoutes(r *web.Router) {
	r.Handle("POST /passkey/question", d.askPasskey)
	r.Handle("POST /login/passkey", d.enterByPasskey)
}

func (d *Domain) passkeyRoutes(r *web.Router) {
	r.Handle("POST "+passkeysPath+"/new", d.Own(d.Confirmed(d.beginPasskey)))
	r.Handle("POST "+passkeysPath, d.Own(d.addPasskey))
	r.Handle("POST "+passkeysPath+"/{id}/remove", d.Own(d.Confirmed(d.removePasskey)))
}

// passkeyAnswer is what the script sends on.
type passkeyAnswer struct {
	Answer string `json:"passkey"`
	For    string `json:"for"`
	Next   string `json:"next"`
	Name   string `json:"name"`
}

// askPasskey asks a question for what the page wants to know.
func (d *Domain) askPasskey(w http.ResponseWriter, r *http.Request) error {
	if err := d.mayDo(r, "passkey", passkeyQuestions); err != nil {
		return err
	}
	rp, err := d.relyingParty(r)
	if err != nil {
		return fault.Conflict{Text: i18n.T(r.Context(), "Passkeys need a server with a name, by HTTPS.")}
	}
	switch purpose := r.URL.Query().Get("for"); purpose {
	case toEnter:
		question, session, err := rp.BeginDiscoverableLogin()
		if err != nil {
			return err
		}
		return d.ask(w, ceremony{For: purpose, Session: *session}, question)
	case toProve:
		_, u, err := d.held(r)
		if err != nil {
			return err
		}
		return d.askFor(w, r, rp, purpose, u)
	case toConfirm, toAdd:
		return d.askMember(w, r, rp, purpose)
	}
	return fault.NotFound{}
}

// askMember asks whoever is signed in.
func (d *Domain) askMember(w http.ResponseWriter, r *http.Request, rp *webauthn.WebAuthn, purpose string) error {
	actor := Of(r)
	if actor.Session.IsZero() || actor.Bound {
		return fault.Forbidden{}
	}
	u, err := d.Users.Get(r.Context(), actor)
	if err != nil {
		return err
	}
	if purpose == toConfirm {
		return d.askFor(w, r, rp, purpose, u)
	}
	if !actor.isFresh() {
		return fault.Forbidden{}
	}
	h, err := d.Passkeys.hands(r.Context(), u.ID)
	if err != nil {
		return err
	}
	if len(h.keys) >= maxPasskeys {
		return fault.Conflict{Text: i18n.T(r.Context(), "You have %d passkeys. Remove one first.", maxPasskeys)}
	}
	question, session, err := rp.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return err
	}
	return d.ask(w, ceremony{For: purpose, User: u.ID.String(), Session: *session}, question)
}

func (d *Domain) askFor(w http.ResponseWriter, r *http.Request, rp *webauthn.WebAuthn, purpose string, u Person) error {
	h, err := d.Passkeys.hands(r.Context(), u.ID)
	if err != nil {
		return err
	}
	if len(h.keys) == 0 {
		return fault.NotFound{}
	}
	question, session, err := rp.BeginLogin(h)
	if err != nil {
		return err
	}
	return d.ask(w, ceremony{For: purpose, User: u.ID.String(), Session: *session}, question)
}

// enterByPasskey signs in, or gives the second step of a sign-in.
func (d *Domain) enterByPasskey(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in passkeyAnswer
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil && in.For == toProve {
		return d.proveByPasskey(w, r, form, in)
	}
	var actor Actor
	if err == nil {
		actor, err = d.whoHolds(w, r, in)
	}
	form, isInvalid := form.Fail(err)
	switch {
	case isInvalid:
		return d.renderSignIn(w, r, http.StatusUnprocessableEntity, form)
	case err != nil:
		return err
	}
	return d.enterWhere(w, r, actor, in.Next)
}

func (d *Domain) whoHolds(w http.ResponseWriter, r *http.Request, in passkeyAnswer) (Actor, error) {
	u, err := d.answered(w, r, toEnter, in.Answer)
	if err != nil {
		return Actor{}, err
	}
	actor, err := d.Users.actorIn(r.Context(), u.ID, 0)
	if fault.IsNotFound(err) {
		return Actor{}, fault.Invalid{"": i18n.T(r.Context(), "You are not a member of any workspace. Ask for an invitation.")}
	}
	actor.Way = byPasskey
	return actor, err
}

func (d *Domain) proveByPasskey(w http.ResponseWriter, r *http.Request, form web.Form, in passkeyAnswer) error {
	p, u, err := d.held(r)
	if fault.IsNotFound(err) {
		return web.Redirect(w, r, "/login")
	}
	var prover Person
	if err == nil {
		prover, err = d.answered(w, r, toProve, in.Answer)
	}
	if err == nil && prover.ID != u.ID {
		err = fault.Invalid{"": i18n.T(r.Context(), "This passkey was not accepted. Try again, or sign in another way.")}
	}
	form, isInvalid := form.Fail(err)
	switch {
	case isInvalid:
		return d.renderCode(w, r, http.StatusUnprocessableEntity, p, u, form)
	case err != nil:
		return err
	}
	return d.enterProved(w, r, p, u, byPasskey, false)
}

// beginPasskey shows the form that adds a passkey.
func (d *Domain) beginPasskey(w http.ResponseWriter, r *http.Request) error {
	browser, system := Session{Agent: r.UserAgent()}.Browser()
	form := web.FormOf(&passkeyAnswer{Name: firstNonEmpty(system, browser)})
	return d.renderFactors(w, r, http.StatusOK, factorsView{form: form, adding: true})
}

func firstNonEmpty(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

func (d *Domain) addPasskey(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in passkeyAnswer
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	var codes []string
	if err == nil {
		codes, err = d.registered(w, r, in)
	}
	form, isInvalid := form.Fail(err)
	switch {
	case isInvalid:
		return d.renderFactors(w, r, http.StatusUnprocessableEntity, factorsView{form: form, adding: true})
	case err != nil:
		return err
	case len(codes) > 0:
		return d.renderFactors(w, r, http.StatusOK, factorsView{form: form, codes: codes})
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Passkey added")})
	return web.Redirect(w, r, factorsPath)
}

// registered keeps the passkey that the device made as an answer.
func (d *Domain) registered(w http.ResponseWriter, r *http.Request, in passkeyAnswer) ([]string, error) {
	ctx := r.Context()
	key, err := d.made(w, r, in.Answer)
	if err != nil {
		d.log().WarnContext(ctx, "a passkey was not added", "error", cut(err.Error(), 300), "request", web.RequestID(ctx))
		return nil, fault.Invalid{"": i18n.T(ctx, "The passkey could not be added. Try again.")}
	}
	return d.Passkeys.Add(ctx, Of(r), in.Name, key)
}

func (d *Domain) made(w http.ResponseWriter, r *http.Request, answer string) (*webauthn.Credential, error) {
	c, err := d.asked(w, r, toAdd)
	if err != nil {
		return nil, err
	}
	if c.User != Of(r).User.String() {
		return nil, errors.New("somebody else was asked")
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return nil, err
	}
	rp, err := d.relyingParty(r)
	if err != nil {
		return nil, err
	}
	h, err := d.Passkeys.hands(r.Context(), Of(r).User)
	if err != nil {
		return nil, err
	}
	return rp.CreateCredential(h, c.Session, parsed)
}

func (d *Domain) removePasskey(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := d.Passkeys.Remove(r.Context(), Of(r), id); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Passkey removed")})
	return web.Redirect(w, r, factorsPath)
}

// isFresh tells whether the person of the session proved not long ago who they
// are.
func (a Actor) isFresh() bool {
	return time.Now().UnixMilli()-a.ConfirmedAt < confirmLife.Milliseconds()
}
