package outside_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"code.dny.dev/ssrf"

	"kontor/internal/kit/outside"
)

func TestRules_KeepOutOfOurOwnNetwork(t *testing.T) {
	for rules, addresses := range map[outside.Rules][]string{
		{}: {
			"https://127.0.0.1", "https://localhost", "https://[::1]", "https://0.0.0.0", "https://[::ffff:127.0.0.1]",
			"https://169.254.169.254", "https://10.0.0.1", "https://100.64.0.1", "https://192.168.1.1", "https://[fd00::1]", "https://[64:ff9b::7f00:1]",
		},
		{Loopback: true}: {"https://169.254.169.254", "https://10.0.0.1", "https://192.168.1.1", "https://[fd00::1]"},
		{Private: true}:  {"https://127.0.0.1", "https://169.254.169.254", "https://[::1]"},
	} {
		for _, address := range addresses {
			if err := ask(t, rules, address); !errors.Is(err, ssrf.ErrProhibitedIP) {
				t.Errorf("%+v: %s: %v", rules, address, err)
			}
		}
	}
}

func ask(t *testing.T, rules outside.Rules, address string) error {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := rules.Client().Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return err
}

func TestRules_WantEncryption(t *testing.T) {
	for address, good := range map[string]bool{
		"https://id.example.com": true, "http://id.example.com": false, "ftp://id.example.com": false, "https://": false, "id.example.com": false,
		"http://localhost:1": false, "https://me:secret@id.example.com": false, "https://id.example.com/#x": false,
	} {
		if err := (outside.Rules{Private: true}).Check(address); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
	if err := (outside.Rules{Loopback: true}).Check("http://127.0.0.1:1"); err != nil {
		t.Error(err)
	}
}

func TestClient_CutsOff(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/long":
			io.WriteString(w, strings.Repeat("x", 2<<20))
		case "/away":
			http.Redirect(w, r, "http://example.com/", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		}
	}))
	t.Cleanup(s.Close)
	rules := outside.Rules{Loopback: true}
	if err := ask(t, rules, s.URL+"/short"); err != nil {
		t.Error(err)
	}
	if err := ask(t, rules, s.URL+"/long"); !errors.Is(err, outside.ErrTooLong) {
		t.Errorf("a long answer: %v", err)
	}
	if err := ask(t, rules, s.URL+"/away"); !errors.Is(err, outside.ErrAddress) {
		t.Errorf("a redirect without encryption: %v", err)
	}
	if err := ask(t, rules, s.URL+"/round"); err == nil {
		t.Error("went round for ever")
	}
}
