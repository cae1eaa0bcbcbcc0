package contact

import (
	"context"
	"slices"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// mergeView is the page on which records are put side by side and it is chosen
// what stays.
type mergeView struct {
	path, title, list string
	Columns           []mergeColumn
	Rows              []mergeLine
	Lists             []mergeUnion
	Same              int // fields on which the records agree
	Problem           string
	Errors            []ui.FieldError
}

// mergeColumn is one of the records.
type mergeColumn struct {
	ID, Name, Sub string
	Version       int64
	Stays         bool
}

// mergeLine is a field of which one value stays; Both is for texts that can
// all stay.
type mergeLine struct {
	Field, Label string
	Cells        []mergeCell
	CanBoth      bool
	Both         bool
}

type mergeCell struct {
	ID, Text string
	Chosen   bool
}

// mergeUnion is a list of which all values stay that are ticked.
type mergeUnion struct {
	Field, Label string
	Items        []unionItem
}

type unionItem struct {
	listItem
	Kept bool
}

// view puts the records side by side; what in does not say is preselected.
func (k merging[R, In]) view(ctx context.Context, all []R, in MergeInput) mergeView {
	k = k.with(ctx, all[0])
	v := mergeView{path: k.path, title: i18n.N(ctx, "Merge %s record", "Merge %s records", len(all)), list: k.listTitle(ctx)}
	if in.Into.IsZero() {
		in.Into = k.fullest(all)
	}
	for _, r := range all {
		a := k.about(r)
		v.Columns = append(v.Columns, mergeColumn{ID: a.ID.String(), Name: a.Name, Version: a.Version, Stays: a.ID == in.Into,
			Sub: i18n.T(ctx, "Changed %s", i18n.Ago(ctx, a.UpdatedAt, time.Now()))})
	}
	for _, f := range k.fields {
		if !f.differs(k, all) {
			v.Same++
			continue
		}
		v.Rows = append(v.Rows, f.line(ctx, k, all, in.Take[f.field]))
	}
	for _, l := range k.lists {
		if union := l.union(ctx, all, in); len(union.Items) > 0 {
			v.Lists = append(v.Lists, union)
		}
	}
	return v
}

func (k merging[R, In]) listTitle(ctx context.Context) string {
	if k.Kind == "company" {
		return i18n.T(ctx, "Companies")
	}
	return i18n.T(ctx, "Contacts")
}

func (f mergeField[R, In]) line(ctx context.Context, k merging[R, In], all []R, take string) mergeLine {
	known := take == takeBoth && f.set != nil || slices.ContainsFunc(all, func(r R) bool { return k.about(r).ID.String() == take })
	if !known {
		take = f.suggested(k, all)
	}
	line := mergeLine{Field: f.field, Label: f.name(ctx), CanBoth: f.set != nil, Both: take == takeBoth}
	for _, r := range all {
		id := k.about(r).ID.String()
		line.Cells = append(line.Cells, mergeCell{id, f.text(ctx, k, r), id == take})
	}
	return line
}

// text is the value as a person reads it.
func (f mergeField[R, In]) text(ctx context.Context, k merging[R, In], r R) string {
	if f.label != nil {
		return f.label(r)
	}
	return shown(ctx, f.field, f.value(k.input(r)))
}

func (l mergeList[R, In]) union(ctx context.Context, all []R, in MergeInput) mergeUnion {
	u := mergeUnion{Field: l.field, Label: label(ctx, l.field)}
	keys, said := in.Keep[l.field]
	for _, item := range union(all, l.items, func(i listItem) listItem { return i }, func(listItem) bool { return true }) {
		u.Items = append(u.Items, unionItem{item, !said || slices.Contains(keys, item.Key)})
	}
	return u
}

// fullest is the record that says most; of equal ones the oldest.
func (k merging[R, In]) fullest(all []R) (best db.ID) {
	most := -1
	for _, r := range all {
		in, n := k.input(r), 0
		for _, f := range k.fields {
			if f.value(in) != "" {
				n++
			}
		}
		for _, l := range k.lists {
			n += len(l.items(r))
		}
		if id := k.about(r).ID; n > most || n == most && string(id[:]) < string(best[:]) {
			most, best = n, id
		}
	}
	return best
}
