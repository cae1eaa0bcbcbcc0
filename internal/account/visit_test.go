package account_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db/dbtest"
)

// BenchmarkMiddleware_KnownSession is what knowing who asks costs each page.
func BenchmarkMiddleware_KnownSession(b *testing.B) {
	d := dbtest.SQLite(b)
	accounts := account.New(d, account.Config{Secret: []byte("a secret of the tests, 32 bytes long")})
	a := accounttest.Actor(b, d, account.User)
	r := httptest.NewRequest("GET", "/contacts", nil)
	r.AddCookie(accounttest.SignIn(b, accounts, a))
	w := httptest.NewRecorder()
	h := accounts.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if account.Of(r).Member != a.Member {
			b.Fatal("not the actor")
		}
	}))
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(w, r)
	}
}
