package customfield

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// Lengths and numbers that a field may have.
const (
	maxLabel   = 60
	maxKeyName = 40
	maxDigits  = 6
	maxOptions = 100
)

// Input is what a person says about a field. Key, Type and Digits are said
// once, when the field is made. An option with a key is one that is there;
// those that are left out go. Moves says which option takes the values of one
// that goes: its key, or "-" for none.
type Input struct {
	Label    string
	Key      string
	Type     Type
	Digits   int
	Required bool
	Shown    bool
	Default  string
	Options  []Option
	Moves    map[string]string
	Version  int64
}

var keyForm = regexp.MustCompile(`^x_[a-z0-9_]+$`)

// check tidies what can be known without the database.
func (in *Input) check(ctx context.Context, isNew bool) fault.Invalid {
	invalid := fault.Invalid{}
	in.Label = strings.Join(strings.Fields(in.Label), " ")
	checkName(ctx, invalid, "label", in.Label)
	if isNew {
		in.checkNew(ctx, invalid)
	}
	if kindOf(in.Type).chooses {
		in.checkOptions(ctx, invalid)
	} else {
		in.Options = nil
	}
	return invalid
}

func checkName(ctx context.Context, invalid fault.Invalid, field, name string) {
	switch {
	case search.Fold(name) == "":
		invalid.Add(field, i18n.T(ctx, "This is needed."))
	case len([]rune(name)) > maxLabel:
		invalid.Add(field, i18n.N(ctx, "This is longer than %s character.", "This is longer than %s characters.", maxLabel))
	}
}

func (in *Input) checkNew(ctx context.Context, invalid fault.Invalid) {
	if !slices.Contains(Types(), in.Type) {
		invalid.Add("type", i18n.T(ctx, "Choose a type."))
	}
	if in.Type != Number {
		in.Digits = 0
	}
	if in.Digits < 0 || in.Digits > maxDigits {
		invalid.Add("digits", i18n.T(ctx, "Between 0 and %d.", maxDigits))
	}
	if in.Key = strings.TrimSpace(in.Key); in.Key == "" {
		return
	}
	if !IsKey(in.Key) {
		in.Key = prefix + in.Key
	}
	if !keyForm.MatchString(in.Key) || len(in.Key) > maxKeyName {
		invalid.Add("key", i18n.T(ctx, "A key has small Latin letters, digits and _ only, at most %d of them.", maxKeyName))
	}
}

// checkOptions tidies the options: empty rows are left out, a new one gets a
// key of its own.
func (in *Input) checkOptions(ctx context.Context, invalid fault.Invalid) {
	seen, keys := map[string]bool{}, map[string]bool{}
	var kept []Option
	for _, o := range in.Options {
		keys[o.Key] = true
	}
	for i, o := range in.Options {
		o.Label = strings.Join(strings.Fields(o.Label), " ")
		folded := search.Fold(o.Label)
		field := "options." + strconv.Itoa(i)
		switch {
		case o.Label == "":
			continue
		case seen[folded]:
			invalid.Add(field, i18n.T(ctx, "There is another choice of this name."))
		default:
			checkName(ctx, invalid, field, o.Label)
		}
		seen[folded] = true
		if o.Hue < 0 || o.Hue > 9 {
			o.Hue = 0
		}
		if o.Key == "" {
			o.Key = freeKey(slug(o.Label), func(k string) bool { return keys[k] })
			keys[o.Key] = true
		}
		kept = append(kept, o)
	}
	in.Options = kept
	switch {
	case len(kept) == 0:
		invalid.Add("options", i18n.T(ctx, "Add at least one choice."))
	case len(kept) > maxOptions:
		invalid.Add("options", i18n.N(ctx, "A field has at most %s choice.", "A field has at most %s choices.", maxOptions))
	}
}

// slug makes a key of a name: small Latin letters, digits and _.
func slug(name string) string {
	var b strings.Builder
	for _, r := range search.Fold(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	s := strings.Trim(b.String(), "_")
	if len(s) > maxKeyName-8 {
		s = strings.Trim(s[:maxKeyName-8], "_")
	}
	if s == "" {
		return "field"
	}
	return s
}

// freeKey adds a number to a key that is taken.
func freeKey(key string, taken func(string) bool) string {
	free := key
	for n := 2; taken(free); n++ {
		free = key + "_" + strconv.Itoa(n)
	}
	return free
}
