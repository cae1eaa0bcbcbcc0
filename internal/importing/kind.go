package importing

import (
	"context"
	"strings"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/ui"
)

// Kind describes what the rows of a file become.
type Kind struct {
	Name   string // of the list and its address: contacts
	Record string // of a record, in permissions and history: contact
	Cards  bool   // address cards can become such records

	// Fields are what columns can go into, in the order of the menu.
	Fields func() []Field
	// Needs are the fields of which one has to have a column.
	Needs []string
	// Unless names fields that are not guessed where another one is there.
	Unless map[string]string
	// Same are the fields that stand for one of the record's own, by the name it
	// has in messages: the first gives the label, all may hold the value.
	Same map[string][]string
	// Choices are the kinds of field whose values stand for one of a few things,
	// besides those that every kind knows.
	Choices []string
	// Choose returns what values of those fields can stand for. It is asked only
	// for the kinds of field that has tells of.
	Choose func(ctx context.Context, q db.Querier, actor account.Actor, has func(kind string) bool) (map[string]Choice, error)
	// Named corrects guesses once the sure names are found, Guessed at the end.
	Named, Guessed func(*Guess)

	// Matches are the ways to tell that a row is about a record that is there.
	Matches []string
	// Batch is how many rows one transaction takes at most.
	Batch int
	// Open returns what does the rows of one run.
	Open func(ctx context.Context, r *Run) (Rows, error)
	// After is called when a whole file is in, in the background; nil: nothing
	// follows.
	After func(ctx context.Context, ws db.WorkspaceID) error

	own *customfield.Set // of the workspace, while one of its files is looked at

	Words func(ctx context.Context) Words
	// Group is the heading that a field stands under in the menu.
	Group func(ctx context.Context, field string) string
}

// Field is something a column of a file can be imported into. The aliases are
// what programs and people call it, in English, Bulgarian and German.
type Field struct {
	Key, Label string
	Kind       string // email, phone, date, birthday, country, web, number, money, bool, member, tag or one of the kind's choices; "" is any text
	Many       bool   // several columns may go into it
	Aliases    []string
}

// Words are how a kind is spoken of.
type Words struct {
	List      string // Contacts
	Intro     string // over the place for the file
	About     string // below it
	Show      string // what leads to the list
	There     string // asks what becomes of who is there already
	Gaps      string
	Replace   string
	Again     string
	Missing   string // asks whether companies and contacts that are not there are made
	Needed    string // says which column is missing
	Detail    string // heads what the preview shows of a row beside name and company
	Binned    string // counts what an undo moved to the recycle bin
	Matches   []ui.Option
	WithTags  bool // all records of a file can be tagged
	NoAddress bool // rows without an e-mail address are worth a word
}

// Rows does the rows of one run: it is given them batch by batch, in order.
type Rows interface {
	// Read checks what can be known of a row without the database. A row that
	// can become a record has Said.
	Read(ctx context.Context, row *Row)
	// Decide says what becomes of the rows that have not failed.
	Decide(ctx context.Context, q db.Querier, rows []*Row) error
	// Write does it.
	Write(ctx context.Context, tx *db.Tx, rows []*Row) (Made, error)
	// Sides compares rows with the records they are about: as many queries
	// however many there are. What the actor does not see is left out.
	Sides(ctx context.Context, q db.Querier, rows []*Row) (map[*Row][]Side, error)
	// Would tells what Write would make besides records of the kind, of all the
	// rows of a dry run so far.
	Would(ctx context.Context, q db.Querier, rows []*Row) (Made, error)
}

// Made counts what is made on the way to other records.
type Made struct{ Companies, Contacts int64 }

// whole tells whether the actor may change every record of the kind, and so
// sees the imports of others.
func (k Kind) whole(actor account.Actor) bool { return actor.Scope(k.Record).Write == list.All }

func (k Kind) field(key string) (Field, bool) {
	for _, f := range k.Fields() {
		if f.Key == key {
			return f, true
		}
	}
	return Field{}, false
}

// kindOf is the kind of a field; empty where it is any text, or none.
func (k Kind) kindOf(key string) string {
	f, _ := k.field(key)
	return f.Kind
}

// same are the fields whose columns may hold what a message is about.
func (k Kind) same(name string) []string {
	if all := k.Same[name]; all != nil {
		return all
	}
	return []string{name}
}

// label is what a person reads for a field of an input, such as the one a
// message is about.
func (k Kind) label(ctx context.Context, field string) string {
	if own, ok := k.own.Label(field); ok {
		return own
	}
	name, rest, _ := strings.Cut(field, ".")
	if f, ok := k.field(k.same(name)[0]); ok {
		return said(ctx, f.Label)
	}
	return strings.TrimSpace(name + " " + rest)
}

// said translates a message that is marked elsewhere.
func said(ctx context.Context, message string) string {
	var none []any
	return i18n.T(ctx, message, none...)
}
