// Package secret owns what is derived from SECRET_KEY: sealing what the
// database must not hold in the clear, and signing what nobody else may make.
package secret

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
)

// ErrUnknownKey says that something was sealed or signed with a key that is
// neither SECRET_KEY nor among SECRET_KEY_FALLBACKS.
var ErrUnknownKey = errors.New("made with a secret key that is no longer known: add it to SECRET_KEY_FALLBACKS")

// ErrBroken says that something sealed or signed was changed.
var ErrBroken = errors.New("sealed or signed by somebody else, or changed since")

// Box seals and signs with the newest of its keys, and opens and checks with
// any of them.
type Box struct{ keys []key }

// key is what one secret key is good for. Its id tells which one it was
// without telling what it is.
type key struct {
	id   string
	seal cipher.AEAD
	sign []byte
}

// New returns a box with the secret key and former ones.
func New(current []byte, former ...[]byte) *Box {
	b := &Box{}
	for _, secret := range append([][]byte{current}, former...) {
		b.keys = append(b.keys, keyOf(secret))
	}
	return b
}

func keyOf(secret []byte) key {
	seal, err := chacha20poly1305.NewX(derive(secret, "seal", chacha20poly1305.KeySize))
	if err != nil {
		panic(err) // only for a key of another length
	}
	return key{id: hex.EncodeToString(derive(secret, "id", 4)), seal: seal, sign: derive(secret, "sign", sha256.Size)}
}

// derive follows RFC 5869.
func derive(secret []byte, purpose string, size int) []byte {
	out, err := hkdf.Key(sha256.New, secret, nil, "kontor "+purpose, size)
	if err != nil {
		panic(err) // only for sizes of thousands
	}
	return out
}

func (b *Box) known(id string) (key, error) {
	for _, k := range b.keys {
		if k.id == id {
			return k, nil
		}
	}
	return key{}, ErrUnknownKey
}

// IsCurrent tells whether something sealed was sealed with the newest key.
func (b *Box) IsCurrent(sealed string) bool { return strings.HasPrefix(sealed, b.keys[0].id+".") }

// Sign returns a signature of the message for a purpose.
func (b *Box) Sign(purpose, message string) string {
	k := b.keys[0]
	return k.id + "." + hex.EncodeToString(k.mac(purpose, message))
}

// Check returns nil if the signature is one of the message for the purpose,
// else ErrBroken or ErrUnknownKey.
func (b *Box) Check(purpose, message, signature string) error {
	id, mac, _ := strings.Cut(signature, ".")
	k, err := b.known(id)
	if err != nil {
		return err
	}
	if !hmac.Equal([]byte(mac), []byte(hex.EncodeToString(k.mac(purpose, message)))) {
		return ErrBroken
	}
	return nil
}

func (k key) mac(purpose, message string) []byte {
	h := hmac.New(sha256.New, k.sign)
	h.Write([]byte(purpose + "\x00" + message))
	return h.Sum(nil)
}

// encoding is that of sealed texts.
var encoding = base64.RawURLEncoding
