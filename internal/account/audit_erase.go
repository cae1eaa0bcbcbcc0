package account

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
	"kontor/internal/kit/secret"
)

// erasePurpose is what signatures on erased entries are for.
const erasePurpose = "audit erasure"

// spoiled stands in place of a signature on an entry that somebody had changed
// before it was erased: an erasure must not make it good.
const spoiled = "changed before"

// erasable is an entry with the hash of the one before it.
type erasable struct {
	linked
	Before []byte `db:"before_hash"`
	Email  string `db:"email"` // of the member
}

const selectErasable = `SELECT e.workspace_id, e.id, e.at, e.action, e.kind, e.record_id, e.name, e.name_key, e.records, e.batch_id, e.member_id, e.who, e.via, e.ip, e.details,
	e.seq, e.hash, e.erased, p.hash AS before_hash, coalesce(m.email, '') AS email FROM audit_entries e
	LEFT JOIN audit_entries p ON p.workspace_id = e.workspace_id AND p.seq = e.seq - 1
	LEFT JOIN members m ON m.workspace_id = e.workspace_id AND m.id = e.member_id WHERE e.workspace_id = `

// Erase takes the names of records that are gone for good out of the log, and
// out of the entries that mention them what name and details leave out. The
// chain stays whole: an entry that says less than its hash stands for has a
// signature over what is left.
func (l *AuditLog) Erase(ctx context.Context, tx *db.Tx, actor Actor, records, mentioning []db.ID, name, details func(string) string) error {
	for n := sealBatch; n == sealBatch; { // what has no place yet cannot be signed
		var err error
		if n, err = l.seal(ctx, tx, actor.Workspace); err != nil {
			return fmt.Errorf("seal audit log: %w", err)
		}
	}
	if err := l.eraseWhere(ctx, tx, actor, " AND e.record_id IN ", records, func(string) string { return "" }, details); err != nil {
		return err
	}
	return l.eraseWhere(ctx, tx, actor, " AND e.id IN ", mentioning, name, details)
}

func (l *AuditLog) eraseWhere(ctx context.Context, tx *db.Tx, actor Actor, where db.Expr, ids []db.ID, name, details func(string) string) error {
	for len(ids) > 0 {
		n := min(len(ids), sealBatch)
		var q db.SQL
		q.S(selectErasable).P(actor.Workspace).S(where)
		db.In(&q, ids[:n])
		all, err := db.Select[erasable](ctx, tx, q.Text(), q.Args()...)
		if err != nil {
			return fmt.Errorf("read entries to erase: %w", err)
		}
		for _, e := range all {
			if err := l.erase(ctx, tx, e, name(e.Name), details(e.Details)); err != nil {
				return fmt.Errorf("erase from audit log: %w", err)
			}
		}
		ids = ids[n:]
	}
	return nil
}

// erase writes what is left of an entry, and signs it.
func (l *AuditLog) erase(ctx context.Context, tx *db.Tx, e erasable, name, details string) error {
	if name == e.Name && details == e.Details {
		return nil
	}
	good := l.stands(e)
	e.Name, e.Details = name, details
	e.Erased = spoiled
	if good {
		e.Erased = l.box.Sign(erasePurpose, e.left())
	}
	key := search.Fold(e.Name + " " + e.Who + " " + e.Email + " " + e.IP)
	return db.Changed(tx.Exec(ctx, `UPDATE audit_entries SET name = $1, name_key = $2, details = $3, erased = $4 WHERE workspace_id = $5 AND id = $6`,
		e.Name, key, e.Details, e.Erased, e.Workspace, e.ID))
}

// stands tells whether an entry says what was sealed, or signed when something
// was erased from it before.
func (l *AuditLog) stands(e erasable) bool {
	if e.Erased != "" {
		return l.box.Check(erasePurpose, e.left(), e.Erased) == nil
	}
	return bytes.Equal(e.Hash, e.link(e.Before, e.Seq))
}

// left is what the signature on an erased entry stands for: its place in the
// chain, and all it still says.
func (e linked) left() string {
	return fmt.Sprintf("%d|%d|%x|%x", e.Workspace, e.Seq, e.Hash, e.link(e.Hash, e.Seq))
}

// proveErased checks an entry from which something was erased.
func (l *AuditLog) proveErased(c *Chain, e linked) {
	err := l.box.Check(erasePurpose, e.left(), e.Erased)
	switch {
	case errors.Is(err, secret.ErrUnknownKey):
		c.Fault = fmt.Sprintf("what was erased from entry %d (%s) was %v", e.Seq, e.ID, err)
	case err != nil:
		c.Fault = fmt.Sprintf("entry %d (%s) was changed", e.Seq, e.ID)
	}
}

// Mentioning returns the entries of the actor's workspace whose names or
// details hold one of the patterns, as LIKE … ESCAPE '!' takes them.
func (l *AuditLog) Mentioning(ctx context.Context, actor Actor, patterns []string) (ids []db.ID, _ error) {
	like := db.Like(l.db)
	for some := range slices.Chunk(patterns, PatternsAtOnce) {
		var q db.SQL
		q.S("SELECT id FROM audit_entries WHERE workspace_id = ").P(actor.Workspace).S(" AND (1 = 0")
		for _, p := range some {
			q.S(" OR name").S(like).P(p).S(" ESCAPE '!' OR details").S(like).P(p).S(" ESCAPE '!'")
		}
		q.S(")")
		found, err := db.Values[db.ID](ctx, l.db, q.Text(), q.Args()...)
		if err != nil {
			return nil, fmt.Errorf("look for a name in the audit log: %w", err)
		}
		ids = append(ids, found...)
	}
	slices.SortFunc(ids, func(a, b db.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(ids), nil
}

// PatternsAtOnce is how many patterns one statement looks for: on SQLite an
// expression is at most a thousand terms deep.
const PatternsAtOnce = 100

// Reseal signs anew what was signed with a former secret key.
func (l *AuditLog) Reseal(ctx context.Context) error {
	all, err := db.Select[linked](ctx, l.db, selectLinked+" WHERE erased <> ''")
	if err != nil {
		return fmt.Errorf("read erased entries: %w", err)
	}
	return l.db.InTx(ctx, func(tx *db.Tx) error {
		for _, e := range all {
			if l.box.IsCurrent(e.Erased) || l.box.Check(erasePurpose, e.left(), e.Erased) != nil {
				continue
			}
			if _, err := tx.Exec(ctx, "UPDATE audit_entries SET erased = $1 WHERE workspace_id = $2 AND id = $3", l.box.Sign(erasePurpose, e.left()), e.Workspace, e.ID); err != nil {
				return fmt.Errorf("sign erased entry: %w", err)
			}
		}
		return nil
	})
}
