package contact

import (
	"context"
	"maps"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// maxMerged is how many records one merge makes into one.
const maxMerged = 10

// takeBoth stands for the texts of all records, one below the other, in place
// of the record to take a field from.
const takeBoth = "both"

// MergeInput says which records become one, which of them stays, and what it
// holds afterwards. What Take and Keep do not say is chosen as the page
// preselects it: of a field the fuller value or, of two that differ, the one of
// the record changed last; of e-mails, phones and tags all.
type MergeInput struct {
	Into     db.ID               `json:"into" format:"uuid" doc:"The record that stays"`
	Records  []db.ID             `json:"records" minItems:"1" maxItems:"9" nullable:"false" doc:"The records that go into it"`
	Take     map[string]string   `json:"take,omitempty" doc:"Field to the id of the record it is taken from; notes can also be taken from \"both\""`
	Keep     map[string][]string `json:"keep,omitempty" doc:"emails, phones or tags to those that stay: addresses, numbers, ids of tags"`
	Versions map[string]int64    `json:"versions,omitempty" doc:"Id of a record to the version this is based on"`
}

// ids are the records of a merge, the one that stays first.
func (in MergeInput) ids() []db.ID { return append([]db.ID{in.Into}, in.Records...) }

// check refuses what is no choice of 2 to maxMerged different records.
func (in MergeInput) check(ctx context.Context) error {
	seen := map[db.ID]bool{}
	for _, id := range in.ids() {
		if id.IsZero() || seen[id] {
			return fault.Invalid{"records": i18n.T(ctx, "Choose different records to merge.")}
		}
		seen[id] = true
	}
	if len(seen) < 2 || len(seen) > maxMerged {
		return fault.Invalid{"records": i18n.N(ctx, "Choose 2 to %s records to merge.", "Choose 2 to %s records to merge.", maxMerged)}
	}
	return nil
}

// about is what a merge needs to know of a record whatever its kind.
type about struct {
	ID          db.ID
	Name        string
	Version     int64
	Owner, Team db.ID
	UpdatedAt   int64
	ActivityAt  *int64
}

// merging is what differs between merging contacts and merging companies: R is
// the record, In what a person can say about it.
type merging[R, In any] struct {
	shelf
	path   string
	about  func(R) about
	input  func(R) In
	tags   func(*In) *[]string
	fields []mergeField[R, In]
	lists  []mergeList[R, In]
	refs   []reference
	read   func(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) ([]R, error)
	extra  func(R) customfield.Values
	custom func(*In) *map[string]string
	update func(ctx context.Context, tx *db.Tx, actor account.Actor, batch, id db.ID, change func(R) (In, error)) (R, error)
	index  func(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) error
}

// mergeField is a field of which one value stays.
type mergeField[R, In any] struct {
	field string
	title string          // of a field that the workspace added
	value func(In) string // what is compared
	label func(R) string  // what a person reads where the value is an id
	copy  func(to, from *In)
	set   func(to *In, text string) // of a text that can be joined
}

// mergeList is a field of which all values stay, unless somebody says less.
type mergeList[R, In any] struct {
	field string
	value func(In) string // what is compared
	items func(R) []listItem
	copy  func(to, from *In)
	keep  func(to *In, all []R, key func(listItem) bool)
}

// listItem is one value of a list; Key is what two records have in common.
type listItem struct{ Key, Label string }

// suggested is the record that the value of a field is taken from unless
// somebody chooses another: the fuller value, or that of the record changed
// last. Both is for texts of which none holds the others.
func (f mergeField[R, In]) suggested(k merging[R, In], all []R) string {
	best := -1
	for i, r := range all {
		if f.value(k.input(r)) == "" {
			continue
		}
		if best < 0 || f.better(k, r, all[best]) {
			best = i
		}
	}
	if best < 0 {
		return k.about(all[0]).ID.String()
	}
	if f.set != nil && f.joined(k, all) != f.value(k.input(all[best])) && len([]rune(f.joined(k, all))) <= maxText {
		return takeBoth
	}
	return k.about(all[best]).ID.String()
}

// better tells whether the value of a is to be preferred to that of b, which
// comes first in the order of the records.
func (f mergeField[R, In]) better(k merging[R, In], a, b R) bool {
	x, y := f.value(k.input(a)), f.value(k.input(b))
	switch {
	case x == y:
		return false
	case f.label == nil && fuller(x, y):
		return true
	case f.label == nil && fuller(y, x):
		return false
	}
	return k.about(a).UpdatedAt > k.about(b).UpdatedAt
}

// fuller tells whether a says all that b says, and more.
func fuller(a, b string) bool {
	return len(a) > len(b) && strings.Contains(strings.ToLower(a), strings.ToLower(b))
}

// joined are the different texts of all records, one below the other.
func (f mergeField[R, In]) joined(k merging[R, In], all []R) string {
	var texts []string
	for _, r := range all {
		if text := f.value(k.input(r)); text != "" && !slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, text) }) {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n\n")
}

// differs tells whether the records do not agree.
func (f mergeField[R, In]) differs(k merging[R, In], all []R) bool {
	first := f.value(k.input(all[0]))
	return slices.ContainsFunc(all[1:], func(r R) bool { return f.value(k.input(r)) != first })
}

// choose returns what the survivor, the first of the records, holds after the
// merge.
func (k merging[R, In]) choose(ctx context.Context, all []R, in MergeInput) (In, error) {
	k = k.with(ctx, all[0])
	to := k.input(all[0])
	if err := k.known(ctx, in); err != nil {
		return to, err
	}
	invalid := fault.Invalid{}
	for _, f := range k.fields {
		take, said := in.Take[f.field]
		if !said {
			take = f.suggested(k, all)
		}
		if !f.take(k, &to, all, take) {
			invalid.Add("take."+f.field, i18n.T(ctx, "This is none of the records to merge."))
		}
	}
	for _, l := range k.lists {
		keys, said := in.Keep[l.field]
		l.keep(&to, all, func(item listItem) bool { return !said || slices.Contains(keys, item.Key) })
	}
	return to, invalid.OrNil()
}

func (f mergeField[R, In]) take(k merging[R, In], to *In, all []R, from string) bool {
	if from == takeBoth && f.set != nil {
		f.set(to, f.joined(k, all))
		return true
	}
	for _, r := range all {
		if k.about(r).ID.String() == from {
			source := k.input(r)
			f.copy(to, &source)
			return true
		}
	}
	return false
}

// known refuses fields that the kind does not have.
func (k merging[R, In]) known(ctx context.Context, in MergeInput) error {
	invalid := fault.Invalid{}
	for field := range in.Take {
		if !slices.ContainsFunc(k.fields, func(f mergeField[R, In]) bool { return f.field == field }) {
			invalid.Add("take."+field, i18n.T(ctx, "There is no field “%s” here.", field))
		}
	}
	for field := range in.Keep {
		if !slices.ContainsFunc(k.lists, func(l mergeList[R, In]) bool { return l.field == field }) {
			invalid.Add("keep."+field, i18n.T(ctx, "There is no field “%s” here.", field))
		}
	}
	return invalid.OrNil()
}

// with is the merging of records that have the fields which the workspace
// added, as r has them.
func (k merging[R, In]) with(ctx context.Context, r R) merging[R, In] {
	k.fields = slices.Clone(k.fields)
	for _, f := range k.extra(r).Set().Fields() {
		k.fields = append(k.fields, mergeField[R, In]{field: f.Key, title: f.Label,
			value: func(in In) string { return (*k.custom(&in))[f.Key] },
			label: func(r R) string { return k.extra(r).Words(ctx, f.Key) },
			copy: func(to, from *In) {
				*k.custom(to) = maps.Clone(*k.custom(to))
				record.SetCustom(k.custom(to), f.Key, (*k.custom(from))[f.Key])
			}})
	}
	return k
}

func (f mergeField[R, In]) name(ctx context.Context) string {
	if f.title != "" {
		return f.title
	}
	return label(ctx, f.field)
}
