package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// pending is a sign-in whose password was right and whose second step is
// missing. It travels in a sealed cookie: nothing is kept of it here.
type pending struct {
	User      string `json:"user"`
	Workspace int64  `json:"workspace"`
	Email     string `json:"email"`
	Next      string `json:"next"`
	Until     int64  `json:"until"`
	Print     string `json:"print"` // of the password it was begun with
}

const (
	pendingLife = 10 * time.Minute
	trustLife   = 30 * 24 * time.Hour
)

// print names a password without telling it: another password, another print.
func (p Person) print() string {
	sum := sha256.Sum256([]byte("print\x00" + p.PasswordHash + "\x00" + p.EmailKey))
	return hex.EncodeToString(sum[:12])
}

func (d *Domain) hold(w http.ResponseWriter, p pending) {
	text, err := json.Marshal(p)
	if err != nil {
		return // texts and numbers always can
	}
	http.SetCookie(w, d.ownCookie("pending", d.cfg.Box.Seal("pending", string(text)), pendingLife))
}

// held returns the sign-in that waits for its second step in this browser, and
// whose it is. It is fault.NotFound where there is none, or no longer.
func (d *Domain) held(r *http.Request) (p pending, u Person, err error) {
	c, err := r.Cookie(d.ownName("pending"))
	if err != nil {
		return p, u, fault.NotFound{}
	}
	text, err := d.cfg.Box.Open("pending", c.Value)
	if err != nil || json.Unmarshal([]byte(text), &p) != nil || time.Now().UnixMilli() > p.Until {
		return p, u, fault.NotFound{}
	}
	if u, err = d.Users.active(r.Context(), p.User); err == nil && u.print() != p.Print {
		err = fault.NotFound{}
	}
	return p, u, err
}

// active returns the user of an id as it was written down, if they may sign in.
func (s *Users) active(ctx context.Context, id string) (Person, error) {
	user, err := db.ParseID(id)
	if err != nil {
		return Person{}, fault.NotFound{}
	}
	return db.Get[Person](ctx, s.db, "SELECT "+userColumns+" FROM users WHERE id = $1 AND active", user)
}

// trust lets this browser do without the second step for a while, as long as
// the password and the app stay the same.
func (d *Domain) trust(w http.ResponseWriter, u Person, f Factors) {
	until := strconv.FormatInt(time.Now().Add(trustLife).UnixMilli(), 10)
	http.SetCookie(w, d.ownCookie("trust", until+"~"+d.cfg.Box.Sign("trust", trusted(u, f, until)), trustLife))
}

func (d *Domain) isTrusted(r *http.Request, u Person, f Factors) bool {
	c, err := r.Cookie(d.ownName("trust"))
	if err != nil {
		return false
	}
	until, sign, _ := strings.Cut(c.Value, "~")
	end, err := strconv.ParseInt(until, 10, 64)
	return err == nil && end > time.Now().UnixMilli() && d.cfg.Box.Check("trust", trusted(u, f, until), sign) == nil
}

func trusted(u Person, f Factors, until string) string {
	return strings.Join([]string{u.ID.String(), u.print(), strconv.FormatInt(f.Since, 10), until}, "|")
}
