package importing

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// importJSON is an import as programs see it.
type importJSON struct {
	ID         db.ID          `json:"id" format:"uuid"`
	Version    int64          `json:"version"`
	Kind       string         `json:"kind" enum:"contacts,deals,tasks" doc:"What its rows become"`
	FileName   string         `json:"file_name"`
	FileSize   int64          `json:"file_size" doc:"Bytes"`
	Format     string         `json:"format" enum:"csv,xlsx,vcard"`
	Status     string         `json:"status" enum:"mapping,queued,running,done,failed,cancelled,undone"`
	Total      int64          `json:"total" doc:"Rows of the file"`
	Position   int64          `json:"position" doc:"Rows that have their result"`
	Created    int64          `json:"created"`
	Updated    int64          `json:"updated"`
	Skipped    int64          `json:"skipped"`
	Failed     int64          `json:"failed"`
	Companies  int64          `json:"companies" doc:"Companies that were created on the way"`
	Contacts   int64          `json:"contacts" doc:"Contacts that were created on the way to deals or tasks"`
	Problem    string         `json:"problem" doc:"Why the import could not go on"`
	Details    ImportDetails  `json:"details"`
	Columns    []ImportColumn `json:"columns" nullable:"false"`
	Options    ImportOptions  `json:"options"`
	CreatedAt  time.Time      `json:"created_at"`
	StartedAt  *time.Time     `json:"started_at"`
	FinishedAt *time.Time     `json:"finished_at"`
	UndoUntil  *time.Time     `json:"undo_until" doc:"Until when it can be undone; null if it cannot"`
	Undo       *undoJSON      `json:"undo" doc:"How far it is taken back; null if it is not"`
}

// undoJSON is what came of taking an import back.
type undoJSON struct {
	Status     string     `json:"status" enum:"running,done,failed"`
	Percent    int        `json:"percent"`
	Records    int64      `json:"records" doc:"Records of its kind that went to the recycle bin"`
	Contacts   int64      `json:"contacts" doc:"Contacts that went there too"`
	Companies  int64      `json:"companies" doc:"Companies that went to the recycle bin"`
	Tags       int64      `json:"tags" doc:"Tags that were deleted"`
	Reverted   int64      `json:"reverted" doc:"Records that have their old values back"`
	Leftover   int64      `json:"leftover" doc:"Records that were left as they are, because they were changed since"`
	Problem    string     `json:"problem"`
	FinishedAt *time.Time `json:"finished_at"`
}

func (i Import) undoJSON() *undoJSON {
	if i.UndoStatus == "" {
		return nil
	}
	return &undoJSON{i.UndoStatus, i.UndoPercent(), i.UndoRecords, i.UndoContacts, i.UndoFirms, i.UndoTags, i.UndoReverted, i.UndoLeftover, i.UndoProblem, api.MomentOrNil(i.UndoFinished)}
}

func (i Import) undoUntil() *time.Time {
	if !i.CanUndo() {
		return nil
	}
	until := i.UndoUntil().UTC()
	return &until
}

func (i Import) json() importJSON {
	columns := i.Columns
	if columns == nil {
		columns = []ImportColumn{}
	}
	return importJSON{
		ID: i.ID, Version: i.Version, Kind: i.Kind, FileName: i.FileName, FileSize: i.FileSize, Format: i.Format, Status: i.Status,
		Total: i.Total, Position: i.Position, Created: i.Created, Updated: i.Updated, Skipped: i.Skipped, Failed: i.Failed, Companies: i.Companies, Contacts: i.Contacts,
		Problem: i.Problem, Details: i.Details, Columns: columns, Options: i.Options,
		CreatedAt: api.Moment(i.CreatedAt), StartedAt: api.MomentOrNil(i.StartedAt), FinishedAt: api.MomentOrNil(i.FinishedAt),
		UndoUntil: i.undoUntil(), Undo: i.undoJSON(),
	}
}

// importOutput is one import as it stands.
type importOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     importJSON
}

func importOut(i Import, err error) (*importOutput, error) {
	if err != nil {
		return nil, err
	}
	return &importOutput{ETag: api.ETag(i.Version), Body: i.json()}, nil
}

const (
	get   = http.MethodGet
	post  = http.MethodPost
	patch = http.MethodPatch
)

func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/imports" + path, Summary: summary, Tags: []string{"Imports"}}
}

func (d *Domain) importAPI(a *api.API) {
	upload := operation("create-import", post, "", "Send a file to import")
	upload.DefaultStatus = http.StatusCreated
	upload.Description = "The file as the body itself, or as the part \"file\" of a form. Nothing is imported yet: look at the columns, change them, then start."
	api.Register(a, upload, d.apiUpload)
	// Described afterwards: a body that the framework knows of it would read itself.
	a.OpenAPI().Paths[upload.Path].Post.RequestBody = fileBody()
	api.Register(a, operation("list-imports", get, "", "List imports, the newest first"), d.apiListImports)
	api.Register(a, operation("get-import", get, "/{id}", "Get an import: its columns, its progress, its result"), d.apiGetImport)
	api.Register(a, operation("map-import", patch, "/{id}", "Say which column goes where, and how the import is to be done"), d.apiMapImport)
	api.Register(a, operation("preview-import", get, "/{id}/preview", "Find out what an import would do, without doing it"), d.apiPreview)
	api.Register(a, operation("start-import", post, "/{id}/start", "Start an import in the background"), d.apiImportVerb((*Imports).Start))
	api.Register(a, operation("cancel-import", post, "/{id}/cancel", "Stop an import; what is in stays"), d.apiImportVerb((*Imports).Cancel))
	api.Register(a, operation("undo-import", post, "/{id}/undo", "Take a whole import back in the background, except for what was changed since"), d.apiImportVerb((*Imports).Undo))
	api.Register(a, operation("list-import-failures", get, "/{id}/failures", "List the rows that failed, with their reasons"), d.apiFailures)
	api.Register(a, operation("forget-import-layout", post, "/{id}/forget", "Forget how files of this layout were imported, and guess the columns anew"), d.apiImportVerb((*Imports).Forget))
	api.Register(a, operation("list-import-leftovers", get, "/{id}/leftovers", "List what an undone import left as it is, and why"), d.apiLeftovers)
	download := operation("download-import-failures", get, "/{id}/failures.csv", "Get the rows that failed as a file")
	download.Responses = map[string]*huma.Response{"200": {Description: "The rows", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	api.Register(a, download, d.apiDownloadFailures)
}

func fileBody() *huma.RequestBody {
	file := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	form := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{"file": file}, Required: []string{"file"}}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"multipart/form-data": {Schema: form}, "text/csv": {Schema: file}, "text/vcard": {Schema: file}, "application/octet-stream": {Schema: file},
	}}
}

// uploadIn is a file on its way: the body is not read before the handler does.
type uploadIn struct {
	Kind        string `query:"kind" enum:"contacts,deals,tasks" default:"contacts" doc:"What the rows of the file are to become"`
	Name        string `query:"name" maxLength:"200" doc:"Name of the file, where the body is the file itself" example:"clients.csv"`
	body        io.Reader
	contentType string
}

// Resolve keeps the body as a stream.
func (in *uploadIn) Resolve(ctx huma.Context) []error {
	in.body, in.contentType = ctx.BodyReader(), ctx.Header("Content-Type")
	return nil
}

func (d *Domain) apiUpload(ctx context.Context, in *uploadIn) (*importOutput, error) {
	name, file, err := in.file(ctx)
	if err != nil {
		return nil, err
	}
	imp, err := d.Imports.Upload(ctx, account.ActorOf(ctx), in.Kind, name, file, NewOptions())
	out, err := importOut(imp, bodyFault(ctx, err))
	if err == nil {
		out.Location = "/api/v1/imports/" + imp.ID.String()
	}
	return out, err
}

// file is the body, or the part of it that is the file.
func (in *uploadIn) file(ctx context.Context) (name string, r io.Reader, err error) {
	kind, params, _ := mime.ParseMediaType(in.contentType) // what is no media type is no form
	if kind != "multipart/form-data" {
		if in.body == nil {
			return "", nil, fault.Invalid{"file": i18n.T(ctx, "The file is empty.")}
		}
		return in.Name, in.body, nil
	}
	parts := multipart.NewReader(in.body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, fault.Invalid{"file": i18n.T(ctx, "Choose a file.")}
		}
		if err != nil {
			return "", nil, bodyFault(ctx, err)
		}
		if part.FormName() == "file" {
			return part.FileName(), part, nil
		}
	}
}

func (d *Domain) apiListImports(ctx context.Context, in *struct {
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}) (*struct{ Body api.Page[importJSON] }, error) {
	before, err := api.IDCursor(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := d.Imports.List(ctx, account.ActorOf(ctx), before, in.Limit)
	if err != nil {
		return nil, err
	}
	items := make([]importJSON, len(all))
	next := ""
	for i, imp := range all {
		items[i] = imp.json()
		if i+1 == in.Limit {
			next = imp.ID.String()
		}
	}
	return &struct{ Body api.Page[importJSON] }{api.PageOf(items, next)}, nil
}

func (d *Domain) apiGetImport(ctx context.Context, in *api.RecordRef) (*importOutput, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	return importOut(d.Imports.Get(ctx, account.ActorOf(ctx), id))
}

type mapIn struct {
	api.RecordRef
	Body struct {
		Fields  []string       `json:"fields,omitempty" maxItems:"1000" nullable:"false" doc:"One field a column, in the order of the file; an empty one is not imported"`
		Options *ImportOptions `json:"options,omitempty" doc:"What is left out stays as it is"`

		Rows     []ImportDecision `json:"rows,omitempty" maxItems:"1000" nullable:"false" doc:"What becomes of single rows that are like a record"`
		Meanings []ImportMeaning  `json:"meanings,omitempty" maxItems:"1000" nullable:"false" doc:"What values of choice-like columns stand for that are not understood by themselves"`
	}
	RawBody []byte
}

func (d *Domain) apiMapImport(ctx context.Context, in *mapIn) (*importOutput, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	actor := account.ActorOf(ctx)
	imp, err := d.Imports.Get(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	said := struct {
		Options ImportOptions `json:"options"`
	}{imp.Options}
	if err := json.Unmarshal(in.RawBody, &said); err != nil {
		return nil, fault.Malformed{Text: i18n.T(ctx, "The body is not a JSON object.")}
	}
	imp, err = d.Imports.Map(ctx, actor, id, in.Body.Fields, said.Options)
	if err == nil && len(in.Body.Meanings) > 0 {
		imp, err = d.Imports.Mean(ctx, actor, id, in.Body.Meanings)
	}
	if err == nil && len(in.Body.Rows) > 0 {
		imp, err = d.Imports.DecideRows(ctx, actor, id, in.Body.Rows)
	}
	return importOut(imp, err)
}

type previewIn struct {
	api.RecordRef
	Outcome string `query:"outcome" enum:"created,updated,skipped,failed,alike" doc:"Only rows with this outcome; alike: those about a record that is there, or about an earlier row"`
	Offset  int    `query:"offset" minimum:"0" maximum:"20000"`
	Limit   int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

func (d *Domain) apiPreview(ctx context.Context, in *previewIn) (*struct{ Body ImportPreview }, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	p, err := d.Imports.Preview(ctx, account.ActorOf(ctx), id, Showing{in.Outcome, in.Offset, in.Limit, true})
	if err != nil {
		return nil, err
	}
	return &struct{ Body ImportPreview }{p}, nil
}

// apiImportVerb is the operation for something that is done with an import.
func (d *Domain) apiImportVerb(do func(*Imports, context.Context, account.Actor, db.ID) (Import, error)) func(context.Context, *api.RecordRef) (*importOutput, error) {
	return func(ctx context.Context, in *api.RecordRef) (*importOutput, error) {
		id, err := in.RecordID()
		if err != nil {
			return nil, err
		}
		return importOut(do(d.Imports, ctx, account.ActorOf(ctx), id))
	}
}

type failureJSON struct {
	Row    int64    `json:"row" doc:"As a spreadsheet numbers it"`
	Reason string   `json:"reason"`
	Value  string   `json:"value" doc:"The value the reason is about"`
	Cells  []string `json:"cells" nullable:"false" doc:"The row as it stands in the file"`
}

type failuresIn struct {
	api.RecordRef
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

func (d *Domain) apiFailures(ctx context.Context, in *failuresIn) (*struct{ Body api.Page[failureJSON] }, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	after, err := rowCursor(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := d.Imports.Failures(ctx, account.ActorOf(ctx), id, after, in.Limit)
	if err != nil {
		return nil, err
	}
	items := make([]failureJSON, len(rows))
	next := ""
	for i, f := range rows {
		items[i] = failureJSON{f.Row, f.Reason, f.Value, f.Cells()}
		if i+1 == in.Limit {
			next = cursorOfRow(f.Row)
		}
	}
	return &struct{ Body api.Page[failureJSON] }{api.PageOf(items, next)}, nil
}

// cursorOfRow is the place after a row, and rowCursor reads it.
func cursorOfRow(row int64) string { return "r" + strconv.FormatInt(row, 36) }

func rowCursor(ctx context.Context, cursor string) (int64, error) {
	if cursor == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(strings.TrimPrefix(cursor, "r"), 36, 64)
	if err != nil || n < 0 || cursor != cursorOfRow(n) {
		return 0, fault.Malformed{Text: i18n.T(ctx, "This page of the list is no longer there.")}
	}
	return n, nil
}

func (d *Domain) apiDownloadFailures(ctx context.Context, in *api.RecordRef) (*huma.StreamResponse, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	actor := account.ActorOf(ctx)
	if _, err := d.Imports.Get(ctx, actor, id); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		out.SetHeader("Content-Type", "text/csv; charset=utf-8")
		if err := d.Imports.WriteFailures(ctx, actor, id, out.BodyWriter()); err != nil {
			web.Abort(err)
		}
	}}, nil
}

type leftoverJSON struct {
	Kind   string `json:"kind" enum:"contact,company,deal,task"`
	ID     db.ID  `json:"id" format:"uuid"`
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

func (d *Domain) apiLeftovers(ctx context.Context, in *failuresIn) (*struct{ Body api.Page[leftoverJSON] }, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	after, err := api.IDCursor(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := d.Imports.Leftovers(ctx, account.ActorOf(ctx), id, after, in.Limit)
	if err != nil {
		return nil, err
	}
	items := make([]leftoverJSON, len(all))
	next := ""
	for i, l := range all {
		items[i] = leftoverJSON{l.Kind, l.Record, l.Name, l.Reason}
		if i+1 == in.Limit {
			next = l.Record.String()
		}
	}
	return &struct{ Body api.Page[leftoverJSON] }{api.PageOf(items, next)}, nil
}
