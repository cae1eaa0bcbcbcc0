package list

import (
	"fmt"

	"kontor/internal/kit/db"
)

// Value is one value of a row. A text is S; a number, amount, moment or yes/no
// (1 or 0) is I; a Person or Ref has its name in S. With is what belongs to
// it: the currency of an amount, the id of a Person or Ref as the database
// gave it.
type Value struct {
	Set  bool // false: empty
	I    int64
	S    string
	With string
}

// Scan takes what either engine returns.
func (v *Value) Scan(src any) error {
	switch x := src.(type) {
	case nil:
		v.Set = false
	case string:
		v.S, v.Set = x, true
	case int64:
		v.I, v.Set = x, true
	case bool:
		v.Set = true
		if x {
			v.I = 1
		}
	case []byte:
		v.S, v.Set = string(x), true
	default:
		return fmt.Errorf("scan %T into a list value", src)
	}
	return nil
}

// with scans into the With of a Value.
type with Value

func (w *with) Scan(src any) error {
	switch x := src.(type) {
	case nil:
	case string:
		w.With = x
	case []byte:
		w.With = string(x)
	default:
		return fmt.Errorf("scan %T beside a list value", src)
	}
	return nil
}

// Item is one of many values of a row.
type Item struct {
	ID      db.ID
	Label   string
	Kind    string // of an e-mail address or phone number
	Hue     int
	Primary bool
}

// Row is one record: Vals are parallel to the page's Cols, Many to those of
// them that lie in child rows.
type Row struct {
	ID      db.ID
	Version int64
	Vals    []Value
	Many    [][]Item
	group   mark // value of the page's Group
}

// Page is a stretch of a list.
type Page struct {
	Cols       []*Field
	Rows       []Row
	Next, Prev string // cursors; empty at the ends
	Group      *Field // whose values part the rows; nil if nothing does
	many       []int  // for each of Cols its place in Row.Many, or -1
	grouped    int    // which of Vals is the group's
	goesOn     *mark  // the group of the row before the first
}

// Items returns the values of column i that lie in child rows.
func (p Page) Items(row Row, i int) []Item {
	if n := p.many[i]; n >= 0 && n < len(row.Many) {
		return row.Many[n]
	}
	return nil
}
