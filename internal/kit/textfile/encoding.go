package textfile

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const (
	utf8name = "UTF-8"
	utf16le  = "UTF-16 LE"
	utf16be  = "UTF-16 BE"
)

type known struct {
	name  string
	enc   encoding.Encoding // nil is UTF-8
	table *charmap.Charmap  // one byte a letter
	other []string
}

var encodings = []known{
	{name: utf8name, other: []string{"utf8", "us-ascii", "ascii"}},
	{name: utf16le, enc: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), other: []string{"utf-16le", "utf-16"}},
	{name: utf16be, enc: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), other: []string{"utf-16be"}},
	one("Windows-1251", charmap.Windows1251, "cp1251"),
	one("Windows-1250", charmap.Windows1250, "cp1250"),
	one("Windows-1252", charmap.Windows1252, "cp1252", "latin1", "iso-8859-1"),
	one("Windows-1253", charmap.Windows1253, "cp1253", "iso-8859-7"),
	one("Windows-1254", charmap.Windows1254, "cp1254", "iso-8859-9"),
	one("Windows-1257", charmap.Windows1257, "cp1257"),
	one("ISO-8859-2", charmap.ISO8859_2, "latin2"),
	one("ISO-8859-5", charmap.ISO8859_5),
	one("KOI8-R", charmap.KOI8R),
	one("CP866", charmap.CodePage866, "ibm866"),
	one("CP852", charmap.CodePage852, "ibm852"),
	one("Mac Cyrillic", charmap.MacintoshCyrillic, "x-mac-cyrillic"),
	one("Mac Roman", charmap.Macintosh, "macintosh"),
}

func one(name string, table *charmap.Charmap, other ...string) known {
	return known{name: name, enc: table, table: table, other: other}
}

// Encodings names every encoding a person may choose, the likely ones first.
func Encodings() []string {
	names := make([]string, len(encodings))
	for i, k := range encodings {
		names[i] = k.name
	}
	return names
}

// Decode turns b, written in the named encoding, into UTF-8; ok is false for a name nobody knows.
func Decode(b []byte, name string) (text string, ok bool) {
	k := find(name)
	if k == nil {
		return "", false
	}
	if k.enc == nil {
		return string(b), true
	}
	out, err := k.enc.NewDecoder().Bytes(b)
	return string(out), err == nil
}

func find(name string) *known {
	for i := range encodings {
		k := &encodings[i]
		if strings.EqualFold(k.name, name) {
			return k
		}
		for _, o := range k.other {
			if strings.EqualFold(o, name) {
				return k
			}
		}
	}
	return nil
}

// Guess names the encoding in which b, a piece of text that is not UTF-8, looks most like a language.
func Guess(b []byte) string {
	var w words
	w.gather(b)
	return w.encoding()
}
