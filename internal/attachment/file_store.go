package attachment

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/upload"
)

// Attachments keeps the files of records.
type Attachments struct {
	db    *db.DB
	files storage.Store
	judge *upload.Judge
}

const columns = `a.workspace_id, a.id, a.version, a.contact_id, a.company_id, a.deal_id, a.task_id, a.member_id, a.name, a.media, a.size,
	a.width, a.height, a.file_key, a.small_key, a.created_at, a.updated_at, a.deleted_at, coalesce(m.name, '') AS member_name
	FROM attachments a LEFT JOIN members m ON m.workspace_id = a.workspace_id AND m.id = a.member_id`

// List returns the attachments of a record the actor sees, the newest first,
// at most limit of those before the one given, and whether the record is theirs
// to change.
func (s *Attachments) List(ctx context.Context, actor account.Actor, on activity.Subject, before db.ID, limit int) (all []Attachment, writable bool, err error) {
	column, ok := columnOf(on.Kind)
	if !ok {
		return nil, false, fault.NotFound{}
	}
	if writable, err = on.See(ctx, s.db, actor); err != nil {
		return nil, false, err
	}
	var q db.SQL
	q.S("SELECT ").S(columns).S(" WHERE a.workspace_id = ").P(actor.Workspace).S(" AND a.").S(column).S(" = ").P(on.ID).S(" AND a.deleted_at IS NULL")
	if !before.IsZero() {
		q.S(" AND a.id < ").P(before)
	}
	q.S(" ORDER BY a.id DESC LIMIT ").P(limit)
	all, err = db.Select[Attachment](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, false, fmt.Errorf("read attachments: %w", err)
	}
	return all, writable, nil
}

// Get returns an attachment of a record the actor sees.
func (s *Attachments) Get(ctx context.Context, actor account.Actor, id db.ID) (Attachment, error) {
	a, _, err := get(ctx, s.db, actor, id, " AND a.deleted_at IS NULL")
	return a, err
}

func get(ctx context.Context, q db.Querier, actor account.Actor, id db.ID, bin db.Expr) (a Attachment, writable bool, err error) {
	var sql db.SQL
	sql.S("SELECT ").S(columns).S(" WHERE a.workspace_id = ").P(actor.Workspace).S(" AND a.id = ").P(id).S(bin)
	if a, err = db.Get[Attachment](ctx, q, sql.Text(), sql.Args()...); err != nil {
		return a, false, err
	}
	writable, err = a.Subject().See(ctx, q, actor)
	return a, writable, err
}

// Open returns an attachment of a record the actor sees, and its bytes or
// those of its small picture. The caller closes the file.
func (s *Attachments) Open(ctx context.Context, actor account.Actor, id db.ID, small bool) (Attachment, storage.File, error) {
	a, err := s.Get(ctx, actor, id)
	if err != nil {
		return a, nil, err
	}
	key := a.Key
	if small {
		if a.SmallKey == nil {
			return a, nil, fault.NotFound{}
		}
		key = *a.SmallKey
	}
	f, err := s.files.Open(ctx, key)
	return a, f, err
}

// Add puts a file on a record the actor may change. One that cannot be kept is
// a fault.Invalid about "file", with a sentence for every rule it breaks.
func (s *Attachments) Add(ctx context.Context, actor account.Actor, on activity.Subject, name string, r io.Reader) (Attachment, error) {
	if err := s.mayAdd(ctx, actor, on); err != nil {
		return Attachment{}, err
	}
	f, problems, err := s.judge.Any(ctx, name, r)
	if err != nil {
		return Attachment{}, err
	}
	if len(problems) > 0 {
		return Attachment{}, fault.Invalid{"file": strings.Join(problems, " ")}
	}
	now := time.Now().UnixMilli()
	a := Attachment{Workspace: actor.Workspace, ID: db.NewID(), Version: 1, Member: actor.Member, MemberName: actor.Name, Name: f.Name, Media: f.Media,
		Size: int64(len(f.Content)), Width: int64(f.Width), Height: int64(f.Height), CreatedAt: now, UpdatedAt: now}
	a.on(on)
	if err := s.keep(ctx, actor, &a, f); err != nil {
		return Attachment{}, err
	}
	return a, s.insert(ctx, actor, on, a)
}

func (s *Attachments) mayAdd(ctx context.Context, actor account.Actor, on activity.Subject) error {
	column, ok := columnOf(on.Kind)
	if !ok {
		return fault.NotFound{}
	}
	if err := on.MustWrite(ctx, s.db, actor); err != nil {
		return err
	}
	var q db.SQL
	q.S("SELECT count(*) FROM attachments WHERE workspace_id = ").P(actor.Workspace).S(" AND ").S(column).S(" = ").P(on.ID).S(" AND deleted_at IS NULL")
	n, err := db.Value[int](ctx, s.db, q.Text(), q.Args()...)
	if err == nil && n >= maxOnRecord {
		err = fault.Invalid{"file": i18n.T(ctx, "There are %d files on this record already. Delete some first.", n)}
	}
	return err
}

// stored is a row of the table files.
type stored struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Key       string         `db:"file_key"`
	Size      int64          `db:"size"`
	CreatedAt int64          `db:"created_at"`
}

// keep stores the bytes. They are written down first: should what follows fail,
// the sweep finds them.
func (s *Attachments) keep(ctx context.Context, actor account.Actor, a *Attachment, f upload.File) error {
	a.Key = storage.NewKey()
	contents := map[string][]byte{a.Key: f.Content}
	if f.IsPicture() {
		small := storage.NewKey()
		a.SmallKey, contents[small] = &small, f.Small
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		for key, content := range contents {
			if err := db.Insert(ctx, tx, "files", &stored{actor.Workspace, key, int64(len(content)), a.CreatedAt}); err != nil {
				return fmt.Errorf("insert file: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for key, content := range contents {
		if _, err := s.files.Put(ctx, key, bytes.NewReader(content), int64(len(content))); err != nil {
			return err
		}
	}
	return nil
}

func (s *Attachments) insert(ctx context.Context, actor account.Actor, on activity.Subject, a Attachment) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := on.MustWrite(ctx, tx, actor); err != nil {
			return err
		}
		if err := db.Insert(ctx, tx, "attachments", &a); err != nil {
			return fmt.Errorf("insert attachment: %w", err)
		}
		if err := on.Touch(ctx, tx, actor.Workspace, a.CreatedAt); err != nil {
			return err
		}
		on.Tell(ctx, tx, actor)
		return activity.Record(ctx, tx, actor, a.change(activity.Created))
	})
}

// Rename gives an attachment another name; its ending stays, for it says what
// the file holds. A version other than 0 must be the one that is there.
func (s *Attachments) Rename(ctx context.Context, actor account.Actor, id db.ID, name string, version int64) (Attachment, error) {
	return s.write(ctx, actor, id, version, " AND a.deleted_at IS NULL", func(tx *db.Tx, a *Attachment) (activity.Change, error) {
		old := a.Name
		a.Name = upload.Rename(name, a.ending())
		if a.Name == "" {
			return activity.Change{}, fault.Invalid{"name": i18n.T(ctx, "Enter a name.")}
		}
		c := a.change(activity.Updated)
		c.Field, c.Old, c.OldLabel, c.New = "name", old, old, a.Name
		if a.Name == old {
			return activity.Change{}, nil
		}
		return c, db.Update(ctx, tx, "attachments", a, "name", "updated_at")
	})
}

// Delete moves an attachment to the recycle bin.
func (s *Attachments) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (Attachment, error) {
	return s.write(ctx, actor, id, version, " AND a.deleted_at IS NULL", func(tx *db.Tx, a *Attachment) (activity.Change, error) {
		a.DeletedAt = &a.UpdatedAt
		return a.change(activity.Deleted), db.Update(ctx, tx, "attachments", a, "deleted_at", "updated_at")
	})
}

// Restore takes an attachment out of the recycle bin; one that is not there
// stays as it is.
func (s *Attachments) Restore(ctx context.Context, actor account.Actor, id db.ID) (Attachment, error) {
	return s.write(ctx, actor, id, 0, "", func(tx *db.Tx, a *Attachment) (activity.Change, error) {
		if a.DeletedAt == nil {
			return activity.Change{}, nil
		}
		a.DeletedAt = nil
		return a.change(activity.Restored), db.Update(ctx, tx, "attachments", a, "deleted_at", "updated_at")
	})
}

// write changes an attachment that is the actor's to change; a change without
// an action is none.
func (s *Attachments) write(ctx context.Context, actor account.Actor, id db.ID, version int64, bin db.Expr,
	do func(tx *db.Tx, a *Attachment) (activity.Change, error),
) (a Attachment, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		var writable bool
		if a, writable, err = get(ctx, tx, actor, id, bin); err != nil {
			return err
		}
		if !a.mayChange(actor, writable) {
			return fault.Forbidden{}
		}
		if version != 0 && version != a.Version {
			return fault.Conflict{Stale: true}
		}
		a.UpdatedAt = time.Now().UnixMilli()
		c, err := do(tx, &a)
		if err != nil || c.Action == "" {
			return err
		}
		a.Subject().Tell(ctx, tx, actor)
		return activity.Record(ctx, tx, actor, c)
	})
	return a, err
}

// Usage is how much a workspace keeps.
type Usage struct {
	Files int64 `db:"files" json:"files" doc:"Files, small pictures for lists included"`
	Bytes int64 `db:"bytes" json:"bytes"`
}

// Usage returns how much the actor's workspace keeps, with what lies in the
// recycle bin.
func (s *Attachments) Usage(ctx context.Context, actor account.Actor) (Usage, error) {
	return db.Get[Usage](ctx, s.db, `SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes FROM files WHERE workspace_id = $1`, actor.Workspace)
}
