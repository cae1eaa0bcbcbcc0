package list

import (
	"context"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Problem is a part of a query that could not be read and was left out.
type Problem struct {
	Param string // the parameter it stood in
	Text  string // what is wrong, in the reader's language
}

// Invalid returns the problems as a fault.Invalid, or nil if there are none:
// for callers that must not go on with the rest, as the API, exports and bulk
// changes.
func Invalid(problems []Problem) error {
	invalid := fault.Invalid{}
	for _, p := range problems {
		invalid.Add(p.Param, p.Text)
	}
	return invalid.OrNil()
}

// issue is a Problem before it has a parameter and a language.
type issue struct {
	text string
	args []any
}

func wrong(text string, args ...any) *issue { return &issue{text, args} }

func (i *issue) in(ctx context.Context, param string) Problem {
	return Problem{param, i18n.T(ctx, i.text, i.args...)}
}

// say translates a message that stands in a table.
func say(ctx context.Context, message string) string {
	var none []any
	return i18n.T(ctx, message, none...)
}
