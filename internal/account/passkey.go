package account

import (
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"kontor/internal/kit/db"
)

// Passkey is a key on somebody's phone, computer or stick that proves who they
// are, once they unlocked it there (WebAuthn).
type Passkey struct {
	User         db.ID  `db:"user_id"`
	ID           db.ID  `db:"id"`
	Name         string `db:"name"`
	CredentialID []byte `db:"credential_id"`
	Credential   string `db:"credential"` // JSON of webauthn.Credential
	CreatedAt    int64  `db:"created_at"`
	LastUsedAt   *int64 `db:"last_used_at"`
}

// holder is a user with their passkeys, as the library asks for them.
type holder struct {
	Person
	keys []webauthn.Credential
}

// WebAuthnID is the user's id.
func (h holder) WebAuthnID() []byte { return h.ID[:] }

// WebAuthnName is what the device calls the account.
func (h holder) WebAuthnName() string { return h.Email }

// WebAuthnDisplayName is whose account it is.
func (h holder) WebAuthnDisplayName() string { return h.Name() }

// WebAuthnCredentials are the passkeys.
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func holding(u Person, all []Passkey) (holder, error) {
	h := holder{Person: u}
	for _, p := range all {
		var key webauthn.Credential
		if err := json.Unmarshal([]byte(p.Credential), &key); err != nil {
			return h, err
		}
		h.keys = append(h.keys, key)
	}
	return h, nil
}

// relyingParty is this server as passkeys know it: by the name in its address.
// They are kept on the device and unlocked there, so they stand for two steps.
func (d *Domain) relyingParty(r *http.Request) (*webauthn.WebAuthn, error) {
	site, err := url.Parse(d.site(r))
	if err != nil {
		return nil, err
	}
	return webauthn.New(&webauthn.Config{
		RPID: site.Hostname(), RPDisplayName: "Kontor", RPOrigins: []string{d.site(r)},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
}
