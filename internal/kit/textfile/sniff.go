package textfile

import (
	"bytes"
	"strings"
)

type signature struct {
	at    int
	bytes string
	kind  Kind
}

var signatures = []signature{
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OldOffice},
	{0, "%PDF", PDF},
	{0, "\x89PNG", Picture}, {0, "\xff\xd8\xff", Picture}, {0, "GIF8", Picture}, {0, "II*\x00", Picture}, {0, "MM\x00*", Picture},
	{8, "WEBP", Picture}, {4, "ftyp", Binary}, {0, "BM\x00", Picture},
	{0, "\x1f\x8b", Archive}, {0, "7z\xbc\xaf\x27\x1c", Archive}, {0, "Rar!", Archive}, {0, "BZh", Archive},
	{0, "\xfd7zXZ", Archive}, {0, "(\xb5/\xfd", Archive}, {257, "ustar", Archive}, {0, "MSCF", Archive},
	{0, "SQLite format 3", Binary}, {0, "\x7fELF", Binary}, {0, "MZ\x90", Binary}, {0, "OggS", Binary}, {0, "ID3", Binary}, {0, "RIFF", Binary},
	{0, "{\\rtf", RichText},
}

// Sniff tells by the first bytes of a file what is certainly no list of text; empty if it may be one.
func Sniff(head []byte) Kind {
	if len(head) == 0 {
		return Empty
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return sniffZip(head)
	}
	for _, s := range signatures {
		if len(head) > s.at && bytes.HasPrefix(head[s.at:], []byte(s.bytes)) {
			return s.kind
		}
	}
	return sniffMarkup(head)
}

// sniffZip reads names of the directory entries that happen to lie in the first bytes; nothing is unpacked.
func sniffZip(head []byte) Kind {
	switch {
	case bytes.Contains(head, []byte("opendocument")):
		return OpenDocument
	case bytes.Contains(head, []byte("word/")):
		return WordDocument
	case bytes.Contains(head, []byte("xl/")), bytes.Contains(head, []byte("[Content_Types].xml")):
		return Workbook
	}
	return Archive
}

func sniffMarkup(head []byte) Kind {
	start := strings.ToLower(string(head[:min(len(head), 512)]))
	start = strings.TrimLeft(strings.TrimPrefix(start, "\ufeff"), " \t\r\n")
	switch {
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"), strings.HasPrefix(start, "<table"), strings.HasPrefix(start, "<meta"):
		return WebPage
	case strings.HasPrefix(start, "<?xml"), strings.HasPrefix(start, "<") && strings.Contains(start, "xmlns"):
		return XML
	case strings.HasPrefix(start, "{"), strings.HasPrefix(start, "["):
		return sniffJSON(start)
	}
	return ""
}

func sniffJSON(start string) Kind {
	rest := strings.TrimLeft(start[1:], " \t\r\n")
	if strings.HasPrefix(rest, `"`) && strings.Contains(rest, `":`) || strings.HasPrefix(rest, "{") {
		return JSON
	}
	return ""
}
