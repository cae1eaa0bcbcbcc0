package deal

import (
	"context"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/kit/ui"
)

// choose returns what values of pipelines, stages and statuses stand for.
func (d *Domain) choose(ctx context.Context, _ db.Querier, actor account.Actor, has func(kind string) bool) (map[string]importing.Choice, error) {
	all := map[string]importing.Choice{"status": statuses(ctx)}
	if !has("pipeline") && !has("stage") {
		return all, nil
	}
	pipelines, err := d.Pipelines.List(ctx, actor)
	if err != nil {
		return nil, err
	}
	pipelines = slices.DeleteFunc(pipelines, func(p Pipeline) bool { return p.ArchivedAt != nil })
	options := make([]ui.Option, len(pipelines))
	for i, p := range pipelines {
		options[i] = ui.Option{Value: p.ID.String(), Label: p.Name}
	}
	all["pipeline"], all["stage"] = importing.OneOf(ctx, options, nil), stages(ctx, pipelines)
	return all, nil
}

// statusWords are what programs and people call the states of a deal.
func statusWords() map[string][]string {
	return map[string][]string{
		Open: {"open", "active", "in progress", "отворена", "отворен", "в процес", "активна", "offen"},
		Won:  {"won", "closed won", "closedwon", "win", "спечелена", "спечелен", "продадено", "gewonnen"},
		Lost: {"lost", "closed lost", "closedlost", "loss", "изгубена", "загубена", "загубен", "отказана", "verloren"},
	}
}

func statuses(ctx context.Context) importing.Choice {
	return importing.OneOf(ctx, []ui.Option{{Value: Open, Label: i18n.T(ctx, "Open")}, {Value: Won, Label: i18n.T(ctx, "Won")}, {Value: Lost, Label: i18n.T(ctx, "Lost")}}, statusWords())
}

// stages are the choice of a stage. A name stays a name, because it depends on
// the pipeline of the row which stage it is.
func stages(ctx context.Context, pipelines []Pipeline) importing.Choice {
	options := []ui.Option{{Value: "", Label: i18n.T(ctx, "The first stage")}}
	for _, p := range pipelines {
		for _, s := range p.Stages {
			options = append(options, ui.Option{Value: s.ID.String(), Label: s.Name, Group: p.Name})
		}
	}
	return importing.Choice{
		Means: func(text string) (string, bool) {
			_, ok := stageNamed(pipelines, text)
			return text, ok
		},
		Suggest: func(value string) string {
			n := importing.Nearest{Value: value}
			for _, o := range options[1:] {
				n.Try(o.Value, o.Label, importing.LeadingName(value, o.Label))
			}
			return n.Key
		},
		Options: options,
	}
}

// stageNamed finds the stage that a text says, in the first pipeline that has
// one: by its id, by its name, by the name that it has in another language, or
// by a word for won or lost.
func stageNamed(pipelines []Pipeline, text string) (Stage, bool) {
	key := search.Fold(strings.TrimSpace(text))
	for _, is := range []func(Stage) bool{
		func(s Stage) bool { return s.ID.String() == text },
		func(s Stage) bool { return search.Fold(s.Name) == key },
		func(s Stage) bool { return slices.Contains(sameStage(key), search.Fold(s.Name)) },
		func(s Stage) bool {
			return s.Kind != Open && slices.ContainsFunc(statusWords()[s.Kind], func(word string) bool { return search.Fold(word) == key })
		},
	} {
		for _, p := range pipelines {
			if i := slices.IndexFunc(p.Stages, is); i >= 0 {
				return p.Stages[i], true
			}
		}
	}
	return Stage{}, false
}

// wellKnown are the stages that pipelines begin with, as a language has them.
func wellKnown(lang string) []string {
	return []string{i18n.In(lang, "Lead"), i18n.In(lang, "Qualified"), i18n.In(lang, "Proposal"), i18n.In(lang, "Negotiation"), i18n.In(lang, "Won"), i18n.In(lang, "Lost")}
}

// sameStage are the names of a well-known stage in every language, folded, if
// key is one of them.
func sameStage(key string) []string {
	for i := range wellKnown("") {
		var all []string
		for _, lang := range i18n.Languages() {
			all = append(all, search.Fold(wellKnown(lang)[i]))
		}
		if slices.Contains(all, key) {
			return all
		}
	}
	return nil
}
