package list

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strconv"

	"kontor/internal/kit/db"
)

// mark is the value of one sort key at a place in a list.
type mark struct {
	isNull bool
	isText bool
	s      string
	n      int64
	id     db.ID
}

// param is the mark as a parameter that suits the term's column.
func (m mark) param(t term) any {
	switch {
	case t.f == nil:
		return m.id
	case m.isText:
		return m.s
	case !m.id.IsZero():
		return m.id
	case t.f.Kind == Bool:
		return m.n != 0
	}
	return m.n
}

// place is where a page begins: behind these marks, the last being the id.
type place struct {
	back  bool
	marks []mark
}

const macSize = 16

// seal writes a place as a cursor that only this list of this query opens.
func (l *List) seal(q Query, p place) string {
	b := make([]byte, 0, 64)
	b = append(b, 'n')
	if p.back {
		b[0] = 'p'
	}
	for _, m := range p.marks {
		b = appendMark(b, m)
	}
	return base64.RawURLEncoding.EncodeToString(l.sign(b, q))
}

// appendMark writes a mark as readMark reads it.
func appendMark(b []byte, m mark) []byte {
	switch {
	case m.isNull:
		return append(b, '0')
	case m.isText:
		return append(binary.AppendUvarint(append(b, 's'), uint64(len(m.s))), m.s...)
	case !m.id.IsZero():
		return append(append(b, 'u'), m.id[:]...)
	}
	return binary.AppendVarint(append(b, 'i'), m.n)
}

// sign appends the first bytes of a keyed sum over what the cursor belongs to.
func (l *List) sign(b []byte, q Query) []byte {
	h := hmac.New(sha256.New, l.key)
	h.Write(b)
	head := make([]byte, 0, 256)
	head = append(head, 0)
	head = append(append(head, l.e.Name...), 0)
	head = strconv.AppendInt(head, int64(l.sc.Workspace), 10)
	head = append(strconv.AppendBool(head, l.bin), 0)
	head = l.appendQuery(head, Query{Search: q.Search, Filter: q.Filter, Sort: q.Sort, Group: q.Group})
	h.Write(head)
	var sum [sha256.Size]byte
	return append(b, h.Sum(sum[:0])[:macSize]...)
}

// open reads a cursor made by seal for the same list and query.
func (l *List) open(q Query, terms []term) (p place, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err != nil || len(b) < 1+macSize || base64.RawURLEncoding.EncodeToString(b) != q.Cursor {
		return p, false
	}
	body := b[:len(b)-macSize]
	if !hmac.Equal(l.sign(body[:len(body):len(body)], q), b) {
		return p, false
	}
	p.back = body[0] == 'p'
	p.marks, ok = readMarks(body[1:], len(terms))
	return p, ok
}

// readMarks reads n marks; what they hold was signed, so only their number can
// differ.
func readMarks(b []byte, n int) (marks []mark, ok bool) {
	for len(b) > 0 {
		m, rest, ok := readMark(b)
		if !ok {
			return nil, false
		}
		marks, b = append(marks, m), rest
	}
	return marks, len(marks) == n
}

func readMark(b []byte) (m mark, rest []byte, ok bool) {
	kind, b := b[0], b[1:]
	switch kind {
	case '0':
		return mark{isNull: true}, b, true
	case 'u':
		if len(b) < 16 {
			return m, nil, false
		}
		return mark{id: db.ID(b[:16])}, b[16:], true
	case 's':
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			return m, nil, false
		}
		return mark{isText: true, s: string(b[n : n+int(size)])}, b[n+int(size):], true
	case 'i':
		v, n := binary.Varint(b)
		return mark{n: v}, b[max(n, 0):], n > 0
	}
	return m, nil, false
}
