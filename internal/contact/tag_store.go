package contact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/kit/ui"
	"kontor/internal/record"
)

// Tags keeps tags.
type Tags struct{ db *db.DB }

const selectTag = `SELECT t.workspace_id, t.id, t.name, t.name_key, t.hue, t.version, t.created_at, t.updated_at, t.deleted_at
	FROM tags t WHERE t.workspace_id = $1`

// TagUse is a tag with the number of records that have it.
type TagUse struct {
	Tag
	Contacts  int `db:"contacts"`
	Companies int `db:"companies"`
	Deals     int `db:"deals"`
}

// Get returns a tag.
func (s *Tags) Get(ctx context.Context, actor account.Actor, id db.ID) (Tag, error) {
	return db.Get[Tag](ctx, s.db, selectTag+` AND t.id = $2 AND t.deleted_at IS NULL`, actor.Workspace, id)
}

// Page returns tags by the beginning of their name, by name, after the name
// key after, at most limit.
func (s *Tags) Page(ctx context.Context, actor account.Actor, prefix, after string, limit int) ([]Tag, error) {
	starts := db.LikeText(search.Fold(prefix)) + "%"
	return db.Select[Tag](ctx, s.db, selectTag+` AND t.deleted_at IS NULL AND t.name_key LIKE $2 ESCAPE '!' AND t.name_key > $3
		ORDER BY t.name_key LIMIT $4`, actor.Workspace, starts, after, limit)
}

// Uses returns every tag by name with the number of records the actor sees that
// have it, the recycle bin left out.
func (s *Tags) Uses(ctx context.Context, actor account.Actor) ([]TagUse, error) {
	var q db.SQL
	q.S("SELECT t.workspace_id, t.id, t.name, t.name_key, t.hue, t.version, t.created_at, t.updated_at, t.deleted_at")
	for _, on := range []struct {
		kind                       string
		links, records, link, name db.Expr
	}{
		{"contact", "contact_tags", "contacts", "contact_id", "contacts"},
		{"company", "company_tags", "companies", "company_id", "companies"},
		{"deal", "deal_tags", "deals", "deal_id", "deals"},
	} {
		q.S(", (SELECT count(*) FROM ").S(on.links).S(" x JOIN ").S(on.records).S(" c ON c.workspace_id = x.workspace_id AND c.id = x.").S(on.link)
		q.S(" AND c.deleted_at IS NULL WHERE x.workspace_id = t.workspace_id AND x.tag_id = t.id AND ")
		actor.Scope(on.kind).Sees(&q, "c.owner_id", "c.team_id")
		q.S(") AS ").S(on.name)
	}
	q.S(" FROM tags t WHERE t.workspace_id = ").P(actor.Workspace).S(" AND t.deleted_at IS NULL ORDER BY t.name_key")
	return db.Select[TagUse](ctx, s.db, q.Text(), q.Args()...)
}

// Create makes a tag; anybody who may change records may.
func (s *Tags) Create(ctx context.Context, actor account.Actor, in TagInput) (Tag, error) {
	if err := in.validate(ctx, actor); err != nil {
		return Tag{}, err
	}
	if actor.ReadOnly {
		return Tag{}, fault.Forbidden{}
	}
	t := newTag(actor, in.Name)
	t.Hue = hueOf(in)
	err := s.db.InTx(ctx, func(tx *db.Tx) error { return insertTags(ctx, tx, actor, db.ID{}, []Tag{t}) })
	return t, taken(ctx, err)
}

// hueOf is the hue asked for, or the one that belongs to the name.
func hueOf(in TagInput) int {
	if in.Hue > 0 {
		return in.Hue
	}
	return ui.Hue(search.Fold(in.Name))
}

func newTag(actor account.Actor, name string) Tag {
	now := time.Now().UnixMilli()
	key := search.Fold(name)
	return Tag{Workspace: actor.Workspace, ID: db.NewID(), Name: name, NameKey: key, Hue: ui.Hue(key), Version: 1, CreatedAt: now, UpdatedAt: now}
}

func insertTags(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, tags []Tag) error {
	if err := db.InsertAll(ctx, tx, "tags", tags); err != nil {
		return fmt.Errorf("insert tags: %w", err)
	}
	changes := make([]activity.Change, len(tags))
	for i, t := range tags {
		changes[i] = activity.Change{Kind: "tag", Record: t.ID, Action: activity.Created, Batch: batch, Field: "name", New: t.Name}
	}
	return activity.Record(ctx, tx, actor, changes...)
}

// taken says that a name exists already where the database refused it.
func taken(ctx context.Context, err error) error {
	if errors.Is(err, db.ErrExists) {
		return fault.Invalid{"name": i18n.T(ctx, "There is a tag of this name already.")}
	}
	return err
}

// Update renames and recolours a tag.
func (s *Tags) Update(ctx context.Context, actor account.Actor, id db.ID, in TagInput) (Tag, error) {
	if err := actor.Require(account.ManageTags); err != nil {
		return Tag{}, err
	}
	if err := in.validate(ctx, actor); err != nil {
		return Tag{}, err
	}
	var t Tag
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if t, err = db.Get[Tag](ctx, tx, selectTag+` AND t.id = $2 AND t.deleted_at IS NULL`, actor.Workspace, id); err != nil {
			return err
		}
		if in.Version != 0 && in.Version != t.Version {
			return fault.Conflict{Stale: true}
		}
		return t.change(ctx, tx, actor, in)
	})
	return t, taken(ctx, err)
}

func (t *Tag) change(ctx context.Context, tx *db.Tx, actor account.Actor, in TagInput) error {
	var changes []activity.Change
	note := func(field, old, new string) {
		if old != new {
			changes = append(changes, activity.Change{Kind: "tag", Record: t.ID, Action: activity.Updated, Field: field, Old: old, New: new})
		}
	}
	note("name", t.Name, in.Name)
	in.Hue = hueOf(in)
	note("hue", fmt.Sprint(t.Hue), fmt.Sprint(in.Hue))
	if len(changes) == 0 {
		return nil
	}
	t.Name, t.NameKey, t.Hue, t.UpdatedAt = in.Name, search.Fold(in.Name), in.Hue, time.Now().UnixMilli()
	if err := db.Update(ctx, tx, "tags", t, "name", "name_key", "hue", "updated_at"); err != nil {
		return fmt.Errorf("update tag: %w", err)
	}
	return activity.Record(ctx, tx, actor, changes...)
}

// Delete takes a tag off every record until it is restored; a version other
// than 0 must be the one that is there.
func (s *Tags) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (Tag, error) {
	now := time.Now().UnixMilli()
	return s.bin(ctx, actor, id, version, ` AND t.id = $2 AND t.deleted_at IS NULL`, &now)
}

// Restore puts a deleted tag back on the records that had it; one that is
// there stays as it is.
func (s *Tags) Restore(ctx context.Context, actor account.Actor, id db.ID) (Tag, error) {
	return s.bin(ctx, actor, id, 0, ` AND t.id = $2`, nil)
}

func (s *Tags) bin(ctx context.Context, actor account.Actor, id db.ID, version int64, where string, at *int64) (Tag, error) {
	if err := actor.Require(account.ManageTags); err != nil {
		return Tag{}, err
	}
	var t Tag
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if t, err = db.Get[Tag](ctx, tx, selectTag+where, actor.Workspace, id); err != nil {
			return err
		}
		if version != 0 && version != t.Version {
			return fault.Conflict{Stale: true}
		}
		if at == nil && t.DeletedAt == nil {
			return nil
		}
		action := activity.Restored
		if at != nil {
			action = activity.Deleted
		}
		t.DeletedAt = at
		if err := db.Update(ctx, tx, "tags", &t, "deleted_at"); err != nil {
			return fmt.Errorf("%s tag: %w", action, err)
		}
		return activity.Record(ctx, tx, actor, activity.Change{Kind: "tag", Record: id, Action: action})
	})
	return t, taken(ctx, err)
}

// choices are tags to choose from, at most limit.
func (s *Tags) choices(ctx context.Context, actor account.Actor, limit int) ([]record.Tag, error) {
	all, err := s.Page(ctx, actor, "", "", limit)
	return Labels(all), err
}
