package deal

import (
	"strings"
	"sync"

	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
)

// tracked is a field whose changes history keeps: value is what is compared and
// kept, label what a person reads where the value is an id.
type tracked struct {
	field        string
	value, label func(Deal) string
}

var trackedFields = sync.OnceValue(func() []tracked {
	var all []tracked
	for _, f := range plainFields() {
		all = append(all, tracked{field: f.Name, value: func(d Deal) string { return f.Text(d.DealFields) }})
	}
	return append(all, []tracked{
		{field: "pipeline", value: func(d Deal) string { return d.PipelineID.String() }, label: func(d Deal) string { return d.PipelineName }},
		{field: "stage", value: func(d Deal) string { return d.StageID.String() }, label: func(d Deal) string { return d.StageName }},
		{field: "status", value: func(d Deal) string { return d.Status }},
		{field: "value", value: func(d Deal) string { return d.Amount().String() }},
		{field: "probability", value: func(d Deal) string { return itoa(int(d.Probability)) }},
		{field: "expected_close_date", value: func(d Deal) string { return orEmpty(d.ExpectedClose) }},
		{field: "actual_close_date", value: func(d Deal) string { return orEmpty(d.ActualClose) }},
		{field: "lost_reason", value: reason},
		{field: "contact", value: func(d Deal) string { return d.ContactID.String() }, label: func(d Deal) string { return d.ContactName }},
		{field: "company", value: func(d Deal) string { return d.CompanyID.String() }, label: func(d Deal) string { return d.CompanyName }},
		{field: "contacts", value: partyIDs, label: partyNames},
		{field: "lines", value: lineTexts},
		{field: "tags", value: func(d Deal) string { return tagIDs(d.Tags) }, label: func(d Deal) string { return tagNames(d.Tags) }},
		{field: "owner", value: func(d Deal) string { return d.OwnerID.String() }, label: func(d Deal) string { return d.OwnerName }},
		{field: "team", value: func(d Deal) string { return d.TeamID.String() }, label: func(d Deal) string { return d.TeamName }},
	}...)
})

// differences returns a line of history for every field that differs.
func differences(old, now Deal) []activity.Change {
	var all []activity.Change
	for _, f := range trackedFields() {
		before, after := f.value(old), f.value(now)
		if before == after {
			continue
		}
		c := activity.Change{Kind: "deal", Record: now.ID, Action: activity.Updated, At: now.UpdatedAt, Field: f.field, Old: before, New: after}
		if f.label != nil {
			c.OldLabel, c.NewLabel = f.label(old), f.label(now)
		}
		all = append(all, c)
	}
	return all
}

// reason is why the deal was lost, in words.
func reason(d Deal) string {
	if d.ReasonName == "" || d.LostReason == "" {
		return d.ReasonName + d.LostReason
	}
	return d.ReasonName + ": " + d.LostReason
}

func partyIDs(d Deal) string {
	var parts []string
	for _, p := range d.Parties {
		parts = append(parts, p.ContactID.String()+" "+p.Role)
	}
	return strings.Join(parts, ",")
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

// changeable are the columns of a deal that a change of its fields writes.
func changeable() []string {
	return db.Names[Deal]("workspace_id", "id", "version", "custom", "created_at", "activity_at", "deleted_at")
}
