package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	qr "github.com/piglig/go-qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"kontor/internal/kit/db"
)

// Factors says how a user proves who they are besides the password.
type Factors struct {
	App      bool // an authenticator app is set up
	Passkeys int
	Since    int64
	Recovery int // codes that are left
}

// Any tells whether there is a second step at all.
func (f Factors) Any() bool { return f.App || f.Passkeys > 0 }

// step is how long a code of an authenticator app lasts (RFC 6238).
const step = 30 * time.Second

// newSecret is 160 random bits, as RFC 4226 advises, in the letters that apps
// take.
func newSecret() string {
	var b [20]byte
	rand.Read(b[:])
	return letters.EncodeToString(b[:])
}

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// stepOf returns the half minute that a code stands for, of those around now;
// ok is false if it stands for none. Clocks may be half a minute apart.
func stepOf(secret, code string, now time.Time) (at int64, ok bool) {
	for _, off := range []int64{0, -1, 1} {
		n := now.Unix()/int64(step.Seconds()) + off
		good, err := totp.ValidateCustom(code, secret, time.Unix(n*int64(step.Seconds()), 0), totp.ValidateOpts{Period: uint(step.Seconds()), Digits: otp.DigitsSix})
		if err == nil && good {
			return n, true
		}
	}
	return 0, false
}

// appAddress is what an authenticator app reads from the picture.
func appAddress(secret, email string) string {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Kontor", AccountName: email, Secret: must(letters.DecodeString(secret))})
	if err != nil {
		return ""
	}
	return key.URL()
}

func must(b []byte, err error) []byte {
	if err != nil {
		return nil
	}
	return b
}

// qrPath is a QR code as the path of an SVG, and how many squares wide it is.
func qrPath(text string) (path string, size int) {
	code, err := qr.EncodeText(text, qr.Medium)
	if err != nil {
		return "", 0
	}
	var b strings.Builder
	for y := range code.Size() {
		for x := range code.Size() {
			if code.Module(x, y) {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return b.String(), code.Size() + 2*quiet
}

// quiet is the empty edge that readers of QR codes need.
const quiet = 4

// recoveryCodes is how many are made at once.
const recoveryCodes = 10

// newRecoveryCode is 130 random bits in five groups.
func newRecoveryCode() string {
	text := strings.ToLower(rand.Text())
	return strings.Join([]string{text[:5], text[5:10], text[10:15], text[15:20], text[20:]}, "-")
}

// recoveryHash is what is kept of a code, however it is typed.
func recoveryHash(user db.ID, code string) []byte {
	code = strings.ToLower(strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, code))
	sum := sha256.Sum256([]byte("recovery\x00" + user.String() + "\x00" + code))
	return sum[:]
}

// digits takes the spaces out of a typed code.
func digits(code string) string { return strings.Join(strings.Fields(code), "") }
