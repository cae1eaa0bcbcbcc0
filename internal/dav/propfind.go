package dav

import (
	"context"
	"encoding/xml"
	"net/http"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

const powers = "1, 3, calendar-access, addressbook"

func (d *Domain) options(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("DAV", powers)
	w.Header().Set("Allow", "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, REPORT")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// propfind tells what is known of a resource, and with depth 1 of those in it.
func (d *Domain) propfind(w http.ResponseWriter, r *http.Request) error {
	query, err := parse(w, r)
	if err != nil {
		return err
	}
	names, all := query.wanted()
	m := newMultistatus(names, all)
	w.Header().Set("DAV", powers)
	if err := d.describe(r.Context(), account.Of(r), m, r.URL.Path, r.Header.Get("Depth") != "0"); err != nil {
		return err
	}
	return m.send(w, "")
}

func (d *Domain) describe(ctx context.Context, actor account.Actor, m *multistatus, address string, deep bool) error {
	if room, file, ok := d.at(address); ok {
		return d.describeRoom(ctx, actor, m, room, file, deep)
	}
	if !strings.HasSuffix(address, "/") {
		address += "/"
	}
	below := map[string][]string{root: {principal}, principal: {calendars, books}, calendars: nil, books: nil}
	children, ok := below[address]
	if !ok {
		return fault.NotFound{}
	}
	m.add(answer{href: address, props: folder(ctx, actor, address)})
	if !deep {
		return nil
	}
	for _, c := range children {
		m.add(answer{href: c, props: folder(ctx, actor, c)})
	}
	for _, room := range d.rooms {
		if room.home != address {
			continue
		}
		if err := d.describeRoom(ctx, actor, m, room, "", false); err != nil {
			return err
		}
	}
	return nil
}

// folder describes what holds rooms; the principal stands for the member.
func folder(_ context.Context, actor account.Actor, address string) props {
	types := "<D:collection/>"
	if address == principal {
		types += "<D:principal/>"
	}
	return own(props{
		dav("resourcetype"):                                types,
		dav("displayname"):                                 escaped(actor.Name),
		{Space: nsCal, Local: "calendar-home-set"}:         href(calendars),
		{Space: nsCard, Local: "addressbook-home-set"}:     href(books),
		{Space: nsCal, Local: "calendar-user-address-set"}: href("mailto:" + actor.Email),
		dav("principal-collection-set"):                    href(root),
	})
}

// own adds what every resource says: whose it is.
func own(p props) props {
	p[dav("current-user-principal")] = href(principal)
	p[dav("principal-URL")] = href(principal)
	p[dav("owner")] = href(principal)
	return p
}

func href(address string) string { return "<D:href>" + escaped(address) + "</D:href>" }

func (d *Domain) describeRoom(ctx context.Context, actor account.Actor, m *multistatus, r room, file string, deep bool) error {
	rows, err := d.names.of(ctx, actor, r.shelf.about(ctx).kind)
	if err != nil {
		return err
	}
	if file != "" {
		return d.describeFile(ctx, actor, m, r, file)
	}
	p, err := d.roomProps(ctx, actor, r)
	if err != nil {
		return err
	}
	m.add(answer{href: r.path, props: p})
	if !deep {
		return nil
	}
	about := r.shelf.about(ctx)
	all, err := r.shelf.list(ctx, actor, nil, m.wants(about.data.Space, about.data.Local), uidsOf(rows))
	for _, o := range all {
		m.add(answer{href: r.path + fileOf(rows, o.ID, about.ending), props: fileProps(about, o)})
	}
	return err
}

func (d *Domain) describeFile(ctx context.Context, actor account.Actor, m *multistatus, r room, file string) error {
	o, about, err := d.one(ctx, actor, r, file)
	if err != nil {
		return err
	}
	m.add(answer{href: r.path + file, props: fileProps(about, o)})
	return nil
}

func (d *Domain) roomProps(ctx context.Context, actor account.Actor, r room) (props, error) {
	about := r.shelf.about(ctx)
	token, err := d.token(ctx, actor)
	if err != nil {
		return nil, err
	}
	p := own(props{
		dav("resourcetype"):                       "<D:collection/>" + about.types,
		dav("displayname"):                        escaped(about.title),
		dav("sync-token"):                         token,
		{Space: nsServer, Local: "getctag"}:       token,
		{Space: nsApple, Local: "calendar-color"}: about.colour,
		dav("current-user-privilege-set"):         "<D:privilege><D:read/></D:privilege><D:privilege><D:write/></D:privilege><D:privilege><D:write-content/></D:privilege><D:privilege><D:bind/></D:privilege><D:privilege><D:unbind/></D:privilege>",
		dav("supported-report-set"):               reports(about),
	})
	for name, value := range about.props {
		p[name] = value
	}
	return p, nil
}

func reports(a about) string {
	all := "<D:supported-report><D:report><D:sync-collection/></D:report></D:supported-report>"
	for _, name := range []string{"C:calendar-multiget", "C:calendar-query", "R:addressbook-multiget", "R:addressbook-query"} {
		if strings.HasPrefix(name, "C:") == (a.data.Space == nsCal) {
			all += "<D:supported-report><D:report><" + name + "/></D:report></D:supported-report>"
		}
	}
	return all
}

// fileProps describes one file; its text only where it was read.
func fileProps(a about, o object) props {
	p := own(props{dav("getetag"): escaped(etag(o.Version)), dav("getcontenttype"): escaped(a.media), dav("resourcetype"): ""})
	if o.Text != "" {
		p[a.data] = escaped(o.Text)
	}
	return p
}

// token names the state of everything in the workspace: the newest line of its
// history.
func (d *Domain) token(ctx context.Context, actor account.Actor) (string, error) {
	last, err := db.Values[db.ID](ctx, d.db, `SELECT id FROM changes WHERE workspace_id = $1 ORDER BY id DESC LIMIT 1`, actor.Workspace)
	return tokenPrefix + first(last).String(), err
}

const tokenPrefix = "urn:uuid:"

// proppatch refuses to keep what clients want to remember about a room, such as
// its colour.
func (d *Domain) proppatch(w http.ResponseWriter, r *http.Request) error {
	query, err := parse(w, r)
	if err != nil {
		return err
	}
	var names []xml.Name
	if query != nil {
		for _, change := range query.all {
			said, _ := change.wanted()
			names = append(names, said...)
		}
	}
	m := newMultistatus(nil, false)
	m.b.WriteString("<D:response>" + href(r.URL.Path))
	m.refuse(names, "403 Forbidden")
	m.b.WriteString("</D:response>")
	return m.send(w, "")
}
