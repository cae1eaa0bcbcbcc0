package privacy

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/secret"
)

// Erasure says that somebody was erased for good, never whom: Record is the id
// that their contact had.
type Erasure struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Record    db.ID          `db:"record_id"`
	Member    db.ID          `db:"member_id"`
	At        int64          `db:"at"`

	MemberName string `db:"member_name,ro"`
	Recognised bool   `db:"recognised,ro"` // an import would recognise them
}

// Erasures remembers that people were erased, so that an import does not bring
// them back.
type Erasures struct {
	db  *db.DB
	box *secret.Box
}

// List returns the erasures of the workspace, the newest first, those older
// than before unless it is zero, at most limit.
func (s *Erasures) List(ctx context.Context, actor account.Actor, before db.ID, limit int) ([]Erasure, error) {
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return nil, err
	}
	var q db.SQL
	q.S(`SELECT e.workspace_id, e.id, e.record_id, e.member_id, e.at, coalesce(m.name, '') AS member_name,
		EXISTS (SELECT 1 FROM erased_keys k WHERE k.workspace_id = e.workspace_id AND k.erasure_id = e.id) AS recognised
		FROM erasures e LEFT JOIN members m ON m.workspace_id = e.workspace_id AND m.id = e.member_id WHERE e.workspace_id = `).P(actor.Workspace)
	if !before.IsZero() {
		q.S(" AND e.id < ").P(before)
	}
	q.S(" ORDER BY e.id DESC LIMIT ").P(limit)
	return db.Select[Erasure](ctx, s.db, q.Text(), q.Args()...)
}

// Lift forgets by what somebody who was erased is recognised: an import may
// bring them in again.
func (s *Erasures) Lift(ctx context.Context, actor account.Actor, id db.ID) error {
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		e, err := db.Get[Erasure](ctx, tx, `SELECT workspace_id, id, record_id FROM erasures WHERE workspace_id = $1 AND id = $2`, actor.Workspace, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM erased_keys WHERE workspace_id = $1 AND erasure_id = $2`, actor.Workspace, id); err != nil {
			return fmt.Errorf("lift erasure: %w", err)
		}
		return account.Audit(ctx, tx, actor, account.Entry{Action: "restore", Kind: "erasure", Record: e.Record})
	})
}

// note writes that somebody was erased, and by what they are recognised.
func (s *Erasures) note(ctx context.Context, tx *db.Tx, actor account.Actor, record db.ID, marks []string) (Erasure, error) {
	e := Erasure{Workspace: actor.Workspace, ID: db.NewID(), Record: record, Member: actor.Member, At: time.Now().UnixMilli(), Recognised: len(marks) > 0}
	if err := db.Insert(ctx, tx, "erasures", &e); err != nil {
		return e, fmt.Errorf("note erasure: %w", err)
	}
	key, err := s.key(ctx, tx, actor.Workspace, true)
	if err != nil {
		return e, err
	}
	rows := make([]erasedKey, len(marks))
	for i, mark := range marks {
		rows[i] = erasedKey{actor.Workspace, hashOf(key, mark), e.ID}
	}
	if err := db.InsertAll(ctx, tx, "erased_keys", rows); err != nil {
		return e, fmt.Errorf("note what is recognised: %w", err)
	}
	return e, nil
}

type erasedKey struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Hash      []byte         `db:"hash"`
	Erasure   db.ID          `db:"erasure_id"`
}

// hashOf is what is kept of an address: without the key, trying all numbers of
// a country finds nothing.
func hashOf(key []byte, mark string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(mark))
	return h.Sum(nil)
}

func aboutKey(ws db.WorkspaceID) string { return "erasures|" + strconv.FormatInt(int64(ws), 10) }

// key is the key of a workspace's hashes; nil if it has none yet and none is to
// be made.
func (s *Erasures) key(ctx context.Context, q db.Querier, ws db.WorkspaceID, create bool) ([]byte, error) {
	key, err := s.stored(ctx, q, ws)
	tx, writes := q.(*db.Tx)
	if err != nil || key != nil || !create || !writes {
		return key, err
	}
	key = make([]byte, sha256.Size)
	rand.Read(key)
	made, err := tx.Exec(ctx, "UPDATE workspaces SET erasure_secret = $1 WHERE id = $2 AND erasure_secret = ''", s.box.Seal(aboutKey(ws), base64.StdEncoding.EncodeToString(key)), ws)
	if err != nil {
		return nil, fmt.Errorf("keep key of erasures: %w", err)
	}
	if made == 0 { // another erasure made it meanwhile
		return s.stored(ctx, q, ws)
	}
	return key, nil
}

// stored is the key as it is kept; nil if there is none.
func (s *Erasures) stored(ctx context.Context, q db.Querier, ws db.WorkspaceID) ([]byte, error) {
	sealed, err := db.Value[string](ctx, q, "SELECT erasure_secret FROM workspaces WHERE id = $1", ws)
	if err != nil {
		return nil, fmt.Errorf("read key of erasures: %w", err)
	}
	if sealed == "" {
		return nil, nil
	}
	text, err := s.box.Open(aboutKey(ws), sealed)
	if err != nil {
		return nil, fmt.Errorf("open key of erasures: %w", err)
	}
	return base64.StdEncoding.DecodeString(text)
}

// Erased tells of each mark when somebody with it was erased; marks of others
// are left out. A mark is an address as MarkEmail and MarkPhone of contact make
// it.
func (s *Erasures) Erased(ctx context.Context, q db.Querier, actor account.Actor, marks iter.Seq[string]) (map[string]int64, error) {
	key, err := s.key(ctx, q, actor.Workspace, false)
	if err != nil || key == nil {
		return nil, err
	}
	found := map[string]int64{}
	for some := range slices.Chunk(slices.Collect(marks), atOnce) {
		if err := s.look(ctx, q, actor, key, some, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// atOnce is how many values one statement names.
const atOnce = 500

func (s *Erasures) look(ctx context.Context, q db.Querier, actor account.Actor, key []byte, marks []string, found map[string]int64) error {
	of := map[string]string{}
	hashes := make([][]byte, len(marks))
	for i, mark := range marks {
		hashes[i] = hashOf(key, mark)
		of[string(hashes[i])] = mark
	}
	type hit struct {
		Hash []byte `db:"hash"`
		At   int64  `db:"at"`
	}
	var sql db.SQL
	sql.S(`SELECT k.hash, e.at FROM erased_keys k JOIN erasures e ON e.workspace_id = k.workspace_id AND e.id = k.erasure_id WHERE k.workspace_id = `).P(actor.Workspace).S(" AND k.hash IN ")
	db.In(&sql, hashes)
	hits, err := db.Select[hit](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("look for erased people: %w", err)
	}
	for _, h := range hits {
		found[of[string(h.Hash)]] = max(found[of[string(h.Hash)]], h.At)
	}
	return nil
}

// Reseal seals the keys anew that were sealed with a former secret key.
func (s *Erasures) Reseal(ctx context.Context) error {
	type row struct {
		ID  db.WorkspaceID `db:"id"`
		Key string         `db:"erasure_secret"`
	}
	all, err := db.Select[row](ctx, s.db, "SELECT id, erasure_secret FROM workspaces WHERE erasure_secret <> ''")
	if err != nil {
		return fmt.Errorf("read keys of erasures: %w", err)
	}
	for _, r := range all {
		if s.box.IsCurrent(r.Key) {
			continue
		}
		text, err := s.box.Open(aboutKey(r.ID), r.Key)
		if err != nil {
			return fmt.Errorf("open key of the erasures of workspace %d: %w", r.ID, err)
		}
		if err := s.db.InTx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE workspaces SET erasure_secret = $1 WHERE id = $2 AND erasure_secret = $3", s.box.Seal(aboutKey(r.ID), text), r.ID, r.Key)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
