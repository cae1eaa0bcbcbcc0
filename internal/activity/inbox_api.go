package activity

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

func (d *Domain) inboxAPI(a *api.API) {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/notifications" + path, Summary: summary, Tags: []string{"Notifications"}}
	}
	api.Register(a, op("list-notifications", http.MethodGet, "", "List what you were told, newest first"), d.apiInbox)
	api.Register(a, op("count-notifications", http.MethodGet, "/unread", "Count what you have not read"), d.apiUnread)
	api.Register(a, op("read-notifications", http.MethodPost, "/read", "Mark all as read"), d.apiReadAll)
	api.Register(a, op("get-notification-preferences", http.MethodGet, "/preferences", "Get what you want to be told"), d.apiWishes)
	api.Register(a, op("set-notification-preferences", http.MethodPut, "/preferences", "Say what you want to be told"), d.apiSetWishes)
	api.Register(a, op("get-notification", http.MethodGet, "/{id}", "Get a notification"), d.apiNotification)
	api.Register(a, op("update-notification", http.MethodPatch, "/{id}", "Mark a notification as read, or as unread again"), d.apiRead)
}

// notificationJSON is a notification as programs see it.
type notificationJSON struct {
	ID         db.ID      `json:"id" format:"uuid"`
	Event      string     `json:"event" enum:"mention,meeting,meeting_moved,meeting_off,task_assigned,task_due,record_assigned"`
	Text       string     `json:"text" doc:"What happened, in your language"`
	RecordKind string     `json:"record_kind" enum:"contact,company,deal,task"`
	RecordID   db.ID      `json:"record_id" format:"uuid" doc:"The record it is about"`
	Record     string     `json:"record" doc:"What the record was called then"`
	Body       string     `json:"body" doc:"The beginning of the text that mentions you, or what the meeting is about"`
	ActorID    db.ID      `json:"actor_id" format:"uuid" nullable:"true" doc:"The member who did it; null if nobody did"`
	Actor      string     `json:"actor"`
	CreatedAt  time.Time  `json:"created_at"`
	ReadAt     *time.Time `json:"read_at" doc:"null as long as it is unread"`
}

func (n Notification) json(ctx context.Context) notificationJSON {
	return notificationJSON{n.ID, n.Event, n.text(ctx), n.Kind, n.Record, n.Title, n.Body, n.Actor, n.ActorName, api.Moment(n.CreatedAt), api.MomentOrNil(n.ReadAt)}
}

type inboxIn struct {
	Unread bool   `query:"unread" doc:"Only what you have not read"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"60"`
}

type inboxOut struct{ Body api.Page[notificationJSON] }

func (d *Domain) apiInbox(ctx context.Context, in *inboxIn) (*inboxOut, error) {
	actor := account.ActorOf(ctx)
	before, err := api.IDCursor(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := d.Inbox.List(ctx, actor, in.Unread, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(all) > in.Limit {
		all = all[:in.Limit]
		next = all[in.Limit-1].ID.String()
	}
	out := make([]notificationJSON, len(all))
	for i, n := range all {
		out[i] = n.json(ctx)
	}
	return &inboxOut{api.PageOf(out, next)}, nil
}

type unreadOut struct {
	Body struct {
		Unread int `json:"unread" doc:"Counted up to 100"`
	}
}

func (d *Domain) apiUnread(ctx context.Context, _ *struct{}) (*unreadOut, error) {
	actor := account.ActorOf(ctx)
	n, err := d.Inbox.Unread(ctx, actor)
	out := &unreadOut{}
	out.Body.Unread = n
	return out, err
}

type readAllOut struct {
	Body struct {
		Read int64 `json:"read" doc:"How many were unread"`
	}
}

func (d *Domain) apiReadAll(ctx context.Context, _ *struct{}) (*readAllOut, error) {
	actor := account.ActorOf(ctx)
	n, err := d.Inbox.ReadAll(ctx, actor)
	out := &readAllOut{}
	out.Body.Read = n
	return out, err
}

// NotificationRef names a notification in the address.
type NotificationRef struct {
	ID string `path:"id" doc:"Id of the notification"`
}

type notificationOut struct{ Body notificationJSON }

func (d *Domain) apiNotification(ctx context.Context, in *NotificationRef) (*notificationOut, error) {
	actor := account.ActorOf(ctx)
	id, err := apiID(in.ID)
	if err != nil {
		return nil, err
	}
	n, err := d.Inbox.Get(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	return &notificationOut{n.json(ctx)}, nil
}

func (d *Domain) apiRead(ctx context.Context, in *struct {
	NotificationRef
	Body struct {
		Read bool `json:"read"`
	}
}) (*notificationOut, error) {
	actor := account.ActorOf(ctx)
	id, err := apiID(in.ID)
	if err != nil {
		return nil, err
	}
	n, err := d.Inbox.Read(ctx, actor, id, in.Body.Read)
	if err != nil {
		return nil, err
	}
	return &notificationOut{n.json(ctx)}, nil
}

type wishesOut struct{ Body api.Page[Wish] }

func (d *Domain) apiWishes(ctx context.Context, _ *struct{}) (*wishesOut, error) {
	actor := account.ActorOf(ctx)
	all, err := d.Inbox.Wishes(ctx, actor)
	return &wishesOut{api.PageOf(all, "")}, err
}

func (d *Domain) apiSetWishes(ctx context.Context, in *struct {
	Body struct {
		Data []Wish `json:"data" doc:"An event that is not named is wanted in every way"`
	}
}) (*wishesOut, error) {
	actor := account.ActorOf(ctx)
	for i, w := range in.Body.Data {
		if slices.ContainsFunc(in.Body.Data[:i], func(other Wish) bool { return other.Event == w.Event }) {
			return nil, fault.Invalid{"data[" + strconv.Itoa(i) + "].event": i18n.T(ctx, "This event is named twice.")}
		}
	}
	if err := d.Inbox.SetWishes(ctx, actor, in.Body.Data); err != nil {
		return nil, err
	}
	return d.apiWishes(ctx, nil)
}
