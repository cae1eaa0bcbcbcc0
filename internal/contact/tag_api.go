package contact

import (
	"context"
	"encoding/base64"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// tagJSON is a tag as programs see it.
type tagJSON struct {
	ID      db.ID  `json:"id" format:"uuid"`
	Version int64  `json:"version"`
	Name    string `json:"name"`
	Hue     int    `json:"hue" doc:"1 to 9"`
}

func tagView(t Tag) tagJSON { return tagJSON{t.ID, t.Version, t.Name, t.Hue} }

func tagOut(t Tag) *recordOut[tagJSON] {
	return &recordOut[tagJSON]{ETag: api.ETag(t.Version), Body: tagView(t)}
}

func (d *Domain) tagAPI(a *api.API) {
	const tag, path = "Tags", "/tags"
	api.Register(a, operation(tag, "list-tags", get, path, "List tags by name"), d.apiListTags)
	api.Register(a, answering(http.StatusCreated, operation(tag, "create-tag", post, path, "Create a tag")), d.apiCreateTag)
	api.Register(a, operation(tag, "get-tag", get, path+"/{id}", "Get a tag"), d.apiGetTag)
	api.Register(a, operation(tag, "update-tag", patch, path+"/{id}", "Rename or recolour a tag"), d.apiUpdateTag)
	api.Register(a, answering(http.StatusNoContent, operation(tag, "delete-tag", http.MethodDelete, path+"/{id}", "Take a tag off every record until it is restored")), d.apiDeleteTag)
	api.Register(a, operation(tag, "restore-tag", post, path+"/{id}/restore", "Put a deleted tag back on the records that had it"), d.apiRestoreTag)
}

type tagListIn struct {
	Query  string `query:"q" maxLength:"50" doc:"The beginning of the name"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

type tagListOut struct{ Body api.Page[tagJSON] }

func (d *Domain) apiListTags(ctx context.Context, in *tagListIn) (*tagListOut, error) {
	after, err := base64.RawURLEncoding.DecodeString(in.Cursor)
	if err != nil || web.TextFault(ctx, string(after)) != "" {
		return nil, fault.Malformed{Text: i18n.T(ctx, "This page of the list is no longer there. Start from the beginning.")}
	}
	tags, err := d.Tags.Page(ctx, account.ActorOf(ctx), in.Query, string(after), in.Limit+1)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(tags) > in.Limit {
		tags = tags[:in.Limit]
		next = base64.RawURLEncoding.EncodeToString([]byte(tags[in.Limit-1].NameKey))
	}
	views := make([]tagJSON, len(tags))
	for i, t := range tags {
		views[i] = tagView(t)
	}
	return &tagListOut{Body: api.PageOf(views, next)}, nil
}

func (d *Domain) apiCreateTag(ctx context.Context, in *struct{ Body TagInput }) (*recordOut[tagJSON], error) {
	t, err := d.Tags.Create(ctx, account.ActorOf(ctx), in.Body)
	if err != nil {
		return nil, err
	}
	out := tagOut(t)
	out.Location = "/api/v1/tags/" + t.ID.String()
	return out, nil
}

func (d *Domain) apiGetTag(ctx context.Context, in *api.RecordRef) (*recordOut[tagJSON], error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	t, err := d.Tags.Get(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return tagOut(t), nil
}

type tagPatch struct {
	api.RecordRef
	IfMatch string `header:"If-Match" doc:"ETag of the record as it was read"`
	Body    struct {
		Name    *string `json:"name,omitempty" maxLength:"50"`
		Hue     *int    `json:"hue,omitempty" minimum:"0" maximum:"9"`
		Version int64   `json:"version,omitempty"`
	}
}

func (d *Domain) apiUpdateTag(ctx context.Context, in *tagPatch) (*recordOut[tagJSON], error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	version, err := baseVersion(ctx, in.IfMatch, in.Body.Version)
	if err != nil {
		return nil, err
	}
	t, err := d.Tags.Get(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	change := TagInput{t.Name, t.Hue, version}
	if in.Body.Name != nil {
		change.Name = *in.Body.Name
	}
	if in.Body.Hue != nil {
		change.Hue = *in.Body.Hue
	}
	if t, err = d.Tags.Update(ctx, account.ActorOf(ctx), id, change); err != nil {
		return nil, err
	}
	return tagOut(t), nil
}

func (d *Domain) apiDeleteTag(ctx context.Context, in *deleteIn) (*struct{}, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	_, err = d.Tags.Delete(ctx, account.ActorOf(ctx), id, version)
	return nil, err
}

func (d *Domain) apiRestoreTag(ctx context.Context, in *api.RecordRef) (*recordOut[tagJSON], error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	t, err := d.Tags.Restore(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return tagOut(t), nil
}
