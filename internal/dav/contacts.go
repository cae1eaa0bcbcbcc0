package dav

import (
	"context"
	"encoding/xml"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// contacts are those that the member sees, as vCard. A phone that is tidied up
// must not empty the CRM: contacts are not deleted from there.
type contacts struct{ domain *contact.Domain }

func (c *contacts) about(ctx context.Context) about {
	return about{kind: "contact", title: i18n.T(ctx, "Contacts"), ending: ".vcf", media: "text/vcard; charset=utf-8", data: xml.Name{Space: nsCard, Local: "address-data"},
		types: "<R:addressbook/>", props: props{{Space: nsCard, Local: "supported-address-data"}: `<R:address-data-type content-type="text/vcard" version="3.0"/>`}}
}

func (c *contacts) list(ctx context.Context, actor account.Actor, only []db.ID, texts bool, uids map[db.ID]string) ([]object, error) {
	found, err := c.domain.Book(ctx, actor, only, texts, uids)
	if err != nil {
		return nil, err
	}
	all := make([]object, len(found))
	for i, e := range found {
		all[i] = object{e.ID, e.Version, e.Card}
	}
	return all, nil
}

func (c *contacts) put(ctx context.Context, actor account.Actor, id db.ID, version int64, text []byte, made naming) error {
	return c.domain.TakeCard(ctx, actor, id, version, text, made)
}

func (c *contacts) remove(context.Context, account.Actor, db.ID, int64) error {
	return fault.Forbidden{}
}
