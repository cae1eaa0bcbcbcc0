package account

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"kontor/internal/kit/db"
	"kontor/internal/kit/secret"
)

// Chain is what Verify found out about the log of one workspace.
type Chain struct {
	Workspace db.WorkspaceID
	Slug      string // of the workspace; empty for the server itself
	Entries   int64  // in the chain
	Hash      []byte // at its end
	Unsealed  int64  // entries that have no place yet
	Unsigned  int64  // seals whose key is no longer known: a later one proves what they did
	Fault     string // what was changed, and where; empty if nothing was

	unproven bool // the last seal so far is an unsigned one
}

// Verify walks every chain from its beginning and compares it with what was
// signed.
func (l *AuditLog) Verify(ctx context.Context) ([]Chain, error) {
	all, err := db.Select[chainRow](ctx, l.db, `SELECT c.workspace_id, coalesce(w.slug, '') AS slug FROM
		(SELECT workspace_id FROM audit_entries UNION SELECT workspace_id FROM audit_seals) c
		LEFT JOIN workspaces w ON w.id = c.workspace_id ORDER BY c.workspace_id`)
	if err != nil {
		return nil, fmt.Errorf("look for audit logs: %w", err)
	}
	chains := make([]Chain, len(all))
	for i, row := range all {
		chains[i] = Chain{Workspace: row.Workspace, Slug: row.Slug}
		if err := l.verify(ctx, &chains[i]); err != nil {
			return nil, fmt.Errorf("read audit log: %w", err)
		}
	}
	return chains, nil
}

type chainRow struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Slug      string         `db:"slug"`
}

// linked is an entry with its place in the chain.
type linked struct {
	Entry
	Seq    int64  `db:"seq"`
	Hash   []byte `db:"hash"`
	Erased string `db:"erased"` // signature over what is left of it
}

const selectLinked = `SELECT workspace_id, id, at, action, kind, record_id, name, name_key, records, batch_id, member_id, who, via, ip, details, seq, hash, erased FROM audit_entries`

func (l *AuditLog) verify(ctx context.Context, c *Chain) error {
	seals, err := db.Select[seal](ctx, l.db, "SELECT workspace_id, seq, hash, signature, at FROM audit_seals WHERE workspace_id = $1 ORDER BY seq", c.Workspace)
	if err != nil {
		return err
	}
	for {
		part, err := db.Select[linked](ctx, l.db, selectLinked+" WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3", c.Workspace, c.Entries, sealBatch)
		if err != nil {
			return err
		}
		for _, e := range part {
			if l.follow(c, e); c.Fault != "" {
				return nil
			}
			seals = l.compare(c, seals)
		}
		if len(part) < sealBatch || c.Fault != "" {
			break
		}
	}
	if c.Fault == "" && c.unproven {
		c.Fault = fmt.Sprintf("the last seal was %v", secret.ErrUnknownKey)
	}
	if c.Fault == "" && len(seals) > 0 {
		c.Fault = fmt.Sprintf("entries after %d are gone: %d were sealed", c.Entries, seals[len(seals)-1].Seq)
	}
	c.Unsealed, err = db.Value[int64](ctx, l.db, "SELECT count(*) FROM audit_entries WHERE workspace_id = $1 AND seq IS NULL", c.Workspace)
	return err
}

// follow checks that an entry is the next one and says what it said.
func (l *AuditLog) follow(c *Chain, e linked) {
	switch {
	case e.Seq != c.Entries+1:
		c.Fault = fmt.Sprintf("entry %d is gone", c.Entries+1)
	case e.Erased != "":
		l.proveErased(c, e)
	case !bytes.Equal(e.Hash, e.link(c.Hash, e.Seq)):
		c.Fault = fmt.Sprintf("entry %d (%s) was changed", e.Seq, e.ID)
	}
	c.Entries, c.Hash = e.Seq, e.Hash
}

// compare checks the seal that was put on the entry just read, if there is
// one, and returns those that are left.
func (l *AuditLog) compare(c *Chain, seals []seal) []seal {
	if len(seals) == 0 || seals[0].Seq != c.Entries {
		return seals
	}
	err := l.box.Check(sealPurpose, seals[0].message(), seals[0].Signature)
	c.unproven = errors.Is(err, secret.ErrUnknownKey)
	switch {
	case c.unproven:
		c.Unsigned++
	case err != nil:
		c.Fault = fmt.Sprintf("the seal on entry %d was not made by this server", c.Entries)
	}
	if !bytes.Equal(seals[0].Hash, c.Hash) {
		c.Fault = fmt.Sprintf("the chain up to entry %d was written anew", c.Entries)
	}
	return seals[1:]
}
