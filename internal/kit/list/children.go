package list

import (
	"context"

	"kontor/internal/kit/db"
)

// children reads the values that lie in child rows: one statement a column.
func (l *List) children(ctx context.Context, page *Page, lying int) error {
	slots := make([][]Item, len(page.Rows)*lying)
	at := make(map[db.ID]int, len(page.Rows))
	for i := range page.Rows {
		page.Rows[i].Many = slots[i*lying : (i+1)*lying : (i+1)*lying]
		at[page.Rows[i].ID] = i
	}
	for i, f := range page.Cols {
		if page.many[i] < 0 {
			continue
		}
		for first := 0; first < len(page.Rows); first += childBatch {
			rows := page.Rows[first:min(first+childBatch, len(page.Rows))]
			if err := l.items(ctx, f.Many, rows, func(owner db.ID, item Item) {
				many := page.Rows[at[owner]].Many
				many[page.many[i]] = append(many[page.many[i]], item)
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// childBatch is how many owners one statement names.
const childBatch = 200

// items hands the child rows of some records to add, in their order.
func (l *List) items(ctx context.Context, m *Many, owners []Row, add func(db.ID, Item)) error {
	var q db.SQL
	q.S("SELECT ").S(m.Owner).S(", ").S(m.Label)
	for _, x := range []db.Expr{m.id(), m.Hue, m.Kind, m.Primary} {
		if x != "" {
			q.S(", ").S(x)
		}
	}
	q.S(" FROM ").S(m.From).S(" WHERE ").S(m.Space).S(" = ").P(l.sc.Workspace).S(m.Only).S(" AND ").S(m.Owner).S(" IN (")
	for i, row := range owners {
		if i > 0 {
			q.S(",")
		}
		q.P(row.ID)
	}
	// By owner first: or else SQLite walks all tags of the workspace in their
	// order and asks for each whether one of the records has it.
	q.S(") ORDER BY ").S(m.Owner).S(", ").S(m.Order)
	rows, err := l.q().Query(ctx, q.Text(), q.Args()...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var owner db.ID
	var item Item
	dest := m.dest(&owner, &item)
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		add(owner, item)
	}
	return rows.Err()
}

// id is the id a child row names; e-mail addresses, phone numbers and choices
// name none.
func (m *Many) id() db.Expr {
	if m.Name != "" || m.Value == m.Label {
		return ""
	}
	return m.Value
}

// dest lists where the columns of a child row go: all of its values, each time.
func (m *Many) dest(owner *db.ID, item *Item) []any {
	dest := []any{owner, &item.Label}
	if m.id() != "" {
		dest = append(dest, &item.ID)
	}
	if m.Hue != "" {
		dest = append(dest, &item.Hue)
	}
	if m.Kind != "" {
		dest = append(dest, &item.Kind)
	}
	if m.Primary != "" {
		dest = append(dest, &item.Primary)
	}
	return dest
}
