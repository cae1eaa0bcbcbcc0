package list

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// token is a group's value as it stands in addresses and ids.
func (m mark) token() string { return base64.RawURLEncoding.EncodeToString(appendMark(nil, m)) }

// readToken reads what token wrote; what it holds is compared only.
func readToken(s string) (m mark, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) == 0 {
		return m, false
	}
	m, rest, ok := readMark(b)
	return m, ok && len(rest) == 0 && (!m.isText || isText(m.s))
}

// GroupSize is how many records of a list have a value of its group.
type GroupSize struct {
	ID string // of the element that shows it
	N  int64
}

// GroupSizes counts the groups of q that tokens name, parted by commas. It
// reads every record of theirs: give ctx a deadline.
func (l *List) GroupSizes(ctx context.Context, q Query, tokens string) ([]GroupSize, error) {
	f := l.Grouped(q)
	if f == nil {
		return nil, nil
	}
	t := f.term(false)
	var marks []mark
	for token := range strings.SplitSeq(tokens, ",") {
		if m, ok := readToken(token); ok && m.fits(t) && len(marks) < maxValues {
			marks = append(marks, m)
		}
	}
	if len(marks) == 0 {
		return nil, nil
	}
	sizes, err := l.sizes(ctx, &q, t, marks)
	if err != nil {
		return nil, fmt.Errorf("count groups of %s: %w", l.e.Name, err)
	}
	all := make([]GroupSize, len(marks))
	for i, m := range marks {
		all[i] = GroupSize{groupID(m), sizes[m]}
	}
	return all, nil
}

// fits tells whether the mark can be a value of the term.
func (m mark) fits(t term) bool {
	switch {
	case m.isNull:
		return t.empty != never
	case t.f.sortsAsID():
		return !m.id.IsZero()
	}
	return m.isText == t.f.sortsAsText() && m.id.IsZero()
}

func (l *List) sizes(ctx context.Context, q *Query, t term, marks []mark) (map[mark]int64, error) {
	var s db.SQL
	s.S("SELECT ").S(t.expr).S(", count(*) FROM ").S(l.e.Table)
	if err := l.matching(ctx, &s, q); err != nil {
		return nil, err
	}
	s.S(" AND (1=0")
	for _, m := range marks {
		s.S(" OR ").S(t.expr)
		switch {
		case !m.isNull:
			s.S(" = ").P(m.param(t))
		case t.empty == null:
			s.S(" IS NULL")
		default:
			s.S(" = ''")
		}
	}
	s.S(") GROUP BY 1")
	rows, err := l.q().Query(ctx, s.Text(), s.Args()...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	sizes := map[mark]int64{}
	for rows.Next() {
		var v Value
		var n int64
		if err := rows.Scan(&v, &n); err != nil {
			return nil, err
		}
		m := markOf(v, t)
		if m.isNull {
			m = mark{isNull: true}
		}
		sizes[m] = n
	}
	return sizes, rows.Err()
}

func groupID(m mark) string { return "group-" + m.token() }

// groupHead writes the head row of the group that begins with the row at i.
func (r *renderer) groupHead(b []byte, i int) []byte {
	m := r.page.Rows[i].group.plain()
	b = append(b, `<tr role="row" class="group"><th role="cell" data-m="a" colspan="`...)
	b = strconv.AppendInt(b, int64(len(r.page.Cols)+1), 10)
	b = append(b, `"><span class="row"><span class="faint">`...)
	b = esc(b, say(r.ctx, r.page.Group.Label))
	b = append(b, `</span>`...)
	b = r.groupValue(b, &r.page.Rows[i])
	if r.page.goesOn != nil && i == 0 && r.page.goesOn.plain() == m {
		b = append(b, `<span class="faint">`...)
		b = append(esc(b, i18n.T(r.ctx, "continued")), `</span>`...)
	}
	b = append(b, `<span class="num faint" id="`...)
	b = append(append(b, groupID(m)...), '"')
	if !r.asked {
		r.asked = true
		b = append(b, ` hx-get="`...)
		b = esc(b, r.sizesURL())
		b = append(b, `" hx-trigger="load" hx-swap="outerHTML"`...)
	}
	return append(b, `></span></span></th></tr>`...)
}

// groupValue writes what the records of a group have in common.
func (r *renderer) groupValue(b []byte, row *Row) []byte {
	f, v := r.page.Group, &row.Vals[r.page.grouped]
	if !v.Set || v.S == "" && f.sortsAsText() {
		b = append(b, `<span>`...)
		return append(esc(b, i18n.T(r.ctx, "Not set")), `</span>`...)
	}
	switch f.Kind {
	case Person, Ref:
		return r.who(b, f, v)
	case Bool:
		b = append(b, `<span>`...)
		return append(esc(b, yesNo(r.ctx, v.I != 0)), `</span>`...)
	}
	o := f.option(v.S)
	if o != nil && o.Tone != "" {
		b = append(append(append(b, `<span class="badge" data-tone="`...), o.Tone...), `">`...)
	} else {
		b = append(b, `<span>`...)
	}
	return append(esc(b, f.name(r.ctx, v.S)), `</span>`...)
}

// sizesURL is the address of the sizes of all groups that begin on the page.
func (r *renderer) sizesURL() string {
	var tokens []string
	for i := range r.page.Rows {
		if r.beginsGroup(i) {
			tokens = append(tokens, r.page.Rows[i].group.plain().token())
		}
	}
	return r.l.path() + "/groups?of=" + strings.Join(tokens, ",") + "&list=" + url.QueryEscape(r.l.Format(r.q))
}

// beginsGroup tells whether the row at i has another group than the one before.
func (r *renderer) beginsGroup(i int) bool {
	rows := r.page.Rows
	switch {
	case r.page.Group == nil:
		return false
	case i > 0:
		return rows[i].group.plain() != rows[i-1].group.plain()
	}
	return !r.goesOn || r.page.goesOn == nil || rows[0].group.plain() != r.page.goesOn.plain()
}

// plain is the mark without what an empty one still holds, to be compared.
func (m mark) plain() mark {
	if m.isNull {
		return mark{isNull: true}
	}
	return m
}
