package account_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

func TestZZServe(t *testing.T) {
	if os.Getenv("ZZ") == "" {
		return
	}
	d := dbtest.SQLite(t)
	var accounts *account.Domain
	sh := func(w http.ResponseWriter, r *http.Request, title string, body templ.Component) templ.Component {
		f := web.TakeFlash(w, r)
		var toasts []ui.Toast
		if f != nil {
			toasts = []ui.Toast{{Text: f.Text}}
		}
		page := ui.Page(ui.PageProps{Title: title, Lang: i18n.From(r.Context()).Lang, Theme: ui.ThemeFrom(r), Workspace: "Vitosha Instruments", SignedAs: ui.User{Name: account.Of(r).Name, Href: "/settings/profile"}, Toasts: toasts})
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error { return page.Render(templ.WithChildren(ctx, body), w) })
	}
	accounts = account.New(d, account.Config{Secret: []byte("x"), DefaultLang: "en", Log: slog.Default(), Shell: sh, Files: &storage.Disk{Dir: filepath.Join(t.TempDir(), "f")}})
	rt := web.NewRouter(func(w http.ResponseWriter, r *http.Request, err error) { http.Error(w, err.Error(), web.Status(err)) })
	accounts.Routes(rt)
	rt.HandleFunc("GET /assets/", ui.AssetHandler().ServeHTTP)
	owner := account.Actor{}
	rt.HandleFunc("GET /seed", func(w http.ResponseWriter, r *http.Request) {
		owner = accounttest.Actor(t, d, account.Owner)
		for _, role := range []account.Role{account.Admin, account.Manager, account.User, account.User} {
			accounttest.Member(t, d, owner, role)
		}
		accounts.Teams.Create(r.Context(), owner, "Продажби", []db.ID{owner.Member})
		accounts.Invitations.Create(r.Context(), owner, "new@vitosha.example", account.User, db.ID{})
		accounts.Tokens.Create(r.Context(), owner, "Backup script", "read", 30)
	})
	rt.HandleFunc("GET /as", func(w http.ResponseWriter, r *http.Request) {
		if l := r.URL.Query().Get("l"); l != "" {
			accounts.Users.SetLanguage(r.Context(), owner, l)
		}
		http.SetCookie(w, accounttest.SignIn(t, accounts, owner))
		http.Redirect(w, r, r.URL.Query().Get("to"), 303)
	})
	rt.HandleFunc("GET /bad", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `<form id=f method=post action="`+r.URL.Query().Get("to")+`"><input name=workspace value="Витоша Инструментс ООД"><input name=country value=BG><input name=vat_number value=BG20055508><input name=currency value=EUR><input name=language value=bg><input name=email value="elena@v"><input name=password value=parola><input name=sample_data value=yes></form>`)
	})
	l, err := net.Listen("tcp", "127.0.0.1:8765")
	if err != nil {
		t.Fatal(err)
	}
	go http.Serve(l, web.WithHeaders(accounts.Middleware(rt)))
	time.Sleep(10 * time.Minute)
}
