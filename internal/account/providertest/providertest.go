// Package providertest runs a company's sign-in server for tests: a real
// OpenID provider on loopback, with people who are added as tests need them.
package providertest

import (
	"net/http"
	"net/http/httptest"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

// What the provider knows its only client by, and everybody's password there.
const (
	ClientID     = "kontor"
	ClientSecret = "a secret of the provider's client"
	Password     = "open sesame"
)

// Firm is a company whose people sign in at URL.
type Firm struct {
	URL    string
	people people
	server *httptest.Server
}

type people map[string]*storage.User

// GetUserByID is what the provider asks.
func (p people) GetUserByID(id string) *storage.User { return p[id] }

// GetUserByUsername is what its sign-in page asks.
func (p people) GetUserByUsername(name string) *storage.User { return p[name] }

// ExampleClientID is asked of every store and not used here.
func (p people) ExampleClientID() string { return "none" }

// Start starts a provider that sends people back to an address.
func Start(back string) *Firm {
	f := &Firm{people: people{}}
	var provider http.Handler
	f.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { provider.ServeHTTP(w, r) }))
	f.URL = f.server.URL
	clients := map[string]*storage.Client{ClientID: storage.WebClient(ClientID, ClientSecret, back)}
	provider = exampleop.SetupServer(f.URL, storage.NewStorageWithClients(f.people, clients), nil, false)
	return f
}

// Close stops the provider.
func (f *Firm) Close() { f.server.Close() }

// Employs makes somebody known, or changes what is known of them.
func (f *Firm) Employs(id, email string, verified bool) {
	f.people[id] = &storage.User{ID: id, Username: id, Password: Password, FirstName: "Вяра", LastName: "Илиева", Email: email, EmailVerified: verified}
}
