package account

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/logs"
	"kontor/internal/kit/web"
)

// What a passkey is asked for besides toEnter and toConfirm.
const (
	toProve = "prove" // the second step
	toAdd   = "add"   // a new one
)

// ceremony is a question to a passkey that waits for its answer. It travels in
// a sealed cookie.
type ceremony struct {
	For     string               `json:"for"`
	User    string               `json:"user"` // whose passkey; empty where anybody's will do
	Session webauthn.SessionData `json:"session"`
	Until   int64                `json:"until"`
}

const ceremonyLife = 5 * time.Minute

var (
	passkeyQuestions = []limit.Rate{{Times: 60, Per: 10 * time.Minute}, {Times: 600, Per: 24 * time.Hour}}
	onceOnly         = []limit.Rate{{Times: 1, Per: ceremonyLife}}
)

// ask keeps the question in the browser and sends it to its script.
func (d *Domain) ask(w http.ResponseWriter, c ceremony, question any) error {
	c.Until = time.Now().Add(ceremonyLife).UnixMilli()
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	http.SetCookie(w, d.ownCookie("passkey", d.cfg.Box.Seal("passkey", string(text)), ceremonyLife))
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(question)
}

// asked returns the question that this browser was asked for a purpose, once.
func (d *Domain) asked(w http.ResponseWriter, r *http.Request, purpose string) (c ceremony, err error) {
	cookie, err := r.Cookie(d.ownName("passkey"))
	if err != nil {
		return c, errors.New("nothing was asked")
	}
	http.SetCookie(w, d.ownCookie("passkey", "", 0))
	text, err := d.cfg.Box.Open("passkey", cookie.Value)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return c, err
	}
	if c.For != purpose || time.Now().UnixMilli() > c.Until {
		return c, fmt.Errorf("asked for %q, or too long ago", c.For)
	}
	if waits(d.cfg.Limits.TakeAll(r.Context(), "passkey:"+keyed(c.Session.Challenge), onceOnly...)) > 0 {
		return c, errors.New("answered before")
	}
	return c, nil
}

// answered returns whose passkey gave the answer to the question that was
// asked for a purpose. Whatever is wrong with it, they are told the same.
func (d *Domain) answered(w http.ResponseWriter, r *http.Request, purpose, answer string) (Person, error) {
	h, key, err := d.proof(w, r, purpose, answer)
	if err == nil && key.Authenticator.CloneWarning {
		err = errors.New("its counter went back: there may be a copy of it")
	}
	if err == nil {
		err = d.Passkeys.used(r.Context(), h, key)
	}
	if err == nil {
		return h.Person, nil
	}
	d.log().LogAttrs(r.Context(), slog.LevelWarn, "a passkey was not accepted", logs.Security(), slog.String("error", cut(err.Error(), 300)), slog.String("request", web.RequestID(r.Context())))
	if h.ID.IsZero() {
		err = d.Witness(r.Context(), Actor{Via: "page"}, Entry{Action: "sign_in_failed", Kind: "passkey"})
	} else {
		err = d.auditFailure(r, h.Email, byPasskey)
	}
	if err != nil {
		return Person{}, err
	}
	return Person{}, fault.Invalid{"": i18n.T(r.Context(), "This passkey was not accepted. Try again, or sign in another way.")}
}

func (d *Domain) proof(w http.ResponseWriter, r *http.Request, purpose, answer string) (h holder, key *webauthn.Credential, err error) {
	c, err := d.asked(w, r, purpose)
	if err != nil {
		return h, nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return h, nil, err
	}
	rp, err := d.relyingParty(r)
	if err != nil {
		return h, nil, err
	}
	if c.User == "" {
		_, key, err = rp.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
			h, err = d.handOf(r, handle)
			return h, err
		}, c.Session, parsed)
		return h, key, err
	}
	if h, err = d.handOf(r, c.Session.UserID); err != nil {
		return h, nil, err
	}
	key, err = rp.ValidateLogin(h, c.Session, parsed)
	return h, key, err
}

func (d *Domain) handOf(r *http.Request, handle []byte) (holder, error) {
	var user db.ID
	if len(handle) != len(user) {
		return holder{}, fault.NotFound{}
	}
	copy(user[:], handle)
	return d.Passkeys.hands(r.Context(), user)
}
