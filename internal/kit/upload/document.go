package upload

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"slices"
	"strings"

	"github.com/richardlehane/mscfb"

	"kontor/internal/kit/i18n"
)

// What a document may unpack to.
const (
	maxParts    = 5000
	maxUnpacked = 100 << 20
)

// inspect says what is wrong with a document.
func (k kind) inspect(ctx context.Context, content []byte) []string {
	switch k {
	case pdf:
		return inspectPDF(ctx, content)
	case docx:
		return inspectDOCX(ctx, content)
	case doc:
		return inspectDOC(ctx, content)
	}
	return nil
}

func brokenDocument(ctx context.Context) []string {
	return []string{i18n.T(ctx, "The document is damaged. Save it again and choose it anew.")}
}

func holdsMacros(ctx context.Context) []string {
	return []string{i18n.T(ctx, "The document holds macros or starts programs. Save it without them, or as PDF.")}
}

func holdsAnother(ctx context.Context) []string {
	return []string{i18n.T(ctx, "Another file is hidden in this one. Save the document again and choose it anew.")}
}

// inspectPDF wants a beginning at the beginning and an end at the end. What an
// open PDF would start is refused; forms may reckon.
func inspectPDF(ctx context.Context, content []byte) []string {
	end := content[max(0, len(content)-2048):]
	switch {
	case !bytes.HasPrefix(content, []byte("%PDF-")), !bytes.Contains(end, []byte("%%EOF")):
		return brokenDocument(ctx)
	case isArchive(content):
		return holdsAnother(ctx)
	case bytes.Contains(content, []byte("/Launch")):
		return holdsMacros(ctx)
	}
	return nil
}

// isArchive tells whether programs that unpack would find files in it: they look
// for its end only.
func isArchive(content []byte) bool {
	_, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	return err == nil && bytes.Contains(content, []byte("PK\x05\x06"))
}

// zipped tells documents of Word from other archives.
func zipped(content []byte) kind {
	if len(content) > Max {
		return docx // cut off: its parts are named at its end, and it is too large whatever it is
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return none
	}
	if slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "word/document.xml" }) {
		return docx
	}
	return none
}

func inspectDOCX(ctx context.Context, content []byte) []string {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	switch {
	case err != nil:
		return brokenDocument(ctx)
	case !startsAsArchive(z, content) || !endsAsArchive(content):
		return holdsAnother(ctx)
	case len(z.File) > maxParts:
		return unpacksTooMuch(ctx)
	}
	left := int64(maxUnpacked)
	for _, f := range z.File {
		if strings.Contains(strings.ToLower(f.Name), "vba") || strings.Contains(strings.ToLower(f.Name), "activex") {
			return holdsMacros(ctx)
		}
		part, n, err := unpack(f, left)
		if left -= n; left < 0 {
			return unpacksTooMuch(ctx)
		}
		if err != nil {
			return brokenDocument(ctx)
		}
		if f.Name == "[Content_Types].xml" && runsMacros(part) || strings.HasSuffix(f.Name, ".rels") && loadsTemplate(part) {
			return holdsMacros(ctx)
		}
	}
	return nil
}

func unpacksTooMuch(ctx context.Context) []string {
	return []string{i18n.T(ctx, "The document unpacks to more than %d MB.", maxUnpacked>>20)}
}

// startsAsArchive tells whether the first part stands at the very beginning.
func startsAsArchive(z *zip.Reader, content []byte) bool {
	const size = 30 // of what stands before the name of a part
	if len(content) < size || !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return false
	}
	first := size + int64(binary.LittleEndian.Uint16(content[26:])) + int64(binary.LittleEndian.Uint16(content[28:]))
	return slices.ContainsFunc(z.File, func(f *zip.File) bool {
		at, err := f.DataOffset()
		return err == nil && at == first
	})
}

// endsAsArchive tells whether nothing stands behind the archive.
func endsAsArchive(content []byte) bool {
	const size = 22 // of the last record, without a remark
	n := len(content)
	return n > size && bytes.HasPrefix(content[n-size:], []byte("PK\x05\x06")) && binary.LittleEndian.Uint16(content[n-2:]) == 0
}

// unpack reads a part whole, at most a byte more than is left; what describes
// the document is returned.
func unpack(f *zip.File, left int64) (part []byte, n int64, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, 0, err
	}
	defer r.Close()
	if !strings.HasSuffix(f.Name, ".rels") && f.Name != "[Content_Types].xml" {
		n, err = io.Copy(io.Discard, io.LimitReader(r, left+1))
		return nil, n, err
	}
	part, err = io.ReadAll(io.LimitReader(r, left+1))
	return part, int64(len(part)), err
}

func runsMacros(types []byte) bool {
	lower := bytes.ToLower(types)
	return bytes.Contains(lower, []byte("macroenabled")) || bytes.Contains(lower, []byte("vbaproject"))
}

// loadsTemplate tells whether the document takes a template from elsewhere, and
// with it the macros there.
func loadsTemplate(rels []byte) bool {
	lower := bytes.ToLower(rels)
	return bytes.Contains(lower, []byte("/attachedtemplate")) && bytes.Contains(lower, []byte(`targetmode="external"`))
}

// inspectDOC looks into the folders of a document of the old Word.
func inspectDOC(ctx context.Context, content []byte) []string {
	d, err := mscfb.New(bytes.NewReader(content))
	if err != nil {
		return brokenDocument(ctx)
	}
	if isArchive(content) {
		return holdsAnother(ctx)
	}
	isWord := false
	for _, f := range d.File {
		switch name := strings.ToLower(f.Name); name {
		case "worddocument":
			isWord = true
		case "macros", "vba", "_vba_project", "_vba_project_cur", "dir":
			return holdsMacros(ctx)
		}
	}
	if !isWord {
		return []string{Document().wrongKind(ctx)}
	}
	return nil
}
