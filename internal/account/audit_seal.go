package account

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/secret"
)

// AuditLog seals the audit log and proves it.
type AuditLog struct {
	db  *db.DB
	box *secret.Box
}

// sealEvery is how long an entry may be without its place in the chain.
const sealEvery = time.Minute

// sealBatch is how many entries are sealed in one transaction, for which others
// who write can wait.
const sealBatch = 200

// Seal puts every entry that has no place yet at the end of its workspace's
// chain, and signs the ends.
func (l *AuditLog) Seal(ctx context.Context) error {
	open, err := db.Values[db.WorkspaceID](ctx, l.db, `SELECT DISTINCT workspace_id FROM audit_entries WHERE seq IS NULL ORDER BY workspace_id`)
	if err != nil {
		return fmt.Errorf("look for entries to seal: %w", err)
	}
	for _, ws := range open {
		for n := sealBatch; n == sealBatch; {
			err := l.db.InTx(ctx, func(tx *db.Tx) (err error) {
				n, err = l.seal(ctx, tx, ws)
				return err
			})
			if err != nil {
				return fmt.Errorf("seal audit log: %w", err)
			}
		}
	}
	return nil
}

// seal adds up to sealBatch entries to a chain and returns how many.
func (l *AuditLog) seal(ctx context.Context, tx *db.Tx, ws db.WorkspaceID) (int, error) {
	end, err := l.end(ctx, tx, ws)
	if err != nil {
		return 0, err
	}
	open, err := db.Select[Entry](ctx, tx, selectEntry+" WHERE workspace_id = $1 AND seq IS NULL ORDER BY id LIMIT $2", ws, sealBatch)
	if err != nil || len(open) == 0 {
		return 0, err
	}
	for _, e := range open {
		end.Seq++
		end.Hash = e.link(end.Hash, end.Seq)
		err := db.Changed(tx.Exec(ctx, "UPDATE audit_entries SET seq = $1, hash = $2 WHERE workspace_id = $3 AND id = $4", end.Seq, end.Hash, ws, e.ID))
		if err != nil {
			return 0, err
		}
	}
	end.Signature, end.At = l.box.Sign(sealPurpose, end.message()), time.Now().UnixMilli()
	return len(open), db.Insert(ctx, tx, "audit_seals", &end)
}

const selectEntry = `SELECT workspace_id, id, at, action, kind, record_id, name, name_key, records, batch_id, member_id, who, via, ip, details FROM audit_entries`

// seal is the signed end of a chain at a moment.
type seal struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Seq       int64          `db:"seq"`
	Hash      []byte         `db:"hash"`
	Signature string         `db:"signature"`
	At        int64          `db:"at"`
}

const sealPurpose = "audit"

// message is what the signature stands for.
func (s seal) message() string { return fmt.Sprintf("%d|%d|%x", s.Workspace, s.Seq, s.Hash) }

// end returns the newest seal of a workspace; a zero one where there is none.
// Sealing waits here for another node that seals the same chain.
func (l *AuditLog) end(ctx context.Context, tx *db.Tx, ws db.WorkspaceID) (seal, error) {
	if tx.Engine() == db.Postgres {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1, $2)", sealLock, int32(ws)); err != nil { // #nosec G115 -- a lock may be shared
			return seal{}, err
		}
	}
	last, err := db.Get[seal](ctx, tx, "SELECT workspace_id, seq, hash, signature, at FROM audit_seals WHERE workspace_id = $1 ORDER BY seq DESC LIMIT 1", ws)
	if fault.IsNotFound(err) {
		return seal{Workspace: ws}, nil
	}
	return last, err
}

// sealLock is the class of the locks on chains.
const sealLock = 7102
