package account

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// visit is what the middleware learned about a request; it is shared by all
// requests of a session while it is cached.
type visit struct {
	actor  *Actor
	domain *Domain
	locale i18n.Locale
	others []Workspace // of the same user
	err    error       // the database could not say who it is
}

func visitFrom(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{}
}

// OtherWorkspaces returns the workspaces that whoever reads may switch to, by
// posting to their SwitchPath.
func OtherWorkspaces(ctx context.Context) []Workspace { return visitFrom(ctx).others }

// Middleware finds out who asks, by session cookie or bearer token, and in
// which language; it goes around the router. It refuses nobody: see Require.
func (d *Domain) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := d.visit(w, r)
		ctx := context.WithValue(r.Context(), visitKey{}, v)
		r = r.WithContext(i18n.With(ctx, v.locale))
		if v.actor == nil && isFirstPage(r.URL.Path) && !d.isSetUp(ctx) {
			http.Redirect(w, r, "/setup", http.StatusSeeOther)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (d *Domain) visit(w http.ResponseWriter, r *http.Request) *visit {
	v, err := d.known(w, r)
	if v != nil {
		return v
	}
	return &visit{domain: d, locale: d.guestLocale(w, r), err: err}
}

// known returns the visit of a session or token; nil for a guest.
func (d *Domain) known(w http.ResponseWriter, r *http.Request) (*visit, error) {
	if isForTokens(r.URL.Path) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return nil, nil
		}
		return d.byToken(r, token, "api")
	}
	if strings.HasPrefix(r.URL.Path, "/dav/") {
		email, token, _ := r.BasicAuth()
		v, err := d.byToken(r, token, ScopeDAV)
		if v != nil && emailKey(v.actor.Email) != emailKey(email) {
			return nil, nil
		}
		return v, err
	}
	c, err := r.Cookie(d.ownName(sessionCookie))
	if err != nil || len(c.Value) != tokenLength {
		return nil, nil
	}
	return d.find(r, d.Sessions.hash(c.Value), func(ctx context.Context, hash [32]byte, now time.Time) (*Actor, error) {
		a, touched, err := d.Sessions.find(ctx, hash, now)
		if touched {
			http.SetCookie(w, d.SessionCookie(c.Value))
		}
		return a, err
	})
}

// byToken returns the visit of a token that is for such a way; nil for none.
func (d *Domain) byToken(r *http.Request, token, via string) (*visit, error) {
	v, err := d.find(r, d.Tokens.hash(strings.TrimSpace(token)), d.Tokens.find)
	if v != nil && v.actor.Via != via {
		return nil, nil
	}
	return v, err
}

// isForTokens tells where programs come with a token; a browser's cookie
// counts for nothing there.
func isForTokens(path string) bool {
	return strings.HasPrefix(path, "/api/v1/") || path == "/mcp"
}

// loader returns who is behind a hash.
type loader func(ctx context.Context, hash [32]byte, now time.Time) (*Actor, error)

// find asks the cache, then the database.
func (d *Domain) find(r *http.Request, hash [32]byte, load loader) (*visit, error) {
	now := time.Now()
	if v := d.cache.get(hash, now); v != nil {
		return v, nil
	}
	stamp := d.cache.stamp()
	v, err := d.load(r.Context(), hash, now, load)
	if fault.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		d.log().ErrorContext(r.Context(), "find out who asks", "error", err.Error(), "request", web.RequestID(r.Context()))
		return nil, err
	}
	d.cache.put(hash, v, now, stamp)
	return v, nil
}

func (d *Domain) load(ctx context.Context, hash [32]byte, now time.Time, load loader) (*visit, error) {
	a, err := load(ctx, hash, now)
	if err != nil {
		return nil, err
	}
	v := &visit{actor: a, domain: d, locale: i18n.Locale{Lang: a.Lang, Zone: a.Zone}}
	if a.Session.IsZero() || a.Bound {
		return v, nil // they do not switch
	}
	all, err := d.Workspaces.Of(ctx, *a)
	v.others = slices.DeleteFunc(all, func(w Workspace) bool { return w.ID == a.Workspace })
	return v, err
}

// DropCaches forgets who is who, so that a change of the accounts made by
// other means takes effect at once.
func (d *Domain) DropCaches() { d.cache.drop() }

// visitLife is how long another process's change may go unnoticed.
const visitLife = 10 * time.Second

const maxVisits = 20_000

// visits keeps who is behind a hash for a few seconds.
type visits struct {
	mu    sync.RWMutex
	all   map[[32]byte]cachedVisit
	drops uint64
}

type cachedVisit struct {
	*visit
	until time.Time
}

func newVisits() *visits { return &visits{all: map[[32]byte]cachedVisit{}} }

func (c *visits) get(hash [32]byte, now time.Time) *visit {
	c.mu.RLock()
	v := c.all[hash]
	c.mu.RUnlock()
	if v.visit == nil || now.After(v.until) {
		return nil
	}
	return v.visit
}

// stamp changes with every drop: what was read before one must not be put.
func (c *visits) stamp() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.drops
}

func (c *visits) put(hash [32]byte, v *visit, now time.Time, stamp uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops != stamp {
		return
	}
	if len(c.all) >= maxVisits {
		clear(c.all)
	}
	c.all[hash] = cachedVisit{v, now.Add(visitLife)}
}

func (c *visits) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.all)
	c.drops++
}
