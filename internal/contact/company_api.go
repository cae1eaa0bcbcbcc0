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

// companyJSON is a company as programs see it, in a list and alone.
type companyJSON struct {
	ID      db.ID `json:"id" format:"uuid"`
	Version int64 `json:"version"`
	CompanyFields
	Tags          []refJSON  `json:"tags"`
	Owner         *refJSON   `json:"owner"`
	Team          *refJSON   `json:"team"`
	AnnualRevenue *Money     `json:"annual_revenue"`
	ActivityAt    *time.Time `json:"activity_at"`
	CreatedAt     time.Time  `json:"created_at"`
	UpdatedAt     time.Time  `json:"updated_at"`

	extra customfield.Values
	_     struct{} `additionalProperties:"true"`
}

// MarshalJSON writes the custom fields among the others.
func (c companyJSON) MarshalJSON() ([]byte, error) {
	type plain companyJSON // without this method
	return record.WithExtra(plain(c), c.extra)
}

func companyOut(c Company) *recordOut[companyJSON] {
	return &recordOut[companyJSON]{ETag: api.ETag(c.Version), Body: companyJSON{
		ID: c.ID, Version: c.Version, CompanyFields: c.CompanyFields, Tags: tagRefs(c.Tags),
		Owner: refOf(c.OwnerID, c.OwnerName), Team: refOf(c.TeamID, c.TeamName), AnnualRevenue: c.Revenue(),
		ActivityAt: api.MomentOrNil(c.ActivityAt), CreatedAt: api.Moment(c.CreatedAt), UpdatedAt: api.Moment(c.UpdatedAt), extra: c.Extra,
	}}
}

func (d *Domain) companyAPI(a *api.API) {
	const tag, path = "Companies", "/companies"
	api.Register(a, listing(described(companyEntity()), operation(tag, "list-companies", get, path, "List companies")), d.apiListCompanies)
	api.Register(a, answering(http.StatusCreated, operation(tag, "create-company", post, path, "Create a company")), d.apiCreateCompany)
	api.Register(a, operation(tag, "get-company", get, path+"/{id}", "Get a company"), d.apiGetCompany)
	api.Register(a, operation(tag, "update-company", patch, path+"/{id}", "Change some fields of a company"), d.apiUpdateCompany)
	api.Register(a, answering(http.StatusNoContent, operation(tag, "delete-company", http.MethodDelete, path+"/{id}", "Move a company to the recycle bin")), d.apiDeleteCompany)
	api.Register(a, operation(tag, "restore-company", post, path+"/{id}/restore", "Take a company out of the recycle bin"), d.apiRestoreCompany)
}

func (d *Domain) apiListCompanies(ctx context.Context, in *listIn) (*listOut[companyJSON], error) {
	return pageOf[companyJSON](ctx, d.companyList, in.raw)
}

type companyIn struct {
	Body    CompanyInput
	RawBody []byte
}

func (d *Domain) apiCreateCompany(ctx context.Context, in *companyIn) (*recordOut[companyJSON], error) {
	actor := account.ActorOf(ctx)
	input := NewCompanyInput(actor)
	body, err := overlay(ctx, in.RawBody, &input, func(map[string]json.RawMessage) {})
	if err != nil {
		return nil, err
	}
	if input.Custom, err = record.CustomSaid(ctx, body, companySaid()); err != nil {
		return nil, err
	}
	c, err := d.Companies.Create(ctx, actor, input)
	if err != nil {
		return nil, err
	}
	out := companyOut(c)
	out.Location = "/api/v1" + companyPath(c.ID)
	return out, nil
}

func (d *Domain) apiGetCompany(ctx context.Context, in *api.RecordRef) (*recordOut[companyJSON], error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	c, err := d.Companies.Get(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, d.orMoved(ctx, account.ActorOf(ctx), companyShelf(), id, err)
	}
	return companyOut(c), nil
}

type companyPatch struct {
	api.RecordRef
	IfMatch string `header:"If-Match" doc:"ETag of the record as it was read"`
	Body    CompanyInput
	RawBody []byte
}

func (d *Domain) apiUpdateCompany(ctx context.Context, in *companyPatch) (*recordOut[companyJSON], error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	c, err := d.Companies.Patch(ctx, account.ActorOf(ctx), id, func(old Company) (CompanyInput, error) {
		input := old.Input()
		body, err := overlay(ctx, in.RawBody, &input, func(body map[string]json.RawMessage) {
			if says(body, "tags") {
				input.Tags = nil
			}
		})
		if err != nil {
			return input, err
		}
		custom, err := record.CustomSaid(ctx, body, companySaid())
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
	return companyOut(c), nil
}

func (d *Domain) apiDeleteCompany(ctx context.Context, in *deleteIn) (*struct{}, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	version, err := api.IfMatch(ctx, in.IfMatch)
	if err != nil {
		return nil, err
	}
	_, err = d.Companies.Delete(ctx, account.ActorOf(ctx), id, version)
	return nil, err
}

func (d *Domain) apiRestoreCompany(ctx context.Context, in *api.RecordRef) (*recordOut[companyJSON], error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	c, err := d.Companies.Restore(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return companyOut(c), nil
}
