package audit

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Deed is an entry of the server's own log, which belongs to no workspace, in
// the reader's words.
type Deed struct {
	ID     db.ID
	At     int64 // Unix milliseconds
	Action string
	Tone   string // of a badge
	What   string
	Who    string
	Way    string
	IP     string
}

// Server returns what was done to the server itself, the newest first, at most
// limit entries before the one of an id unless that is zero. It is for platform
// administrators only.
func (d *Domain) Server(ctx context.Context, actor account.Actor, before db.ID, limit int) ([]Deed, error) {
	if !actor.Superuser {
		return nil, fault.NotFound{}
	}
	var q db.SQL
	q.S(`SELECT workspace_id, id, at, action, kind, record_id, name, name_key, records, batch_id, member_id, who, via, ip, details, seq
		FROM audit_entries WHERE workspace_id = 0`)
	if !before.IsZero() {
		q.S(" AND id < ").P(before)
	}
	q.S(" ORDER BY id DESC LIMIT ").P(limit)
	all, err := db.Select[entry](ctx, d.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read the log of the server: %w", err)
	}
	deeds := make([]Deed, len(all))
	for i, e := range all {
		deeds[i] = Deed{ID: e.ID, At: e.At, Action: actionName(ctx, e.Action), Tone: tones()[e.Action], What: e.called(ctx),
			Who: e.Who, Way: wayName(ctx, e.Via), IP: e.IP}
	}
	return deeds, nil
}
