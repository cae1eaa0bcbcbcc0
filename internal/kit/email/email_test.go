package email_test

import (
	"testing"

	"kontor/internal/kit/email"
)

func TestValid_AddressesOfTheInternet(t *testing.T) {
	for address, want := range map[string]bool{
		"anna@example.com": true, "анна@пример.бг": true, "a.b+c@sub.example.org": true,
		"": false, "anna": false, "anna@localhost": false, "Anna <anna@example.com>": false, "a b@example.com": false, "a@[127.0.0.1]": false,
	} {
		if got := email.Valid(address); got != want {
			t.Errorf("Valid(%q) = %v", address, got)
		}
	}
}
