package contact

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// hitsShown is how many records of a kind the palette shows.
const hitsShown = 8

// hit is one record that a search found.
type hit struct {
	Kind     string `db:"-"`
	ID       db.ID  `db:"id"`
	Name     string `db:"name"`
	Sub      string `db:"sub"`
	Email    string `db:"email"`
	Phone    string `db:"phone"`
	Activity *int64 `db:"activity_at"`
}

// searchView is what was found, by kind.
type searchView struct {
	Query               string
	Nearly              bool // nothing has the words as they were typed
	Contacts, Companies []hit
	Others              []hitsOf
	news                []ui.HitProps // what can be made of the words in domains above
	Places              []ui.MenuItem
	Actor               account.Actor
}

func (v searchView) none() bool { return v.found()+len(v.Places) == 0 }

// found is how many records were found, as far as they are shown.
func (v searchView) found() int { return len(v.Contacts) + len(v.Companies) + len(v.Others) }

// search answers the palette with groups of records, anybody else with a page
// of them.
func (d *Domain) search(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	query := strings.ToValidUTF8(strings.ReplaceAll(r.URL.Query().Get("q"), "\x00", ""), "")
	if len(query) > 200 {
		query = strings.ToValidUTF8(query[:200], "")
	}
	v := searchView{Query: strings.TrimSpace(query), Actor: actor}
	if err := d.findAll(ctx, actor, &v); err != nil {
		return err
	}
	v.Places = d.placesNamed(ctx, v.Query)
	v.news = d.offers(ctx, actor, v.Query)
	if web.IsPartial(r) {
		return web.Render(w, r, http.StatusOK, v.groups())
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Search"), v.page()))
}

// findAll finds contacts and companies the actor sees: what the words name,
// or name but for a typo, or what the actor changed last when there are none.
func (d *Domain) findAll(ctx context.Context, actor account.Actor, v *searchView) error {
	hits, err := d.hits(ctx, actor, v)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	v.Contacts, err = d.load(ctx, actor, "contact", hits, `SELECT c.id, c.name, c.email, c.phone, c.activity_at,
		CASE WHEN c.position <> '' AND o.name IS NOT NULL THEN c.position || ', ' || o.name ELSE coalesce(o.name, c.position) END AS sub
		FROM contacts c LEFT JOIN companies o ON o.workspace_id = c.workspace_id AND o.id = c.company_id`)
	if err != nil {
		return err
	}
	v.Companies, err = d.load(ctx, actor, "company", hits, `SELECT c.id, c.name, c.email, c.phone, c.activity_at, c.city AS sub FROM companies c`)
	if err != nil {
		return err
	}
	v.Others, err = d.others(ctx, actor, hits)
	return err
}

func (d *Domain) hits(ctx context.Context, actor account.Actor, v *searchView) ([]search.Hit, error) {
	if v.Query == "" {
		return d.recent(ctx, actor)
	}
	kinds := d.searchedKinds()
	hits, err := search.Find(ctx, d.db, actor.Workspace, kinds, v.Query, actor.Widen(hitsShown, kinds...))
	if err != nil || len(hits) > 0 {
		return hits, err
	}
	v.Nearly = true
	return search.Near(ctx, d.db, actor.Workspace, kinds, v.Query, actor.Widen(hitsShown, kinds...))
}

// placesNamed are the pages whose name has a word that begins with the query.
func (d *Domain) placesNamed(ctx context.Context, query string) []ui.MenuItem {
	var found []ui.MenuItem
	wanted := " " + search.Fold(query)
	if wanted == " " || d.Places == nil {
		return nil
	}
	for _, p := range d.Places(ctx) {
		if strings.Contains(" "+search.Fold(p.Label), wanted) {
			found = append(found, p)
		}
	}
	return found
}

func (d *Domain) load(ctx context.Context, actor account.Actor, kind string, hits []search.Hit, from db.Expr) ([]hit, error) {
	ids := idsOf(hits, kind)
	if len(ids) == 0 {
		return nil, nil
	}
	var q db.SQL
	q.S(from).S(" WHERE c.workspace_id = ").P(actor.Workspace).S(" AND c.deleted_at IS NULL AND c.id IN ")
	db.In(&q, ids)
	q.S(" AND ")
	actor.Scope(kind).Sees(&q, "c.owner_id", "c.team_id")
	all, err := db.Select[hit](ctx, d.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read what a search found: %w", err)
	}
	for i := range all {
		all[i].Kind = kind
	}
	return inOrder(all, hits, func(h hit) db.ID { return h.ID }), nil
}

// recent are the records the actor changed last, or the newest ones of
// somebody who changed none.
func (d *Domain) recent(ctx context.Context, actor account.Actor) ([]search.Hit, error) {
	type touched struct {
		Kind string `db:"kind"`
		ID   db.ID  `db:"record_id"`
	}
	all, err := db.Select[touched](ctx, d.db, `SELECT kind, record_id FROM changes WHERE workspace_id = $1 AND member_id = $2
		ORDER BY id DESC LIMIT 100`, actor.Workspace, actor.Member)
	if err != nil {
		return nil, err
	}
	var hits []search.Hit
	seen := map[db.ID]bool{}
	for _, t := range all {
		if (t.Kind == "contact" || t.Kind == "company") && !seen[t.ID] && len(hits) < hitsShown {
			seen[t.ID] = true
			hits = append(hits, search.Hit{Kind: t.Kind, ID: t.ID})
		}
	}
	if len(hits) > 0 {
		return hits, nil
	}
	ids, err := db.Values[db.ID](ctx, d.db, `SELECT id FROM contacts WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY id DESC LIMIT $2`, actor.Workspace, hitsShown)
	for _, id := range ids {
		hits = append(hits, search.Hit{Kind: "contact", ID: id})
	}
	return hits, err
}

// offers is what can be made of the words in domains above.
func (d *Domain) offers(ctx context.Context, actor account.Actor, query string) []ui.HitProps {
	var all []ui.HitProps
	for _, s := range d.Searched {
		if s.New == nil || query == "" {
			continue
		}
		if title, href := s.New(ctx, actor, query); href != "" {
			all = append(all, ui.HitProps{ID: "do-new-" + s.Kind, Title: title, Icon: "plus", Href: href})
		}
	}
	return all
}
