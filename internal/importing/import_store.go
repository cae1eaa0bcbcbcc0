package importing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/storage"
	"kontor/internal/record"
)

// Imports keeps imports, and does them.
type Imports struct {
	records  *record.Domain
	db       *db.DB
	files    storage.Store
	queue    *jobs.Queue
	accounts *account.Domain
	fields   *customfield.Fields
	kinds    *kinds
}

const importHead = `SELECT i.workspace_id, i.id, i.member_id, i.kind, i.file_name, i.file_key, i.file_size, i.format, i.details, i.mapping, i.options,
	i.status, i.total, i.position, i.created, i.updated, i.skipped, i.failed, i.companies, i.contacts, i.problem, i.version,
	i.created_at, i.updated_at, i.started_at, i.finished_at, coalesce(m.name, '') AS member_name, coalesce(u.status, '') AS undo_status,
	coalesce(u.total, 0) AS undo_total, coalesce(u.seen, 0) AS undo_seen, coalesce(u.contacts, 0) AS undo_contacts, coalesce(u.records, 0) AS undo_records, coalesce(u.companies, 0) AS undo_companies,
	coalesce(u.tags, 0) AS undo_tags, coalesce(u.reverted, 0) AS undo_reverted, coalesce(u.leftover, 0) AS undo_leftover, coalesce(u.problem, '') AS undo_problem,
	u.finished_at AS undo_finished_at, coalesce(n.name, '') AS undo_member
	FROM imports i LEFT JOIN members m ON m.workspace_id = i.workspace_id AND m.id = i.member_id
	LEFT JOIN import_undos u ON u.workspace_id = i.workspace_id AND u.import_id = i.id
	LEFT JOIN members n ON n.workspace_id = u.workspace_id AND n.id = u.member_id WHERE i.workspace_id = `

const selectImport = importHead + `$1`

// Get returns an import: one's own, or of anybody for who may change all
// records of its kind.
func (s *Imports) Get(ctx context.Context, actor account.Actor, id db.ID) (Import, error) {
	if !actor.MayAny(account.Import) {
		return Import{}, fault.Forbidden{}
	}
	i, err := db.Get[Import](ctx, s.db, selectImport+` AND i.id = $2`, actor.Workspace, id)
	if err != nil {
		return i, err
	}
	if i.Member != actor.Member && !slices.Contains(s.kinds.whole(actor), i.Kind) {
		return Import{}, fault.NotFound{}
	}
	return i, i.load()
}

// List returns the imports the actor sees, one's own or everybody's, the
// newest first, those older than before unless it is zero, at most limit.
func (s *Imports) List(ctx context.Context, actor account.Actor, before db.ID, limit int) ([]Import, error) {
	if !actor.MayAny(account.Import) {
		return nil, fault.Forbidden{}
	}
	var q db.SQL
	q.S(importHead).P(actor.Workspace)
	q.S(" AND (i.member_id = ").P(actor.Member)
	if whole := s.kinds.whole(actor); len(whole) > 0 {
		q.S(" OR i.kind IN ")
		db.In(&q, whole)
	}
	q.S(")")
	if !before.IsZero() {
		q.S(" AND i.id < ").P(before)
	}
	q.S(" ORDER BY i.id DESC LIMIT ").P(limit)
	all, err := db.Select[Import](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list imports: %w", err)
	}
	for i := range all {
		if err := all[i].load(); err != nil {
			return nil, fmt.Errorf("read import: %w", err)
		}
	}
	return all, nil
}

// Upload keeps a file and finds out what it is. A file like one that was
// imported before is set up as that was, whatever opt says. One that cannot be imported is
// a fault.Invalid with one sentence about it, and is not kept.
func (s *Imports) Upload(ctx context.Context, actor account.Actor, kind, name string, r io.Reader, opt ImportOptions) (Import, error) {
	if err := s.mayImport(actor, kind); err != nil {
		return Import{}, err
	}
	if err := checkImportOptions(ctx, &opt); err != nil {
		return Import{}, err
	}
	key := storage.NewKey()
	if err := s.db.InTx(ctx, func(tx *db.Tx) error { return storage.Await(ctx, tx, actor.Workspace, key) }); err != nil {
		return Import{}, err
	}
	size, err := s.files.Put(ctx, key, r, MaxImport)
	if _, large := errors.AsType[fault.TooLarge](err); large {
		return Import{}, fault.Invalid{"file": tooLargeText(ctx)}
	}
	if err != nil {
		return Import{}, fmt.Errorf("keep file: %w", err)
	}
	now := time.Now().UnixMilli()
	imp := Import{Workspace: actor.Workspace, ID: db.NewID(), Member: actor.Member, MemberName: actor.Name, Kind: kind, FileName: fileName(name), FileKey: key, FileSize: size,
		Status: ImportMapping, Version: 1, CreatedAt: now, UpdatedAt: now, Options: opt}
	if err = s.inspect(ctx, actor, &imp, true); err == nil {
		err = s.db.InTx(ctx, func(tx *db.Tx) error {
			return errors.Join(db.Insert(ctx, tx, "imports", &imp), storage.Claim(ctx, tx, actor.Workspace, key))
		})
	}
	if err != nil {
		_ = s.files.Delete(ctx, key) // the first error is the one to tell
		return Import{}, err
	}
	return imp, nil
}

func (s *Imports) mayImport(actor account.Actor, name string) error {
	if !actor.MayAny(account.Import) {
		return fault.Forbidden{}
	}
	kind, err := s.kinds.of(name)
	if err != nil {
		return err
	}
	return actor.Must(account.Import, kind.Record)
}

// fileName is the name a file is shown by, never a path.
func fileName(name string) string {
	name = Short(filepath.Base(strings.ReplaceAll(name, `\`, "/")), 200)
	if name == "" || name == "." || name == "/" {
		return "import"
	}
	return name
}

// inspect reads the file of an import once: how it is written, what its
// columns are, how many rows there are. A file like one that was imported
// before gets its columns, and with options its options, from there.
func (s *Imports) inspect(ctx context.Context, actor account.Actor, imp *Import, options bool) error {
	kind, err := s.kindOf(ctx, actor, *imp)
	if err != nil {
		return err
	}
	f, err := storage.Fetch(ctx, s.files, imp.FileKey)
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	defer f.Close()
	if err := inspectFile(ctx, kind, kind.own, actor, imp, f); err != nil {
		return err
	}
	return s.recall(ctx, actor, imp, options)
}

// open returns the file of an import and a run that stands where it is to go
// on.
func (s *Imports) open(ctx context.Context, actor account.Actor, imp *Import, dry bool) (*Run, io.Closer, error) {
	kind, err := s.kinds.of(imp.Kind)
	if err != nil {
		return nil, nil, err
	}
	f, err := storage.Fetch(ctx, s.files, imp.FileKey)
	if fault.IsNotFound(err) {
		return nil, nil, fault.Conflict{Text: i18n.T(ctx, "The file of this import is not kept any more.")}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("open file: %w", err)
	}
	run, err := newRun(ctx, s.db, kind, actor, imp, f, dry)
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return run, openFile{run.src, f}, nil
}

// openFile is the file of an import with what reading it keeps.
type openFile struct {
	src  *importSource
	file io.Closer
}

// Close closes both.
func (o openFile) Close() error {
	o.src.close()
	return o.file.Close()
}

// Map says which column goes where, and how the import is to be done. A file
// read in another way (encoding, separator, header) is looked at again, and
// its columns are guessed anew.
func (s *Imports) Map(ctx context.Context, actor account.Actor, id db.ID, fields []string, opt ImportOptions) (Import, error) {
	imp, err := s.Get(ctx, actor, id)
	if err != nil {
		return imp, err
	}
	if imp.Status != ImportMapping {
		return imp, fault.Conflict{Text: i18n.T(ctx, "This import has begun already.")}
	}
	again := opt.readAgain(imp.Options)
	if err := checkImportOptions(ctx, &opt); err != nil {
		return imp, err
	}
	imp.Options = opt
	if again {
		err = s.inspect(ctx, actor, &imp, false)
	} else if fields != nil {
		if err = s.assign(ctx, actor, &imp, fields); err == nil {
			err = s.countValues(ctx, actor, &imp)
		}
	}
	if err != nil {
		return imp, err
	}
	return imp, s.save(ctx, &imp, "details", "mapping", "options", "total")
}

// assign puts the chosen fields to the columns of an import.
func (s *Imports) assign(ctx context.Context, actor account.Actor, imp *Import, fields []string) error {
	kind, err := s.kinds.of(imp.Kind)
	if err != nil {
		return err
	}
	return s.setFields(ctx, actor, kind, imp.Columns, fields)
}

func (s *Imports) save(ctx context.Context, imp *Import, columns ...string) error {
	if err := imp.pack(); err != nil {
		return fmt.Errorf("write import: %w", err)
	}
	imp.UpdatedAt = time.Now().UnixMilli()
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		return db.Update(ctx, tx, "imports", imp, append(columns, "updated_at")...)
	})
}

// setFields puts the chosen fields to the columns; a field that takes one
// column may be chosen once.
func setFields(ctx context.Context, kind Kind, set *customfield.Set, columns []ImportColumn, fields []string) error {
	invalid := fault.Invalid{}
	if len(fields) != len(columns) {
		return fault.Invalid{"columns": i18n.T(ctx, "The file has %s columns.", i18n.Int(ctx, int64(len(columns))))}
	}
	taken := map[string]bool{}
	for i, key := range fields {
		f, ok := kind.field(key)
		ok = ok || set.Field(key) != nil
		name := "columns." + strconv.Itoa(i)
		switch {
		case key == "":
		case !ok:
			invalid.Add(name, i18n.T(ctx, "This is none of the choices."))
		case taken[key] && !f.Many:
			invalid.Add(name, i18n.T(ctx, "Another column goes there already."))
		}
		taken[key] = true
	}
	if err := invalid.OrNil(); err != nil {
		return err
	}
	for i, key := range fields {
		if columns[i].Field != key {
			columns[i].Field, columns[i].Match, columns[i].Meanings = key, matchSet, nil
		}
	}
	return nil
}

func checkImportOptions(ctx context.Context, o *ImportOptions) error {
	invalid := fault.Invalid{}
	none := i18n.T(ctx, "This is none of the choices.")
	if o.Duplicates == "" {
		o.Duplicates = DuplicateSkip
	}
	if !slices.Contains([]string{DuplicateSkip, DuplicateUpdate, DuplicateAdd}, o.Duplicates) {
		invalid.Add("duplicates", none)
	}
	for _, m := range o.Match {
		if m != "email" && m != "phone" && m != "name" {
			invalid.Add("match", none)
		}
	}
	if o.DateOrder != "" && o.DateOrder != string(dayFirst) && o.DateOrder != string(monthFirst) {
		invalid.Add("date_order", none)
	}
	if len(o.Separator) > 1 {
		invalid.Add("separator", i18n.T(ctx, "A separator is one character, such as a comma."))
	}
	o.Tags = slices.DeleteFunc(o.Tags, func(t string) bool { return strings.TrimSpace(t) == "" })
	checkTags(ctx, invalid, o.Tags)
	return invalid.OrNil()
}

const (
	maxTags = 50
	maxTag  = 50
)

func checkTags(ctx context.Context, invalid fault.Invalid, tags []string) {
	if len(tags) > maxTags {
		invalid.Add("tags", i18n.T(ctx, "There can be %s at most.", strconv.Itoa(maxTags)))
	}
	for _, tag := range tags {
		if utf8.RuneCountInString(tag) > maxTag {
			invalid.Add("tags", i18n.N(ctx, "This is longer than %s character.", "This is longer than %s characters.", maxTag))
		}
	}
}

// Failures returns rows that failed, in the order of the file, after the row
// with the number after, at most limit.
func (s *Imports) Failures(ctx context.Context, actor account.Actor, id db.ID, after int64, limit int) ([]ImportFailure, error) {
	if _, err := s.Get(ctx, actor, id); err != nil {
		return nil, err
	}
	return db.Select[ImportFailure](ctx, s.db, `SELECT f.workspace_id, f.import_id, f.row_number, f.cells, f.value, f.reason FROM import_failures f
		WHERE f.workspace_id = $1 AND f.import_id = $2 AND f.row_number > $3 ORDER BY f.row_number LIMIT $4`, actor.Workspace, id, after, limit)
}
