package deal

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// Set puts into a field what history kept of it; what cannot be set so is a
// fault.Invalid.
func (in *DealInput) Set(ctx context.Context, field, text string) error {
	id, err := db.ParseID(text)
	if to := in.idOf(field); to != nil {
		if err != nil && text != "" {
			return fault.Invalid{field: i18n.T(ctx, "Choose one from the list.")}
		}
		*to = id
		return nil
	}
	switch field {
	case "status":
		in.Status = text
	case "value":
		value, code, _ := strings.Cut(text, " ")
		in.Value = &contact.Money{Amount: value, Currency: code}
	case "probability":
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fault.Invalid{field: i18n.T(ctx, "Enter a number from 0 to 100.")}
		}
		in.Probability = &n
	case "expected_close_date":
		in.ExpectedClose = text
	case "tags":
		in.Tags = contact.TagsTyped(nil, []string{text})
	default:
		to := fields.TextIn(plainFields(), &in.DealFields, field)
		if to == nil {
			return fault.Invalid{field: i18n.T(ctx, "This field follows from others.")}
		}
		*to = text
	}
	return nil
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

// restoreValue gives a field the value it had before a change that history
// kept.
func (d *Domain) restoreValue(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	change, err := db.ParseID(r.PathValue("change"))
	if err != nil {
		return fault.NotFound{}
	}
	c, err := d.activity.History.Get(ctx, actor, activity.Subject{Kind: "deal", ID: id}, change)
	if err != nil {
		return err
	}
	if c.Action != activity.Updated || c.Record != id {
		return fault.NotFound{}
	}
	actor.Via = "restore"
	_, err = d.Deals.Patch(ctx, actor, id, func(old Deal) (DealInput, error) {
		in := old.Input()
		return in, in.Set(ctx, c.Field, c.Old)
	})
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		for _, message := range invalid {
			return fault.Conflict{Text: i18n.T(ctx, "This value cannot be restored: %s", message)}
		}
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, web.Flash{Text: i18n.T(ctx, "Value restored")})
	return web.Redirect(w, r, path(id))
}
