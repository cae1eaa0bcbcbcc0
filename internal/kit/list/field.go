package list

import (
	"context"

	"kontor/internal/kit/db"
)

// Kind says what a field holds, and with it how it is read, compared and shown.
type Kind uint8

// The kinds of field.
const (
	Text    Kind = iota
	Email        // a text; many may lie in child rows
	Phone        // compared by its digits
	URL          // a text; http and https become links
	Number       // a BIGINT scaled by Digits
	Money        // a BIGINT of minor units, its currency in With
	Date         // a text YYYY-MM-DD
	Time         // a BIGINT of Unix milliseconds
	Bool         // yes or no
	Choice       // one key of Choices
	Person       // the id of a member, the name in With
	Ref          // the id of a record, the name in With
	Choices      // several keys, in child rows
	Tags         // ids of tags, in child rows
)

// Can says what may be done with a field besides showing it.
type Can uint8

// What may be done.
const (
	Filter Can = 1 << iota
	Sort
	Import
	Export
	Sum
	Edit     // in its place: in a cell, on the record's page, for many records at once
	Grouping // records can be parted by it: an index ends in it and the id

	Usual = Filter | Sort | Import | Export
)

// Field describes one thing that records of an entity have.
type Field struct {
	Key, Label string  // the key is in URLs, the API, views and files: it never changes and is never used again
	Icon       string  // of the sprite; the kind's own if empty
	Kind       Kind    // of the value
	Col        db.Expr // the value; empty if it lies in Many alone
	With       db.Expr // what belongs to it: currency of Money, name of a Person or Ref
	Fold       db.Expr // folded twin by which texts are matched and sorted; digits of a Phone
	Null       bool    // Col and Fold may be NULL
	Full       bool    // never empty
	Can        Can
	Need       string // permission without which the field does not exist
	Choices    []Option
	Long       bool                                         // a text of several lines
	Names      func(ctx context.Context, key string) string // how a key of Choices is shown, if not by its label
	Digits     int                                          // decimals of a Number
	Many       *Many
	To         *Target
	Own        bool   // the workspace made it: label and choices are its own words, the value lies in an expression
	Gone       bool   // it was taken away: who asks for it is told its name
	Found      bool   // a text whose words are in the search index
	First      bool   // a column at first, behind those of the entity
	Ticks      bool   // a Bool that is kept as 1 for yes and as nothing for no
	Spelled    bool   // ids that are kept as their 36 characters
	Place      string // on phones: "b" second line, "c" right above, "d" right below
	Wide       string // class of the column; by kind if empty
}

// Option is a key with the words for it.
type Option struct {
	Key, Label string
	Tone       string // of a badge
	Hue        string // of a tag, "0" to "9"
}

// Many describes child rows that hold the values of a field.
type Many struct {
	From          db.Expr // the table, as x, and what it needs beside it
	Space, Owner  db.Expr // workspace and record of a row
	Value         db.Expr // what conditions compare: an id, a folded text, digits
	Label         db.Expr // what is shown
	Order         db.Expr // in which order
	Only          db.Expr // which of the rows, if not all: " AND x.slot = 'm1'"
	Hue           db.Expr // of tags
	Kind, Primary db.Expr // of e-mail addresses and phone numbers
	Name          string  // of the value in JSON
}

// Target is what a Person, Ref or Tags names: a table with workspace_id, id and
// name.
type Target struct {
	Table  db.Expr
	Path   string // of its pages
	Src    string // answers ?q= with what can be chosen
	Square bool   // has square pictures
}

// Title is what the reader calls the field.
func (f *Field) Title(ctx context.Context) string {
	if f.Own {
		return f.Label
	}
	return say(ctx, f.Label)
}

// can tells whether all of what may be done.
func (f *Field) can(what Can) bool { return f.Can&what == what }

// isText tells whether values are compared as texts.
func (f *Field) isText() bool { return f.Kind <= URL }

// lies tells whether the value lies in child rows alone.
func (f *Field) lies() bool { return f.Col == "" }

// emptiness says how a column shows that it has no value.
type emptiness uint8

const (
	never emptiness = iota
	null
	blank // the empty text
)

func (f *Field) emptiness() emptiness {
	switch {
	case f.Full:
		return never
	case f.Null:
		return null
	case f.isText(), f.Kind == Choice, f.Kind == Date:
		return blank
	}
	return never
}

// sortExpr is what the field is sorted by.
func (f *Field) sortExpr() db.Expr {
	if f.Fold != "" {
		return f.Fold
	}
	return f.Col
}

// match is what conditions on texts compare: folded if the field has a twin.
func (f *Field) match() db.Expr { return f.sortExpr() }

// sortsAsID tells whether the sort key is an id: the order of ids is the order
// in which members came and records were made.
func (f *Field) sortsAsID() bool { return f.Fold == "" && (f.Kind == Ref || f.Kind == Person) }

// sortsAsText tells whether the sort key is a text.
func (f *Field) sortsAsText() bool {
	return f.isText() || f.Kind == Date || f.Kind == Choice || f.Kind == Ref || f.Kind == Person
}
