package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
)

// Flash is one line to show on the next page, with at most one action and one
// link.
type Flash struct {
	Text   string `json:"t"`
	Tone   string `json:"k,omitempty"` // "" or "bad"
	Action string `json:"a,omitempty"` // label of the action
	Post   string `json:"p,omitempty"` // local path the action posts to

	Fields map[string]string `json:"f,omitempty"` // what it posts

	Link string `json:"l,omitempty"` // label of the link
	Href string `json:"h,omitempty"` // local path it leads to
}

const flashCookie = "flash"

// SetFlash keeps f for the next page this browser loads.
func SetFlash(w http.ResponseWriter, r *http.Request, f Flash) {
	b, err := json.Marshal(f)
	if err != nil {
		return // strings always marshal
	}
	http.SetCookie(w, HostCookie(ClientOf(r.Context()).Secure, flashCookie, base64.RawURLEncoding.EncodeToString(b), time.Minute))
}

// HasFlash tells whether a flash waits, without taking it.
func HasFlash(r *http.Request) bool {
	_, err := r.Cookie(HostCookieName(ClientOf(r.Context()).Secure, flashCookie))
	return err == nil
}

// TakeFlash returns the flash that waits and removes it; nil if there is none.
func TakeFlash(w http.ResponseWriter, r *http.Request) *Flash {
	c, err := r.Cookie(HostCookieName(ClientOf(r.Context()).Secure, flashCookie))
	if err != nil {
		return nil
	}
	http.SetCookie(w, HostCookie(ClientOf(r.Context()).Secure, flashCookie, "", 0))
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return nil
	}
	var f Flash
	if json.Unmarshal(b, &f) != nil || (f.Post != "" && !IsLocalPath(f.Post)) || (f.Href != "" && !IsLocalPath(f.Href)) {
		return nil
	}
	return &f
}
