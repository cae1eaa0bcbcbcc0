package record

import (
	"context"
	"io"

	"kontor/internal/account"
	"kontor/internal/kit/list"
)

// What a list can be taken out as.
const (
	FormatCSV   = "csv"
	FormatVCard = "vcard"
	FormatXLSX  = "xlsx"
)

// Writer is where an export goes, with whoever wants to know how far it is.
type Writer struct {
	io.Writer
	Done func(rows int)
}

// Export writes every record of a list, such as "contacts", to w, page by page,
// whatever their number. query is the list's own, as in its address; one that
// cannot be understood is refused, never widened. progress may be nil.
func (d *Domain) Export(ctx context.Context, actor account.Actor, w io.Writer, name, format, query string, progress func(done int)) error {
	k, err := d.kinds.listed(name)
	if err != nil {
		return err
	}
	l, q, err := k.toExport(ctx, actor, query)
	if err != nil {
		return err
	}
	if progress == nil {
		progress = func(int) {}
	}
	return k.export(ctx, actor, Writer{w, progress}, l, q, format)
}

// export writes what q finds in l, after the audit log was told.
func (k Kind) export(ctx context.Context, actor account.Actor, w Writer, l *list.List, q list.Query, format string) error {
	if err := k.accounts.Witness(ctx, actor, exported(l.Name(), format, l.Format(q))); err != nil {
		return err
	}
	if format == FormatVCard && k.Cards != nil {
		return k.Cards(ctx, actor, l, q, w)
	}
	return exportTable(ctx, l, q, w, format, k.Source.Label(ctx), actor.Zone)
}

// toExport is the list, if the actor may take it out.
func (k Kind) toExport(ctx context.Context, actor account.Actor, query string) (*list.List, list.Query, error) {
	if err := actor.Must(account.Export, k.Source.Entity.Kind); err != nil {
		return nil, list.Query{}, err
	}
	l, err := k.list(ctx, actor)
	if err != nil {
		return nil, list.Query{}, err
	}
	q, problems := l.Parse(ctx, query)
	if len(problems) > 0 {
		return nil, q, list.Invalid(problems)
	}
	return l, q, nil
}
