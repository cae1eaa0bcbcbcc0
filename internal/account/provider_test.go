package account_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/account/providertest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// firm is a company's sign-in server.
type firm struct{ *providertest.Firm }

// newFirm starts a provider that knows the site as a client, for the workspace
// of the actor.
func newFirm(t *testing.T, s *site, a account.Actor) firm {
	t.Helper()
	f := firm{providertest.Start(s.url + "/login/back/" + s.slug(a))}
	t.Cleanup(f.Close)
	return f
}

// provided sets a provider up for the workspace of the owner.
func (b *browser) provided(f firm, pairs ...string) {
	b.t.Helper()
	b.post("/settings/sign-in", append(pairs, "issuer", f.URL, "client_id", providertest.ClientID, "secret", providertest.ClientSecret, "role", "user")...).leads(b.t, "/settings/sign-in")
}

var requestID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// signsIn walks the provider's pages from the address the site led to, and
// returns where the provider leads back to.
func (f firm) signsIn(t *testing.T, at, id string) string {
	t.Helper()
	if !strings.HasPrefix(at, f.URL) {
		t.Fatalf("led to %q, not to the provider", at)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	back := ""
	c := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), f.URL) {
			return nil
		}
		back = r.URL.RequestURI()
		return http.ErrUseLastResponse
	}}
	res, err := c.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := requestID.FindSubmatch(page)
	if found == nil {
		t.Fatalf("no sign-in page: %s", excerpt(string(page)))
	}
	res, err = c.PostForm(f.URL+"/login/username", url.Values{"username": {id}, "password": {providertest.Password}, "id": {string(found[1])}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if back == "" {
		t.Fatalf("the provider did not lead back: %d", res.StatusCode)
	}
	return back
}

// through signs somebody in by the provider of a workspace.
func (b *browser) through(f firm, slug, id string) answer {
	b.t.Helper()
	a := b.get("/login/sso/" + slug + "?next=%2Finside")
	if a.status != http.StatusSeeOther {
		b.t.Fatalf("status %d: %s", a.status, excerpt(a.text))
	}
	return b.get(f.signsIn(b.t, a.location, id))
}

func (s *site) slug(a account.Actor) string {
	s.t.Helper()
	slug, err := db.Value[string](s.t.Context(), s.db, "SELECT slug FROM workspaces WHERE id = $1", a.Workspace)
	if err != nil {
		s.t.Fatal(err)
	}
	return slug
}

func TestProvider_SignsMembersIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		f := newFirm(t, s, owner)
		m := accounttest.Member(t, d, owner, account.Manager)
		o := s.as(owner)
		s.browser().get("/login").expect(t, 200)
		o.get("/settings/sign-in").expect(t, 200, s.url+"/login/back/"+s.slug(owner))
		o.provided(f, "domains", "Kontor.example, other.example")
		o.get("/settings/sign-in").expect(t, 200, "Provider saved", f.URL, "kontor.example other.example", s.url+"/login/sso/"+s.slug(owner))
		f.Employs("m", strings.ToUpper(m.Email), true)

		b := s.browser()
		b.get("/login").expect(t, 200, "Sign in with your company account")
		b.get("/login/sso").leads(t, "/login/sso/"+s.slug(owner))
		b.through(f, s.slug(owner), "m").leads(t, "/inside")
		b.get("/inside").expect(t, 200, m.Email, "manager")
		b.get("/settings/two-step").expect(t, 200, "Connected", strings.ToUpper(m.Email))
		f.Employs("m", "moved@elsewhere.example", false) // known by subject from now on
		s.browser().through(f, s.slug(owner), "m").leads(t, "/inside")
		if n := s.count("SELECT count(*) FROM audit_entries WHERE kind = 'provider' AND action IN ('update', 'create') AND workspace_id = $1", owner.Workspace); n != 2 {
			t.Errorf("%d entries in the audit log, want one of the provider and one of the member", n)
		}
		moved := newFirm(t, s, owner)
		o.provided(moved, "version", "1")
		b.get("/inside").leads(t, "/login?next=%2Finside")
		moved.Employs("m", "moved@elsewhere.example", true) // the same subject is somebody else at another issuer
		s.browser().through(moved, s.slug(owner), "m").expect(t, 403)
		o.provided(f, "version", "2")
		b.through(f, s.slug(owner), "m").leads(t, "/inside")
		o.post("/settings/sign-in/remove").leads(t, "/settings/sign-in")
		b.get("/inside").leads(t, "/login?next=%2Finside")
		s.browser().get("/login/sso/"+s.slug(owner)).expect(t, 404, "No workspace of this name")
	})
}

func TestProvider_MakesMembersOnlyOfOwnVerifiedAddresses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner, elsewhere := accounttest.Actor(t, d, account.Owner), accounttest.Stranger(t, d)
		f := newFirm(t, s, owner)
		o := s.as(owner)
		o.provided(f, "domains", "kontor.example", "create_members", "true", "role", "manager")
		slug := s.slug(owner)
		f.Employs("new", "vyara.new@kontor.example", true)
		f.Employs("unproved", "vyara.unproved@kontor.example", false)
		f.Employs("foreign", "vyara@foreign.example", true)
		f.Employs("sub", "vyara@sub.kontor.example", true)
		f.Employs("owner", owner.Email, true)
		f.Employs("elsewhere", elsewhere.Email, true)

		b := s.browser()
		b.through(f, slug, "new").leads(t, "/inside")
		b.get("/inside").expect(t, 200, "vyara.new@kontor.example|"+owner.WorkspaceName+"|manager")
		for _, id := range []string{"unproved", "foreign", "sub", "owner", "elsewhere"} {
			bad := s.browser()
			bad.through(f, slug, id).expect(t, 403, "Sign-in failed")
			bad.get("/inside").leads(t, "/login?next=%2Finside")
		}
		for _, part := range []string{"nonce", "state"} { // swapped on the way there or back
			bad := s.browser()
			there, err := url.Parse(bad.get("/login/sso/" + slug).location)
			if err != nil {
				t.Fatal(err)
			}
			q := there.Query()
			q.Set(part, "another")
			there.RawQuery = q.Encode()
			bad.get(f.signsIn(t, there.String(), "new")).expect(t, 403, "did not confirm who you are")
		}
		s.browser().post("/login", "email", "vyara.new@kontor.example", "password", "").expect(t, 422)
		if n := s.count("SELECT count(*) FROM members WHERE workspace_id = $1", owner.Workspace); n != 2 {
			t.Errorf("%d members, want the owner and one", n)
		}
		if n := s.count("SELECT count(*) FROM audit_entries WHERE workspace_id = $1 AND kind = 'provider' AND action = 'sign_in_failed'", owner.Workspace); n != 7 {
			t.Errorf("%d failures in the audit log, want 7", n)
		}
	})
}

func TestProvider_OfAnotherWorkspaceOpensNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner, other := accounttest.Actor(t, d, account.Owner), accounttest.Stranger(t, d)
		ours, theirs := newFirm(t, s, owner), newFirm(t, s, other)
		m := accounttest.Member(t, d, owner, account.User)
		s.as(owner).provided(ours, "domains", "kontor.example")
		s.as(other).provided(theirs, "domains", "kontor.example", "create_members", "true")
		ours.Employs("m", m.Email, true)
		theirs.Employs("m", m.Email, true)
		s.browser().through(ours, s.slug(owner), "m").leads(t, "/inside")

		s.browser().through(theirs, s.slug(other), "m").expect(t, 403, "not one of a member")
		crossed := s.browser() // the answer of one provider to the question of another
		toOurs := crossed.get("/login/sso/" + s.slug(owner))
		back := ours.signsIn(t, toOurs.location, "m")
		crossed.get("/login/sso/" + s.slug(other))
		crossed.get(back).expect(t, 403, "Sign-in failed")
		crossed.get(back).leads(t, "/login")
		s.browser().get(back).leads(t, "/login") // nor in another browser
		if n := s.count("SELECT count(*) FROM members WHERE workspace_id = $1", other.Workspace); n != 1 {
			t.Error("a stranger came in")
		}
	})
}

func TestProvider_SessionIsGoodForItsWorkspaceAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner, other := accounttest.Actor(t, d, account.Owner), accounttest.Stranger(t, d)
		f := newFirm(t, s, owner)
		m := accounttest.Member(t, d, owner, account.Admin)
		in := m
		in.Workspace, in.Member = other.Workspace, db.NewID()
		if err := s.exec("INSERT INTO members (workspace_id, id, user_id, name, name_key, email, role, created_at, updated_at) VALUES ($1, $2, $3, 'Vera', 'vera', $4, 'owner', 1, 1)", in.Workspace, in.Member, in.User, in.Email); err != nil {
			t.Fatal(err)
		}
		if err := s.exec("UPDATE users SET superuser = TRUE WHERE id = $1", m.User); err != nil {
			t.Fatal(err)
		}
		s.as(m).get("/settings/outbox").expect(t, 200)
		elsewhere := s.as(in)
		s.as(owner).provided(f, "domains", "kontor.example")
		f.Employs("m", m.Email, true)
		b := s.browser()
		b.through(f, s.slug(owner), "m").leads(t, "/inside")
		b.get("/settings/outbox").expect(t, 403)
		b.get("/others").expect(t, 200)
		if all := b.get("/others").body; all != "" {
			t.Errorf("offers to switch: %s", all)
		}
		b.post("/workspaces/switch", "workspace", s.slug(other)).expect(t, 403)
		for _, path := range []string{"/settings/password", "/settings/two-step/app", "/settings/two-step/app/confirm", "/settings/two-step/app/remove", "/settings/two-step/codes", "/settings/two-step/provider"} {
			b.post(path, "code", "1").expect(t, 403, "good for this workspace alone")
		}
		b.post("/settings/sessions/end-others").leads(t, "/settings/sessions")
		elsewhere.get("/inside").expect(t, 200)
		if n := s.count("SELECT count(*) FROM sessions WHERE user_id = $1", m.User); n != 2 {
			t.Errorf("%d sessions", n)
		}
		b.get("/settings/profile").expect(t, 403, "good for this workspace alone")
		for _, path := range []string{"/settings/profile", "/settings/profile/avatar", "/settings/profile/avatar/remove"} {
			b.post(path, "first_name", "Somebody else").expect(t, 403, "good for this workspace alone")
		}
		b.get("/settings").leads(t, "/settings/sessions")
	})
}

func TestProvider_RequiredOfEverybodyButOwners(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner, other := accounttest.Actor(t, d, account.Owner), accounttest.Stranger(t, d)
		f := newFirm(t, s, owner)
		m := accounttest.Member(t, d, owner, account.User)
		f.Employs("m", m.Email, true)
		o, before := s.as(owner), s.as(m)
		o.provided(f, "domains", "kontor.example", "required", "true")
		o.get("/inside").expect(t, 200)
		before.get("/inside").leads(t, "/login?next=%2Finside")
		s.browser().post("/login", "email", owner.Email, "password", accounttest.Password).leads(t, "/")
		b := s.browser()
		door := "/login/sso/" + s.slug(owner) + "?next=%2Finside"
		b.post("/login", "email", m.Email, "password", accounttest.Password, "next", "/inside").expect(t, 200, "company account", `href="`+door+`"`)
		b.get("/inside").leads(t, "/login?next=%2Finside")
		b.through(f, s.slug(owner), "m").leads(t, "/inside")
		b.get("/inside").expect(t, 200, m.Email)

		if err := s.exec("INSERT INTO members (workspace_id, id, user_id, name, name_key, email, role, created_at, updated_at) VALUES ($1, $2, $3, 'Vera', 'vera', $4, 'user', 1, 1)", other.Workspace, db.NewID(), m.User, m.Email); err != nil {
			t.Fatal(err)
		}
		two := s.browser()
		two.post("/login", "email", m.Email, "password", accounttest.Password).leads(t, "/")
		two.get("/inside").expect(t, 200, other.WorkspaceName)
		two.post("/workspaces/switch", "workspace", s.slug(owner)).expect(t, 200, "company account")
		two.get("/inside").expect(t, 200, other.WorkspaceName)
	})
}

func TestProvider_ConfirmsWhoItIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		f := newFirm(t, s, owner)
		m := accounttest.Member(t, d, owner, account.User)
		s.as(owner).provided(f, "domains", "kontor.example")
		f.Employs("m", m.Email, true)
		f.Employs("other", "other@kontor.example", true)
		b := s.browser()
		b.through(f, s.slug(owner), "m").leads(t, "/inside")
		token := []string{"name", "n8n", "scope", "read", "days", "90"}
		b.post("/settings/tokens", token...).expect(t, 200)
		if err := s.exec("UPDATE sessions SET confirmed_at = confirmed_at - 1000000"); err != nil {
			t.Fatal(err)
		}
		s.accounts.DropCaches()
		b.post("/settings/tokens", token...).expect(t, 422, "Sign in there again", `href="/settings/sign-in/again"`, `name="scope" value="read"`)
		b.post("/settings/tokens", append(token, "confirm_password", accounttest.Password)...).expect(t, 422, "Sign in there again")
		again := func(id string) answer { return b.get(f.signsIn(t, b.get("/settings/sign-in/again").location, id)) }
		again("other").expect(t, 403)
		b.post("/settings/tokens", token...).expect(t, 422)
		again("m").expect(t, 200, "Go back to the other tab")
		b.post("/settings/tokens", token...).expect(t, 200)
	})
}

func TestProvider_IsConnectedFromTheSettings(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		f := newFirm(t, s, owner)
		m := accounttest.Member(t, d, owner, account.User)
		o, b := s.as(owner), s.as(m)
		o.provided(f)
		f.Employs("boss", "boss@elsewhere.example", false)
		connect := regexp.MustCompile(`href="(` + regexp.QuoteMeta(f.URL) + `[^"]+)"`)
		link := func(b *browser) answer {
			page := b.post("/settings/two-step/provider").expect(t, 200, "Sign in there once")
			return b.get(f.signsIn(t, connect.FindStringSubmatch(page.text)[1], "boss"))
		}
		o.get("/settings/two-step").expect(t, 200, "Company account", "Connect")
		link(o).leads(t, "/settings/two-step")
		o.get("/settings/two-step").expect(t, 200, "Account connected", "boss@elsewhere.example")
		link(b).expect(t, 403, "belongs to another member")
		page := o.post("/settings/two-step/provider").expect(t, 200)
		s.browser().get(f.signsIn(t, connect.FindStringSubmatch(page.text)[1], "boss")).leads(t, "/login")
		f.Employs("m", m.Email, true)
		page = b.post("/settings/two-step/provider").expect(t, 200)
		b.client.Jar.SetCookies(b.base(), []*http.Cookie{accounttest.SignIn(t, s.accounts, accounttest.Member(t, d, owner, account.User))})
		b.get(f.signsIn(t, connect.FindStringSubmatch(page.text)[1], "m")).leads(t, "/login") // somebody else signed in meanwhile
		in := s.browser()
		in.through(f, s.slug(owner), "boss").leads(t, "/inside")
		in.get("/inside").expect(t, 200, owner.Email, "owner")
		o.post("/settings/two-step/provider/remove").leads(t, "/settings/two-step")
		in.get("/inside").leads(t, "/login?next=%2Finside")
		in.through(f, s.slug(owner), "boss").expect(t, 403)
	})
}

func TestProvider_SettingsAreChecked(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	owner := accounttest.Actor(t, s.db, account.Owner)
	f := newFirm(t, s, owner)
	o := s.as(owner)
	b := s.as(accounttest.Member(t, s.db, owner, account.Manager))
	b.get("/settings/sign-in").expect(t, 403)
	b.post("/settings/sign-in", "issuer", f.URL, "client_id", "x", "role", "user").expect(t, 403)
	b.post("/settings/sign-in/remove").expect(t, 403)
	for issuer, says := range map[string]string{
		"": "Enter the address of the provider.", "http://id.example.com": "starts with https://", "ftp://x": "starts with https://",
		"https://10.0.0.1": "No OpenID provider answers", "https://169.254.169.254": "No OpenID provider answers", f.URL + "/other": "No OpenID provider answers",
	} {
		o.post("/settings/sign-in", "issuer", issuer, "client_id", "x", "role", "user", "secret", "hush hush").expect(t, 422, says)
	}
	o.post("/settings/sign-in", "issuer", f.URL, "client_id", "x", "role", "owner").expect(t, 422, "Choose a role of the list.")
	o.post("/settings/sign-in", "issuer", f.URL, "client_id", "x", "role", "user", "domains", "x y").expect(t, 422, "Enter domains such as")
	o.post("/settings/sign-in", "issuer", f.URL, "client_id", "x", "role", "user", "create_members", "true").expect(t, 422, "of which domains")
	o.provided(f)
	o.provided(f, "version", "1")
	o.post("/settings/sign-in", "issuer", f.URL, "client_id", "x", "role", "user", "version", "1").expect(t, 412)
	other := newFirm(t, s, owner)
	o.post("/settings/sign-in", "issuer", other.URL, "client_id", "x", "role", "user", "version", "2").expect(t, 422, "Enter the secret again")
	page := o.get("/settings/sign-in").expect(t, 200)
	if n := s.count("SELECT count(*) FROM sign_in_providers WHERE secret LIKE '%secret%'"); n != 0 || strings.Contains(page.body, providertest.ClientSecret) {
		t.Error("the secret is kept or shown as it is")
	}
	b.get("/settings/sign-in/again").leads(t, "/settings/two-step")
}

// TestProvider_LetsNobodyBeThemselvesEverywhere invites somebody whom a
// provider speaks for: accepting does not make the session theirs.
func TestProvider_LetsNobodyBeThemselvesEverywhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner, other := accounttest.Actor(t, d, account.Owner), accounttest.Stranger(t, d)
		f := newFirm(t, s, owner)
		m := accounttest.Member(t, d, owner, account.User)
		s.as(owner).provided(f, "domains", "kontor.example")
		f.Employs("m", m.Email, true)
		b := s.browser()
		b.through(f, s.slug(owner), "m").leads(t, "/inside")
		b.get("/settings/profile").expect(t, 200) // they are nowhere else
		token, err := s.accounts.Invitations.Create(t.Context(), other, m.Email, account.User, db.ID{})
		if err != nil {
			t.Fatal(err)
		}
		b.get("/join/"+token).expect(t, 200, `name="password"`)
		b.post("/join/"+token).expect(t, 422, "The password is wrong.")
		b.get("/inside").expect(t, 200, "|"+owner.WorkspaceName+"|")
		if n := s.count("SELECT count(*) FROM sessions WHERE NOT bound AND user_id = $1", m.User); n != 0 {
			t.Errorf("%d sessions are good everywhere", n)
		}
		b.post("/join/"+token, "password", accounttest.Password).leads(t, "/")
		b.get("/inside").expect(t, 200, "|"+other.WorkspaceName+"|")
	})
}

// TestProvider_SigningInProvesWhatItSays has somebody come whom the provider
// has known for long: what matters is asked there again.
func TestProvider_SigningInProvesWhatItSays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		f := newFirm(t, s, owner)
		m := accounttest.Member(t, d, owner, account.User)
		s.as(owner).provided(f, "domains", "kontor.example")
		f.Employs("m", m.Email, true)
		b := s.browser()
		b.through(f, s.slug(owner), "m").leads(t, "/inside")
		if n := s.count("SELECT count(*) FROM sessions WHERE bound AND confirmed_at % 1000 = 0 AND confirmed_at <= created_at"); n != 1 {
			t.Error("the session was not proved when the provider says")
		}
		m.Bound = true // and the provider does not say when they proved it
		cookie := accounttest.SignIn(t, s.accounts, m)
		b.client.Jar.SetCookies(b.base(), []*http.Cookie{cookie})
		b.get("/inside").expect(t, 200)
		b.post("/settings/tokens", "name", "n8n", "scope", "read", "days", "90").expect(t, 422, "Sign in there again")
	})
}

// TestProvider_GetsNoCodeOfAnother leads somebody on from the provider of one
// workspace to that of another, with the state of the first: the code that
// comes back must not reach it.
func TestProvider_GetsNoCodeOfAnother(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner, other := accounttest.Actor(t, d, account.Owner), accounttest.Stranger(t, d)
		ours := newFirm(t, s, owner)
		m := accounttest.Member(t, d, owner, account.User)
		ours.Employs("m", m.Email, true)
		s.as(owner).provided(ours, "domains", "kontor.example")
		var stolen []string
		var evil *httptest.Server
		evil = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if code := r.FormValue("code"); code != "" {
				stolen = append(stolen, code)
			}
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]any{"issuer": evil.URL, "authorization_endpoint": evil.URL + "/authorize",
				"token_endpoint": evil.URL + "/token", "jwks_uri": evil.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
		}))
		t.Cleanup(evil.Close)
		s.as(other).provided(firm{&providertest.Firm{URL: evil.URL}})

		b, attacker := s.browser(), s.browser()
		at, err := url.Parse(b.get("/login/sso/" + s.slug(other)).location)
		if err != nil {
			t.Fatal(err)
		}
		on, err := url.Parse(attacker.get("/login/sso/" + s.slug(owner)).location)
		if err != nil {
			t.Fatal(err)
		}
		q := on.Query() // nonce and challenge are the attacker's
		mine := q.Get("state")
		q.Set("state", at.Query().Get("state"))
		on.RawQuery = q.Encode()
		back := ours.signsIn(t, on.String(), "m")
		b.get(back).expect(t, 403, "did not confirm who you are")
		if len(stolen) != 0 {
			t.Error("the provider of another workspace got the code")
		}
		b.get("/inside").leads(t, "/login?next=%2Finside")
		if attacker.get("/login/back").status != http.StatusNotFound || mine == "" {
			t.Error("the address of all providers is still there")
		}
	})
}

func TestProvider_IsNotReachedByALinkOfAnotherSite(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	owner := accounttest.Actor(t, s.db, account.Owner)
	f := newFirm(t, s, owner)
	s.as(owner).provided(f)
	b := s.browser()
	way := "/login/sso/" + s.slug(owner) + "?next=%2Finside"
	for _, from := range []string{"cross-site", "same-site"} {
		b.header.Set("Sec-Fetch-Site", from)
		b.get(way).expect(t, 200, "company account", `href="`+way+`"`)
	}
	for _, from := range []string{"same-origin", "none"} {
		b.header.Set("Sec-Fetch-Site", from)
		if a := b.get(way); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, f.URL) {
			t.Errorf("%s: %d %s", from, a.status, a.location)
		}
	}
}
