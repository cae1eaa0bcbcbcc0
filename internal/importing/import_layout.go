package importing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// importLayout is how a file with the same names of columns was imported last.
type importLayout struct {
	Workspace   db.WorkspaceID `db:"workspace_id"`
	Fingerprint string         `db:"fingerprint"`
	Member      db.ID          `db:"member_id"`
	FileName    string         `db:"file_name"`
	MapJSON     db.JSON        `db:"mapping"`
	OptionJSON  db.JSON        `db:"options"`
	UpdatedAt   int64          `db:"updated_at"`
}

// layoutColumn is what is remembered of a column.
type layoutColumn struct {
	Field    string            `json:"field"`
	Meanings map[string]string `json:"meanings,omitempty"`
}

// ImportRecalled says that the columns are set as they were the last time.
type ImportRecalled struct {
	File string    `json:"file" doc:"Name of the file that was imported so"`
	At   time.Time `json:"at"`
}

// fingerprint tells files of one kind with the same names of columns, in the
// same order, whatever their case and script; empty where nothing names them.
func (i Import) fingerprint() string {
	if i.Format == "vcard" || !i.Details.HasHeader || len(i.Columns) == 0 {
		return ""
	}
	var names strings.Builder
	names.WriteString(i.Kind)
	names.WriteByte(0x1e)
	for _, c := range i.Columns {
		names.WriteString(search.Fold(strings.TrimSpace(c.Name)))
		names.WriteByte(0x1f)
	}
	sum := sha256.Sum256([]byte(names.String()))
	return hex.EncodeToString(sum[:])
}

// remember keeps how this file is imported for the next one like it.
func (i Import) remember(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	print := i.fingerprint()
	if print == "" || i.Options.Forget {
		return nil
	}
	columns := make([]layoutColumn, len(i.Columns))
	for at, c := range i.Columns {
		columns[at] = layoutColumn{c.Field, c.Meanings}
	}
	l := importLayout{Workspace: i.Workspace, Fingerprint: print, Member: actor.Member, FileName: i.FileName, UpdatedAt: time.Now().UnixMilli()}
	var err error
	if l.MapJSON, err = json.Marshal(columns); err != nil {
		return fmt.Errorf("write layout: %w", err)
	}
	if l.OptionJSON, err = json.Marshal(i.Options); err != nil {
		return fmt.Errorf("write layout: %w", err)
	}
	if err := dropLayout(ctx, tx, actor, print); err != nil {
		return err
	}
	if err := db.Insert(ctx, tx, "import_layouts", &l); err != nil {
		return fmt.Errorf("remember layout: %w", err)
	}
	return nil
}

func dropLayout(ctx context.Context, tx *db.Tx, actor account.Actor, print string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM import_layouts WHERE workspace_id = $1 AND fingerprint = $2`, actor.Workspace, print); err != nil {
		return fmt.Errorf("forget layout: %w", err)
	}
	return nil
}

// recall sets the columns as they were the last time, if such a file was
// imported before, and the options too if they are to be. What is gone since,
// such as a member who left, is asked again.
func (s *Imports) recall(ctx context.Context, actor account.Actor, imp *Import, options bool) error {
	imp.Details.Recalled = nil
	print := imp.fingerprint()
	if print == "" {
		return nil
	}
	l, err := db.Get[importLayout](ctx, s.db, `SELECT workspace_id, fingerprint, member_id, file_name, mapping, options, updated_at FROM import_layouts
		WHERE workspace_id = $1 AND fingerprint = $2`, actor.Workspace, print)
	if fault.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read layout: %w", err)
	}
	if err := l.apply(ctx, s, actor, imp, options); err != nil {
		return err
	}
	imp.Details.Recalled = &ImportRecalled{l.FileName, api.Moment(l.UpdatedAt)}
	return imp.pack()
}

func (l importLayout) apply(ctx context.Context, s *Imports, actor account.Actor, imp *Import, options bool) error {
	var columns []layoutColumn
	var opt ImportOptions
	if err := l.MapJSON.Decode(&columns); err != nil {
		return fmt.Errorf("read layout: %w", err)
	}
	if err := l.OptionJSON.Decode(&opt); err != nil {
		return fmt.Errorf("read layout: %w", err)
	}
	fields := make([]string, len(columns))
	for i, c := range columns {
		fields[i] = c.Field
	}
	kind, err := s.kinds.of(imp.Kind)
	if err != nil {
		return err
	}
	if s.setFields(ctx, actor, kind, imp.Columns, fields) != nil {
		return nil // a field is gone since: the guess is better
	}
	if options {
		imp.recallOptions(opt)
	}
	if err := s.countValues(ctx, actor, imp); err != nil {
		return err
	}
	m, err := s.meanings(ctx, actor, *imp)
	if err != nil {
		return err
	}
	for i, c := range columns {
		imp.Columns[i].Match = matchRecalled
		for value, means := range c.Meanings {
			if key, ok := m.means(c.Field, means); ok {
				imp.Columns[i].mean(value, key)
			}
		}
	}
	return m.keepOwner(ctx, s.db, actor, imp)
}

// keepOwner forgets an owner who has left.
func (m *meanings) keepOwner(ctx context.Context, d *db.DB, actor account.Actor, imp *Import) error {
	if imp.Options.OwnerID.IsZero() {
		return nil
	}
	names, err := memberNames(ctx, d, actor)
	if _, there := names[memberKey(imp.Options.OwnerID.String())]; err == nil && !there {
		imp.Options.OwnerID = db.ID{}
	}
	return err
}

// recallOptions takes over how a file was imported, but not how it was read.
func (i *Import) recallOptions(o ImportOptions) {
	o.Encoding, o.Separator, o.NoHeader, o.Sheet, o.NoHidden = i.Options.Encoding, i.Options.Separator, i.Options.NoHeader, i.Options.Sheet, i.Options.NoHidden
	i.Options = o
}

func (c *ImportColumn) mean(value, key string) {
	if c.Meanings == nil {
		c.Meanings = map[string]string{}
	}
	c.Meanings[valueKey(value)] = key
}

// Forget drops what is remembered about files like this one, and guesses the
// columns anew.
func (s *Imports) Forget(ctx context.Context, actor account.Actor, id db.ID) (Import, error) {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return imp, err
	}
	if imp.Status != ImportMapping {
		return imp, fault.Conflict{Text: i18n.T(ctx, "This import has begun already.")}
	}
	if print := imp.fingerprint(); print != "" {
		if err := s.db.InTx(ctx, func(tx *db.Tx) error { return dropLayout(ctx, tx, actor, print) }); err != nil {
			return imp, err
		}
	}
	read := imp.Options
	imp.Options = NewOptions()
	imp.Options.Encoding, imp.Options.Separator, imp.Options.NoHeader, imp.Options.Sheet, imp.Options.NoHidden = read.Encoding, read.Separator, read.NoHeader, read.Sheet, read.NoHidden
	if err := s.inspect(ctx, actor, &imp, false); err != nil {
		return imp, err
	}
	return imp, s.save(ctx, &imp, "details", "mapping", "options", "total")
}
