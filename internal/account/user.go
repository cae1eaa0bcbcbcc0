package account

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// Profile is what people say of themselves.
type Profile struct {
	FirstName  string `db:"first_name" json:"first_name"`
	LastName   string `db:"last_name" json:"last_name"`
	Email      string `db:"email" json:"email"`
	Phone      string `db:"phone" json:"phone"`
	Address    string `db:"address" json:"address"`
	City       string `db:"city" json:"city"`
	PostalCode string `db:"postal_code" json:"postal_code"`
	Country    string `db:"country" json:"country"` // ISO code
	Language   string `db:"language" json:"language"`
	Timezone   string `db:"timezone" json:"timezone"` // of the tz database
}

// Person is a user: somebody who signs in.
type Person struct {
	ID db.ID `db:"id"`
	Profile
	EmailKey      string `db:"email_key"`
	NewEmail      string `db:"new_email"` // waits for its link; "" for none
	EmailProvedAt *int64 `db:"email_proved_at"`
	PasswordHash  string `db:"password_hash"`
	Avatar        string `db:"avatar"` // key of the picture; "" for none
	Superuser     bool   `db:"superuser"`
	Active        bool   `db:"active"`
	Version       int64  `db:"version" json:"version"`
	CreatedAt     int64  `db:"created_at"`
	UpdatedAt     int64  `db:"updated_at"`
}

const userColumns = `id, first_name, last_name, email, phone, address, city, postal_code, country, language, timezone,
	email_key, new_email, email_proved_at, password_hash, avatar, superuser, active, version, created_at, updated_at`

// Name is how the user is shown: by name, or as long as there is none by what
// the address says: elena.dimitrova@… reads Elena Dimitrova.
func (p Profile) Name() string {
	if name := strings.TrimSpace(p.FirstName + " " + p.LastName); name != "" {
		return name
	}
	local, _, _ := strings.Cut(p.Email, "@")
	words := strings.FieldsFunc(local, func(r rune) bool { return strings.ContainsRune("._-+", r) })
	for i, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(first)) + w[size:]
	}
	if len(words) == 0 {
		return p.Email
	}
	return strings.Join(words, " ")
}

// own are the data a password must not be like.
func (p Profile) own(workspaces ...string) []string {
	return append([]string{p.Email, p.FirstName, p.LastName, p.FirstName + p.LastName}, workspaces...)
}

// clean trims the profile and checks it.
func (p *Profile) clean(ctx context.Context) error {
	c := check(ctx)
	c.text("first_name", &p.FirstName, 150)
	c.text("last_name", &p.LastName, 150)
	c.email("email", &p.Email)
	c.text("phone", &p.Phone, 50)
	c.lines("address", &p.Address, 500)
	c.text("city", &p.City, 100)
	c.text("postal_code", &p.PostalCode, 20)
	c.country("country", &p.Country)
	c.language("language", p.Language)
	c.zone("timezone", p.Timezone)
	return c.err()
}

// credentials are an address and a new password.
type credentials struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// clean trims the address and checks both; own are further data the password
// must not be like.
func (in *credentials) clean(c *checks, own ...string) {
	c.email("email", &in.Email)
	if problem := weakness(c.ctx, in.Password, append(own, in.Email)...); problem != "" {
		c.faults.Add("password", problem)
	}
}

func emailTaken(ctx context.Context) string {
	return i18n.T(ctx, "This address cannot be used for a new account. Sign in with it, or use another one.")
}
