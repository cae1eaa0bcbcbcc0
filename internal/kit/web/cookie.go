package web

import (
	"net/http"
	"time"
)

// HostCookieName is the name under which a cookie is kept. Over HTTPS it has the
// prefix that makes browsers insist on HTTPS and this very host: nobody else,
// such as a neighbour's subdomain, can lay one.
func HostCookieName(r *http.Request, name string) string {
	if ClientOf(r.Context()).Secure {
		return "__Host-" + name
	}
	return name
}

// HostCookie is a cookie for this host and no script; without life it takes
// the cookie away.
func HostCookie(r *http.Request, name, value string, life time.Duration) *http.Cookie {
	age := int(life.Seconds())
	if age == 0 {
		age = -1
	}
	return &http.Cookie{Name: HostCookieName(r, name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: ClientOf(r.Context()).Secure, SameSite: http.SameSiteLaxMode}
}
