package list

import (
	"strings"
	"time"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// halves parts a message at its %s.
func halves(message string) [2]string {
	before, after, _ := strings.Cut(message, "%s")
	return [2]string{before, after}
}

func (r *renderer) row(b []byte, row *Row) []byte {
	title := r.title(row)
	b = append(b, `<tr role="row" data-row="`...)
	b = row.ID.Append(b)
	b = append(b, `"><td role="cell"><input class="check" type="checkbox" name="id" data-select value="`...)
	b = row.ID.Append(b)
	b = append(b, `" aria-label="`...)
	b = esc(b, r.choose[0])
	b = esc(b, title)
	b = esc(b, r.choose[1])
	b = append(b, `"></td>`...)
	for i, f := range r.page.Cols {
		b = r.cell(b, row, i, f)
	}
	return append(b, `</tr>`...)
}

// title is what the row is called, where its box has to say it.
func (r *renderer) title(row *Row) string {
	for i, f := range r.page.Cols {
		if f.Key == r.l.e.Title {
			return row.Vals[i].S
		}
	}
	return ""
}

func (r *renderer) cell(b []byte, row *Row, i int, f *Field) []byte {
	isTitle := f.Key == r.l.e.Title
	b = append(b, `<td role="cell"`...)
	switch f.Kind {
	case Number:
		b = append(b, ` class="end num"`...)
	case Money:
		b = append(b, ` class="end money"`...)
	case Time:
		b = append(b, ` class="end"`...)
	}
	switch {
	case isTitle:
		b = append(b, ` data-m="a"`...)
	case f.Place != "":
		b = append(append(append(b, ` data-m="`...), f.Place...), '"')
	}
	b = append(b, '>')
	b = r.inside(b, row, i, f)
	return append(b, `</td>`...)
}

func (r *renderer) inside(b []byte, row *Row, i int, f *Field) []byte {
	switch {
	case f.Key == r.l.e.Title:
		return r.name(b, row, &row.Vals[i])
	case f.lies():
		return r.items(b, i, f, r.page.Items(*row, i))
	}
	return r.value(b, i, f, &row.Vals[i])
}

const none = `<span class="empty">–</span>`

func (r *renderer) name(b []byte, row *Row, v *Value) []byte {
	if r.l.e.Tick != "" && !r.l.bin {
		b = r.tick(b, row, v)
	}
	b = append(b, `<a class="who" href="`...)
	b = append(append(b, r.l.e.Path...), '/')
	b = row.ID.Append(b)
	b = append(b, `">`...)
	if r.l.e.Tick == "" {
		b = avatar(b, v.S, "", r.l.e.Square)
	}
	b = append(b, `<span class="name">`...)
	if strings.TrimSpace(v.S) == "" {
		return append(b, `–</span></a>`...)
	}
	return append(esc(b, v.S), `</span></a>`...)
}

// tick is the box that completes a record in its row; it posts by itself.
func (r *renderer) tick(b []byte, row *Row, v *Value) []byte {
	says := halves(say(r.ctx, r.l.e.Tick))
	b = append(b, `<button class="tick" type="submit" name="done" value="toggle" formaction="`...)
	b = append(append(b, r.l.e.Path...), '/')
	b = row.ID.Append(b)
	b = append(b, `/complete" data-complete="`...)
	b = row.ID.Append(b)
	b = append(b, `" aria-label="`...)
	b = esc(esc(esc(b, says[0]), v.S), says[1])
	b = append(b, `">`...)
	b = ui.AppendIcon(b, "check")
	return append(b, `</button>`...)
}

func (r *renderer) value(b []byte, i int, f *Field, v *Value) []byte {
	if f.Ticks && !v.Set {
		return esc(b, r.no)
	}
	if !v.Set || v.S == "" && f.sortsAsText() {
		return append(b, none...)
	}
	switch f.Kind {
	case Person, Ref:
		return r.who(b, f, v)
	case Email:
		return linked(b, "mailto:", v.S, v.S)
	case Phone:
		return linked(b, "tel:", dialled(v.S), v.S)
	case URL:
		return web(b, v.S)
	case Number:
		return esc(b, i18n.Decimal(r.ctx, v.I, f.Digits))
	case Money:
		return r.money(b, v)
	case Date:
		return esc(b, i18n.ISODate(r.ctx, v.S))
	case Time:
		return r.time(b, v.I)
	case Bool:
		if v.I != 0 {
			return esc(b, r.yes)
		}
		return esc(b, r.no)
	case Choice:
		return r.choice(b, i, f, v.S)
	}
	return esc(b, v.S)
}

func (r *renderer) who(b []byte, f *Field, v *Value) []byte {
	b = append(b, `<span class="who">`...)
	b = avatar(b, v.S, "s", f.To != nil && f.To.Square)
	b = append(b, `<span>`...)
	return append(esc(b, v.S), `</span></span>`...)
}

func (r *renderer) choice(b []byte, i int, f *Field, key string) []byte {
	words, ok := r.choices[i][key]
	if !ok {
		words = f.name(r.ctx, key)
		r.choices[i][key] = words
	}
	o := f.option(key)
	if o != nil && o.Hue != "" {
		b = append(append(append(b, `<span class="tag" data-hue="`...), o.Hue...), `">`...)
		return append(esc(b, words), `</span>`...)
	}
	if o == nil || o.Tone == "" {
		return esc(b, words)
	}
	b = append(append(append(b, `<span class="badge" data-tone="`...), o.Tone...), `">`...)
	return append(esc(b, words), `</span>`...)
}

func (r *renderer) money(b []byte, v *Value) []byte {
	currency := r.l.currency(*v)
	b = esc(b, i18n.Decimal(r.ctx, v.I, minorDigits(currency)))
	return esc(append(b, "\u00a0"...), currency)
}

func (r *renderer) time(b []byte, ms int64) []byte {
	b = append(b, `<time datetime="`...)
	b = time.UnixMilli(ms).UTC().AppendFormat(b, time.RFC3339)
	b = append(b, `" title="`...)
	b = esc(b, i18n.Time(r.ctx, ms))
	b = append(b, `">`...)
	b = esc(b, i18n.Ago(r.ctx, ms, r.l.sc.Now))
	return append(b, `</time>`...)
}

func (r *renderer) items(b []byte, i int, f *Field, items []Item) []byte {
	if len(items) == 0 {
		return append(b, none...)
	}
	if f.Kind == Tags {
		return tags(b, items)
	}
	if f.Kind == Choices && f.Own {
		return tags(b, f.named(items))
	}
	for n, item := range items {
		if n > 0 {
			b = append(b, ", "...)
		}
		if f.Kind == Choices {
			b = r.choice(b, i, f, item.Label)
			continue
		}
		b = esc(b, item.Label)
	}
	return b
}
