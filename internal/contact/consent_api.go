package contact

import (
	"context"
	"net/http"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
)

// purposeJSON is a purpose as programs see it.
type purposeJSON struct {
	ID    db.ID  `json:"id" format:"uuid"`
	Name  string `json:"name"`
	Basis string `json:"basis"`
	Given int64  `json:"given" doc:"Contacts that agree"`
}

func (p Purpose) json() purposeJSON { return purposeJSON{p.ID, p.Name, p.Basis, p.Given} }

// consentJSON is a consent as programs see it.
type consentJSON struct {
	ID        db.ID     `json:"id" format:"uuid"`
	PurposeID db.ID     `json:"purpose_id" format:"uuid"`
	Purpose   string    `json:"purpose"`
	State     string    `json:"state" enum:"given,withdrawn"`
	Method    string    `json:"method"`
	Note      string    `json:"note"`
	By        string    `json:"recorded_by"`
	At        time.Time `json:"at"`
}

func (c Consent) json() consentJSON {
	return consentJSON{c.ID, c.Purpose, c.PurposeName, c.State, c.Method, c.Note, c.MemberName, api.Moment(c.At)}
}

type (
	purposesOut struct{ Body api.Page[purposeJSON] }
	purposeIn   struct{ Body PurposeInput }
	purposeOut  struct{ Body purposeJSON }
	consentsOut struct{ Body api.Page[consentJSON] }
	consentIn   struct {
		api.RecordRef
		Body ConsentInput
	}
	consentOut struct{ Body consentJSON }
)

func (d *Domain) consentAPI(a *api.API) {
	const tag = "Privacy"
	api.Register(a, operation(tag, "list-purposes", get, "/purposes", "List what data about people are used for"), d.apiPurposes)
	api.Register(a, answering(http.StatusCreated, operation(tag, "create-purpose", post, "/purposes", "Add a purpose")), d.apiCreatePurpose)
	api.Register(a, answering(http.StatusNoContent, operation(tag, "archive-purpose", http.MethodDelete, "/purposes/{id}", "Archive a purpose; what people said about it stays")), d.apiArchivePurpose)
	api.Register(a, operation(tag, "list-consents", get, "/contacts/{id}/consents", "List what a contact agreed to, newest first: of each purpose the newest counts"), d.apiConsents)
	api.Register(a, answering(http.StatusCreated, operation(tag, "record-consent", post, "/contacts/{id}/consents", "Record that a contact agrees or withdraws")), d.apiRecordConsent)
}

func (d *Domain) apiPurposes(ctx context.Context, _ *struct{}) (*purposesOut, error) {
	all, err := d.Purposes.Counted(ctx, account.ActorOf(ctx))
	rows := make([]purposeJSON, len(all))
	for i, p := range all {
		rows[i] = p.json()
	}
	return &purposesOut{api.PageOf(rows, "")}, err
}

func (d *Domain) apiCreatePurpose(ctx context.Context, in *purposeIn) (*purposeOut, error) {
	p, err := d.Purposes.Create(ctx, account.ActorOf(ctx), in.Body)
	return &purposeOut{p.json()}, err
}

func (d *Domain) apiArchivePurpose(ctx context.Context, in *api.RecordRef) (*struct{}, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	return nil, d.Purposes.Archive(ctx, account.ActorOf(ctx), id)
}

func (d *Domain) apiConsents(ctx context.Context, in *api.RecordRef) (*consentsOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	all, err := d.Consents.Of(ctx, account.ActorOf(ctx), id)
	rows := make([]consentJSON, len(all))
	for i, c := range all {
		rows[i] = c.json()
	}
	return &consentsOut{api.PageOf(rows, "")}, err
}

func (d *Domain) apiRecordConsent(ctx context.Context, in *consentIn) (*consentOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	c, err := d.Consents.Record(ctx, account.ActorOf(ctx), id, in.Body)
	return &consentOut{c.json()}, err
}
