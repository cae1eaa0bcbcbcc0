package account_test

import (
	"bytes"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func profile(version string, change ...string) []string {
	form := map[string]string{
		"version": version, "first_name": " Елена ", "last_name": "Димитрова",
		"phone": "+359 2 981 11 11", "address": "бул. „Цариградско шосе“ 115\nвх. Б", "city": "София", "postal_code": "1784",
		"country": "BG", "language": "bg", "timezone": "Asia/Tokyo",
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

func TestProfile_IsKeptAndTakesEffect(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		b := s.as(a)
		b.get("/settings/profile").expect(t, 200, `value="`+a.Email+`"`, `value="Europe/Sofia" selected`, `name="version" value="1"`)
		b.post("/settings/profile", profile("1")...).leads(t, "/settings/profile")
		b.get("/settings/profile").expect(t, 200, "Профилът е записан", `value="Елена"`, `value="Димитрова"`, "вх. Б</textarea>", `value="1784"`,
			`value="BG" selected`, `value="bg" selected`, `value="Asia/Tokyo" selected`, "Фамилия")
		b.get("/inside").expect(t, 200, a.Email+"|"+a.WorkspaceName+"|user|page|bg|Asia/Tokyo")
		m, err := s.accounts.Members.Get(t.Context(), a, a.Member)
		if err != nil || m.Name != "Елена Димитрова" || m.Email != a.Email {
			t.Errorf("member %+v, %v", m, err)
		}
		b.post("/settings/profile", profile("1", "city", "Варна")...).expect(t, 412)
		b.post("/language", "lang", "en", "next", "/inside").leads(t, "/inside")
		b.get("/inside").expect(t, 200, "|en|Asia/Tokyo")
	})
}

func TestProfile_BadInput(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		b := s.as(a)
		for _, c := range []struct{ field, value, message string }{
			{"first_name", strings.Repeat("x", 151), "At most 150 characters fit here."},
			{"phone", strings.Repeat("1", 51), "At most 50 characters fit here."},
			{"country", "Bulgaria", "Choose a country of the list."},
			{"language", "", "Choose a language of the list."},
			{"timezone", "Local", "Choose a time zone of the list."},
			{"timezone", "../../etc/passwd", "Choose a time zone of the list."},
			{"timezone", "Mars/Olympus", "Choose a time zone of the list."},
			{"version", "one", "Enter a whole number"},
			{"superuser", "true", "There is no field “superuser” here."},
			{"city", "So\x00fia", "This holds a character that cannot be stored."},
			{"email", "other@vitosha.example", "Another address is confirmed first"},
		} {
			b.post("/settings/profile", profile("1", c.field, c.value)...).expect(t, 422, c.message, `value="1784"`)
		}
		if n := s.count("SELECT count(*) FROM users WHERE id = $1 AND version = 1 AND city = ''", a.User); n != 1 {
			t.Error("something of a refused profile was kept")
		}
		big := bytes.Repeat([]byte("a"), 10<<20)
		b.send("POST", "/settings/profile", "application/x-www-form-urlencoded", bytes.NewReader(append([]byte("city="), big...))).expect(t, 413)
	})
}

func TestPassword_CurrentOneIsNotGuessed(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	b := s.as(accounttest.Actor(t, s.db, account.User))
	for range 5 {
		b.post("/settings/password", "current_password", "wrong one", "password", "слон под чадър").expect(t, 422, "This is not your current password.")
	}
	b.post("/settings/password", "current_password", accounttest.Password, "password", "слон под чадър").expect(t, 422, "Too many tries.")
}

func TestPassword_ChangeEndsOtherSessions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		here, there := s.as(a), s.as(a)
		there.get("/inside").expect(t, 200)
		here.post("/settings/password", "current_password", accounttest.Password, "password", "слон под чадър").leads(t, "/settings/password")
		here.get("/inside").expect(t, 200)
		there.get("/inside").leads(t, "/login?next=%2Finside")
	})
}
