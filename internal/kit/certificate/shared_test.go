package certificate_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/crypto/acme/autocert"

	"kontor/internal/kit/certificate"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/secret"
)

func TestShared_KeepsSealed(t *testing.T) {
	old, fresh := []byte(strings.Repeat("old", 12)), []byte(strings.Repeat("fresh", 8))
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		s := certificate.Shared{DB: d, Box: secret.New(old)}
		for _, text := range []string{"a private key", "another private key"} {
			if err := s.Put(ctx, "crm.example.com", []byte(text)); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Get(ctx, "crm.example.com"); string(got) != text || err != nil {
				t.Errorf("%q, %v", got, err)
			}
		}
		if raw, err := db.Value[string](ctx, d, `SELECT sealed FROM certificates`); err != nil || strings.Contains(raw, "private") {
			t.Errorf("in the clear: %s, %v", raw, err)
		}
		turned := certificate.Shared{DB: d, Box: secret.New(fresh, old)}
		if got, err := turned.Get(ctx, "crm.example.com"); err != nil || len(got) == 0 {
			t.Errorf("with a former key: %v", err)
		}
		lost := certificate.Shared{DB: d, Box: secret.New(fresh)}
		for name, s := range map[string]certificate.Shared{"crm.example.com": lost, "www.example.com": s} {
			if _, err := s.Get(ctx, name); !errors.Is(err, autocert.ErrCacheMiss) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.Delete(ctx, "crm.example.com"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(ctx, "crm.example.com"); !errors.Is(err, autocert.ErrCacheMiss) {
			t.Errorf("after it was deleted: %v", err)
		}
	})
}

func TestCertifiable(t *testing.T) {
	got := certificate.Certifiable([]string{"crm.example.com", "10.0.0.1", "::1", "localhost", " CRM.bg ", "кантора.бг", "a b.example"})
	if want := "crm.example.com crm.bg xn--80aa2anfmm.xn--90ae"; strings.Join(got, " ") != want {
		t.Errorf("%v", got)
	}
}
