package account

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"time"

	"kontor/internal/kit/web"
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

// ownName is what a cookie of ours is called.
func (d *Domain) ownName(name string) string { return web.HostCookieName(d.cfg.Secure, name) }

// ownCookie is a cookie of ours; without life it takes the cookie away.
func (d *Domain) ownCookie(name, value string, life time.Duration) *http.Cookie {
	return web.HostCookie(d.cfg.Secure, name, value, life)
}

const sessionCookie = "session"

// SessionCookie is the cookie that carries the token of a session.
func (d *Domain) SessionCookie(token string) *http.Cookie {
	return d.ownCookie(sessionCookie, token, SessionLife)
}

func (d *Domain) noCookie() *http.Cookie { return d.ownCookie(sessionCookie, "", 0) }
