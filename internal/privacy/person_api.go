package privacy

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
)

// erasureJSON is an erasure as programs see it.
type erasureJSON struct {
	ID         db.ID     `json:"id" format:"uuid"`
	ContactID  db.ID     `json:"contact_id" format:"uuid" doc:"The id that the contact had"`
	MemberID   db.ID     `json:"member_id" format:"uuid" nullable:"true" doc:"Who erased it; null for the server itself"`
	At         time.Time `json:"at"`
	Recognised bool      `json:"recognised" doc:"An import leaves the person out"`
}

func (e Erasure) json() erasureJSON {
	return erasureJSON{e.ID, e.Record, e.Member, api.Moment(e.At), e.Recognised}
}

type eraseIn struct {
	api.RecordRef
	Body struct {
		Confirm string `json:"confirm" maxLength:"300" doc:"The name of the contact, exactly"`
	}
}

type erasureOut struct{ Body erasureJSON }

func (d *Domain) personAPI(a *api.API) {
	erase := huma.Operation{OperationID: "erase-contact", Method: http.MethodPost, Path: "/api/v1/contacts/{id}/erase", Summary: "Erase a contact for good", Tags: []string{"Privacy"}}
	erase.Description = "What is theirs alone goes, what belongs to others too stays without them, and nothing brings it back. Needs the permission to manage privacy."
	api.Register(a, erase, d.apiErase)
}

func (d *Domain) apiErase(ctx context.Context, in *eraseIn) (*erasureOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	e, err := d.People.Erase(ctx, account.ActorOf(ctx), id, in.Body.Confirm)
	if err != nil {
		return nil, err
	}
	return &erasureOut{e.json()}, nil
}
