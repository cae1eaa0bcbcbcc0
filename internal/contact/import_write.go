package contact

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/phone"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// Write does what was decided, and tells how many companies it made.
func (p *people) Write(ctx context.Context, tx *db.Tx, rows []*importing.Row) (importing.Made, error) {
	all := candidates(rows)
	p.mergeRows(ctx, all)
	made, err := p.companies(ctx, tx, all)
	if err != nil {
		return importing.Made{}, err
	}
	if err := p.create(ctx, tx, all); err != nil {
		return importing.Made{}, err
	}
	return importing.Made{Companies: made}, p.update(ctx, tx, all)
}

// mergeRows puts rows about somebody whom an earlier row of the batch creates
// into that row.
func (p *people) mergeRows(ctx context.Context, rows []*candidate) {
	for _, c := range rows {
		if c.Outcome != importing.Updated || c.target.row == nil {
			continue
		}
		first := c.target.row
		merged := first.draft.in
		merged.Emails, merged.Phones = first.draft.Emails, first.draft.Phones
		merged.Email, merged.Phone, merged.Mobile = "", "", ""
		merged = p.merge(merged, c)
		if d := prepare(ctx, p.run.Actor, merged); len(d.invalid) == 0 {
			first.draft, first.in.contact = d, merged
		}
	}
}

// merge adds to a contact what a row knows. E-mails, phones and tags are only
// added to; other values fill gaps, or replace others if that was chosen.
func (p *people) merge(old ContactInput, c *candidate) ContactInput {
	in := c.in.contact
	takes := func(field string, gap bool) bool { return p.run.Takes(c.Row, field, gap) }
	for _, field := range mergedTexts() {
		to, from := mergedText(&old, field), mergedText(&in, field)
		if *from != "" && takes(field, *to == "") {
			*to = *from
		}
	}
	if !c.in.borrowed && takes("name", old.FirstName == "" && old.LastName == "") {
		old.FirstName, old.LastName = in.FirstName, in.LastName
	}
	for key, text := range in.Custom {
		if text != "" && takes(key, old.Custom[key] == "") {
			record.SetCustom(&old.Custom, key, text)
		}
	}
	if takes("emails", true) {
		old.Emails = addEmails(old.Emails, in.Emails)
	}
	if takes("phones", true) {
		old.Phones = addPhones(old.Phones, in.Phones, p.run.Actor)
	}
	old.Tags = append(slices.Clone(old.Tags), in.Tags...)
	if owner, ok := p.run.Member(c.in.owner); ok && takes("owner", old.OwnerID.IsZero()) {
		old.OwnerID = owner
	}
	if !in.CompanyID.IsZero() && takes("company", old.CompanyID.IsZero()) {
		old.CompanyID, old.Company = in.CompanyID, ""
	} else if old.CompanyID.IsZero() && in.Company != "" && takes("company", old.Company == "") {
		old.Company = in.Company
	}
	return old
}

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

func (p *people) create(ctx context.Context, tx *db.Tx, rows []*candidate) error {
	var drafts []*draft
	for _, c := range rows {
		if c.Outcome == importing.Created {
			drafts = append(drafts, c.draft)
		}
	}
	// Companies are known by now: owners and tags are left to look up.
	l := &lookup{ctx: ctx, tx: tx, actor: p.run.Actor, kind: "contact", batch: p.run.Import.ID}
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
		if c.Outcome != importing.Created {
			continue
		}
		if len(c.draft.invalid) > 0 {
			p.failInvalid(ctx, c, c.draft.invalid)
			continue
		}
		good = append(good, c.draft)
	}
	followFailed(rows)
	return writeContacts(ctx, tx, p.run.Actor, p.run.Import.ID, good)
}

// followFailed fails the rows that were put into one that failed after all.
func followFailed(rows []*candidate) {
	for _, c := range rows {
		if c.Outcome == importing.Updated && c.target.row != nil && c.target.row.Outcome == importing.Failed {
			c.Fail(c.target.row.Reason, c.target.row.Value)
		}
	}
}

func (p *people) update(ctx context.Context, tx *db.Tx, rows []*candidate) error {
	for _, c := range rows {
		if c.Outcome != importing.Updated || c.target.row != nil {
			continue
		}
		_, err := updateContact(ctx, tx, p.run.Actor, p.run.Import.ID, c.target.id, func(old Contact) (ContactInput, error) {
			return p.merge(old.Input(), c), nil
		})
		if invalid, ok := asInvalidRow(err); ok {
			p.failInvalid(ctx, c, invalid)
			continue
		}
		switch {
		case err == nil:
		case isForbidden(err):
			c.Skip(importing.NotYours(ctx))
		case fault.IsNotFound(err):
			c.Skip(importing.Gone(ctx))
		default:
			return fmt.Errorf("update contact of row %d: %w", c.Number, err)
		}
	}
	return nil
}

func asInvalidRow(err error) (fault.Invalid, bool) { return errors.AsType[fault.Invalid](err) }
