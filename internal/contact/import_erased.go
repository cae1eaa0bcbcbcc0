package contact

import (
	"context"
	"iter"
	"time"

	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/phone"
)

// MarkEmail is what an e-mail address is recognised by after its owner was
// erased; key is its folded form.
func MarkEmail(key string) string { return "email:" + key }

// MarkPhone is the same for a telephone number in international form; empty for
// a landline, which others may share.
func MarkPhone(e164 string) string {
	if e164 == "" || !phone.Mobile(e164) {
		return ""
	}
	return "phone:" + e164
}

// marks are what a row may be recognised by.
func (c *candidate) marks() []string {
	var all []string
	for _, e := range c.draft.Emails {
		all = append(all, MarkEmail(e.Key))
	}
	for _, p := range c.draft.Phones {
		if mark := MarkPhone(p.E164); mark != "" {
			all = append(all, mark)
		}
	}
	return all
}

// marksOf are those of all rows that could be read. Where nobody was erased they
// are never made: that takes as long as reading the numbers did.
func marksOf(rows []*candidate) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, c := range rows {
			if c.Outcome == importing.Failed {
				continue
			}
			for _, mark := range c.marks() {
				if !yield(mark) {
					return
				}
			}
		}
	}
}

// skipErased leaves out rows about people who were erased.
func (p *people) skipErased(ctx context.Context, q db.Querier, rows []*candidate) error {
	if p.erased == nil {
		return nil
	}
	when, err := p.erased(ctx, q, p.run.Actor, marksOf(rows))
	if err != nil || len(when) == 0 {
		return err
	}
	for _, c := range rows {
		for _, mark := range c.marks() {
			if at, ok := when[mark]; ok && c.Outcome != importing.Failed {
				c.Skip(i18n.T(ctx, "Erased for good on %s. To let this person in again, see Settings → Privacy.", i18n.Date(ctx, time.UnixMilli(at).In(i18n.From(ctx).Zone))))
			}
		}
	}
	return nil
}
