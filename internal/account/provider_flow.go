package account

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Why somebody is sent to the provider.
const (
	toEnter   = "enter"   // to sign in
	toLink    = "link"    // to connect their account
	toConfirm = "confirm" // to prove again who they are
)

// flow is somebody on the way to the provider and back. It travels in a sealed
// cookie: nothing is kept of it here.
type flow struct {
	Workspace int64  `json:"workspace"`
	For       string `json:"for"`
	Session   string `json:"session"` // that it is for, unless to sign in
	Next      string `json:"next"`
	State     string `json:"state"`
	Nonce     string `json:"nonce"`
	Verifier  string `json:"verifier"` // RFC 7636
	Begun     int64  `json:"begun"`
}

const (
	flowLife = 10 * time.Minute
	backPath = "/login/back/"
)

// backTo is the address that the provider of a workspace leads back to. Each
// has its own: with one for all, the provider of somebody else could get hold
// of a code that is for ours (RFC 9700, 4.4).
func (d *Domain) backTo(r *http.Request, slug string) string {
	return d.site(r) + backPath + url.PathEscape(slug)
}

// send leads to the provider. Whoever comes from a form has to press a link
// first: the policy of our pages keeps forms from leading elsewhere.
func (d *Domain) send(w http.ResponseWriter, r *http.Request, p Provider, f flow) error {
	address, err := d.wayTo(w, r, p, f)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// wayTo returns the address of the provider for this browser to go to.
func (d *Domain) wayTo(w http.ResponseWriter, r *http.Request, p Provider, f flow) (string, error) {
	if err := d.mayDo(r, "sso", providerTrips); err != nil {
		return "", err
	}
	m, err := d.meet(r.Context(), p, d.backTo(r, p.Slug))
	if err != nil {
		return "", err
	}
	f.Workspace, f.State, f.Nonce, f.Verifier, f.Begun = int64(p.Workspace), newToken(), newToken(), oauth2.GenerateVerifier(), time.Now().UnixMilli()
	text, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	http.SetCookie(w, d.ownCookie("sso", d.cfg.Box.Seal("sso", string(text)), flowLife))
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(f.Verifier), oauth2.SetAuthURLParam("nonce", f.Nonce)}
	if f.For != toEnter {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return m.config.AuthCodeURL(f.State, options...), nil
}

// returned is the flow that comes back in this browser; it works once. It is
// fault.NotFound where there is none, or no longer, and errProvider where the
// answer came to the address of another workspace.
func (d *Domain) returned(w http.ResponseWriter, r *http.Request) (f flow, p Provider, err error) {
	c, err := r.Cookie(d.ownName("sso"))
	if err != nil {
		return f, p, fault.NotFound{}
	}
	http.SetCookie(w, d.ownCookie("sso", "", 0))
	text, err := d.cfg.Box.Open("sso", c.Value)
	if err != nil || json.Unmarshal([]byte(text), &f) != nil || time.Now().UnixMilli() > f.Begun+flowLife.Milliseconds() {
		return f, p, fault.NotFound{}
	}
	p, err = d.Providers.in(r.Context(), db.WorkspaceID(f.Workspace))
	if err == nil && p.Slug != r.PathValue("workspace") {
		err = fmt.Errorf("%w: the answer came to the address of another workspace", errProvider)
	}
	return f, p, err
}

// isOf tells whether the flow was begun by the actor's session.
func (f flow) isOf(actor Actor) bool {
	return !actor.Session.IsZero() && f.Session == actor.Session.String() && f.Workspace == int64(actor.Workspace)
}
