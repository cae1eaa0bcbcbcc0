package record

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// Need is a field that a record must have before another of its fields can get
// a value: why a deal was lost, before it stands in a stage for lost ones.
type Need struct {
	Field   string // by its name in the list
	Lacking string // the query of the list that finds who has none; empty: nobody has it
	Text    string // says that it is missing
}

// besides is how an answer and a form name a further field.
const besides = "besides."

// mustHave refuses a value that needs further fields which the records lack and
// which Besides does not say.
func (s *Bulks) mustHave(ctx context.Context, actor account.Actor, k Kind, l *list.List, in BulkInput) error {
	needs, err := s.needs(ctx, actor, k, in)
	if err != nil {
		return err
	}
	if err := in.checkBesides(ctx, actor, k, needs); err != nil {
		return err
	}
	invalid := fault.Invalid{}
	for _, n := range needs {
		if in.Besides[n.Field] != "" {
			continue
		}
		lacking, err := in.lacks(ctx, l, n)
		if err != nil {
			return err
		}
		if lacking {
			invalid.Add(besides+n.Field, n.Text)
		}
	}
	return invalid.OrNil()
}

func (s *Bulks) needs(ctx context.Context, actor account.Actor, k Kind, in BulkInput) ([]Need, error) {
	if k.Needs == nil || in.Action != BulkSet {
		return nil, nil
	}
	return k.Needs(ctx, s.db, actor, in.Field, in.Value)
}

// checkBesides refuses further fields that are not needed, or cannot be so.
func (in BulkInput) checkBesides(ctx context.Context, actor account.Actor, k Kind, needs []Need) error {
	invalid := fault.Invalid{}
	for _, field := range slices.Sorted(maps.Keys(in.Besides)) {
		if !slices.ContainsFunc(needs, func(n Need) bool { return n.Field == field }) {
			invalid.Add(besides+field, i18n.T(ctx, "This field is not needed here."))
			continue
		}
		err := k.Try(ctx, actor, field, in.Besides[field])
		if wrong, ok := asInvalid(err); ok {
			invalid.Add(besides+field, OneMessage(wrong))
		} else if err != nil {
			return err
		}
	}
	return invalid.OrNil()
}

// lacks tells whether any of the records has not what is needed. Where the list
// is filtered by that very field, each record tells for itself.
func (in BulkInput) lacks(ctx context.Context, l *list.List, n Need) (bool, error) {
	if n.Lacking == "" {
		return true, nil
	}
	query := n.Lacking
	if in.All {
		asked, err := url.ParseQuery(in.Query)
		if err != nil || asked.Has(n.Field) {
			return false, nil
		}
		query = strings.TrimPrefix(in.Query+"&"+query, "&")
	} else {
		l = l.Only(in.IDs)
	}
	q, problems := l.Parse(ctx, query)
	if len(problems) > 0 {
		return false, list.Invalid(problems)
	}
	found, err := l.Count(ctx, q, 1)
	if err != nil {
		return false, fmt.Errorf("count what lacks a field: %w", err)
	}
	return found > 0, nil
}

// besides are the further fields with their values.
func (b Bulk) besides() map[string]string {
	all := map[string]string{}
	_ = b.Besides.Decode(&all) // written by us
	return all
}

// fill gives a record the further fields that it lacks.
func (b Bulk) fill(ctx context.Context, in Editable) error {
	all := b.besides()
	for _, field := range slices.Sorted(maps.Keys(all)) {
		if in.Text(field) != "" {
			continue
		}
		if err := in.Set(ctx, field, all[field]); err != nil {
			return err
		}
	}
	return nil
}

// readBesides reads further fields from a form; of a choice that could not be
// made the words are kept.
func readBesides(form web.Form) map[string]string {
	all := map[string]string{}
	for name := range form.Values {
		if field, ok := strings.CutPrefix(strings.TrimSuffix(name, "_text"), besides); ok {
			if text := strings.TrimSpace(firstOf(form.Get(besides+field), form.Get(besides+field+"_text"))); text != "" {
				all[field] = text
			}
		}
	}
	return all
}

// asked are the controls of the further fields, with what was typed in them and
// what is missing.
func (v bulkForm) asked(form web.Form, invalid fault.Invalid) []cellView {
	var all []cellView
	said := readBesides(form)
	for _, f := range v.List.Fields() {
		problem, missing := invalid[besides+f.Key]
		if _, has := said[f.Key]; !missing && !has {
			continue
		}
		all = append(all, cellView{Field: f, Manner: v.kind.Manner, At: atBulk, Name: besides + f.Key, Problem: problem,
			Value: form.Get(besides + f.Key), Text: form.Get(besides + f.Key + "_text")})
	}
	return all
}
