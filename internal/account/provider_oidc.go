package account

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// errProvider says that a provider did not prove who somebody is; what it
// wraps is for the log.
var errProvider = errors.New("the provider did not prove who it is")

// meeting is a provider as it describes itself.
type meeting struct {
	provider *oidc.Provider
	config   oauth2.Config
}

// meet asks the issuer how it works.
func (d *Domain) meet(ctx context.Context, p Provider, back string) (meeting, error) {
	found, err := oidc.NewProvider(d.outside(ctx), p.Issuer)
	if err != nil {
		return meeting{}, fmt.Errorf("%w: discover %s: %w", errProvider, p.Issuer, err)
	}
	return meeting{found, oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.Secret, Endpoint: found.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}}, nil
}

// outside has requests of the libraries made by the guarded client.
func (d *Domain) outside(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, d.client)
}

// claims are what a provider says of somebody. Some write booleans as text.
type claims struct {
	Email    string `json:"email"`
	Verified any    `json:"email_verified"`
	First    string `json:"given_name"`
	Last     string `json:"family_name"`
	Name     string `json:"name"`
	At       int64  `json:"auth_time"`
}

// identify redeems the code that the provider sent somebody back with, and
// returns who they are there.
func (d *Domain) identify(r *http.Request, p Provider, f flow, back string) (identity, error) {
	who, err := d.redeem(r, p, f, back)
	if err != nil && !errors.Is(err, errProvider) {
		err = fmt.Errorf("%w: %w", errProvider, err)
	}
	return who, err
}

func (d *Domain) redeem(r *http.Request, p Provider, f flow, back string) (identity, error) {
	ctx, q := d.outside(r.Context()), r.URL.Query()
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(f.State)) != 1 {
		return identity{}, errors.New("the state is another one")
	}
	if problem := q.Get("error"); problem != "" {
		return identity{}, fmt.Errorf("it answers %q: %q", cut(problem, 100), cut(q.Get("error_description"), 200))
	}
	if iss := q.Get("iss"); iss != "" && iss != p.Issuer { // RFC 9207
		return identity{}, errors.New("the answer is of another issuer")
	}
	m, err := d.meet(r.Context(), p, back)
	if err != nil {
		return identity{}, err
	}
	token, err := m.config.Exchange(ctx, q.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return identity{}, fmt.Errorf("redeem the code: %w", err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := m.provider.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID}).Verify(ctx, raw)
	if err != nil {
		return identity{}, err
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1 {
		return identity{}, errors.New("the nonce is another one")
	}
	return m.identity(ctx, id, token)
}

// identity reads the claims of the token, and asks for the address where the
// token does not tell it.
func (m meeting) identity(ctx context.Context, id *oidc.IDToken, token *oauth2.Token) (identity, error) {
	var c claims
	if err := id.Claims(&c); err != nil {
		return identity{}, err
	}
	if c.Email == "" && m.provider.UserInfoEndpoint() != "" {
		info, err := m.provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return identity{}, err
		}
		if info.Subject != id.Subject {
			return identity{}, errors.New("the address is of somebody else")
		}
		at := c.At
		if err := info.Claims(&c); err != nil {
			return identity{}, err
		}
		c.At = at
	}
	return c.identity(id.Subject), nil
}

func (c claims) identity(subject string) identity {
	if c.First == "" && c.Last == "" {
		c.First, c.Last, _ = strings.Cut(strings.TrimSpace(c.Name), " ")
	}
	verified := c.Verified == true || c.Verified == "true"
	return identity{Subject: subject, Email: printable(strings.TrimSpace(c.Email)), Verified: verified, FirstName: c.First, LastName: c.Last, At: c.At}
}
