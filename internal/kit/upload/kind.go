package upload

import (
	"bytes"
	"mime"
	"regexp"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// kind is what a file holds, by the ending of its name.
type kind string

const (
	none kind = ""
	jpg  kind = "jpg"
	png  kind = "png"
	gif  kind = "gif"
	webp kind = "webp"
	pdf  kind = "pdf"
	doc  kind = "doc"
	docx kind = "docx"
	txt  kind = "txt"
)

func (k kind) picture() bool { return k == jpg || k == png || k == gif || k == webp }

// media is the type that browsers are told.
func (k kind) media() string {
	switch k {
	case jpg:
		return "image/jpeg"
	case png:
		return "image/png"
	case gif:
		return "image/gif"
	case webp:
		return "image/webp"
	case pdf:
		return "application/pdf"
	case doc:
		return "application/msword"
	case docx:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	}
	return "text/plain; charset=utf-8"
}

// endings are those that a name may keep.
func (k kind) endings() []string {
	if k == jpg {
		return []string{".jpg", ".jpeg"}
	}
	return []string{"." + string(k)}
}

// sniff finds out what a file holds.
func sniff(content []byte) kind {
	for m := mimetype.Detect(content); m != nil; m = m.Parent() {
		media, _, _ := mime.ParseMediaType(m.String())
		switch media {
		case "image/jpeg":
			return jpg
		case "image/png":
			return png
		case "image/gif":
			return gif
		case "image/webp":
			return webp
		case "application/pdf":
			return pdf
		case "application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
			return zipped(content)
		case "application/x-ole-storage":
			return doc
		case "text/plain":
			return written(content)
		}
		if runs(media) {
			return none
		}
	}
	return none
}

// runs tells what a program may carry out of the kinds that are texts.
func runs(media string) bool {
	switch media {
	case "text/html", "text/xml", "image/svg+xml", "text/javascript", "text/x-php", "text/x-lua", "text/x-perl", "text/x-python",
		"text/x-ruby", "text/x-tcl", "text/x-shellscript", "text/rtf", "application/xhtml+xml":
		return true
	}
	return strings.HasSuffix(media, "+xml")
}

// markup is how pages, drawings and other texts begin that programs carry out.
func markup() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^\s*<(\?|!|[a-z][a-z0-9:-]*[\s/>])`)
}

// written tells texts from what only begins like one.
func written(content []byte) kind {
	if bytes.HasPrefix(content, []byte("#!")) || markup().Match(bytes.TrimPrefix(content[:min(1024, len(content))], []byte("\xEF\xBB\xBF"))) {
		return none
	}
	wide := len(content) > 1 && (content[0] == 0xFF && content[1] == 0xFE || content[0] == 0xFE && content[1] == 0xFF) // UTF-16
	for _, c := range content {
		if c < ' ' && !wide && !strings.ContainsRune("\t\n\r\f\v\x1a", rune(c)) {
			return none
		}
	}
	return txt
}
