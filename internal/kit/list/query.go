package list

// Query is what a list asks, as plain data. Format writes it, Parse reads it.
type Query struct {
	View   string   // the tab it belongs to
	Search string   // words that must be found
	Filter Group    // all of it must hold
	Sort   []Order  // at most 3
	Group  string   // the field whose values part the rows; it is sorted by first
	Cols   []string // what is shown, if not what the entity shows at first
	Sum    []string // fields whose sums the foot shows
	Avg    []string // fields whose averages the foot shows
	Limit  int      // rows of a page; 0 is 50
	Cursor string   // the place in the list, made by Page

	Added bool // the form of a new filter was among it: Format writes it in the usual way
}

// Order is one key of a sort.
type Order struct {
	Field string
	Desc  bool
}

// Group holds when all of its parts do, or any if Any.
type Group struct {
	Any    bool
	Conds  []Cond
	Groups []Group
}

// Cond compares one field. Values are as they were written: "me" and "-30d"
// mean something else for every reader and on every day.
type Cond struct {
	Field, Op string
	Values    []string
}

// Limits of a query.
const (
	maxQuery  = 8 << 10
	maxConds  = 50
	maxDepth  = 3
	maxValues = 200
	maxSort   = 3
	maxLimit  = 200
	pageSize  = 50
)

func (g Group) isEmpty() bool { return len(g.Conds) == 0 && len(g.Groups) == 0 }

// count returns how many conditions a group holds.
func (g Group) count() int {
	n := len(g.Conds)
	for _, sub := range g.Groups {
		n += sub.count()
	}
	return n
}

// IsFiltered tells whether q shows less than the whole list.
func (q Query) IsFiltered() bool { return q.Search != "" || !q.Filter.isEmpty() }

// limit returns how many rows a page has.
func (q Query) limit() int {
	if q.Limit == 0 {
		return pageSize
	}
	return q.Limit
}
