package list

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// avatar writes the picture of a person (round) or a company (square), as the
// component of that name does.
func avatar(b []byte, name, size string, square bool) []byte {
	b = append(b, `<span class="avatar" data-hue="`...)
	b = append(b, hue(name), '"')
	if size != "" {
		b = append(append(append(b, ` data-size="`...), size...), '"')
	}
	if square {
		b = append(b, ` data-square`...)
	}
	b = append(b, ` aria-hidden="true">`...)
	b = initials(b, name, square)
	return append(b, `</span>`...)
}

// hue is the digit of the hue that belongs to a name, as ui.Hue has it
// (FNV-1a).
func hue(name string) byte {
	sum := uint32(2166136261)
	for i := range len(name) {
		sum = (sum ^ uint32(name[i])) * 16777619
	}
	return byte('1' + sum%9)
}

// initials writes the first letters of the first two words, of the first one
// for a square.
func initials(b []byte, name string, square bool) []byte {
	n := 0
	word := true
	for _, r := range name {
		switch {
		case unicode.IsSpace(r):
			word = true
		case word && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b = utf8.AppendRune(b, unicode.ToUpper(r))
			word = false
			if n++; n == 2 || square {
				return b
			}
		}
	}
	return b
}

// named puts the words and hues of choices for their keys, in the order of the
// choices.
func (f *Field) named(items []Item) []Item {
	all := make([]Item, 0, len(items))
	for _, o := range f.Choices {
		for _, item := range items {
			if item.Label == o.Key {
				hue, _ := strconv.Atoi(o.Hue) // 0 lets the name decide
				all = append(all, Item{Label: o.Label, Hue: hue})
			}
		}
	}
	return all
}

// tagRoom is how many letters of tags a cell shows; a tag's own edges count as
// three. What finds no room is counted, and told when one points at the count.
const tagRoom = 20

// tags shows the labels that fit, and counts the others. The first is always
// shown: shortened, if it must be.
func tags(b []byte, items []Item) []byte {
	b = append(b, `<span class="tags">`...)
	room := tagRoom
	for i, item := range items {
		if room -= utf8.RuneCountInString(item.Label) + 3; i > 0 && room < 0 {
			return append(moreTags(b, items[i:]), `</span>`...)
		}
		b = append(b, `<span class="tag" data-hue="`...)
		if item.Hue > 0 && item.Hue < 10 {
			b = append(b, byte('0'+item.Hue))
		} else {
			b = append(b, hue(item.Label))
		}
		b = append(b, `">`...)
		b = append(esc(b, item.Label), `</span>`...)
	}
	return append(b, `</span>`...)
}

func moreTags(b []byte, items []Item) []byte {
	b = append(b, `<span class="tag more" title="`...)
	for i, item := range items {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = esc(b, item.Label)
	}
	b = append(b, `">+`...)
	b = strconv.AppendInt(b, int64(len(items)), 10)
	return append(b, `</span>`...)
}

func linked(b []byte, scheme, address, text string) []byte {
	b = append(append(b, `<a href="`...), scheme...)
	b = esc(b, address)
	b = append(b, `">`...)
	return append(esc(b, text), `</a>`...)
}

// dialled keeps of a phone number what a telephone understands.
func dialled(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, s)
}

// web writes a web address: a link only if it is one of http or https, with
// nothing of the list told to where it leads.
func web(b []byte, s string) []byte {
	scheme, host, ok := strings.Cut(s, "://")
	if !ok && strings.ContainsRune(s, '.') && !strings.ContainsAny(s, ": ") {
		return website(b, "https://"+s, s)
	}
	if scheme = strings.ToLower(scheme); !ok || scheme != "http" && scheme != "https" {
		return esc(b, s)
	}
	return website(b, s, strings.TrimSuffix(strings.TrimPrefix(host, "www."), "/"))
}

func website(b []byte, url, text string) []byte {
	b = append(b, `<a rel="noreferrer" target="_blank" href="`...)
	b = esc(b, url)
	b = append(b, `">`...)
	return append(esc(b, text), `</a>`...)
}
