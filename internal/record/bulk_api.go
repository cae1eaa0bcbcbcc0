package record

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// bulkJSON is a bulk as programs see it.
type bulkJSON struct {
	ID         db.ID             `json:"id" format:"uuid"`
	Kind       string            `json:"kind" doc:"The kind of the records, such as contact"`
	Action     string            `json:"action" enum:"set,tag,untag,delete,restore,undo"`
	Field      string            `json:"field" doc:"The field that is set"`
	Value      string            `json:"value" doc:"The value it gets, or the tags"`
	Besides    map[string]string `json:"besides" doc:"Further fields, for the records where they were empty"`
	Status     string            `json:"status" enum:"queued,running,done,failed,cancelled"`
	Total      int64             `json:"total" doc:"Records it is about; in the end changed, unchanged and failed together"`
	Changed    int64             `json:"changed"`
	Unchanged  int64             `json:"unchanged" doc:"Records that were so already"`
	Failed     int64             `json:"failed" doc:"Records that were left as they are; the list of failures says why"`
	Problem    string            `json:"problem" doc:"Why it could not go on"`
	UndoOf     *db.ID            `json:"undo_of" format:"uuid" doc:"The bulk that this one takes back"`
	UndoneBy   *db.ID            `json:"undone_by" format:"uuid" doc:"The bulk that takes this one back"`
	UndoUntil  *time.Time        `json:"undo_until" doc:"Until when it can be undone; null if it cannot"`
	CreatedAt  time.Time         `json:"created_at"`
	FinishedAt *time.Time        `json:"finished_at"`
}

func (b Bulk) json() bulkJSON {
	j := bulkJSON{ID: b.ID, Kind: b.Kind, Action: b.Action, Field: b.Field, Value: b.Value, Besides: b.besides(), Status: b.Status, Total: b.Total,
		Changed: b.Changed, Unchanged: b.Unchanged, Failed: b.Failed, Problem: b.Problem, UndoOf: idOrNil(b.UndoOf), UndoneBy: idOrNil(b.UndoneBy),
		CreatedAt: api.Moment(b.CreatedAt), FinishedAt: api.MomentOrNil(b.FinishedAt)}
	if b.CanUndo() {
		until := b.UndoUntil().UTC()
		j.UndoUntil = &until
	}
	return j
}

func idOrNil(id db.ID) *db.ID {
	if id.IsZero() {
		return nil
	}
	return &id
}

// bulkBody says what is to be done to which records.
type bulkBody struct {
	IDs    []string `json:"ids,omitempty" nullable:"false" doc:"The records, at most 10000"`
	Filter *string  `json:"filter,omitempty" doc:"All records that a list with this query has, instead of ids; empty for every record" example:"city=Sofia&tags=none:"`
	AtMost *int     `json:"at_most,omitempty" minimum:"0" doc:"Do nothing if the filter finds more"`

	Action  string            `json:"action" enum:"set,tag,untag,delete,restore"`
	Field   string            `json:"field,omitempty" doc:"For set: the field, by its name in the list" example:"city"`
	Value   string            `json:"value,omitempty" doc:"For set: the value as the list writes it; an id for owner, team and company; empty clears the field" example:"Ruse"`
	Besides map[string]string `json:"besides,omitempty" doc:"For set: fields that the value needs, for the records where they are empty, such as lost_reason (the id of one, or words) for a stage of lost deals"`

	Tags []string `json:"tags,omitempty" nullable:"false" doc:"For tag and untag: names or ids of tags" example:"[\"VIP\"]"`
}

type bulkIn struct{ Body bulkBody }

type bulkOut struct {
	Status   int
	Location string `header:"Location"`
	Body     bulkJSON
}

func bulkAnswer(b Bulk, err error) (*bulkOut, error) {
	if err != nil {
		return nil, err
	}
	out := &bulkOut{Status: http.StatusOK, Location: "/api/v1" + b.path(), Body: b.json()}
	if !b.Ended() {
		out.Status = http.StatusAccepted
	}
	return out, nil
}

func (d *Domain) bulkAPI(a *api.API, k Kind) {
	name := k.Source.Entity.Name
	api.Register(a, bulkOperation(k.tag(), "bulk-"+name, "/"+name+"/bulk", "Change many "+name+" at once"), d.apiBulk(k.Kind))
}

// runAPI adds the operations on the changes themselves.
func (d *Domain) runAPI(a *api.API) {
	const tag, path = "Bulk changes", "/bulks"
	api.Register(a, operation(tag, "list-bulks", http.MethodGet, path, "List bulk changes, the newest first"), d.apiListBulks)
	api.Register(a, operation(tag, "get-bulk", http.MethodGet, path+"/{id}", "Get a bulk change: its progress, its result"), d.apiGetBulk)
	api.Register(a, operation(tag, "list-bulk-failures", http.MethodGet, path+"/{id}/failures", "List the records that were left as they are, and why"), d.apiBulkFailures)
	api.Register(a, accepting(operation(tag, "undo-bulk", http.MethodPost, path+"/{id}/undo", "Take a bulk change back, except for what was changed since")), d.apiBulkVerb((*Bulks).Undo))
	api.Register(a, accepting(operation(tag, "cancel-bulk", http.MethodPost, path+"/{id}/cancel", "Stop a bulk change; what is changed stays changed")), d.apiBulkVerb((*Bulks).Cancel))
}

func bulkOperation(tag, id, path, summary string) huma.Operation {
	op := accepting(operation(tag, id, http.MethodPost, path, summary))
	op.MaxBodyBytes = maxBulkBody
	op.Description = "Few records are changed at once, and the answer is 200 with the result. More are changed in the background: the answer is 202, and the progress is at Location. " +
		"Records that cannot be changed are counted as failed and do not stop the others. A bulk change can be undone for 30 days."
	return op
}

// maxBulkBody holds many more ids than are taken, so that too many get a clear
// answer.
const maxBulkBody = 16 << 20

// accepting documents that the work may go on behind the answer.
func accepting(op huma.Operation) huma.Operation {
	op.Responses = map[string]*huma.Response{"202": {Description: "It goes on in the background"}}
	return op
}

func (d *Domain) apiBulk(kind string) func(context.Context, *bulkIn) (*bulkOut, error) {
	return func(ctx context.Context, in *bulkIn) (*bulkOut, error) {
		input, err := in.Body.input(ctx, kind)
		if err != nil {
			return nil, err
		}
		return bulkAnswer(d.Bulks.Start(ctx, account.ActorOf(ctx), input))
	}
}

func (b bulkBody) input(ctx context.Context, kind string) (BulkInput, error) {
	in := BulkInput{Kind: kind, Action: b.Action, Field: b.Field, Value: b.Value, Besides: b.Besides, Shown: AnyNumber}
	if b.Action == BulkTag || b.Action == BulkUntag {
		in.Value = strings.Join(b.Tags, ",")
	}
	if b.Filter != nil && len(b.IDs) > 0 {
		return in, fault.Invalid{"filter": i18n.T(ctx, "Name records by ids or by a filter, not by both.")}
	}
	if b.Filter != nil {
		in.All, in.Query = true, *b.Filter
		if b.AtMost != nil {
			in.Shown = *b.AtMost
		}
		return in, nil
	}
	if len(b.IDs) > MaxBulkIDs {
		return in, tooManyIDs(ctx)
	}
	for _, text := range b.IDs {
		id, err := db.ParseID(text)
		if err != nil {
			return in, fault.Invalid{"ids": i18n.T(ctx, "“%s” is not the id of a record.", shortText(text, 40))}
		}
		in.IDs = append(in.IDs, id)
	}
	return in, nil
}

func (d *Domain) apiGetBulk(ctx context.Context, in *api.RecordRef) (*struct{ Body bulkJSON }, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	b, err := d.Bulks.Get(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return &struct{ Body bulkJSON }{b.json()}, nil
}

func (d *Domain) apiBulkVerb(do func(*Bulks, context.Context, account.Actor, db.ID) (Bulk, error)) func(context.Context, *api.RecordRef) (*bulkOut, error) {
	return func(ctx context.Context, in *api.RecordRef) (*bulkOut, error) {
		id, err := in.RecordID()
		if err != nil {
			return nil, err
		}
		return bulkAnswer(do(d.Bulks, ctx, account.ActorOf(ctx), id))
	}
}

func (d *Domain) apiListBulks(ctx context.Context, in *struct {
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}) (*struct{ Body api.Page[bulkJSON] }, error) {
	before, err := api.IDCursor(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := d.Bulks.List(ctx, account.ActorOf(ctx), before, in.Limit)
	if err != nil {
		return nil, err
	}
	items, next := make([]bulkJSON, len(all)), ""
	for i, b := range all {
		items[i] = b.json()
		if i+1 == in.Limit {
			next = b.ID.String()
		}
	}
	return &struct{ Body api.Page[bulkJSON] }{api.PageOf(items, next)}, nil
}

func (d *Domain) apiBulkFailures(ctx context.Context, in *pageIn) (*struct{ Body api.Page[BulkFailure] }, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	after, err := api.IDCursor(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := d.Bulks.Failures(ctx, account.ActorOf(ctx), id, after, in.Limit)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(all) == in.Limit {
		next = all[len(all)-1].Record.String()
	}
	if all == nil {
		all = []BulkFailure{}
	}
	return &struct{ Body api.Page[BulkFailure] }{api.PageOf(all, next)}, nil
}
