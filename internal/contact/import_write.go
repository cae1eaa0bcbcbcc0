package contact

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/phone"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// write does what was decided and returns how many companies it made.
func (r *importRun) write(ctx context.Context, tx *db.Tx, rows []*candidate) (companies int64, err error) {
	r.mergeRows(ctx, rows)
	companies, err = r.companies(ctx, tx, rows)
	if err != nil {
		return 0, err
	}
	if err := r.create(ctx, tx, rows); err != nil {
		return 0, err
	}
	return companies, r.update(ctx, tx, rows)
}

// mergeRows puts rows about somebody whom an earlier row of the batch creates
// into that row.
func (r *importRun) mergeRows(ctx context.Context, rows []*candidate) {
	for _, c := range rows {
		if c.outcome != outcomeUpdated || c.target.row == nil {
			continue
		}
		first := c.target.row
		merged := first.draft.in
		merged.Emails, merged.Phones = first.draft.Emails, first.draft.Phones
		merged.Email, merged.Phone, merged.Mobile = "", "", ""
		merged = r.merge(merged, c.in)
		if d := prepare(ctx, r.actor, merged); len(d.invalid) == 0 {
			first.draft, first.in.contact = d, merged
		}
	}
}

// merge adds to a contact what a row knows. E-mails, phones and tags are only
// added to; other values fill gaps, or replace others if that was chosen.
func (r *importRun) merge(old ContactInput, row *rowInput) ContactInput {
	in := row.contact
	over := r.imp.Options.Overwrite
	for _, f := range []struct {
		to   *string
		from string
	}{
		{&old.Position, in.Position}, {&old.Address, in.Address}, {&old.City, in.City}, {&old.PostalCode, in.PostalCode}, {&old.Country, in.Country},
		{&old.Birthday, in.Birthday}, {&old.Notes, in.Notes}, {&old.LinkedIn, in.LinkedIn}, {&old.Twitter, in.Twitter}, {&old.Facebook, in.Facebook},
		{&old.Language, in.Language},
	} {
		if f.from != "" && (*f.to == "" || over) {
			*f.to = f.from
		}
	}
	if row.named() && (over || old.FirstName == "" && old.LastName == "") {
		old.FirstName, old.LastName = in.FirstName, in.LastName
	}
	for key, text := range in.Custom {
		if text != "" && (old.Custom[key] == "" || over) {
			record.SetCustom(&old.Custom, key, text)
		}
	}
	old.Emails, old.Phones = addEmails(old.Emails, in.Emails), addPhones(old.Phones, in.Phones, r.actor)
	old.Tags = append(slices.Clone(old.Tags), in.Tags...)
	if owner, ok := r.members[memberKey(row.owner)]; ok && (over || old.OwnerID.IsZero()) {
		old.OwnerID = owner
	}
	if !in.CompanyID.IsZero() && (old.CompanyID.IsZero() || over) {
		old.CompanyID, old.Company = in.CompanyID, ""
	} else if old.CompanyID.IsZero() && (old.Company == "" || over) && in.Company != "" {
		old.Company = in.Company
	}
	return old
}

// named tells a row that says a name, rather than having borrowed one.
func (in *rowInput) named() bool { return !in.borrowed }

func phoneKey(number string, actor account.Actor) string { return phone.Index(number, actor.Country) }

func isForbidden(err error) bool {
	_, ok := errors.AsType[fault.Forbidden](err)
	return ok
}

func addEmails(old, more []Email) []Email {
	old = slices.Clone(old)
	for _, e := range more {
		key := search.Fold(e.Email)
		if !slices.ContainsFunc(old, func(o Email) bool { return search.Fold(o.Email) == key }) && len(old) < maxMany {
			e.Primary = false
			old = append(old, e)
		}
	}
	return old
}

func addPhones(old, more []Phone, actor account.Actor) []Phone {
	old = slices.Clone(old)
	for _, p := range more {
		key := phoneKey(p.Phone, actor)
		if !slices.ContainsFunc(old, func(o Phone) bool { return phoneKey(o.Phone, actor) == key }) && len(old) < maxMany {
			p.Primary = false
			old = append(old, p)
		}
	}
	return old
}

func (r *importRun) create(ctx context.Context, tx *db.Tx, rows []*candidate) error {
	var drafts []*draft
	for _, c := range rows {
		if c.outcome == outcomeCreated {
			drafts = append(drafts, c.draft)
		}
	}
	// Companies are known by now: owners and tags are left to look up.
	l := &lookup{ctx: ctx, tx: tx, actor: r.actor, kind: "contact", batch: r.imp.ID}
	for part := range slices.Chunk(drafts, record.Batch) {
		shared := make([]refs, len(part))
		for i, d := range part {
			shared[i] = d.refs()
		}
		if err := l.people(shared); err != nil {
			return err
		}
	}
	good := drafts[:0]
	for _, c := range rows {
		if c.outcome != outcomeCreated {
			continue
		}
		if len(c.draft.invalid) > 0 {
			r.failInvalid(ctx, c, c.draft.invalid)
			continue
		}
		good = append(good, c.draft)
	}
	followFailed(rows)
	return writeContacts(ctx, tx, r.actor, r.imp.ID, good)
}

// followFailed fails the rows that were put into one that failed after all.
func followFailed(rows []*candidate) {
	for _, c := range rows {
		if c.outcome == outcomeUpdated && c.target.row != nil && c.target.row.outcome == outcomeFailed {
			c.fail(c.target.row.reason, c.target.row.value)
		}
	}
}

func (r *importRun) update(ctx context.Context, tx *db.Tx, rows []*candidate) error {
	for _, c := range rows {
		if c.outcome != outcomeUpdated || c.target.row != nil {
			continue
		}
		_, err := updateContact(ctx, tx, r.actor, r.imp.ID, c.target.id, func(old Contact) (ContactInput, error) {
			return r.merge(old.Input(), c.in), nil
		})
		if invalid, ok := asInvalidRow(err); ok {
			r.failInvalid(ctx, c, invalid)
			continue
		}
		switch {
		case err == nil:
		case isForbidden(err):
			c.skip(i18n.T(ctx, "This contact is not yours to change"))
		case fault.IsNotFound(err):
			c.skip(i18n.T(ctx, "This contact was deleted meanwhile"))
		default:
			return fmt.Errorf("update contact of row %d: %w", c.row.number, err)
		}
	}
	return nil
}

func asConflict(err error) (fault.Conflict, bool) { return errors.AsType[fault.Conflict](err) }
