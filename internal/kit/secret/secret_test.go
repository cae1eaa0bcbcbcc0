package secret_test

import (
	"errors"
	"strings"
	"testing"

	"kontor/internal/kit/secret"
)

var (
	oldKey = []byte("an old secret key of the tests, long enough")
	newKey = []byte("the new secret key of the tests, long enough")
)

func TestBox_OpensWhatItSealed(t *testing.T) {
	box := secret.New(newKey)
	sealed := box.Seal("totp|1", "слон под чадър")
	if strings.Contains(sealed, "слон") || sealed == box.Seal("totp|1", "слон под чадър") {
		t.Errorf("sealed as %q", sealed)
	}
	if text, err := box.Open("totp|1", sealed); err != nil || text != "слон под чадър" {
		t.Errorf("opened %q, %v", text, err)
	}
	for name, other := range map[string]string{
		"cut": sealed[:len(sealed)-1], "changed": flipped(sealed), "empty": "", "no body": strings.SplitAfter(sealed, ".")[0],
	} {
		if _, err := box.Open("totp|1", other); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	if _, err := box.Open("totp|2", sealed); !errors.Is(err, secret.ErrBroken) {
		t.Errorf("opened as somebody else's: %v", err)
	}
}

// flipped changes a letter in the middle.
func flipped(s string) string {
	letter := byte('A')
	if s[40] == letter {
		letter = 'B'
	}
	return s[:40] + string(letter) + s[41:]
}

func TestBox_TurnsItsKeys(t *testing.T) {
	before := secret.New(oldKey)
	sealed, signed := before.Seal("x", "text"), before.Sign("x", "message")
	turned, forgot := secret.New(newKey, oldKey), secret.New(newKey)
	if text, err := turned.Open("x", sealed); err != nil || text != "text" || turned.IsCurrent(sealed) {
		t.Errorf("%q, %v; current: %v", text, err, turned.IsCurrent(sealed))
	}
	if err := turned.Check("x", "message", signed); err != nil {
		t.Error(err)
	}
	if fresh := turned.Seal("x", "text"); !turned.IsCurrent(fresh) || !forgot.IsCurrent(fresh) {
		t.Error("sealed with a former key")
	}
	if _, err := forgot.Open("x", sealed); !errors.Is(err, secret.ErrUnknownKey) {
		t.Error(err)
	}
	if err := forgot.Check("x", "message", signed); !errors.Is(err, secret.ErrUnknownKey) {
		t.Error(err)
	}
}

func TestBox_SignsForOnePurpose(t *testing.T) {
	box := secret.New(newKey)
	signed := box.Sign("audit", "1|2")
	for _, c := range []struct{ purpose, message, signature string }{{"audit", "1|3", signed}, {"mail", "1|2", signed}, {"audit", "1|2", signed[:20]}} {
		if err := box.Check(c.purpose, c.message, c.signature); !errors.Is(err, secret.ErrBroken) {
			t.Errorf("%v: %v", c, err)
		}
	}
}
