package dav

import (
	"context"
	"encoding/binary"
	"net/http"
	"net/url"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// report answers the questions that a room understands.
func (d *Domain) report(w http.ResponseWriter, r *http.Request) error {
	query, err := parse(w, r)
	if err != nil {
		return err
	}
	room, file, ok := d.at(r.URL.Path)
	if !ok || file != "" {
		return fault.NotFound{}
	}
	if query == nil {
		return fault.Malformed{Text: "The report is empty."}
	}
	names, all := query.wanted()
	m, ctx, actor := newMultistatus(names, all), r.Context(), account.Of(r)
	switch query.name.Local {
	case "sync-collection":
		return d.changes(w, r, room, query, m)
	case "calendar-multiget", "addressbook-multiget":
		err = d.several(ctx, actor, room, query, m)
	case "calendar-query", "addressbook-query":
		if room.shelf.about(ctx).holds(query) {
			err = d.everything(ctx, actor, room, m)
		}
	default:
		return broken{http.StatusForbidden, "<D:supported-report/>"}
	}
	if err != nil {
		return err
	}
	return m.send(w, "")
}

// holds tells whether a room has components of the kind a query is about. What
// else it filters by is left to the client, which looks at them again.
func (a about) holds(query *node) bool {
	filter := query.find(nsCal, "filter").find(nsCal, "comp-filter").find(nsCal, "comp-filter")
	if filter == nil {
		return true
	}
	return strings.Contains(a.props[calName("supported-calendar-component-set")], `"`+filter.attr("name")+`"`)
}

func (d *Domain) everything(ctx context.Context, actor account.Actor, r room, m *multistatus) error {
	about := r.shelf.about(ctx)
	rows, err := d.names.of(ctx, actor, about.kind)
	if err != nil {
		return err
	}
	all, err := r.shelf.list(ctx, actor, nil, m.wants(about.data.Space, about.data.Local), uidsOf(rows))
	for _, o := range all {
		m.add(answer{href: r.path + fileOf(rows, o.ID, about.ending), props: fileProps(about, o)})
	}
	return err
}

// maxNamed is how many files one question may name.
const maxNamed = 2000

// several answers about the files that are named.
func (d *Domain) several(ctx context.Context, actor account.Actor, r room, query *node, m *multistatus) error {
	about := r.shelf.about(ctx)
	hrefs := map[db.ID]string{}
	var ids []db.ID
	for _, n := range query.all {
		if n.name.Local != "href" || len(ids) >= maxNamed {
			continue
		}
		address := strings.TrimSpace(n.text)
		id, err := d.named(ctx, actor, r, about.kind, address)
		if fault.IsNotFound(err) {
			m.add(answer{href: address, gone: true})
			continue
		}
		if err != nil {
			return err
		}
		ids, hrefs[id] = append(ids, id), address
	}
	return d.those(ctx, actor, r, ids, m, hrefs)
}

// named is the record of an address in a room.
func (d *Domain) named(ctx context.Context, actor account.Actor, r room, kind, address string) (db.ID, error) {
	u, err := url.Parse(address)
	if err != nil {
		return db.ID{}, fault.NotFound{}
	}
	file, inside := strings.CutPrefix(u.Path, r.path)
	if !inside {
		return db.ID{}, fault.NotFound{}
	}
	return d.names.find(ctx, actor, kind, file)
}

// those answers about records: how they are, or that they are gone.
func (d *Domain) those(ctx context.Context, actor account.Actor, r room, ids []db.ID, m *multistatus, hrefs map[db.ID]string) error {
	if len(ids) == 0 {
		return nil
	}
	about := r.shelf.about(ctx)
	rows, err := d.names.of(ctx, actor, about.kind)
	if err != nil {
		return err
	}
	found, err := r.shelf.list(ctx, actor, ids, m.wants(about.data.Space, about.data.Local), uidsOf(rows))
	if err != nil {
		return err
	}
	at := func(id db.ID) string {
		if address, ok := hrefs[id]; ok {
			return address
		}
		return r.path + fileOf(rows, id, about.ending)
	}
	there := map[db.ID]bool{}
	for _, o := range found {
		there[o.ID] = true
		m.add(answer{href: at(o.ID), props: fileProps(about, o)})
	}
	for _, id := range ids {
		if !there[id] {
			m.add(answer{href: at(id), gone: true})
		}
	}
	return nil
}

const (
	maxChanged = 2000        // records of one answer
	overlap    = time.Minute // in which a write may have ended that began before the token
)

// changes answers with what changed in a room since a token: everything
// without one.
func (d *Domain) changes(w http.ResponseWriter, r *http.Request, room room, query *node, m *multistatus) error {
	ctx, actor := r.Context(), account.Of(r)
	token, err := d.token(ctx, actor)
	if err != nil {
		return err
	}
	since := query.said(nsDAV, "sync-token")
	if since == "" {
		err = d.everything(ctx, actor, room, m)
	} else {
		err = d.since(ctx, actor, room, since, m)
	}
	if err != nil {
		return err
	}
	return m.send(w, "<D:sync-token>"+token+"</D:sync-token>")
}

func (d *Domain) since(ctx context.Context, actor account.Actor, r room, token string, m *multistatus) error {
	text, ours := strings.CutPrefix(token, tokenPrefix)
	id, err := db.ParseID(text)
	if !ours || err != nil {
		return broken{http.StatusForbidden, "<D:valid-sync-token/>"}
	}
	from := db.FirstIDAt(madeAt(id).Add(-overlap))
	ids, err := db.Values[db.ID](ctx, d.db, `SELECT DISTINCT record_id FROM changes WHERE workspace_id = $1 AND id > $2 AND kind = $3 LIMIT $4`,
		actor.Workspace, from, r.shelf.about(ctx).kind, maxChanged+1)
	if err != nil {
		return err
	}
	if len(ids) > maxChanged { // it is shorter to begin anew
		return broken{http.StatusForbidden, "<D:valid-sync-token/>"}
	}
	return d.those(ctx, actor, r, ids, m, nil)
}

// madeAt is when an id was made.
func madeAt(id db.ID) time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(id[:8]) >> 16))
}
