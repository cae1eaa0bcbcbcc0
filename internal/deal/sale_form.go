package deal

import (
	"context"
	"strings"

	"kontor/internal/contact"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// dealForm is a deal as its form shows it. What a post leaves out stays as it
// was.
type dealForm struct {
	DealFields
	Value         string   `json:"value"`
	Currency      string   `json:"currency"`
	Pipeline      db.ID    `json:"pipeline"`
	Stage         db.ID    `json:"stage"`
	Status        string   `json:"status"`
	Probability   *int64   `json:"probability"`
	ExpectedClose string   `json:"expected_close_date"`
	Reason        db.ID    `json:"lost_reason_id"`
	LostReason    string   `json:"lost_reason"`
	Contact       db.ID    `json:"contact"`
	ContactName   string   `json:"contact_text"`
	Company       db.ID    `json:"company"`
	CompanyName   string   `json:"company_text"`
	Tags          []string `json:"tags"`
	TagNames      []string `json:"tag_names"`
	OwnerID       db.ID    `json:"owner_id"`
	OwnerName     string   `json:"owner_id_text"`
	TeamID        db.ID    `json:"team_id"`
	Version       int64    `json:"version"`
	UpdatedAt     int64    `json:"updated_at"`

	Custom map[string]string  `json:"-"` // what is said about custom fields
	extra  customfield.Values // as the record holds them
}

func dealFormOf(d Deal) dealForm {
	f := dealForm{DealFields: d.DealFields, Currency: d.Currency, Pipeline: d.PipelineID, Stage: d.StageID, Status: d.Status,
		ExpectedClose: orEmpty(d.ExpectedClose), Reason: d.ReasonID, LostReason: d.LostReason, Contact: d.ContactID, ContactName: d.ContactName,
		Company: d.CompanyID, CompanyName: d.CompanyName, OwnerID: d.OwnerID, OwnerName: d.OwnerName, TeamID: d.TeamID, Version: d.Version, UpdatedAt: d.UpdatedAt, extra: d.Extra}
	if !d.ID.IsZero() {
		f.Value, f.Probability = d.Amount().Amount, &d.Probability
	}
	for _, t := range d.Tags {
		f.Tags, f.TagNames = append(f.Tags, t.ID.String()), append(f.TagNames, t.Name)
	}
	return f
}

// form is what the page of the form shows.
func (f dealForm) form() web.Form {
	form := web.FormOf(&f)
	f.extra.Fill(form)
	return form
}

// input turns what was posted into what it says about the deal d.
func (f dealForm) input(d Deal) DealInput {
	in := d.Input()
	in.DealFields, in.Value = f.DealFields, &contact.Money{Amount: f.Value, Currency: f.Currency}
	in.PipelineID, in.StageID, in.Status, in.Probability = f.Pipeline, f.Stage, f.Status, f.Probability
	if f.Stage != d.StageID && f.Pipeline == d.PipelineID {
		in.PipelineID = db.ID{} // the stage says which
	}
	if f.Stage != d.StageID && f.Status == d.Status {
		in.Status = ""
	}
	in.ExpectedClose, in.ReasonID, in.LostReason = f.ExpectedClose, f.Reason, f.LostReason
	in.ContactID, in.CompanyID = f.Contact, f.Company
	if d.ID.IsZero() {
		in.Contacts = nil
	}
	in.Custom = f.Custom
	in.Tags, in.OwnerID, in.TeamID, in.Version = record.TagsTyped(f.Tags, f.TagNames), f.OwnerID, f.TeamID, f.Version
	if f.OwnerID == d.OwnerID && strings.TrimSpace(f.OwnerName) == "" {
		in.OwnerID = db.ID{}
	}
	return in
}

// unchosen notes names that were typed but not chosen from the list.
func (f dealForm) unchosen(ctx context.Context) error {
	invalid := fault.Invalid{}
	if f.Contact.IsZero() && strings.TrimSpace(f.ContactName) != "" {
		invalid.Add("contact_id", i18n.T(ctx, "Choose one from the list."))
	}
	if f.Company.IsZero() && strings.TrimSpace(f.CompanyName) != "" {
		invalid.Add("company_id", i18n.T(ctx, "Choose one from the list."))
	}
	return invalid.OrNil()
}

// atFields moves messages to the names that the form has for the fields.
func atFields(form web.Form) web.Form {
	moved := fault.Invalid{}
	for field, message := range form.Errors {
		switch field {
		case "pipeline_id", "stage_id", "contact_id", "company_id":
			field = strings.TrimSuffix(field, "_id")
		case "status":
			field = "stage"
		}
		moved.Add(field, message)
	}
	form.Errors = moved
	return form
}

func control(ctx context.Context, f web.Form, name string) ui.Control {
	return ui.Control{Name: name, Label: label(ctx, name), Error: f.Error(name)}
}

func input(ctx context.Context, f web.Form, name string, most int) ui.InputProps {
	return ui.InputProps{Control: control(ctx, f, name), Value: f.Get(name), MaxLength: most}
}

func area(ctx context.Context, f web.Form, name string, rows, most int) ui.TextareaProps {
	p := ui.TextareaProps{Control: control(ctx, f, name), Value: f.Get(name), Rows: rows, MaxLength: most}
	p.Span2 = true
	return p
}

// combo searches the records of a kind.
func combo(ctx context.Context, f web.Form, name, text, src string) ui.ComboProps {
	return ui.ComboProps{Control: control(ctx, f, name), Value: f.Get(name), Text: f.Get(text), Src: src, Placeholder: i18n.T(ctx, "None")}
}

// summary is what is wrong, in the order of the form.
func summary(ctx context.Context, f web.Form, own *customfield.Set) []ui.FieldError {
	var all []ui.FieldError
	rest := fault.Invalid{}
	for field, message := range f.Errors {
		rest[field] = message
	}
	add := func(field string) {
		if message := rest[field]; message != "" {
			all = append(all, ui.FieldError{ID: "f-" + strings.ReplaceAll(field, ".", "-"), Label: fieldName(ctx, own, field), Text: message})
			delete(rest, field)
		}
	}
	for _, field := range []string{"name", "value", "currency", "stage", "probability", "expected_close_date", "lost_reason_id", "lost_reason",
		"company", "contact", "owner_id", "team_id", "tags", "source", "description", "notes"} {
		add(field)
	}
	for _, field := range own.Keys() {
		add(field)
	}
	for field := range rest {
		add(field)
	}
	return all
}

// fieldName names a field of the form, be it one the workspace added.
func fieldName(ctx context.Context, own *customfield.Set, field string) string {
	if name, ok := record.CustomLabel(own, field); ok {
		return name
	}
	return label(ctx, field)
}
