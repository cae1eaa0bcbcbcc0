package account

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strconv"
	"strings"
)

const djangoPrefix = "pbkdf2_sha256$"

// maxIterations is more than any Django uses: a row could otherwise make one
// sign-in take minutes.
const maxIterations = 2_000_000

// matchesDjango tells whether kept, a hash as Django makes them
// (pbkdf2_sha256$iterations$salt$hash), was made of the password. One that
// cannot be read matches none: its owner has to reset the password.
func matchesDjango(password, kept string) bool {
	parts := strings.Split(strings.TrimPrefix(kept, djangoPrefix), "$")
	if len(parts) != 3 {
		return false
	}
	iterations, err := strconv.Atoi(parts[0])
	if err != nil || iterations < 1 || iterations > maxIterations {
		return false
	}
	want, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(want) != sha256.Size {
		return false
	}
	got, err := pbkdf2.Key(sha256.New, password, []byte(parts[1]), iterations, len(want))
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1
}
