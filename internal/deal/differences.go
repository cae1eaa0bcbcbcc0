package deal

import (
	"strings"
	"sync"

	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/customfield"
	"kontor/internal/record"
)

var trackedFields = sync.OnceValue(func() []record.Tracked[Deal] {
	return append(record.PlainTracked(plainFields(), func(d Deal) DealFields { return d.DealFields }), []record.Tracked[Deal]{
		{Field: "pipeline", Value: func(d Deal) string { return d.PipelineID.String() }, Label: func(d Deal) string { return d.PipelineName }},
		{Field: "stage", Value: func(d Deal) string { return d.StageID.String() }, Label: func(d Deal) string { return d.StageName }},
		{Field: "status", Value: func(d Deal) string { return d.Status }},
		{Field: "value", Value: func(d Deal) string { return d.Amount().String() }},
		{Field: "probability", Value: func(d Deal) string { return itoa(int(d.Probability)) }},
		{Field: "expected_close_date", Value: func(d Deal) string { return orEmpty(d.ExpectedClose) }},
		{Field: "actual_close_date", Value: func(d Deal) string { return orEmpty(d.ActualClose) }},
		{Field: "lost_reason", Value: func(d Deal) string { return reasonText(d.ReasonID, d.LostReason) }, Label: reason},
		{Field: "contact", Value: func(d Deal) string { return d.ContactID.String() }, Label: func(d Deal) string { return d.ContactName }},
		{Field: "company", Value: func(d Deal) string { return d.CompanyID.String() }, Label: func(d Deal) string { return d.CompanyName }},
		{Field: "contacts", Value: partyIDs, Label: partyNames},
		{Field: "lines", Value: lineTexts},
		{Field: "tags", Value: func(d Deal) string { return tagIDs(d.Tags) }, Label: func(d Deal) string { return tagNames(d.Tags) }},
		{Field: "owner", Value: func(d Deal) string { return d.OwnerID.String() }, Label: func(d Deal) string { return d.OwnerName }},
		{Field: "team", Value: func(d Deal) string { return d.TeamID.String() }, Label: func(d Deal) string { return d.TeamName }},
	}...)
})

// trackedWith are the tracked fields with those the workspace added.
func trackedWith(set *customfield.Set) []record.Tracked[Deal] {
	return append(trackedFields(), record.CustomTracked(set, func(d Deal) customfield.Values { return d.Extra })...)
}

// differences returns a line of history for every field that the draft
// changes.
func (d *draft) differences() []activity.Change {
	return record.ChangesOf(trackedWith(d.Extra.Set()), "deal", d.ID, d.batch, d.UpdatedAt, d.old, d.Deal)
}

// reason is why the deal was lost, in words.
func reason(d Deal) string {
	if d.ReasonName == "" || d.LostReason == "" {
		return d.ReasonName + d.LostReason
	}
	return d.ReasonName + ": " + d.LostReason
}

func partyIDs(d Deal) string {
	return joined(d.Parties, func(p Party) string { return p.ContactID.String() + " " + p.Role }, ",")
}

func partyNames(d Deal) string {
	var parts []string
	for _, p := range d.Parties {
		name := p.Name
		if p.Role != "" {
			name += " (" + p.Role + ")"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, ", ")
}

func lineTexts(d Deal) string {
	var parts []string
	for _, l := range d.Lines {
		text := plainNumber(l.Quantity, 3) + " × " + l.Name + " = " + amount(l.Total, d.Currency).String()
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

func tagIDs(tags []contact.Tag) string {
	return joined(tags, func(t contact.Tag) string { return t.ID.String() }, ",")
}

func tagNames(tags []contact.Tag) string {
	return joined(tags, func(t contact.Tag) string { return t.Name }, ", ")
}

func joined[T any](all []T, text func(T) string, between string) string {
	parts := make([]string, len(all))
	for i, v := range all {
		parts[i] = text(v)
	}
	return strings.Join(parts, between)
}
