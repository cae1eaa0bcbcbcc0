package db

import "context"

// Notice names a record that a transaction changed, for those who look at it:
// never what it holds.
type Notice struct {
	Workspace WorkspaceID
	Kind      string
	ID        ID
	Page      string // the open page that made the change; empty for none
}

// Notices says what to do with the notices of transactions. It is set before
// the first transaction.
type Notices struct {
	// Within is called in the transaction, just before it is committed; an error
	// rolls it back.
	Within func(ctx context.Context, tx *Tx, all []Notice) error
	// After is called when the transaction is committed. It must not block.
	After func(all []Notice)
}

// Tell leaves notices with the transaction: they go out if and when it is
// committed.
func (t *Tx) Tell(all ...Notice) { t.told = append(t.told, all...) }

// beforeCommit hands on what the transaction told.
func (t *Tx) beforeCommit(ctx context.Context) error {
	if len(t.told) == 0 || t.db.Notices.Within == nil {
		return nil
	}
	return t.db.Notices.Within(ctx, t, t.told)
}

// committed counts the commit and hands on what the transaction told.
func (t *Tx) committed() {
	t.db.commits.Add(1)
	if len(t.told) > 0 && t.db.Notices.After != nil {
		t.db.Notices.After(t.told)
	}
}
