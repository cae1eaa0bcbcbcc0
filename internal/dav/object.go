package dav

import (
	"context"
	"io"
	"net/http"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/web"
)

// maxFile is how many bytes one file may have. Pictures in cards are passed
// over.
const maxFile = 1 << 20

// one returns the thing that a file is of, with its text.
func (d *Domain) one(ctx context.Context, actor account.Actor, r room, file string) (object, about, error) {
	about := r.shelf.about(ctx)
	id, err := d.names.find(ctx, actor, about.kind, file)
	if err != nil {
		return object{}, about, err
	}
	rows, err := d.names.of(ctx, actor, about.kind)
	if err != nil {
		return object{}, about, err
	}
	if fileOf(rows, id, about.ending) != file {
		return object{}, about, fault.NotFound{} // it has another name
	}
	found, err := r.shelf.list(ctx, actor, []db.ID{id}, true, uidsOf(rows))
	if err == nil && len(found) == 0 {
		err = fault.NotFound{}
	}
	if err != nil {
		return object{}, about, err
	}
	return found[0], about, nil
}

func (d *Domain) get(w http.ResponseWriter, r *http.Request) error {
	room, file, ok := d.at(r.URL.Path)
	if !ok || file == "" {
		return fault.NotFound{}
	}
	o, about, err := d.one(r.Context(), account.Of(r), room, file)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("ETag", etag(o.Version))
	h.Set("Content-Type", about.media)
	if r.Header.Get("If-None-Match") == etag(o.Version) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	_, err = io.WriteString(w, o.Text)
	return err
}

// put takes a file. What is kept of it is what we have fields for, so the
// answer has no ETag: the client reads it again.
func (d *Domain) put(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	room, file, ok := d.at(r.URL.Path)
	if !ok || file == "" || len(file) > 255 {
		return fault.Forbidden{}
	}
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxFile))
	if web.Status(err) == http.StatusRequestEntityTooLarge {
		return fault.TooLarge{Limit: maxFile}
	}
	if err != nil {
		return fault.Malformed{}
	}
	old, about, err := d.one(ctx, actor, room, file)
	if err != nil && !fault.IsNotFound(err) {
		return err
	}
	version, err := condition(r, old.Version)
	if err != nil {
		return err
	}
	err = room.shelf.put(ctx, actor, old.ID, version, text, func(tx *db.Tx, id db.ID, uid string) error {
		return d.names.keep(ctx, tx, nameRow{actor.Workspace, about.kind, id, file, uid})
	})
	if err != nil {
		return err
	}
	if old.Version != 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	w.WriteHeader(http.StatusCreated)
	return nil
}

// condition returns the version that a write is based on, 0 for whatever is
// there. have is the version there is, 0 for none.
func condition(r *http.Request, have int64) (version int64, err error) {
	match, none := r.Header.Get("If-Match"), r.Header.Get("If-None-Match")
	if strings.TrimSpace(none) == "*" && have != 0 || match != "" && have == 0 {
		return 0, fault.Conflict{Stale: true}
	}
	if match == "" || match == "*" {
		return 0, nil
	}
	version, ok := parseETag(match)
	if !ok || version != have {
		return 0, fault.Conflict{Stale: true}
	}
	return version, nil
}

func (d *Domain) remove(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	room, file, ok := d.at(r.URL.Path)
	if !ok || file == "" {
		return fault.Forbidden{} // rooms stay
	}
	o, _, err := d.one(ctx, actor, room, file)
	if err != nil {
		return err
	}
	version, err := condition(r, o.Version)
	if err != nil {
		return err
	}
	if err := room.shelf.remove(ctx, actor, o.ID, version); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
