package activity

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/live"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// LiveRoutes adds the stream that tells open pages what others change. It
// never ends by itself, so it must not pass what waits for whole answers.
func (d *Domain) LiveRoutes(r *web.Router) {
	r.Handle("GET /live", d.stream)
}

// maxWatched is how many kinds and how many records one page may watch.
const maxWatched = 10

// stream answers with server-sent events. The address says what the page
// shows: list=contact for a list, record=contact.ID for a record.
func (d *Domain) stream(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	watch, err := d.watch(ctx, actor, r.URL.Query())
	if err != nil {
		return err
	}
	l := d.Hub.Watch(watch)
	if l == nil {
		return fault.TooMany{After: 30 * time.Second}
	}
	defer l.Close()
	l.Serve(w, r, func(all []live.Present) (string, error) { return d.present(ctx, actor, all) })
	return nil
}

func (d *Domain) watch(ctx context.Context, actor account.Actor, q url.Values) (live.Watch, error) {
	w := live.Watch{
		Workspace: actor.Workspace, Member: actor.Member, Session: actor.Session, Standing: actor.Standing(),
		Page: q.Get("page"), Looks: q.Get("look") != "" && q.Has("record"), Edits: q.Get("look") == "edit", Since: live.ParseMark(q.Get("since")),
	}
	if who := q.Get("member"); who != "" && who != actor.Member.String() {
		return w, fault.NotFound{} // the browser has moved to another workspace: this page shows the old one
	}
	for _, kind := range q["list"] {
		w.List(kind, watched(actor, kind))
	}
	records := q["record"]
	if len(q["list"]) > maxWatched || len(records) > maxWatched || len(q["list"])+len(records) == 0 {
		return w, fault.Malformed{Text: i18n.T(ctx, "The address does not say what to watch.")}
	}
	for i, text := range records {
		on, err := d.seen(ctx, actor, text)
		if i > 0 && fault.IsNotFound(err) {
			continue // it shows the name of a record that the reader does not see
		}
		if err != nil {
			return w, err
		}
		w.Records = append(w.Records, live.Topic{Workspace: actor.Workspace, Kind: on.Kind, ID: on.ID})
	}
	return w, nil
}

// watched is what the actor is told of changes in lists of a kind. Who sees only
// some of the records is not told which were changed.
func watched(actor account.Actor, kind string) live.Detail {
	if _, ok := placeOf(kind); !ok {
		return live.Named
	}
	switch actor.Scope(kind).See {
	case list.All:
		return live.Named
	case list.None:
		return live.Nothing
	}
	return live.Unnamed
}

// seen reads a record that the actor sees from "contact.ID".
func (d *Domain) seen(ctx context.Context, actor account.Actor, text string) (Subject, error) {
	kind, id, _ := strings.Cut(text, ".")
	on := Subject{Kind: kind}
	var err error
	if on.ID, err = db.ParseID(id); err != nil {
		return on, fault.NotFound{}
	}
	_, err = on.See(ctx, d.db, actor)
	return on, err
}

// present shows who else looks at a record, with the names that the reader's
// own workspace has for them.
func (d *Domain) present(ctx context.Context, actor account.Actor, all []live.Present) (string, error) {
	if len(all) == 0 {
		return "", nil
	}
	type member struct {
		ID   db.ID  `db:"id"`
		Name string `db:"name"`
	}
	edits := map[db.ID]bool{}
	ids := make([]db.ID, len(all))
	for i, p := range all {
		ids[i], edits[p.Member] = p.Member, p.Edits
	}
	var q db.SQL
	q.S("SELECT id, name FROM members WHERE workspace_id = ").P(actor.Workspace).S(" AND id IN ")
	db.In(&q, ids)
	q.S(" ORDER BY name_key, id LIMIT 50")
	members, err := db.Select[member](ctx, d.db, q.Text(), q.Args()...)
	if err != nil {
		return "", err
	}
	people := make([]ui.PresentPerson, len(members))
	for i, m := range members {
		people[i] = ui.PresentPerson{Name: m.Name, Hue: ui.Hue(m.ID.String()), Edits: edits[m.ID]}
	}
	var b strings.Builder
	err = ui.PresentPeople(people).Render(ctx, &b)
	return b.String(), err
}
