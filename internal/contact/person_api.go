package contact

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"time"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/record"
)

// contactJSON is a contact as programs see it, in a list and alone.
type contactJSON struct {
	ID      db.ID  `json:"id" format:"uuid"`
	Version int64  `json:"version"`
	Name    string `json:"name"`
	ContactFields
	Company    *refJSON    `json:"company"`
	Tags       []refJSON   `json:"tags"`
	Consents   []refJSON   `json:"consents" doc:"The purposes the contact agrees to"`
	Email      string      `json:"email" doc:"The primary address"`
	Emails     []emailJSON `json:"emails"`
	Phone      string      `json:"phone" doc:"The primary number"`
	Mobile     string      `json:"mobile" doc:"The first mobile number"`
	Phones     []phoneJSON `json:"phones"`
	Owner      *refJSON    `json:"owner"`
	Team       *refJSON    `json:"team"`
	Birthday   *string     `json:"birthday" doc:"YYYY-MM-DD, or --MM-DD without the year"`
	ActivityAt *time.Time  `json:"activity_at"`
	CreatedAt  time.Time   `json:"created_at"`
	UpdatedAt  time.Time   `json:"updated_at"`

	extra customfield.Values
	_     struct{} `additionalProperties:"true"`
}

type emailJSON struct {
	Email   string `json:"email"`
	Kind    string `json:"kind"`
	Primary bool   `json:"primary"`
}

type phoneJSON struct {
	Phone   string `json:"phone"`
	Kind    string `json:"kind"`
	Primary bool   `json:"primary"`
}

// MarshalJSON writes the custom fields among the others.
func (c contactJSON) MarshalJSON() ([]byte, error) {
	type plain contactJSON // without this method
	return record.WithExtra(plain(c), c.extra)
}

func contactOut(c Contact) *recordOut[contactJSON] {
	emails, phones := make([]emailJSON, len(c.Emails)), make([]phoneJSON, len(c.Phones))
	for i, e := range c.Emails {
		emails[i] = emailJSON{e.Email, e.Kind, e.Primary}
	}
	for i, p := range c.Phones {
		phones[i] = phoneJSON{p.Phone, p.Kind, p.Primary}
	}
	return &recordOut[contactJSON]{ETag: api.ETag(c.Version), Body: contactJSON{
		ID: c.ID, Version: c.Version, Name: c.Name, ContactFields: c.ContactFields, Company: refOf(c.CompanyID, c.CompanyName), Tags: tagRefs(c.Tags), Consents: refsOf(c.Consents),
		Email: c.Email, Emails: emails, Phone: c.Phone, Mobile: c.Mobile, Phones: phones, Birthday: c.Birthday,
		Owner: refOf(c.OwnerID, c.OwnerName), Team: refOf(c.TeamID, c.TeamName),
		ActivityAt: api.MomentOrNil(c.ActivityAt), CreatedAt: api.Moment(c.CreatedAt), UpdatedAt: api.Moment(c.UpdatedAt), extra: c.Extra,
	}}
}

func (d *Domain) contactAPI(a *api.API) {
	const tag, path = "Contacts", "/contacts"
	api.Register(a, listing(described(contactEntity()), operation(tag, "list-contacts", get, path, "List contacts")), d.apiListContacts)
	api.Register(a, answering(http.StatusCreated, operation(tag, "create-contact", post, path, "Create a contact")), d.apiCreateContact)
	api.Register(a, operation(tag, "get-contact", get, path+"/{id}", "Get a contact"), d.apiGetContact)
	api.Register(a, operation(tag, "update-contact", patch, path+"/{id}", "Change some fields of a contact"), d.apiUpdateContact)
	api.Register(a, answering(http.StatusNoContent, operation(tag, "delete-contact", http.MethodDelete, path+"/{id}", "Move a contact to the recycle bin")), d.apiDeleteContact)
	api.Register(a, operation(tag, "restore-contact", post, path+"/{id}/restore", "Take a contact out of the recycle bin"), d.apiRestoreContact)
}

func (d *Domain) apiListContacts(ctx context.Context, in *listIn) (*listOut[contactJSON], error) {
	return pageOf[contactJSON](ctx, d.contactList, in.raw)
}

type contactIn struct {
	Body    ContactInput
	RawBody []byte
}

func (d *Domain) apiCreateContact(ctx context.Context, in *contactIn) (*recordOut[contactJSON], error) {
	actor := account.ActorOf(ctx)
	input := NewContactInput(actor)
	body, err := overlay(ctx, in.RawBody, &input, func(map[string]json.RawMessage) {})
	if err != nil {
		return nil, err
	}
	if input.Custom, err = record.CustomSaid(ctx, body, contactSaid()); err != nil {
		return nil, err
	}
	c, err := d.Contacts.Create(ctx, actor, input)
	if err != nil {
		return nil, err
	}
	out := contactOut(c)
	out.Location = "/api/v1" + contactPath(c.ID)
	return out, nil
}

func (d *Domain) apiGetContact(ctx context.Context, in *api.RecordRef) (*recordOut[contactJSON], error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	c, err := d.Contacts.Get(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, d.orMoved(ctx, account.ActorOf(ctx), contactShelf(), id, err)
	}
	return contactOut(c), nil
}

type contactPatch struct {
	api.RecordRef
	IfMatch string `header:"If-Match" doc:"ETag of the record as it was read"`
	Body    ContactInput
	RawBody []byte
}

func (d *Domain) apiUpdateContact(ctx context.Context, in *contactPatch) (*recordOut[contactJSON], error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	c, err := d.Contacts.Patch(ctx, account.ActorOf(ctx), id, func(old Contact) (ContactInput, error) {
		input := old.Input()
		body, err := overlay(ctx, in.RawBody, &input, func(body map[string]json.RawMessage) { input.drop(body) })
		if err != nil {
			return input, err
		}
		input.short(body)
		custom, err := record.CustomSaid(ctx, body, contactSaid())
		if err != nil {
			return input, err
		}
		maps.Copy(input.Custom, custom)
		input.Version, err = baseVersion(ctx, in.IfMatch, input.Version)
		return input, err
	})
	if err != nil {
		return nil, err
	}
	return contactOut(c), nil
}

// drop empties what a body replaces.
func (in *ContactInput) drop(body map[string]json.RawMessage) {
	if says(body, "emails") {
		in.Emails = nil
	}
	if says(body, "phones") {
		in.Phones = nil
	}
	if says(body, "tags") {
		in.Tags = nil
	}
	if says(body, "company") && !says(body, "company_id") {
		in.CompanyID = db.ID{}
	}
}

// short makes the short forms of a body change the row they stand for, rather
// than add one.
func (in *ContactInput) short(body map[string]json.RawMessage) {
	if says(body, "email") && !says(body, "emails") {
		for i := range in.Emails {
			if in.Emails[i].Primary {
				in.Emails[i].Email, in.Email = in.Email, ""
			}
		}
	}
	if says(body, "phones") {
		return
	}
	mobile := says(body, "mobile")
	for i := range in.Phones {
		p := &in.Phones[i]
		switch {
		case says(body, "phone") && p.Primary && p.Kind != "mobile":
			p.Phone, in.Phone = in.Phone, ""
		case mobile && p.Kind == "mobile":
			p.Phone, in.Mobile, mobile = in.Mobile, "", false
		}
	}
}

func (d *Domain) apiDeleteContact(ctx context.Context, in *deleteIn) (*struct{}, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	_, err = d.Contacts.Delete(ctx, account.ActorOf(ctx), id, version)
	return nil, err
}

func (d *Domain) apiRestoreContact(ctx context.Context, in *api.RecordRef) (*recordOut[contactJSON], error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	c, err := d.Contacts.Restore(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return contactOut(c), nil
}
