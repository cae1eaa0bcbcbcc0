package web

import (
	"net/http"
	"time"
)

// HostCookieName is the name under which a cookie is kept. A secure one has the
// prefix that makes browsers insist on HTTPS and this very host: nobody else,
// such as a neighbour's subdomain, can lay one.
func HostCookieName(secure bool, name string) string {
	if secure {
		return "__Host-" + name
	}
	return name
}

// HostCookie is a cookie for this host and no script; without life it takes
// the cookie away.
func HostCookie(secure bool, name, value string, life time.Duration) *http.Cookie {
	age := int(life.Seconds())
	if age <= 0 {
		age = -1
	}
	return &http.Cookie{Name: HostCookieName(secure, name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode}
}
