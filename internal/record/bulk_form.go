package record

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// selection is what a person chose in a list: the rows they ticked, or
// everything that was in it when they said so.
type selection struct {
	kind    Kind
	ids     []db.ID
	all     bool
	query   string // of the list, if all was chosen
	shown   int    // how many there were then
	askedAt int64
	back    string // the page they chose on
}

// readSelection reads what the form of the rows posts: each ticked row as id,
// those of other pages together as ids, or all with the query of the list.
func readSelection(r *http.Request, form web.Form, k Kind) (selection, error) {
	s := selection{kind: k, all: form.Get("all") != "", query: form.Get("query"), back: backTo(r, form, k)}
	s.shown, _ = strconv.Atoi(form.Get("shown"))            // what is no number promises nothing
	s.askedAt, _ = strconv.ParseInt(form.Get("at"), 10, 64) // as above: it means now
	if s.all {
		return s, nil
	}
	for _, text := range append(form.All("id"), SplitIDs(form.Get("ids"))...) {
		id, err := db.ParseID(text)
		if err != nil {
			return s, fault.Invalid{"id": i18n.T(r.Context(), "This is not a valid value. Choose another one.")}
		}
		s.ids = append(s.ids, id)
	}
	if len(s.ids) == 0 {
		return s, fault.Invalid{"id": i18n.T(r.Context(), "Tick at least one row first.")}
	}
	return s, nil
}

// backTo is the page a form was sent from: what it says, or the page of the
// list that the browser names.
func backTo(r *http.Request, form web.Form, k Kind) string {
	if back := form.Get("back"); web.IsLocalPath(back) {
		return back
	}
	path := k.path()
	from, err := url.Parse(r.Referer())
	if err == nil && from.Host == r.Host && (from.Path == path || from.Path == path+"/bin") {
		return from.RequestURI()
	}
	return path
}

// pairs are the fields by which a second form carries the selection on.
func (s selection) pairs() []list.Pair {
	pairs := []list.Pair{{Name: "back", Value: s.back}}
	if s.all {
		return append(pairs, list.Pair{Name: "all", Value: "1"}, list.Pair{Name: "query", Value: s.query},
			list.Pair{Name: "shown", Value: strconv.Itoa(s.shown)}, list.Pair{Name: "at", Value: strconv.FormatInt(s.askedAt, 10)})
	}
	texts := make([]string, len(s.ids))
	for i, id := range s.ids {
		texts[i] = id.String()
	}
	return append(pairs, list.Pair{Name: "ids", Value: strings.Join(texts, ",")})
}

func (s selection) count() int {
	if s.all {
		return s.shown
	}
	return len(s.ids)
}

// input is what is to be done to the selection, but for what.
func (s selection) input() BulkInput {
	in := BulkInput{Kind: s.kind.Kind, IDs: s.ids, All: s.all, Query: s.query, Shown: s.shown}
	if s.askedAt > 0 {
		in.AskedAt = time.UnixMilli(s.askedAt)
	}
	return in
}

// Forms for what is to be done to a selection.
const (
	bulkAssign = "assign" // an owner or a team
	bulkTags   = "tags"
	bulkChange = "change" // any field
)

// bulkForm asks what is to be done to a selection.
type bulkForm struct {
	selection
	Do      string
	List    *list.List
	Field   *list.Field // the one to set; nil until it is chosen
	Cell    cellView    // its control
	Asked   []cellView  // further fields that it needs
	Tags    []Tag       // to choose from
	Typed   web.Form
	Problem string
}

func (d *Domain) bulkForm(ctx context.Context, actor account.Actor, form web.Form, sel selection) (bulkForm, error) {
	l, err := sel.kind.list(ctx, actor)
	if err != nil {
		return bulkForm{}, err
	}
	v := bulkForm{selection: sel, Do: form.Get("do"), List: l, Typed: form}
	switch v.Do {
	case bulkTags:
		v.Tags, err = d.Tags(ctx, actor, shownTags)
	case bulkAssign, bulkChange:
		v.Field = v.chosenField(form.Get("field"))
		v.Cell = v.cell(form)
	default:
		err = fault.NotFound{}
	}
	return v, err
}

// shownTags is how many tags a form offers to tick.
const shownTags = 200

// chosenField is the field of that key, or the first there is to choose.
func (v bulkForm) chosenField(key string) *list.Field {
	fields := v.fields()
	for _, f := range fields {
		if f.Key == key {
			return f
		}
	}
	return fields[0]
}

// fields are those that the form can set.
func (v bulkForm) fields() []*list.Field {
	var all []*list.Field
	for _, f := range v.List.Fields() {
		if inBulk(f) && (v.Do != bulkAssign || v.assigns(f)) {
			all = append(all, f)
		}
	}
	return all
}

// assigns tells whether a field says whose a record is.
func (v bulkForm) assigns(f *list.Field) bool {
	e := v.List.Entity()
	return f.Col != "" && (f.Col == e.Owner || f.Col == e.Team)
}

// cell is the control of the field, with what was typed in it.
func (v bulkForm) cell(form web.Form) cellView {
	c := cellView{Field: v.Field, Manner: v.kind.Manner, At: atBulk}
	return c.typed(form, readCell(form, v.Field))
}
