package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// KeepAnswers is how long the answer to an Idempotency-Key is kept.
const KeepAnswers = 24 * time.Hour

// Idempotent honours Idempotency-Key on every POST: the same key with the same
// request gets the first answer again and nothing is done twice. who tells
// whose keys they are.
func Idempotent(d *db.DB, who func(*http.Request) (db.WorkspaceID, db.ID)) web.Middleware {
	return func(next web.Handler) web.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			name := r.Header.Get("Idempotency-Key")
			if name == "" || r.Method != http.MethodPost {
				return next(w, r)
			}
			if len(name) > 200 {
				return fault.Malformed{Text: i18n.T(r.Context(), "The Idempotency-Key is longer than 200 characters.")}
			}
			body, err := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
			if err != nil {
				return err
			}
			// A file that is sent may be larger: the rest of it streams through, unhashed but for its length.
			r.Body = streamed{io.MultiReader(bytes.NewReader(body), r.Body), r.Body}
			ws, member := who(r)
			key := answer{Workspace: ws, Member: member, Name: name, Request: hashOf(r, body), CreatedAt: time.Now().UnixMilli()}
			return key.once(d, w, r, next)
		}
	}
}

type streamed struct {
	io.Reader
	io.Closer
}

func hashOf(r *http.Request, body []byte) []byte {
	h := sha256.New()
	io.WriteString(h, r.Method+" "+r.URL.RequestURI()+"\n"+strconv.FormatInt(r.ContentLength, 10)+"\n")
	h.Write(body)
	return h.Sum(nil)
}

type answer struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Member    db.ID          `db:"member_id"`
	Name      string         `db:"name"`
	Request   []byte         `db:"request_hash"`
	Status    int            `db:"status"`
	Headers   db.JSON        `db:"headers"`
	Body      []byte         `db:"body"`
	CreatedAt int64          `db:"created_at"`
}

func (a answer) once(d *db.DB, w http.ResponseWriter, r *http.Request, next web.Handler) error {
	ctx := r.Context()
	err := d.InTx(ctx, func(tx *db.Tx) error { return db.Insert(ctx, tx, "idempotency_keys", &a) })
	if errors.Is(err, db.ErrExists) {
		return a.replay(d, w, r)
	}
	if err != nil {
		return err
	}
	rec := &copier{ResponseWriter: w, status: http.StatusOK}
	err = next(rec, r)
	// The reader may be gone, but the answer must be kept all the same.
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(err, a.finish(keep, d, rec, err))
}

// finish keeps the answer, or forgets the key when nothing was done.
func (a answer) finish(ctx context.Context, d *db.DB, rec *copier, err error) error {
	return d.InTx(ctx, func(tx *db.Tx) error {
		if err != nil || rec.status >= 500 {
			_, err := tx.Exec(ctx, `DELETE FROM idempotency_keys WHERE workspace_id = $1 AND member_id = $2 AND name = $3`, a.Workspace, a.Member, a.Name)
			return err
		}
		headers, err := db.ToJSON(rec.kept())
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE idempotency_keys SET status = $1, headers = $2, body = $3 WHERE workspace_id = $4 AND member_id = $5 AND name = $6`,
			rec.status, headers, rec.body.Bytes(), a.Workspace, a.Member, a.Name)
		return err
	})
}

func (a answer) replay(d *db.DB, w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	kept, err := db.Get[answer](ctx, d, `SELECT workspace_id, member_id, name, request_hash, status, headers, body, created_at
		FROM idempotency_keys WHERE workspace_id = $1 AND member_id = $2 AND name = $3`, a.Workspace, a.Member, a.Name)
	if err != nil {
		return err
	}
	if !bytes.Equal(kept.Request, a.Request) {
		return fault.Invalid{"": i18n.T(ctx, "This Idempotency-Key was used for another request. Use a new key.")}
	}
	if kept.Status == 0 {
		return fault.Conflict{Text: i18n.T(ctx, "The first request with this Idempotency-Key is not finished. Look for its result before you try again.")}
	}
	var headers map[string]string
	if err := kept.Headers.Decode(&headers); err != nil {
		return err
	}
	for name, value := range headers {
		w.Header().Set(name, value)
	}
	w.Header().Set("Idempotency-Replayed", "true")
	w.WriteHeader(kept.Status)
	w.Write(kept.Body) // the reader may be gone: nothing to do about it
	return nil
}

// copier passes an answer on and keeps a copy.
type copier struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (c *copier) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *copier) Write(b []byte) (int, error) {
	c.body.Write(b)
	return c.ResponseWriter.Write(b)
}

func (c *copier) kept() map[string]string {
	headers := map[string]string{}
	for _, name := range []string{"Content-Type", "Location", "ETag"} {
		if v := c.Header().Get(name); v != "" {
			headers[name] = v
		}
	}
	return headers
}

// Forget drops kept answers older than KeepAnswers.
func Forget(ctx context.Context, d *db.DB) error {
	return d.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM idempotency_keys WHERE created_at < $1`, time.Now().Add(-KeepAnswers).UnixMilli())
		return err
	})
}
