package list_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
	"kontor/internal/kit/search"
)

// The entity of these tests is the contacts of the product with odd fields
// beside: a number and an amount out of JSON.
var (
	people      = &list.Target{Table: "members", Src: "/members/options"}
	firms       = &list.Target{Table: "companies", Path: "/companies", Src: "/companies/options", Square: true}
	labels      = &list.Target{Table: "tags", Src: "/tags/options"}
	contactTags = &list.Many{
		From:  "contact_tags x JOIN tags g ON g.workspace_id = x.workspace_id AND g.id = x.tag_id AND g.deleted_at IS NULL",
		Space: "x.workspace_id", Owner: "x.contact_id", Value: "x.tag_id", Label: "g.name", Order: "g.name_key", Hue: "g.hue",
	}
	contactEmails = &list.Many{
		From: "contact_emails x", Space: "x.workspace_id", Owner: "x.contact_id", Value: "x.email_key", Label: "x.email",
		Order: "x.position", Kind: "x.kind", Primary: "x.is_primary", Name: "email",
	}
	contactPhones = &list.Many{
		From: "contact_phones x", Space: "x.workspace_id", Owner: "x.contact_id", Value: "x.digits", Label: "x.phone",
		Order: "x.position", Kind: "x.kind", Primary: "x.is_primary", Name: "phone",
	}
	sources = []list.Option{{Key: "BG", Label: "Bulgaria"}, {Key: "DE", Label: "Germany"}, {Key: "AT", Label: "Austria"}}
)

var contacts = list.Entity{
	Name: "contacts", Kind: "contact", Path: "/contacts", Title: "name", Select: "Select %s",
	Table: "contacts AS c", Alias: "c", Owner: "c.owner_id", Team: "c.team_id",
	Joins: `LEFT JOIN companies AS o ON o.workspace_id = c.workspace_id AND o.id = c.company_id
		LEFT JOIN members AS m ON m.workspace_id = c.workspace_id AND m.id = c.owner_id`,
	Cols: []string{"name", "company", "tags", "email", "owner", "activity"},
	Fields: []list.Field{
		{Key: "name", Label: "Name", Kind: list.Text, Col: "c.name", Fold: "c.name_key", Full: true, Can: list.Usual},
		{Key: "company", Label: "Company", Kind: list.Ref, Col: "c.company_id", With: "o.name", Fold: "c.company_key", Null: true, To: firms, Place: "b", Can: list.Usual | list.Grouping},
		{Key: "tags", Label: "Tags", Kind: list.Tags, Many: contactTags, To: labels, Place: "d", Can: list.Filter | list.Export},
		{Key: "email", Label: "E-mail", Kind: list.Email, Col: "c.email", Fold: "c.email_key", Many: contactEmails, Can: list.Usual},
		{Key: "emails", Label: "E-mail addresses", Kind: list.Email, Many: contactEmails, Can: list.Export},
		{Key: "phone", Label: "Phone", Kind: list.Phone, Col: "c.phone", Many: contactPhones, Can: list.Filter | list.Import | list.Export},
		{Key: "position", Label: "Position", Kind: list.Text, Col: "c.position", Fold: "c.position_key", Can: list.Usual},
		{Key: "website", Label: "Website", Kind: list.URL, Col: "c.linkedin", Can: list.Filter},
		{Key: "country", Label: "Country", Kind: list.Choice, Col: "c.country", Choices: sources, Can: list.Usual | list.Grouping},
		{Key: "birthday", Label: "Birthday", Kind: list.Date, Col: "c.birthday", Null: true, Can: list.Usual},
		{Key: "active", Label: "Active", Kind: list.Bool, Col: "c.is_active", Full: true, Can: list.Usual&^list.Sort | list.Grouping},
		{Key: "owner", Label: "Owner", Kind: list.Person, Col: "c.owner_id", With: "m.name", Null: true, To: people, Can: list.Filter | list.Grouping},
		{Key: "updated", Label: "Changed", Kind: list.Time, Col: "c.updated_at", Full: true, Can: list.Filter | list.Sort | list.Export},
		{Key: "activity", Label: "Last activity", Kind: list.Time, Col: "c.activity_at", Null: true, Place: "c", Can: list.Filter | list.Sort | list.Export},
		{Key: "score", Label: "Score", Kind: list.Number, Digits: 1, Col: "CAST(c.custom->>'n1' AS BIGINT)", Null: true, Can: list.Usual | list.Sum, Need: "contact.score"},
		{Key: "budget", Label: "Budget", Kind: list.Money, Col: "CAST(c.custom->>'n2' AS BIGINT)", With: "COALESCE(c.custom->>'t1', '')", Null: true, Can: list.Usual | list.Sum},
	},
}

// record is a contact as the naive list knows it.
type record struct {
	id             db.ID
	name, position string
	company        int // of world.companies, -1 none
	country, site  string
	tags           []int
	emails         []string
	phones         []string // digits
	birthday       string
	active         bool
	owner, team    int // -1 none
	updated        int64
	activity       *int64
	score, budget  *int64
	currency       string
	deleted        bool
}

// world is a workspace and all that is in it.
type world struct {
	ws        db.WorkspaceID
	members   []db.ID
	teams     []db.ID
	companies []db.ID
	tags      []db.ID
	records   []record
}

var companyNames = []string{"Тунджа Металс", "alpha & Söhne", "Zeta"}
var tagNames = []string{"Key account", "VIP", "спящ", "<b>"}

var sofia = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		panic(err)
	}
	return zone
}()

// now is in the night in which the clocks change.
var now = time.Date(2026, 3, 29, 2, 30, 0, 0, sofia)

var secret = []byte("0123456789abcdef0123456789abcdef")

func (w *world) scope() list.Scope {
	return list.Scope{
		Workspace: w.ws, Member: w.members[0], Teams: w.teams[:1], See: list.All, Write: list.All,
		Has: func(string) bool { return true }, Now: now, Zone: sofia, Currency: "EUR", Country: "BG",
	}
}

func (w *world) list(d *db.DB) *list.List { return contacts.For(d, secret, w.scope(), nil) }

// newWorld makes a workspace with its members, teams, companies and tags.
func newWorld(ctx context.Context, t testing.TB, d *db.DB) *world {
	w := &world{}
	err := d.InTx(ctx, func(tx *db.Tx) (err error) {
		if w.ws, err = db.Value[db.WorkspaceID](ctx, tx, `INSERT INTO workspaces (name, slug, created_at, updated_at) VALUES ('w', $1, 1, 1) RETURNING id`, db.NewID().String()); err != nil {
			return err
		}
		for i := range 3 {
			user, member := db.NewID(), db.NewID()
			w.members = append(w.members, member)
			email := fmt.Sprintf("%s@example.com", user)
			if _, err := tx.Exec(ctx, `INSERT INTO users (id, email, email_key, password_hash, created_at, updated_at) VALUES ($1, $2, $3, '', 1, 1)`, user, email, email); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO members (workspace_id, id, user_id, name, name_key, email, role, created_at, updated_at)
				VALUES ($1, $2, $3, $4, $5, $6, 'user', 1, 1)`, w.ws, member, user, fmt.Sprint("Member ", i), fmt.Sprint("member ", i), email); err != nil {
				return err
			}
		}
		named := func(into *[]db.ID, table db.Expr, names []string) error {
			for _, name := range names {
				id := db.NewID()
				*into = append(*into, id)
				var q db.SQL
				q.S("INSERT INTO ").S(table).S(" (workspace_id, id, name, name_key, created_at, updated_at) VALUES (").
					P(w.ws).S(", ").P(id).S(", ").P(name).S(", ").P(search.Key(name)).S(", 1, 1)")
				if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
					return err
				}
			}
			return nil
		}
		if err := named(&w.teams, "teams", []string{"North", "South"}); err != nil {
			return err
		}
		if err := named(&w.companies, "companies", companyNames); err != nil {
			return err
		}
		return named(&w.tags, "tags", tagNames)
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// save writes the records of the world.
func (w *world) save(ctx context.Context, t testing.TB, d *db.DB) {
	err := d.InTx(ctx, func(tx *db.Tx) error {
		var entries []search.Entry
		if len(w.records) > 1000 {
			return w.saveMany(ctx, tx)
		}
		for i := range w.records {
			r := &w.records[i]
			if err := w.insert(ctx, tx, r); err != nil {
				return err
			}
			if !r.deleted {
				entries = append(entries, search.Entry{ID: r.id, Texts: w.texts(r)})
			}
		}
		return search.PutMany(ctx, tx, w.ws, "contact", entries)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) texts(r *record) []string {
	return append(append([]string{r.name, r.position}, r.emails...), r.phones...)
}

func pick(ids []db.ID, i int) db.ID {
	if i < 0 {
		return db.ID{}
	}
	return ids[i]
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

func (w *world) insert(ctx context.Context, tx *db.Tx, r *record) error {
	var key, birthday, deleted any
	if r.company >= 0 {
		key = search.Key(companyNames[r.company])
	}
	if r.birthday != "" {
		birthday = r.birthday
	}
	if r.deleted {
		deleted = int64(1)
	}
	custom := map[string]any{}
	if r.score != nil {
		custom["n1"] = *r.score
	}
	if r.budget != nil {
		custom["n2"], custom["t1"] = *r.budget, r.currency
	}
	extra, err := db.ToJSON(custom)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO contacts (workspace_id, id, name, name_key, company_id, company_key, position, position_key, email, email_key, phone,
		country, linkedin, birthday, is_active, owner_id, team_id, custom, created_at, updated_at, activity_at, deleted_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1, $19, $20, $21)`,
		w.ws, r.id, r.name, search.Key(r.name), pick(w.companies, r.company), key, r.position, search.Key(r.position),
		first(r.emails), search.Key(first(r.emails)), first(r.phones), r.country, r.site, birthday, r.active,
		pick(w.members, r.owner), pick(w.teams, r.team), extra, r.updated, r.activity, deleted); err != nil {
		return err
	}
	for i, email := range r.emails {
		if _, err := tx.Exec(ctx, `INSERT INTO contact_emails (workspace_id, contact_id, position, kind, email, email_key, is_primary)
			VALUES ($1, $2, $3, 'work', $4, $5, $6)`, w.ws, r.id, i, email, search.Key(email), i == 0); err != nil {
			return err
		}
	}
	for i, digits := range r.phones {
		if _, err := tx.Exec(ctx, `INSERT INTO contact_phones (workspace_id, contact_id, position, kind, phone, digits, is_primary)
			VALUES ($1, $2, $3, 'work', $4, $5, $6)`, w.ws, r.id, i, digits, digits, i == 0); err != nil {
			return err
		}
	}
	for _, tag := range r.tags {
		if _, err := tx.Exec(ctx, `INSERT INTO contact_tags (workspace_id, contact_id, tag_id) VALUES ($1, $2, $3)`, w.ws, r.id, w.tags[tag]); err != nil {
			return err
		}
	}
	return nil
}

// saveMany writes records that have nothing but a name, a country and an owner.
func (w *world) saveMany(ctx context.Context, tx *db.Tx) error {
	var entries []search.Entry
	for some := range slices.Chunk(w.records, 50) {
		var q db.SQL
		q.S("INSERT INTO contacts (workspace_id, id, name, name_key, country, owner_id, created_at, updated_at) VALUES ")
		for i, r := range some {
			if i > 0 {
				q.S(", ")
			}
			q.S("(").P(w.ws).S(", ").P(r.id).S(", ").P(r.name).S(", ").P(search.Key(r.name)).S(", ").P(r.country).S(", ").P(pick(w.members, r.owner)).S(", 1, 1)")
			entries = append(entries, search.Entry{ID: r.id, Texts: []string{r.name}})
		}
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return err
		}
	}
	return search.PutMany(ctx, tx, w.ws, "contact", entries)
}
