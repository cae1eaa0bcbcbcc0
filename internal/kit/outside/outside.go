// Package outside reaches other servers at addresses that people typed, and
// only those that lie outside: nobody can have this server ask its own network.
package outside

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"code.dny.dev/ssrf"
)

// Rules say what may be reached beside public addresses by HTTPS.
type Rules struct {
	Loopback bool // this machine, also without encryption: for development and tests
	Private  bool // the network of the server
}

// The most that an answer may take.
const (
	patience   = 10 * time.Second
	maxAnswer  = 1 << 20 // bytes
	maxForward = 3       // redirects
)

// ErrAddress says that an address is not one that may be reached.
var ErrAddress = errors.New("not an address by HTTPS")

// ErrTooLong says that an answer was longer than a megabyte.
var ErrTooLong = errors.New("the answer is too long")

// Client returns a client that follows the rules on every connection, also
// after a redirect and whatever a name resolves to.
func (r Rules) Client() *http.Client {
	dialer := &net.Dialer{Timeout: patience, Control: ssrf.New(r.options()...).Safe}
	transport := &http.Transport{
		DialContext: dialer.DialContext, TLSHandshakeTimeout: patience, ResponseHeaderTimeout: patience,
		MaxResponseHeaderBytes: 64 << 10, MaxIdleConns: 10, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
	}
	return &http.Client{Timeout: patience, Transport: limited{r, transport}, CheckRedirect: func(_ *http.Request, before []*http.Request) error {
		if len(before) > maxForward {
			return errors.New("too many redirects")
		}
		return nil
	}}
}

func (r Rules) options() []ssrf.Option {
	options := []ssrf.Option{ssrf.WithAnyPort()}
	v4, v6 := []netip.Prefix{}, []netip.Prefix{}
	if r.Loopback {
		v4, v6 = append(v4, netip.MustParsePrefix("127.0.0.0/8")), append(v6, netip.MustParsePrefix("::1/128"))
	}
	if r.Private {
		for _, network := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"} {
			v4 = append(v4, netip.MustParsePrefix(network))
		}
		v6 = append(v6, netip.MustParsePrefix("fc00::/7"))
	}
	return append(options, ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
}

// Check returns ErrAddress unless the address is complete and by HTTPS; on
// this machine it may go without where the rules let it.
func (r Rules) Check(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return ErrAddress
	}
	return r.check(u)
}

func (r Rules) check(u *url.URL) error {
	if u.Scheme == "https" || u.Scheme == "http" && r.Loopback && isLoopback(u.Hostname()) {
		return nil
	}
	return fmt.Errorf("%w: %s://%s", ErrAddress, u.Scheme, u.Host)
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// limited refuses addresses before they are asked, and cuts answers off.
type limited struct {
	rules Rules
	next  http.RoundTripper
}

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := l.rules.check(r.URL); err != nil {
		return nil, err
	}
	res, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	res.Body = &short{ReadCloser: res.Body, left: maxAnswer}
	return res, nil
}

// short is a body that ends in an error after so many bytes.
type short struct {
	io.ReadCloser
	left int
}

func (s *short) Read(b []byte) (int, error) {
	if s.left <= 0 {
		return 0, ErrTooLong
	}
	n, err := s.ReadCloser.Read(b[:min(len(b), s.left)])
	s.left -= n
	return n, err
}
