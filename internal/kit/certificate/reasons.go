package certificate

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"

	"golang.org/x/crypto/acme"
)

// maxAnswer is how long an answer of an authority may be.
const maxAnswer = 1 << 20

// reasons carries requests to the authority and remembers why it refused a
// name: the manager tries the next way and forgets.
type reasons struct {
	next http.RoundTripper
	mu   sync.Mutex
	of   map[string]string
}

func newReasons(roots *x509.CertPool) *reasons {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	return &reasons{next: t, of: map[string]string{}}
}

func (s *reasons) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := s.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err = errors.Join(err, res.Body.Close()); err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	s.remember(body)
	return res, nil
}

// remember reads what an authorization says of its challenges.
func (s *reasons) remember(body []byte) {
	var told struct {
		Identifier struct{ Value string }
		Challenges []struct {
			Type  string
			Error struct{ Detail string }
		}
	}
	if json.Unmarshal(body, &told) != nil { // a certificate, or nothing
		return
	}
	for _, c := range told.Challenges {
		if c.Error.Detail != "" {
			s.mu.Lock()
			s.of[told.Identifier.Value] = c.Type + ": " + c.Error.Detail
			s.mu.Unlock()
		}
	}
}

// explain returns why there is no certificate, in the authority's words if it
// said any.
func (s *reasons) explain(name string, err error) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if said := s.of[name]; said != "" {
		return said
	}
	if refused, ok := errors.AsType[*acme.Error](err); ok {
		return refused.Detail
	}
	if err == nil {
		return "unknown"
	}
	return err.Error()
}
