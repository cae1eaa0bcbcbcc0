package dav

import (
	"context"
	"encoding/xml"
	"path"
	"strconv"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// room is a collection: what of one kind a member syncs.
type room struct {
	path, home string
	shelf      shelf
}

// object is one thing in a room.
type object struct {
	ID      db.ID
	Version int64
	Text    string // of the file; empty where it was not asked for
}

// shelf reads and writes the things of a kind.
type shelf interface {
	// about is what the room is called and can do.
	about(ctx context.Context) about
	// list returns everything in the room, or of those named what is there; with
	// the texts if asked. uids are by which name files know the records.
	list(ctx context.Context, actor account.Actor, only []db.ID, texts bool, uids map[db.ID]string) ([]object, error)
	// put makes a record of what a file says, or changes the one with the id as
	// read at the version; 0 is whatever is there. Of a new record, made is told
	// the id and the UID, in the same transaction.
	put(ctx context.Context, actor account.Actor, id db.ID, version int64, text []byte, made naming) error
	// remove moves a record to the recycle bin.
	remove(ctx context.Context, actor account.Actor, id db.ID, version int64) error
}

// about describes a room.
type about struct {
	kind   string // in history
	title  string
	ending string // of files, .ics or .vcf
	media  string
	data   xml.Name // the property with the text
	types  string   // of the resource, beside a collection
	props  props    // of the room
	colour string
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// version reads an ETag of ours; ok is false for any other.
func parseETag(s string) (version int64, ok bool) {
	version, err := strconv.ParseInt(strings.Trim(s, `"`), 10, 64)
	return version, err == nil && version > 0
}

// at finds the room of an address, and the name of the file in it.
func (d *Domain) at(address string) (r room, file string, ok bool) {
	for _, r := range d.rooms {
		if name, ok := strings.CutPrefix(address, r.path); ok && !strings.Contains(name, "/") {
			return r, name, true
		}
		if address+"/" == r.path {
			return r, "", true
		}
	}
	return room{}, "", false
}

// names are what phones call records.
type names struct{ db *db.DB }

type nameRow struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Kind      string         `db:"kind"`
	Record    db.ID          `db:"record_id"`
	Name      string         `db:"name"`
	UID       string         `db:"uid"`
}

// of returns the names that were chosen for records of a kind.
func (n names) of(ctx context.Context, actor account.Actor, kind string) (map[db.ID]nameRow, error) {
	all, err := db.Select[nameRow](ctx, n.db, `SELECT workspace_id, kind, record_id, name, uid FROM dav_names WHERE workspace_id = $1 AND kind = $2`,
		actor.Workspace, kind)
	rows := make(map[db.ID]nameRow, len(all))
	for _, row := range all {
		rows[row.Record] = row
	}
	return rows, err
}

func uidsOf(rows map[db.ID]nameRow) map[db.ID]string {
	all := make(map[db.ID]string, len(rows))
	for id, row := range rows {
		all[id] = row.UID
	}
	return all
}

// fileOf is the name of a record's file.
func fileOf(rows map[db.ID]nameRow, id db.ID, ending string) string {
	if row, ok := rows[id]; ok {
		return row.Name
	}
	return id.String() + ending
}

// find returns the record that a file is of; fault.NotFound for none.
func (n names) find(ctx context.Context, actor account.Actor, kind, file string) (db.ID, error) {
	found, err := db.Values[db.ID](ctx, n.db, `SELECT record_id FROM dav_names WHERE workspace_id = $1 AND kind = $2 AND name = $3`, actor.Workspace, kind, file)
	if err != nil || len(found) > 0 {
		return first(found), err
	}
	id, err := db.ParseID(strings.TrimSuffix(file, path.Ext(file)))
	if err != nil {
		return id, fault.NotFound{}
	}
	return id, nil
}

func first(ids []db.ID) (id db.ID) {
	if len(ids) > 0 {
		return ids[0]
	}
	return id
}

// naming writes down what a phone calls a new record.
type naming func(tx *db.Tx, id db.ID, uid string) error

// keep writes down what a phone calls a record. A record that had the name and
// is not there any more gives it up.
func (n names) keep(ctx context.Context, tx *db.Tx, row nameRow) error {
	if _, err := tx.Exec(ctx, `DELETE FROM dav_names WHERE workspace_id = $1 AND kind = $2 AND name = $3`, row.Workspace, row.Kind, row.Name); err != nil {
		return err
	}
	return db.Insert(ctx, tx, "dav_names", &row)
}
