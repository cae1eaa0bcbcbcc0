package xlsx

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// style is a place among the styles that a written workbook has.
type style int

const (
	stylePlain style = iota
	styleHead
	styleQuoted
	styleDate
	styleTime
	styleMoney
	styleWhole
)

// stylesXML says how cells are shown. Dates use the formats 14 and 22, which
// every program writes in the way of its country.
func stylesXML() string {
	return xmlHead + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="7">` +
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/>` +
		`<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

// frame is the parts that tie the sheets together: names and texts.
func (w *Writer) frame() [][2]string {
	const (
		main    = "application/vnd.openxmlformats-officedocument.spreadsheetml."
		rels    = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
		relType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	)
	var types, sheets, links strings.Builder
	for i := range w.sheets {
		n := strconv.Itoa(i + 1)
		types.WriteString(`<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="` + main + `worksheet+xml"/>`)
		sheets.WriteString(`<sheet name="` + w.sheetName(i) + `" sheetId="` + n + `" r:id="rId` + n + `"/>`)
		links.WriteString(`<Relationship Id="rId` + n + `" Type="` + relType + `worksheet" Target="worksheets/sheet` + n + `.xml"/>`)
	}
	return [][2]string{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + main + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + main + `styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", xmlHead + rels + `<Relationship Id="rId1" Type="` + relType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
			`<sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + rels + links.String() + `<Relationship Id="rIdS" Type="` + relType + `styles" Target="styles.xml"/></Relationships>`},
	}
}

func (w *Writer) sheetName(i int) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(w.title)) // writing to memory does not fail
	if i > 0 {
		b.WriteString(" " + strconv.Itoa(i+1))
	}
	return b.String()
}
