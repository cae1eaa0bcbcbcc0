package sheet

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode"
)

const separators = ",;\t|^~:"

// findSeparator chooses the character that cuts the first rows into the same number of cells, the more cells the better.
func findSeparator(sample []byte, whole bool, chosen byte) byte {
	if chosen != 0 {
		return chosen
	}
	if sep, n := directive(sample); n > 0 {
		return sep
	}
	best, score := byte(','), 0.0
	for i := range len(separators) {
		if s := regularity(widths(sample, separators[i], whole)); s > score {
			best, score = separators[i], s
		}
	}
	return best
}

// directive reads the line "sep=;" that Excel writes and obeys; n is its length with the line end, 0 without one.
func directive(b []byte) (sep byte, n int) {
	line := b[:min(len(b), 16)]
	end := bytes.IndexAny(line, "\r\n")
	if end < 0 || len(b) > end+1 && b[end] == '\r' && b[end+1] == '\n' {
		end++
	}
	text := strings.Trim(string(line[:max(end, 0)]), "\" \r")
	if len(text) != 5 || !strings.EqualFold(text[:4], "sep=") {
		return 0, 0
	}
	return text[4], end + 1
}

const sampleRows = 60

// rows reads the first records of a sample; the last one of a cut sample is left out.
func rows(sample []byte, sep byte, whole bool) []record {
	s := &scanner{r: bytes.NewReader(nil), buf: sample, end: len(sample), eof: true}
	s.begin(sep)
	var all []record
	for len(all) < sampleRows {
		rec, err := s.next()
		if errors.Is(err, io.EOF) {
			if !whole && len(all) > 1 {
				all = all[:len(all)-1]
			}
			break
		}
		all = append(all, rec)
	}
	return all
}

func widths(sample []byte, sep byte, whole bool) []int {
	var n []int
	for _, rec := range rows(sample, sep, whole) {
		if !rec.blank {
			n = append(n, len(rec.cells))
		}
	}
	return n
}

// regularity is higher the more rows have the commonest width of at least two cells, and grows a little with that width.
func regularity(widths []int) float64 {
	width, rows := commonest(widths)
	if width < 2 {
		return 0
	}
	share := float64(rows) / float64(len(widths))
	return share * share * (1 + float64(min(width, 40))/40)
}

// commonest is the width of at least two that most rows have, and how many have it.
func commonest(widths []int) (width, rows int) {
	count := map[int]int{}
	for _, w := range widths {
		if w < 2 {
			continue
		}
		count[w]++
		if n := count[w]; n > rows || n == rows && w > width {
			width, rows = w, n
		}
	}
	return width, rows
}

// shape finds the header among the first records: how many records of title stand before it, and how many columns there
// are.
func shape(all []record) (skip, width int) {
	var w []int
	for _, rec := range all {
		w = append(w, len(rec.cells))
	}
	width, _ = commonest(w)
	for i, rec := range all[:min(len(all), 12)] {
		if filled := filledCells(rec.cells); filled >= 2 || filled == 1 && width < 2 {
			return i, width
		}
	}
	return 0, width
}

// looksLikeData tells a first row that is a record and not the names of columns.
func looksLikeData(cells []string) bool {
	for _, c := range cells {
		if at := strings.IndexByte(c, '@'); at > 0 && strings.IndexByte(c[at:], '.') > 0 && !strings.ContainsAny(c, " ") {
			return true
		}
		if digits(c) >= 6 {
			return true
		}
	}
	return filledCells(cells) == 0
}

func digits(s string) (n int) {
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
