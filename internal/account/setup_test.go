package account_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func founding(change ...string) []string {
	form := map[string]string{
		"workspace": "Витоша Инструментс ООД", "country": "BG", "vat_number": "BG200555081", "currency": "EUR", "language": "bg",
		"email": "elena@vitosha.example", "password": "тиха река 4711", "sample_data": "yes",
	}
	for i := 0; i < len(change); i += 2 {
		form[change[i]] = change[i+1]
	}
	var pairs []string
	for name, value := range form {
		pairs = append(pairs, name, value)
	}
	return pairs
}

func TestSetup_MakesWorkspaceAndSignsIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		var sampled []bool
		s.accounts.OnSetup = func(ctx context.Context, actor account.Actor, sampleData bool) error {
			if actor.Role != account.Owner || actor.WorkspaceName == "" {
				t.Errorf("hook got %+v", actor)
			}
			sampled = append(sampled, sampleData)
			return nil
		}
		b := s.browser()
		for _, path := range []string{"/", "/login", "/register", "/inside"} {
			b.get(path).leads(t, "/setup")
		}
		b.get("/setup").expect(t, 200, "Set up your workspace", `name="vat_number"`, `name="sample_data"`)
		b.post("/setup", founding()...).leads(t, "/")
		b.get("/inside").expect(t, 200, "elena@vitosha.example|Витоша Инструментс ООД|owner|page|bg|Europe/Sofia")
		if len(sampled) != 1 || !sampled[0] {
			t.Errorf("hook ran with %v", sampled)
		}
		if n := s.count("SELECT count(*) FROM workspaces WHERE slug = 'vitosha-instruments-ood' AND country = 'BG' AND vat_number = 'BG200555081' AND currency = 'EUR'"); n != 1 {
			t.Error("the workspace is not as typed")
		}

		other := s.browser()
		b.get("/setup").leads(t, "/")
		other.get("/setup").leads(t, "/")
		other.post("/setup", founding("email", "other@vitosha.example")...).leads(t, "/login")
		if n := s.count("SELECT count(*) FROM workspaces"); n != 1 {
			t.Errorf("%d workspaces", n)
		}
	})
}

func TestSetup_TwiceAtOnceMakesOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		var wait sync.WaitGroup
		leads := make(chan string, 6)
		for i := range 6 {
			b := s.browser()
			wait.Go(func() {
				leads <- b.post("/setup", founding("email", string(rune('a'+i))+"@vitosha.example")...).location
			})
		}
		wait.Wait()
		close(leads)
		won := 0
		for path := range leads {
			if path == "/" {
				won++
			}
		}
		if n, users := s.count("SELECT count(*) FROM workspaces"), s.count("SELECT count(*) FROM users"); won != 1 || n != 1 || users != 1 {
			t.Errorf("%d winners, %d workspaces, %d users", won, n, users)
		}
	})
}

func TestSetup_BadInputIsNamedAndKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		b := s.browser()
		for _, c := range []struct{ field, value, message string }{
			{"workspace", "", "Enter the name of your company or workspace."},
			{"workspace", strings.Repeat("я", 201), "At most 200 characters fit here."},
			{"country", "XX", "Choose a country of the list."},
			{"vat_number", "BG20055508", "One digit is missing: BG and 9 or 10 digits"},
			{"currency", "EURO", "Choose a currency of the list."},
			{"language", "de", "Choose a language of the list."},
			{"email", "elena", "Enter an email address, such as name@example.com."},
			{"email", "elena@vitosha..example", "Enter an email address"},
			{"password", "short", "Use at least 8 characters."},
			{"password", "vitosha instruments", "easy to guess"},
			{"email", "a\x00@vitosha.example", "This holds a character that cannot be stored."},
			{"workspace", "Vit\xff", "This is not valid text (UTF-8)."},
			{"role", "owner", "There is no field “role” here."},
		} {
			got := b.post("/setup", founding(c.field, c.value)...)
			if c.field == "password" && c.value[0] == 'v' {
				c.message = "too close to your name, email or workspace"
				got = b.post("/setup", founding(c.field, c.value, "workspace", "Vitosha Instruments")...)
			}
			got.expect(t, 422, c.message)
		}
		b.post("/setup", founding("currency", "X")...).expect(t, 422, `value="Витоша Инструментс ООД"`, `value="elena@vitosha.example"`, `value="BG200555081"`)
		if n := s.count("SELECT (SELECT count(*) FROM workspaces) + (SELECT count(*) FROM users)"); n != 0 {
			t.Errorf("%d rows were written", n)
		}
	})
}

func TestSetup_InBulgarian(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	b := s.browser()
	b.get("/setup?lang=bg").expect(t, 200, "Настройване", `lang="bg"`)
	b.get("/setup").expect(t, 200, "Настройване")
	b.post("/language", "lang", "en", "next", "/setup").leads(t, "/setup")
	b.get("/setup").expect(t, 200, "Set up your workspace")
	b.post("/language", "lang", "xx").expect(t, 422)
	foreign := s.browser()
	foreign.header.Set("Accept-Language", "fr, bg;q=0.8, en;q=0.5")
	foreign.get("/setup").expect(t, 200, "Настройване")
}

func TestSetup_ByAdministratorMadeByCommand(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	if err := s.accounts.CreateSuperuser(t.Context(), "elena@vitosha.example", "тиха река 4711"); err != nil {
		t.Fatal(err)
	}
	b := s.browser()
	b.post("/setup", founding("password", "друга река 4711")...).expect(t, 422, "This address has an account already. Enter its password.")
	b.post("/setup", founding()...).leads(t, "/")
}

// TestSetup_IsForWhoeverRunsTheServer has a stranger come first.
func TestSetup_IsForWhoeverRunsTheServer(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t), func(cfg *account.Config) { cfg.Guarded = true })
	b := s.browser()
	b.get("/setup").expect(t, 200, `name="setup_code"`)
	for _, code := range []string{"", "x", strings.Repeat("0", 35)} {
		b.post("/setup", founding("setup_code", code)...).expect(t, 422, "Enter the code")
	}
	if n := s.count("SELECT (SELECT count(*) FROM workspaces) + (SELECT count(*) FROM users)"); n != 0 {
		t.Errorf("%d rows were written", n)
	}
	b.post("/setup", founding("setup_code", " "+strings.ToUpper(s.accounts.SetUpCode()))...).leads(t, "/")
	made := newSite(t, dbtest.SQLite(t), func(cfg *account.Config) { cfg.Guarded = true })
	if err := made.accounts.CreateSuperuser(t.Context(), "elena@vitosha.example", "тиха река 4711"); err != nil {
		t.Fatal(err)
	}
	made.browser().post("/setup", founding("password", "друга река 4711")...).expect(t, 422, "Enter its password.")
	made.browser().post("/setup", founding()...).leads(t, "/")
	if code := newSite(t, dbtest.SQLite(t)).accounts.SetUpCode(); code != "" {
		t.Errorf("a code in local mode: %q", code)
	}
}
