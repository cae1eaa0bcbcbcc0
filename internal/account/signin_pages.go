package account

import (
	"log/slog"
	"net/http"

	"github.com/a-h/templ"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/logs"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

func (d *Domain) signInRoutes(r *web.Router) {
	r.Handle("GET /login", d.showSignIn)
	r.Handle("POST /login", d.signIn)
	r.Handle("POST /logout", d.signOut)
	r.Handle("GET /register", d.showRegister)
	r.Handle("POST /register", d.registerUser)
	r.Handle("POST /language", d.chooseLanguage)
}

type signIn struct {
	Email    string `json:"email"`
	Password string `json:"password"`
	Next     string `json:"next"`
}

func (d *Domain) showSignIn(w http.ResponseWriter, r *http.Request) error {
	next := r.URL.Query().Get("next")
	if _, signedIn := ActorFrom(r.Context()); signedIn {
		return web.Redirect(w, r, localOr(next, "/"))
	}
	return d.renderSignIn(w, r, http.StatusOK, web.FormOf(&signIn{Next: localOr(next, "")}))
}

func (d *Domain) renderSignIn(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	doors, err := d.Providers.doors(r.Context())
	if err != nil {
		return err
	}
	return d.renderBare(w, r, status, i18n.T(r.Context(), "Sign in"), signInPage(form, r.Host, len(doors) > 0))
}

func (d *Domain) signIn(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in signIn
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	var actor Actor
	if err == nil {
		actor, err = d.whoSignsIn(r, in)
	}
	if err == nil {
		d.succeeded(r, in.Email)
		return d.welcome(w, r, actor, in.Next)
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	return d.renderSignIn(w, r, http.StatusUnprocessableEntity, form)
}

func (d *Domain) whoSignsIn(r *http.Request, in signIn) (Actor, error) {
	if err := d.mayTry(r, in.Email); err != nil {
		return Actor{}, err
	}
	u, err := d.Users.authenticate(r.Context(), in.Email, in.Password)
	if fault.IsNotFound(err) {
		if err := d.auditFailure(r, in.Email, byPassword); err != nil {
			return Actor{}, err
		}
		return Actor{}, wrongCredentials(r)
	}
	if err != nil {
		return Actor{}, err
	}
	actor, err := d.Users.actorIn(r.Context(), u.ID, 0)
	if fault.IsNotFound(err) {
		return Actor{}, fault.Invalid{"": i18n.T(r.Context(), "You are not a member of any workspace. Ask for an invitation.")}
	}
	actor.Way = byPassword
	return actor, err
}

// auditFailure tells the workspace that the address was last in of a sign-in
// that failed, or the server itself where nobody has it; whose it is reads it too.
func (d *Domain) auditFailure(r *http.Request, email, way string) error {
	ctx := r.Context()
	email = printable(email)
	last, err := db.Values[db.WorkspaceID](ctx, d.db, `SELECT m.workspace_id FROM members m JOIN users u ON u.id = m.user_id
		WHERE u.email_key = $1 AND m.active ORDER BY COALESCE(m.last_seen_at, 0) DESC, m.workspace_id LIMIT 1`, emailKey(email))
	if err != nil {
		return err
	}
	d.noteAttempt(r, "sign-in failed", way, db.ID{})
	nobody := Actor{Via: "page"}
	if len(last) > 0 {
		nobody.Workspace = last[0]
	}
	users, err := db.Values[db.ID](ctx, d.db, "SELECT id FROM users WHERE email_key = $1", emailKey(email))
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		for _, user := range users {
			if err := noteSignIn(ctx, tx, user, way, false, deviceOf(r)); err != nil {
				return err
			}
		}
		return Audit(ctx, tx, nobody, Entry{Action: "sign_in_failed", Kind: "session", Name: email})
	})
}

// noteAttempt tells whoever guards the server how a sign-in ended.
func (d *Domain) noteAttempt(r *http.Request, what, way string, user db.ID) {
	if way == "" {
		way = "new" // an account just made, or an invitation
	}
	all := []slog.Attr{slog.String("way", way), slog.String("address", addressOf(r)), slog.String("request", web.RequestID(r.Context())), logs.Security()}
	if !user.IsZero() {
		all = append(all, slog.String("user", user.String()))
	}
	d.log().LogAttrs(r.Context(), slog.LevelInfo, what, all...)
}

// signOut ends this session. Without one it changes nothing and is as good.
func (d *Domain) signOut(w http.ResponseWriter, r *http.Request) error {
	if actor, ok := ActorFrom(r.Context()); ok {
		if err := d.Sessions.End(r.Context(), actor, actor.Session); err != nil && !fault.IsNotFound(err) {
			return err
		}
	}
	d.clear(w)
	return web.Redirect(w, r, "/login")
}

// clear leaves nothing in the browser: whoever sits here next finds no page.
func (d *Domain) clear(w http.ResponseWriter) {
	http.SetCookie(w, d.noCookie())
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
}

// renderBare answers with a page for guests.
func (d *Domain) renderBare(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	page := barePage(ui.BareProps{Title: title, Lang: i18n.From(r.Context()).Lang, Theme: ui.ThemeFrom(r)}, body)
	return web.Render(w, r, status, page)
}

// render answers with a page inside the shell.
func (d *Domain) render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	return web.Render(w, r, status, d.cfg.Shell(w, r, title, body))
}
