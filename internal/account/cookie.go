package account

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"time"
)

// SessionLife is how long a session lasts after it was last used.
const SessionLife = 14 * 24 * time.Hour

// SessionMost is when a session ends however often it is used.
const SessionMost = 90 * 24 * time.Hour

// tokenLength is that of newToken: 256 bits, without padding.
const tokenLength = 43

// newToken returns 256 random bits as text.
func newToken() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func (d *Domain) cookieName() string {
	if d.cfg.Secure {
		return "__Host-session" // the prefix makes browsers insist on HTTPS and this very host
	}
	return "session"
}

// SessionCookie is the cookie that carries the token of a session.
func (d *Domain) SessionCookie(token string) *http.Cookie {
	return &http.Cookie{Name: d.cookieName(), Value: token, Path: "/", MaxAge: int(SessionLife.Seconds()),
		HttpOnly: true, Secure: d.cfg.Secure, SameSite: http.SameSiteLaxMode}
}

func (d *Domain) noCookie() *http.Cookie {
	c := d.SessionCookie("")
	c.MaxAge = -1
	return c
}
