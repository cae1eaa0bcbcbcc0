package deal

import (
	"context"
	"strconv"
	"strings"

	"kontor/internal/contact"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// Set puts a text into a field; see record.Editable. What follows from other
// fields cannot be set.
func (in *DealInput) Set(ctx context.Context, field, text string) error {
	if to := in.idOf(field); to != nil {
		return in.setID(ctx, to, field, text)
	}
	switch field {
	case "status":
		in.Status = text
	case "value":
		return in.setValue(ctx, text)
	case "probability":
		return in.setProbability(ctx, text)
	case "expected_close_date":
		in.ExpectedClose = text
	case "lost_reason":
		in.setReason(text)
	case "tags":
		in.Tags = record.TagsTyped(nil, []string{text})
	case "contacts":
		in.Contacts = readParties(text)
	default:
		if record.SetCustom(&in.Custom, field, text) {
			return nil
		}
		to := fields.TextIn(plainFields(), &in.DealFields, field)
		if to == nil {
			return fault.Invalid{field: i18n.T(ctx, "This field follows from others.")}
		}
		*to = text
	}
	return nil
}

// Text is a field as Set reads it.
func (in *DealInput) Text(field string) string {
	if to := in.idOf(field); to != nil {
		return to.String()
	}
	switch field {
	case "status":
		return in.Status
	case "value":
		return in.Value.String()
	case "probability":
		if in.Probability == nil {
			return ""
		}
		return itoa(int(*in.Probability))
	case "expected_close_date":
		return in.ExpectedClose
	case "actual_close_date":
		return in.closed
	case "lost_reason":
		return reasonText(in.ReasonID, in.LostReason)
	case "tags":
		return strings.Join(in.Tags, ",")
	case "contacts":
		return partyText(in.Contacts)
	}
	if customfield.IsKey(field) {
		return in.Custom[field]
	}
	if f, ok := fields.Named(plainFields(), field); ok {
		return f.Text(in.DealFields)
	}
	return ""
}

func (in *DealInput) idOf(field string) *db.ID {
	switch field {
	case "pipeline":
		return &in.PipelineID
	case "stage":
		return &in.StageID
	case "contact":
		return &in.ContactID
	case "company":
		return &in.CompanyID
	case "owner":
		return &in.OwnerID
	case "team":
		return &in.TeamID
	}
	return nil
}

// setID takes the id of another record; a stage says its pipeline too.
func (in *DealInput) setID(ctx context.Context, to *db.ID, field, text string) error {
	id, err := db.ParseID(strings.TrimSpace(text))
	if err != nil && strings.TrimSpace(text) != "" {
		return fault.Invalid{field: i18n.T(ctx, "Choose one from the list.")}
	}
	if field == "stage" && id != in.StageID {
		in.PipelineID = db.ID{}
	}
	*to = id
	return nil
}

// setReason takes the id of a reason, words, or both.
func (in *DealInput) setReason(text string) {
	in.ReasonID, in.LostReason = db.ID{}, text
	first, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if id, err := db.ParseID(first); err == nil {
		in.ReasonID, in.LostReason = id, rest
	}
}

// reasonText is why a deal was lost as setReason reads it.
func reasonText(id db.ID, words string) string {
	if id.IsZero() {
		return words
	}
	return strings.TrimSpace(id.String() + " " + words)
}

// setValue takes "1234.50 EUR"; without a currency it stays the one there was.
func (in *DealInput) setValue(ctx context.Context, text string) error {
	if len(in.Lines) > 0 {
		return fault.Invalid{"value": i18n.T(ctx, "The value is the total of the products. Change those instead.")}
	}
	was := in.Value
	if in.Value = contact.AmountTyped(text, was); in.Value == nil && was != nil {
		in.Value = &contact.Money{Amount: "0", Currency: was.Currency}
	}
	return nil
}

func (in *DealInput) setProbability(ctx context.Context, text string) error {
	n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%")), 10, 64)
	if err != nil {
		return fault.Invalid{"probability": i18n.T(ctx, "Enter a number from 0 to 100.")}
	}
	in.Probability = &n
	return nil
}

// partyText are the contacts of a deal as history keeps them: id and role,
// with commas between.
func partyText(all []PartyInput) string {
	return joined(all, func(p PartyInput) string { return p.ContactID.String() + " " + p.Role }, ",")
}

// readParties reads partyText; a role may have commas of its own.
func readParties(text string) []PartyInput {
	var all []PartyInput
	for part := range strings.SplitSeq(text, ",") {
		word, role, _ := strings.Cut(part, " ")
		id, err := db.ParseID(word)
		switch {
		case err == nil:
			all = append(all, PartyInput{id, role})
		case len(all) > 0:
			all[len(all)-1].Role += "," + part
		}
	}
	return all
}
