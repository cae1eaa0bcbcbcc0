package list_test

import (
	"context"
	"database/sql"
	"fmt"
	"html"
	"io"
	"strconv"
	"syscall"
	"testing"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// BenchmarkList compares the machine with the same page written by hand; look
// at cpu-ns/op, which other work on the computer disturbs least.
func BenchmarkList(b *testing.B) {
	for engine, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		d := open(b)
		ctx := i18n.With(b.Context(), i18n.Locale{Lang: "en", Zone: sofia})
		w := newWorld(ctx, b, d)
		for i := range 900 {
			at := moments[i%len(moments)]
			w.records = append(w.records, record{id: db.NewID(), name: fmt.Sprintf("Ivan Petrov %d", i), company: i % 3, owner: i % 3, team: -1,
				position: "Manager", emails: []string{fmt.Sprintf("ivan.petrov%d@example.com", i)}, country: "BG", activity: &at, updated: at})
		}
		w.save(ctx, b, d)
		b.Run(engine+"/hand", func(b *testing.B) { cpu(b, func() error { return byHand(ctx, d, w, io.Discard) }) })
		b.Run(engine+"/machine", func(b *testing.B) { cpu(b, func() error { return byMachine(ctx, d, w, io.Discard) }) })
		b.Run(engine+"/json", func(b *testing.B) { cpu(b, func() error { return asJSON(ctx, d, w, io.Discard) }) })
	}
}

func cpu(b *testing.B, f func() error) {
	used := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	b.ReportAllocs()
	before := used()
	for b.Loop() {
		if err := f(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(used()-before)/float64(b.N), "cpu-ns/op")
}

const raw = "country=BG&cols=name,company,position,email,owner,activity"

func byMachine(ctx context.Context, d *db.DB, w *world, out io.Writer) error {
	l := w.list(d)
	q, _ := l.Parse(ctx, raw)
	page, err := l.Page(ctx, q)
	if err != nil {
		return err
	}
	return list.Table(l, q, page, list.Look{}).Render(ctx, out)
}

func asJSON(ctx context.Context, d *db.DB, w *world, out io.Writer) error {
	l := w.list(d)
	q, _ := l.Parse(ctx, raw)
	page, err := l.Page(ctx, q)
	if err != nil {
		return err
	}
	_, err = out.Write(l.AppendJSON(make([]byte, 0, 32<<10), page))
	return err
}

// byHand is the smallest code that runs the same statement with the driver's
// own scanning and writes much the same bytes.
func byHand(ctx context.Context, d *db.DB, w *world, out io.Writer) error {
	rows, err := d.Query(ctx, `SELECT c.id, c.version, c.name, c.company_id, o.name, c.position, c.email, c.owner_id, m.name, c.activity_at
		FROM contacts AS c LEFT JOIN companies AS o ON o.workspace_id = c.workspace_id AND o.id = c.company_id
		LEFT JOIN members AS m ON m.workspace_id = c.workspace_id AND m.id = c.owner_id
		WHERE c.workspace_id = $1 AND c.deleted_at IS NULL AND (c.country IN ($2)) ORDER BY c.id DESC LIMIT $3`, w.ws, "BG", 51)
	if err != nil {
		return err
	}
	defer rows.Close()
	b := make([]byte, 0, 40<<10)
	for rows.Next() {
		var id, company, owner db.ID
		var version int64
		var name, position, email string
		var companyName, ownerName sql.NullString
		var activity sql.NullInt64
		if err := rows.Scan(&id, &version, &name, &company, &companyName, &position, &email, &owner, &ownerName, &activity); err != nil {
			return err
		}
		b = handRow(ctx, b, id.String(), name, companyName.String, position, email, ownerName.String, activity.Int64)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	_, err = out.Write(b)
	return err
}

func handRow(ctx context.Context, b []byte, id, name, company, position, email, owner string, activity int64) []byte {
	avatar := func(name, more string) {
		b = append(b, `<span class="avatar" data-hue="`...)
		b = strconv.AppendInt(b, int64(len(name)%9+1), 10)
		b = append(append(append(b, '"'), more...), ` aria-hidden="true">`...)
		b = append(append(b, name[0], name[1]), `</span>`...)
	}
	name = html.EscapeString(name)
	b = append(b, `<tr role="row" data-row="`+id+`"><td role="cell"><input class="check" type="checkbox" name="id" data-select value="`+id+`" aria-label="Select `+name+`"></td><td role="cell" data-m="a"><a class="who" href="/contacts/`+id+`">`...)
	avatar(name, "")
	b = append(b, `<span class="name">`+name+`</span></a></td><td role="cell" data-m="b"><span class="who">`...)
	avatar(company, ` data-size="s" data-square`)
	b = append(b, `<span>`+html.EscapeString(company)+`</span></span></td><td role="cell">`+html.EscapeString(position)+`</td><td role="cell"><a href="mailto:`+html.EscapeString(email)+`">`+html.EscapeString(email)+`</a></td><td role="cell"><span class="who">`...)
	avatar(owner, ` data-size="s"`)
	b = append(b, `<span>`+html.EscapeString(owner)+`</span></span></td><td role="cell" class="end" data-m="c"><time datetime="`...)
	b = time.UnixMilli(activity).UTC().AppendFormat(b, time.RFC3339)
	return append(b, `" title="`+i18n.Time(ctx, activity)+`">`+i18n.Ago(ctx, activity, now)+`</time></td></tr>`...)
}
