package deal

import (
	"strconv"
	"strings"
	"sync"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/money"
)

// DealFields are the fields of a deal that are the same in the database, in a
// form and for programs.
type DealFields struct {
	Name        string `db:"name" json:"name" required:"false" maxLength:"200"`
	Description string `db:"description" json:"description" required:"false" maxLength:"10000" is:"text"`
	Source      string `db:"source" json:"source" required:"false" maxLength:"100" doc:"Where the deal came from"`
	Notes       string `db:"notes" json:"notes" required:"false" maxLength:"10000" is:"text"`
}

// plainFields are the DealFields, as what reads and writes them by name needs
// them.
var plainFields = sync.OnceValue(fields.Of[DealFields])

// Deal is something the workspace hopes to sell. Value and Weighted are minor
// units of Currency; dates are YYYY-MM-DD.
type Deal struct {
	DealFields
	Workspace     db.WorkspaceID `db:"workspace_id"`
	ID            db.ID          `db:"id"`
	Version       int64          `db:"version"`
	NameKey       string         `db:"name_key"`
	Value         int64          `db:"value"`
	Currency      string         `db:"currency"`
	PipelineID    db.ID          `db:"pipeline_id"`
	StageID       db.ID          `db:"stage_id"`
	Status        string         `db:"status"`
	Probability   int64          `db:"probability"`
	Weighted      int64          `db:"weighted"`
	Place         int64          `db:"place"` // in its column, the smallest first
	StageAt       int64          `db:"stage_at"`
	ExpectedClose *string        `db:"expected_close_date"`
	ActualClose   *string        `db:"actual_close_date"`
	ReasonID      db.ID          `db:"lost_reason_id"`
	LostReason    string         `db:"lost_reason"`
	ContactID     db.ID          `db:"contact_id"`
	CompanyID     db.ID          `db:"company_id"`
	OwnerID       db.ID          `db:"owner_id"`
	TeamID        db.ID          `db:"team_id"`
	Custom        db.JSON        `db:"custom"`
	CreatedAt     int64          `db:"created_at"`
	UpdatedAt     int64          `db:"updated_at"`
	ActivityAt    *int64         `db:"activity_at"`
	DeletedAt     *int64         `db:"deleted_at"`

	PipelineName string `db:"pipeline_name,ro"`
	StageName    string `db:"stage_name,ro"`
	ReasonName   string `db:"reason_name,ro"`
	ContactName  string `db:"contact_name,ro"`
	CompanyName  string `db:"company_name,ro"`
	OwnerName    string `db:"owner_name,ro"`
	TeamName     string `db:"team_name,ro"`

	Tags    []contact.Tag `db:"-"` // id, name and hue only
	Parties []Party       `db:"-"`
	Lines   []Line        `db:"-"`

	Extra customfield.Values `db:"-"` // of the fields the workspace added
}

// Party is a contact with a part in a deal.
type Party struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	DealID    db.ID          `db:"deal_id"`
	ContactID db.ID          `db:"contact_id"`
	Role      string         `db:"role"`
	Position  int64          `db:"position"`

	Name  string `db:"name,ro"`
	Email string `db:"email,ro"`
}

// Line is one thing that is offered: Quantity in thousandths, Price and Total
// in minor units of the deal's currency, Discount in hundredths of a percent.
type Line struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	DealID    db.ID          `db:"deal_id"`
	Position  int64          `db:"position"`
	ProductID db.ID          `db:"product_id"`
	Name      string         `db:"name"`
	Quantity  int64          `db:"quantity"`
	Price     int64          `db:"price"`
	Discount  int64          `db:"discount"`
	Total     int64          `db:"total"`
}

// sum is what the line costs: the gross is rounded, then the discount taken.
func (l Line) sum() int64 {
	gross := money.Share(l.Price, l.Quantity, 1000)
	return gross - money.Share(gross, l.Discount, 10000)
}

// DealInput is what a person can say about a deal. What follows from the stage
// is said by the stage: see the package comment.
type DealInput struct {
	DealFields
	Value         *contact.Money `json:"value,omitempty" nullable:"true"`
	PipelineID    db.ID          `json:"pipeline_id,omitempty" format:"uuid" nullable:"true" doc:"The default pipeline if it is left out"`
	StageID       db.ID          `json:"stage_id,omitempty" format:"uuid" nullable:"true" doc:"A stage of the pipeline; its first one if it is left out"`
	Status        string         `json:"status,omitempty" enum:"open,won,lost" doc:"Moves the deal to the stage of that status"`
	Probability   *int64         `json:"probability,omitempty" minimum:"0" maximum:"100" nullable:"true" doc:"Percent; that of the stage if it is left out"`
	ExpectedClose string         `json:"expected_close_date,omitempty" example:"2026-04-30"`
	ReasonID      db.ID          `json:"lost_reason_id,omitempty" format:"uuid" nullable:"true"`
	LostReason    string         `json:"lost_reason,omitempty" maxLength:"2000"`
	ContactID     db.ID          `json:"contact_id,omitempty" format:"uuid" nullable:"true" doc:"The main contact"`
	CompanyID     db.ID          `json:"company_id,omitempty" format:"uuid" nullable:"true"`
	Contacts      []PartyInput   `json:"contacts,omitempty" maxItems:"50" nullable:"false"`
	Lines         []LineInput    `json:"lines,omitempty" maxItems:"200" nullable:"false"`
	Tags          []string       `json:"tags,omitempty" maxItems:"50" nullable:"false" doc:"Names or ids of tags"`
	OwnerID       db.ID          `json:"owner_id,omitempty" format:"uuid" nullable:"true" doc:"A member of the workspace"`
	TeamID        db.ID          `json:"team_id,omitempty" format:"uuid" nullable:"true"`
	Version       int64          `json:"version,omitempty" doc:"The version this change is based on; 0 or absent: whatever is there"`

	closed string            // the day it was won or lost, which is not for a person to say
	Custom map[string]string `json:"-"`                    // by the key of a custom field, as people write it; what is not named stays
	_      struct{}          `additionalProperties:"true"` // custom fields stand among the others
}

// said are the names of a deal's fields in a JSON body.
var said = sync.OnceValue(fields.Of[DealInput])

// PartyInput is a contact of a deal as a person says it.
type PartyInput struct {
	ContactID db.ID  `json:"contact_id" format:"uuid"`
	Role      string `json:"role,omitempty" maxLength:"100" example:"Signs the budget"`
}

// LineInput is a line as a person says it: decimal numbers as text.
type LineInput struct {
	Name     string `json:"name" maxLength:"200"`
	Quantity string `json:"quantity,omitempty" maxLength:"30" example:"12"`
	Price    string `json:"price" maxLength:"30" example:"3450.00"`
	Discount string `json:"discount,omitempty" maxLength:"10" doc:"Percent" example:"10"`
}

// NewDealInput returns what a new deal starts from: owned by the actor.
func NewDealInput(actor account.Actor) DealInput { return DealInput{OwnerID: actor.Member} }

// Amount returns the value of the deal.
func (d Deal) Amount() *contact.Money { return amount(d.Value, d.Currency) }

func amount(minor int64, currency string) *contact.Money {
	digits, _ := money.Digits(currency)
	return &contact.Money{Amount: money.Format(minor, digits), Currency: currency}
}

// Input returns the deal as what a person could have said about it: a change
// starts from it.
func (d Deal) Input() DealInput {
	in := DealInput{DealFields: d.DealFields, Value: d.Amount(), PipelineID: d.PipelineID, StageID: d.StageID, Status: d.Status,
		Probability: &d.Probability, ReasonID: d.ReasonID, LostReason: d.LostReason, ContactID: d.ContactID, CompanyID: d.CompanyID,
		OwnerID: d.OwnerID, TeamID: d.TeamID, Custom: d.Extra.Texts()}
	in.ExpectedClose, in.closed = orEmpty(d.ExpectedClose), orEmpty(d.ActualClose)
	for _, p := range d.Parties {
		in.Contacts = append(in.Contacts, PartyInput{p.ContactID, p.Role})
	}
	digits, _ := money.Digits(d.Currency)
	for _, l := range d.Lines {
		in.Lines = append(in.Lines, l.input(digits))
	}
	for _, t := range d.Tags {
		in.Tags = append(in.Tags, t.ID.String())
	}
	return in
}

func (l Line) input(digits int) LineInput {
	return LineInput{Name: l.Name, Quantity: plainNumber(l.Quantity, 3), Price: money.Format(l.Price, digits), Discount: plainNumber(l.Discount, 2)}
}

// plainNumber writes a scaled number without zeros behind the point; 0 is "".
func plainNumber(n int64, digits int) string {
	if n == 0 {
		return ""
	}
	return strings.TrimRight(strings.TrimRight(money.Format(n, digits), "0"), ".")
}

// SearchTexts are what the deal is found by.
func (d Deal) SearchTexts() []string {
	return append([]string{d.Name, d.CompanyName, d.ContactName, d.Source, d.Description}, d.Extra.SearchTexts()...)
}

func percent(n int64) string { return strconv.FormatInt(n, 10) + "%" }
