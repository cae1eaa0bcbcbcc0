package secret

import (
	"crypto/rand"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
)

// Seal encrypts a text. about says what it is and whose, such as "totp" with
// the id of a user: it cannot be opened as anything or anybody else's.
func (b *Box) Seal(about, text string) string {
	k := b.keys[0]
	nonce := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(text)+chacha20poly1305.Overhead)
	rand.Read(nonce)
	return k.id + "." + encoding.EncodeToString(k.seal.Seal(nonce, nonce, []byte(text), []byte(about)))
}

// Open returns the text that was sealed, or ErrBroken or ErrUnknownKey.
func (b *Box) Open(about, sealed string) (string, error) {
	id, body, _ := strings.Cut(sealed, ".")
	k, err := b.known(id)
	if err != nil {
		return "", err
	}
	raw, err := encoding.DecodeString(body)
	if err != nil || len(raw) < chacha20poly1305.NonceSizeX {
		return "", ErrBroken
	}
	text, err := k.seal.Open(nil, raw[:chacha20poly1305.NonceSizeX], raw[chacha20poly1305.NonceSizeX:], []byte(about))
	if err != nil {
		return "", ErrBroken
	}
	return string(text), nil
}
