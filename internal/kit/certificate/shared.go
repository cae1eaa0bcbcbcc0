package certificate

import (
	"context"
	"errors"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/secret"
)

// Shared keeps certificates in the database, sealed, where every node finds
// them: whichever the authority asks can answer.
type Shared struct {
	DB  *db.DB
	Box *secret.Box
}

// Get returns what was put under the name. What was sealed with a key that is
// no longer known is as good as gone: a new certificate is ordered.
func (s Shared) Get(ctx context.Context, name string) ([]byte, error) {
	sealed, err := db.Value[string](ctx, s.DB, `SELECT sealed FROM certificates WHERE name = $1`, name)
	if errors.Is(err, fault.NotFound{}) {
		return nil, autocert.ErrCacheMiss
	}
	if err != nil {
		return nil, err
	}
	text, err := s.Box.Open(about(name), sealed)
	if err != nil {
		return nil, autocert.ErrCacheMiss
	}
	return []byte(text), nil
}

// Put keeps data under the name.
func (s Shared) Put(ctx context.Context, name string, data []byte) error {
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO certificates (name, sealed, updated_at) VALUES ($1, $2, $3)
			ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at`,
			name, s.Box.Seal(about(name), string(data)), time.Now().UnixMilli())
		return err
	})
}

// Delete removes what lies under the name, if anything does.
func (s Shared) Delete(ctx context.Context, name string) error {
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM certificates WHERE name = $1`, name)
		return err
	})
}

func about(name string) string { return "certificate of " + name }
