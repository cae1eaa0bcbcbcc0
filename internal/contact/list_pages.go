package contact

import (
	"context"
	"errors"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
	"kontor/internal/view"
)

// countedTo is how far a list is counted; more is shown as 10,000+.
const countedTo = 10_000

// listKind is what differs between the lists of contacts and of companies.
type listKind struct {
	kind, path, title     string
	newLabel, emptyTitle  string
	emptyText, deleteText string
	all, mine, bin        string // tabs
	count                 func(ctx context.Context, n int, more bool) string

	other   bool     // a domain above keeps the records: they are not imported here, nor merged
	follows []string // kinds of records that its rows name
}

func contactsKind(ctx context.Context) listKind {
	return listKind{
		kind: "contact", path: "/contacts", title: i18n.T(ctx, "Contacts"), newLabel: i18n.T(ctx, "New contact"),
		emptyTitle: i18n.T(ctx, "Everybody you deal with, in one place"),
		emptyText:  i18n.T(ctx, "Bring your contacts from a spreadsheet, Google, Outlook or a phone, or write the first one down."),
		deleteText: i18n.T(ctx, "Delete the selected contacts"),
		all:        i18n.T(ctx, "All contacts"), mine: i18n.T(ctx, "My contacts"), bin: i18n.T(ctx, "Recycle bin"),
		count: func(ctx context.Context, n int, more bool) string {
			if more {
				return i18n.T(ctx, "More than %s contacts", i18n.Int(ctx, int64(n)))
			}
			return i18n.N(ctx, "%s contact", "%s contacts", n)
		},
	}
}

func companiesKind(ctx context.Context) listKind {
	return listKind{
		kind: "company", path: "/companies", title: i18n.T(ctx, "Companies"), newLabel: i18n.T(ctx, "New company"),
		emptyTitle: i18n.T(ctx, "The firms behind your contacts"),
		emptyText:  i18n.T(ctx, "A company keeps its people, its number for invoices and its history together. Companies also come along when you import contacts."),
		deleteText: i18n.T(ctx, "Delete the selected companies"),
		all:        i18n.T(ctx, "All companies"), mine: i18n.T(ctx, "My companies"), bin: i18n.T(ctx, "Recycle bin"),
		count: func(ctx context.Context, n int, more bool) string {
			if more {
				return i18n.T(ctx, "More than %s companies", i18n.Int(ctx, int64(n)))
			}
			return i18n.N(ctx, "%s company", "%s companies", n)
		},
	}
}

// source is the list as views know it.
func source(kind func(context.Context) listKind, e *list.Entity, of lister) view.Source {
	return view.Source{
		Label:  func(ctx context.Context) string { return kind(ctx).title },
		Entity: e, List: of,
		BuiltIn: func(ctx context.Context) []view.BuiltIn {
			k := kind(ctx)
			return []view.BuiltIn{{Key: "all", Name: k.all}, {Key: "mine", Name: k.mine, Query: "owner=me"}}
		},
	}
}

func (d *Domain) listContacts(w http.ResponseWriter, r *http.Request) error {
	return d.showList(w, r, contactsKind(r.Context()), d.contactList, false)
}

func (d *Domain) listCompanies(w http.ResponseWriter, r *http.Request) error {
	return d.showList(w, r, companiesKind(r.Context()), d.companyList, false)
}

func (d *Domain) binContacts(w http.ResponseWriter, r *http.Request) error {
	return d.showList(w, r, contactsKind(r.Context()), d.contactList, true)
}

func (d *Domain) binCompanies(w http.ResponseWriter, r *http.Request) error {
	return d.showList(w, r, companiesKind(r.Context()), d.companyList, true)
}

// lister returns a list as the actor sees it.
type lister func(ctx context.Context, actor account.Actor) (*list.List, error)

// listOfKind is the list of the records of a kind, as the actor sees it.
func (d *Domain) listOfKind(ctx context.Context, actor account.Actor, kind string) (*list.List, error) {
	if kind == "company" {
		return d.companyList(ctx, actor)
	}
	return d.contactList(ctx, actor)
}

// showList answers with a list page, with its parts for htmx, or with the next
// rows.
func (d *Domain) showList(w http.ResponseWriter, r *http.Request, k listKind, of lister, bin bool) error {
	ctx := r.Context()
	l, err := of(ctx, account.Of(r))
	if err != nil {
		return err
	}
	if bin {
		l = l.Bin()
	}
	bar, q, problems, err := d.views.Open(ctx, account.Of(r), l, r.URL.RawQuery)
	if err != nil {
		return err
	}
	if bin {
		bar.Trash = k.bin
	}
	if q.Added && !web.IsPartial(r) && len(problems) == 0 {
		return web.Redirect(w, r, l.URL(q))
	}
	page, err := l.Page(ctx, q)
	if _, old := errors.AsType[fault.Malformed](err); old && q.Cursor != "" {
		problems = append(problems, list.Problem{Param: "cursor", Text: i18n.T(ctx, "This page of the list is no longer there. This is its beginning.")})
		q.Cursor = ""
		page, err = l.Page(ctx, q)
	}
	if err != nil {
		return err
	}
	if q.Cursor != "" && web.IsPartial(r) {
		return web.Render(w, r, http.StatusOK, list.Rows(l, q, page))
	}
	v := listView{listKind: k, List: l, Query: q, Page: page, Problems: problems, Bin: bin, Actor: account.Of(r), Views: bar, Look: bar.Look()}
	if v.Chips, err = l.Chips(ctx, q); err != nil {
		return err
	}
	if v.TreeIn = r.URL.Query().Get("tree"); v.TreeIn != "" {
		tree, err := l.Tree(ctx, q)
		if err != nil {
			return err
		}
		v.Tree = &tree
	}
	return d.renderList(w, r, v)
}

func (d *Domain) renderList(w http.ResponseWriter, r *http.Request, v listView) error {
	if web.IsPartial(r) {
		w.Header().Set("HX-Push-Url", v.List.URL(v.Query)) // forms write the same state at greater length
		return web.Render(w, r, http.StatusOK, v.parts())
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, v.title, v.page()))
}

func (d *Domain) countContacts(w http.ResponseWriter, r *http.Request) error {
	return showCount(w, r, contactsKind(r.Context()), d.contactList)
}

func (d *Domain) countCompanies(w http.ResponseWriter, r *http.Request) error {
	return showCount(w, r, companiesKind(r.Context()), d.companyList)
}

// showCount answers how many records a list has, counted up to countedTo.
func showCount(w http.ResponseWriter, r *http.Request, k listKind, of lister) error {
	ctx := r.Context()
	l, err := of(ctx, account.Of(r))
	if err != nil {
		return err
	}
	q, _ := l.Parse(ctx, r.URL.RawQuery) // what is wrong in it is told on the list itself
	n, err := l.Count(ctx, q, countedTo)
	if err != nil {
		return err
	}
	more := n > countedTo
	short := i18n.Int(ctx, int64(min(n, countedTo)))
	if more {
		short += "+"
	}
	return web.Render(w, r, http.StatusOK, counted(short, k.count(ctx, min(n, countedTo), more)))
}

// filterContacts and filterCompanies answer with the form for one condition.
func (d *Domain) filterContacts(w http.ResponseWriter, r *http.Request) error {
	return d.showFilter(w, r, contactsKind(r.Context()), d.contactList)
}

func (d *Domain) filterCompanies(w http.ResponseWriter, r *http.Request) error {
	return d.showFilter(w, r, companiesKind(r.Context()), d.companyList)
}

func (d *Domain) showFilter(w http.ResponseWriter, r *http.Request, k listKind, of lister) error {
	ctx := r.Context()
	l, err := of(ctx, account.Of(r))
	if err != nil {
		return err
	}
	q, _ := l.Parse(ctx, r.URL.Query().Get("list")) // as above
	v := listView{listKind: k, List: l, Query: q}
	form, err := v.filterBar().Part(ctx, r.URL.Query())
	if err != nil {
		return err
	}
	if form == nil {
		return fault.NotFound{}
	}
	if web.IsPartial(r) {
		return web.Render(w, r, http.StatusOK, form)
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Filter"), v.filterPage(form)))
}
