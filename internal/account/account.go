// Package account owns people and what they belong to: users, workspaces,
// members, roles, teams, invitations, sign-in, sessions and API tokens, and the
// audit log. It decides who may see and do what.
package account

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"net/http"
	"sync/atomic"

	"kontor/internal/kit/db"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/outside"
	"kontor/internal/kit/secret"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/upload"
	"kontor/internal/kit/web"
)

// Config is what the accounts need to know of the server.
type Config struct {
	Secret      []byte      // signs sessions and invitation links: another one ends them all
	Box         *secret.Box // seals and signs what has to outlive a change of the secret; made of Secret if nil
	Site        string      // what links in mails begin with; if empty, what the request came to
	Secure      bool        // cookies travel over HTTPS only
	Guarded     bool        // whoever sets the server up shows SetUpCode
	DefaultLang string      // for readers who did not say otherwise
	Log         *slog.Logger
	Shell       web.Shell
	Files       storage.Store  // pictures of people
	Judge       *upload.Judge  // of them; its own if nil
	Limits      *limit.Limiter // its own, in memory, if nil
	Outside     outside.Rules  // which sign-in providers may be asked
}

// Domain is everything of the accounts.
type Domain struct {
	Users       *Users
	Workspaces  *Workspaces
	Members     *Members
	Teams       *Teams
	Invitations *Invitations
	Sessions    *Sessions
	Tokens      *Tokens
	SecondSteps *SecondSteps
	Providers   *Providers
	Passkeys    *Passkeys
	Outbox      *Outbox
	AuditLog    *AuditLog

	// OnWorkspace is called in the transaction that makes a workspace, by its
	// owner and in its language.
	OnWorkspace func(ctx context.Context, tx *db.Tx, owner Actor) error
	// OnSetup is called once, when the first workspace was made; sampleData
	// tells whether it should be filled.
	OnSetup func(ctx context.Context, actor Actor, sampleData bool) error
	// Settings are pages of other domains in the menu of settings.
	Settings []SettingsEntry

	db     *db.DB
	cfg    Config
	cache  *visits
	client *http.Client // asks sign-in providers
	setUp  atomic.Bool  // a workspace exists: never false again
}

// New returns the accounts on a database.
func New(d *db.DB, cfg Config) *Domain {
	if cfg.Limits == nil {
		cfg.Limits = limit.InMemory()
	}
	if cfg.Judge == nil {
		cfg.Judge = upload.New()
	}
	if cfg.Box == nil {
		cfg.Box = secret.New(cfg.Secret)
	}
	cache := newVisits()
	s := store{db: d, cache: cache, secret: sha256.Sum256(append([]byte("kontor sign-in\x00"), cfg.Secret...))}
	return &Domain{
		Users: &Users{store: s, hasher: newHasher(), files: cfg.Files, judge: cfg.Judge}, Workspaces: &Workspaces{s}, Members: &Members{s}, Teams: &Teams{s},
		Invitations: &Invitations{s}, Sessions: &Sessions{s}, Tokens: &Tokens{s}, SecondSteps: &SecondSteps{store: s, box: cfg.Box}, Providers: &Providers{s, cfg.Box}, Passkeys: &Passkeys{s}, Outbox: &Outbox{db: d, box: cfg.Box}, AuditLog: &AuditLog{db: d, box: cfg.Box},
		db: d, cfg: cfg, cache: cache, client: cfg.Outside.Client(),
	}
}

// store is what every shelf of this package stands on.
type store struct {
	db     *db.DB
	cache  *visits
	secret [32]byte
}

// write runs f in a transaction and forgets who is who afterwards.
func (s store) write(ctx context.Context, f func(tx *db.Tx) error) error {
	err := s.db.InTx(ctx, f)
	s.cache.drop()
	return err
}

// Routes adds the pages.
func (d *Domain) Routes(r *web.Router) {
	d.signInRoutes(r)
	d.pendingRoutes(r)
	d.providerSignInRoutes(r)
	d.passkeySignInRoutes(r)
	d.resetRoutes(r)
	d.addressLinkRoutes(r)
	d.setupRoutes(r)
	d.invitationRoutes(r)
	member := r.With(d.Require)
	member.Handle("GET /settings", showSettings)
	d.profileRoutes(member)
	d.addressRoutes(member)
	d.passwordRoutes(member)
	d.factorRoutes(member)
	d.providerRoutes(member)
	d.passkeyRoutes(member)
	d.outboxRoutes(member)
	d.sessionRoutes(member)
	d.tokenRoutes(member)
	d.workspaceRoutes(member)
	d.memberRoutes(member)
	d.teamRoutes(member)
	d.rightRoutes(member)
}

func (d *Domain) log() *slog.Logger {
	if d.cfg.Log == nil {
		return slog.Default()
	}
	return d.cfg.Log
}
