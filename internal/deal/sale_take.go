package deal

import (
	"context"
	"slices"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// take replaces what was typed by what is saved for the fields where the
// person chose so, in the form that is shown again too.
func (f *dealForm) take(form web.Form, saved dealForm) web.Form {
	record.Take(form, trackedFields(), saved.extra, &f.Custom, func(field string) { f.copyField(field, saved) })
	return record.Again(web.FormOf(f), saved.extra, f.Custom, form)
}

func (f *dealForm) copyField(field string, from dealForm) {
	switch field {
	case "value":
		f.Value, f.Currency = from.Value, from.Currency
	case "pipeline":
		f.Pipeline = from.Pipeline
	case "stage":
		f.Stage = from.Stage
	case "status":
		f.Status = from.Status
	case "probability":
		f.Probability = from.Probability
	case "expected_close_date":
		f.ExpectedClose = from.ExpectedClose
	case "lost_reason":
		f.Reason, f.LostReason = from.Reason, from.LostReason
	case "contact":
		f.Contact, f.ContactName = from.Contact, from.ContactName
	case "company":
		f.Company, f.CompanyName = from.Company, from.CompanyName
	case "tags":
		f.Tags, f.TagNames = from.Tags, from.TagNames
	case "owner":
		f.OwnerID, f.OwnerName = from.OwnerID, from.OwnerName
	case "team":
		f.TeamID = from.TeamID
	default:
		if plain, ok := fields.Named(plainFields(), field); ok {
			plain.Copy(&f.DealFields, &from.DealFields)
		}
	}
}

// asDeal is the deal d as the form would make it, with names as typed. What the
// form does not show is as it is.
func (f dealForm) asDeal(ctx context.Context, actor account.Actor, d Deal, all []Pipeline, reasons []Reason) Deal {
	mine := prepare(ctx, actor, f.input(d), d).Deal
	mine.ContactName, mine.CompanyName, mine.OwnerName, mine.TeamName = f.ContactName, f.CompanyName, f.OwnerName, d.TeamName
	mine.Extra, mine.Parties, mine.Lines, mine.ActualClose = d.Extra.With(ctx, actor, f.Custom), d.Parties, d.Lines, d.ActualClose
	mine.StageID, mine.Status, mine.Probability = f.Stage, f.Status, d.Probability
	if f.Probability != nil {
		mine.Probability = *f.Probability
	}
	for _, p := range all {
		if s, ok := p.stage(f.Stage); ok {
			mine.PipelineID, mine.PipelineName, mine.StageName, mine.Status = p.ID, p.Name, s.Name, s.Kind
		}
	}
	if i := slices.IndexFunc(reasons, func(r Reason) bool { return r.ID == f.Reason }); i >= 0 {
		mine.ReasonName = reasons[i].Name
	} else if f.Reason == d.ReasonID {
		mine.ReasonName = d.ReasonName
	}
	for i, name := range f.TagNames {
		if name != "" || i < len(f.Tags) && f.Tags[i] != "" {
			mine.Tags = append(mine.Tags, contact.Tag{Name: name})
		}
	}
	return mine
}
