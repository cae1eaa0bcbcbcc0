package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/logs"
	"kontor/internal/kit/web"
)

// How often somebody may try. With several rates the wait grows with every
// further try: first minutes, then an hour.
var (
	triesHere    = []limit.Rate{{Times: 5, Per: 5 * time.Minute}, {Times: 15, Per: time.Hour}, {Times: 30, Per: 24 * time.Hour}} // one account from one address
	triesAddress = []limit.Rate{{Times: 100, Per: 10 * time.Minute}, {Times: 1000, Per: 24 * time.Hour}}                         // all accounts from one address
	triesAccount = []limit.Rate{{Times: 50, Per: time.Hour}, {Times: 200, Per: 24 * time.Hour}}                                  // one account from strange devices
	setUps       = []limit.Rate{{Times: 60, Per: time.Hour}}
	newAccounts  = []limit.Rate{{Times: 20, Per: time.Hour}}
	newTokens    = []limit.Rate{{Times: 30, Per: time.Hour}}
)

// mayTry counts a try to sign in to an account and returns fault.Invalid with
// the time to wait when there were too many. A device that signed in to the
// account before is counted by itself: nobody can lock its owner out by trying
// from elsewhere.
func (d *Domain) mayTry(r *http.Request, email string) error {
	ctx, from := r.Context(), addressOf(r)
	all := d.cfg.Limits.TakeAll(ctx, "signin:address:"+from, triesAddress...)
	here := d.cfg.Limits.TakeAll(ctx, d.tryKey(r, email), triesHere...)
	account := limit.Result{Allowed: true}
	if !d.knowsDevice(r, email) {
		account = d.cfg.Limits.TakeAll(ctx, "signin:account:"+keyed(emailKey(email)), triesAccount...)
	}
	wait := max(waits(all), waits(here), waits(account))
	if wait == 0 {
		return nil
	}
	d.log().LogAttrs(ctx, slog.LevelWarn, "too many tries to sign in", logs.Security(), slog.String("address", from), slog.String("wait", wait.String()), slog.String("request", web.RequestID(ctx)))
	return tooManyTries(ctx, wait)
}

// mayDo counts one time of something from the client's address.
func (d *Domain) mayDo(r *http.Request, what string, rates []limit.Rate) error {
	if wait := waits(d.cfg.Limits.TakeAll(r.Context(), what+":"+addressOf(r), rates...)); wait > 0 {
		return tooManyTries(r.Context(), wait)
	}
	return nil
}

func waits(r limit.Result) time.Duration {
	if r.Allowed {
		return 0
	}
	return max(r.Retry, time.Second)
}

func tooManyTries(ctx context.Context, wait time.Duration) error {
	minutes := int(wait.Minutes()) + 1
	return fault.Invalid{"": i18n.N(ctx, "Too many tries. Wait %s minute, then try again.", "Too many tries. Wait %s minutes, then try again.", minutes)}
}

// succeeded forgets the tries of somebody who knew the password.
func (d *Domain) succeeded(r *http.Request, email string) {
	d.cfg.Limits.Forget(r.Context(), d.tryKey(r, email), triesHere...)
}

const (
	deviceCookie = "device"
	deviceLife   = 365 * 24 * time.Hour
)

// mark remembers in the browser that somebody signed in to the account here.
func (d *Domain) mark(w http.ResponseWriter, email string) {
	nonce := newToken()
	http.SetCookie(w, d.ownCookie(deviceCookie, nonce+"."+d.deviceSign(email, nonce), deviceLife))
}

func (d *Domain) tryKey(r *http.Request, email string) string {
	at := addressOf(r)
	if c, err := r.Cookie(d.ownName(deviceCookie)); err == nil && d.knowsDevice(r, email) {
		at = c.Value
	}
	return "signin:try:" + keyed(emailKey(email)+"|"+at)
}

// knowsDevice tells whether somebody signed in to the account here before.
func (d *Domain) knowsDevice(r *http.Request, email string) bool {
	c, err := r.Cookie(d.ownName(deviceCookie))
	if err != nil {
		return false
	}
	nonce, sign, _ := strings.Cut(c.Value, ".")
	return hmac.Equal([]byte(sign), []byte(d.deviceSign(email, nonce)))
}

func (d *Domain) deviceSign(email, nonce string) string {
	mac := hmac.New(sha256.New, d.cfg.Secret)
	mac.Write([]byte("device|" + emailKey(email) + "|" + nonce))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// keyed keeps addresses of people out of the counters.
func keyed(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:12])
}

// addressOf is where a request comes from. Of IPv6 the network counts: whoever
// has one address of it has them all.
func addressOf(r *http.Request) string {
	ip := web.ClientOf(r.Context()).IP
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ipText(ip)
}

func ipText(ip netip.Addr) string {
	if !ip.IsValid() {
		return ""
	}
	return ip.String()
}
