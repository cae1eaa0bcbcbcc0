package account

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
	"kontor/internal/kit/web"
)

// Entry is a line of the audit log: who did what to which record, and from
// where. Whoever writes one fills Action, Kind and what is known of the record;
// the rest comes from the actor, the request and the clock.
type Entry struct {
	Workspace db.WorkspaceID `db:"workspace_id"` // 0 is the server itself
	ID        db.ID          `db:"id"`
	At        int64          `db:"at"`
	Action    string         `db:"action"`
	Kind      string         `db:"kind"`
	Record    db.ID          `db:"record_id"`
	Name      string         `db:"name"` // what the record was called then
	NameKey   string         `db:"name_key"`
	Records   int64          `db:"records"` // how many, if not one
	Batch     db.ID          `db:"batch_id"`
	Member    db.ID          `db:"member_id"`
	Who       string         `db:"who"`
	Via       string         `db:"via"`
	IP        string         `db:"ip"`
	Details   string         `db:"details"` // JSON of Details
}

// Details are what else an entry says: names of fields, a role before and
// after. Never what a field of a record holds, and never a secret.
type Details map[string]string

// String is the text that is kept.
func (d Details) String() string {
	if len(d) == 0 {
		return ""
	}
	b, err := json.Marshal(map[string]string(d)) // keys come sorted
	if err != nil {
		return "" // texts always can
	}
	return string(b)
}

// Said returns the details of an entry.
func (e Entry) Said() Details {
	d := Details{}
	_ = json.Unmarshal([]byte(e.Details), &d) // no details are none
	return d
}

// Audit adds entries to the log of the actor's workspace, in the transaction
// of what they tell: neither stands without the other.
func Audit(ctx context.Context, tx *db.Tx, actor Actor, entries ...Entry) error {
	now := time.Now().UnixMilli()
	for i := range entries {
		e := &entries[i]
		e.Workspace, e.ID, e.At, e.Member, e.Via = actor.Workspace, db.NewID(), now, actor.Member, actor.Via
		e.IP = ipText(web.ClientOf(ctx).IP)
		e.Name, e.Who = cut(e.Name, 300), cut(actor.Name, 300)
		e.NameKey = search.Fold(e.Name + " " + e.Who + " " + actor.Email + " " + e.IP)
		e.Records = max(e.Records, 1)
	}
	if err := db.InsertAll(ctx, tx, "audit_entries", entries); err != nil {
		return fmt.Errorf("write audit log: %w", err)
	}
	return nil
}

// Witness writes an entry of something that is no change of the database, such
// as an export: before it happens.
func (d *Domain) Witness(ctx context.Context, actor Actor, e Entry) error {
	return d.db.InTx(ctx, func(tx *db.Tx) error { return Audit(ctx, tx, actor, e) })
}

// printable takes out what a database cannot keep.
func printable(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
}

func cut(s string, most int) string {
	s = printable(s)
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// link is the hash of an entry in a chain: over the hash before it and over
// everything the entry says. Lengths are part of it, so that nothing can move
// from one field to the next.
func (e Entry) link(before []byte, seq int64) []byte {
	h := sha256.New()
	fmt.Fprintf(h, "%x|%d|%d|%s|%d|%s|%s|%d|%s|%s|", before, seq, e.Workspace, e.ID, e.At, e.Record, e.Batch, e.Records, e.Member, e.Via)
	for _, text := range []string{e.Action, e.Kind, e.Name, e.Who, e.IP, e.Details} {
		fmt.Fprintf(h, "%d:%s|", len(text), text)
	}
	return h.Sum(nil)
}
