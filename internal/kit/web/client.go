package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Client is who sent a request: the address it comes from, and whether the
// way from there is encrypted.
type Client struct {
	IP     netip.Addr // invalid if the connection has none
	Secure bool
}

type clientKey struct{}

// ClientOf returns who sent the request.
func ClientOf(ctx context.Context) Client {
	c, _ := ctx.Value(clientKey{}).(Client)
	return c
}

// Origin is the address of this server as the client knows it, such as
// "https://crm.example.com".
func Origin(r *http.Request) string {
	if ClientOf(r.Context()).Secure {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// WithClient finds out who sent a request. Forwarded headers are believed only
// from the trusted proxies; of a chain of them the last one outside counts.
func WithClient(trusted []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := clientOf(trusted, r)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), clientKey{}, c)))
	})
}

func clientOf(trusted []netip.Prefix, r *http.Request) Client {
	c := Client{IP: hostIP(r.RemoteAddr), Secure: r.TLS != nil}
	if !isIn(trusted, c.IP) {
		return c
	}
	hops := forwarded(r.Header, "X-Forwarded-For")
	for _, hop := range slices.Backward(hops) {
		ip := hostIP(hop)
		if !ip.IsValid() {
			break // nothing behind it can be believed
		}
		c.IP = ip
		if !isIn(trusted, ip) {
			break
		}
	}
	if schemes := forwarded(r.Header, "X-Forwarded-Proto"); len(schemes) > 0 {
		c.Secure = strings.EqualFold(schemes[len(schemes)-1], "https")
	}
	return c
}

func forwarded(h http.Header, name string) []string {
	var all []string
	for _, line := range h.Values(name) {
		for part := range strings.SplitSeq(line, ",") {
			all = append(all, strings.TrimSpace(part))
		}
	}
	return all
}

func hostIP(address string) netip.Addr {
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	ip, err := netip.ParseAddr(strings.Trim(address, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return ip.Unmap()
}

func isIn(all []netip.Prefix, ip netip.Addr) bool {
	return ip.IsValid() && slices.ContainsFunc(all, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// ParseProxies reads addresses and networks such as 10.0.0.0/8.
func ParseProxies(texts []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if ip, err := netip.ParseAddr(text); err == nil {
			all = append(all, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, err
		}
		all = append(all, p.Masked())
	}
	return all, nil
}
