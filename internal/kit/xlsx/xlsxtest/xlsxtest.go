// Package xlsxtest makes workbooks for tests, part by part, also such as no
// program would write.
package xlsxtest

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"
	"testing"
)

// Head begins every part.
const Head = `<?xml version="1.0" encoding="UTF-8"?>`

const (
	rels    = Head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// Parts are those of a workbook with the sheets One, Two and so on, each given
// as its rows; styles 1 and 2 show dates in 14 and with a clock in 22.
func Parts(sheets ...string) map[string]string {
	names := []string{"One", "Two", "Three"}
	p := map[string]string{
		"[Content_Types].xml": Head + `<Types/>`,
		"_rels/.rels":         rels + `<Relationship Id="rId1" Type="` + relType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/styles.xml":       Head + `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
	}
	list, links := "", ""
	for i, rows := range sheets {
		n := string(rune('1' + i))
		list += `<sheet name="` + names[i] + `" sheetId="` + n + `" r:id="rId` + n + `"/>`
		links += `<Relationship Id="rId` + n + `" Type="` + relType + `worksheet" Target="worksheets/sheet` + n + `.xml"/>`
		p["xl/worksheets/sheet"+n+".xml"] = Head + `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`
	}
	p["xl/workbook.xml"] = Head + `<workbook xmlns:r="r"><sheets>` + list + `</sheets></workbook>`
	p["xl/_rels/workbook.xml.rels"] = rels + links + `<Relationship Id="rIdT" Type="` + relType + `sharedStrings" Target="sharedStrings.xml"/>` +
		`<Relationship Id="rIdS" Type="` + relType + `styles" Target="/xl/styles.xml"/></Relationships>`
	return p
}

// Row is a row of texts.
func Row(cells ...string) string {
	row := `<row>`
	for _, c := range cells {
		row += Text(c)
	}
	return row + `</row>`
}

// Text is a cell that holds a text, or nothing.
func Text(s string) string {
	if s == "" {
		return `<c/>`
	}
	return `<c t="inlineStr"><is><t>` + s + `</t></is></c>`
}

// Pack puts the parts into a file.
func Pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Unpack returns the parts of a file.
func Unpack(t testing.TB, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(b)
	}
	return parts
}
