package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kontor/internal/kit/xlsx/xlsxtest"
)

const head = xlsxtest.Head

func pack(t testing.TB, parts map[string]string) []byte { return xlsxtest.Pack(t, parts) }

// parts is a workbook of one sheet, to be changed by a test.
func parts(sheet string) map[string]string { return xlsxtest.Parts(sheet) }

func opened(t testing.TB, b []byte) *Workbook {
	t.Helper()
	book, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

func rowsOf(t testing.TB, book *Workbook, sheet int) []Row {
	t.Helper()
	r, err := book.Rows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var all []Row
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
}

func shown(rows []Row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%d%q", r.Number, r.Cells)
		for name, is := range map[string]bool{"hidden": r.Hidden, "wide": r.Wide, "long": r.TooLong} {
			if is {
				b.WriteString(name)
			}
		}
		b.WriteString(" ")
	}
	return strings.TrimSpace(b.String())
}

func TestRows_KindsOfCells(t *testing.T) {
	p := parts("")
	p["xl/styles.xml"] = head + `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy\ &quot;г.&quot;"/><numFmt numFmtId="165" formatCode="00000"/><numFmt numFmtId="166" formatCode="[$-409]d/m/yy\ h:mm\ AM/PM"/><numFmt numFmtId="167" formatCode="[h]:mm:ss"/><numFmt numFmtId="168" formatCode="#,##0.00\ [$EUR]"/><numFmt numFmtId="169" formatCode="[Red]0.00&quot;days&quot;"/></numFmts>
		<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="169"/></cellXfs></styleSheet>`
	p["xl/sharedStrings.xml"] = head + `<sst><si><t>Иван</t></si><si><r><t>Smith </t></r><r><rPr><b/></rPr><t xml:space="preserve">&amp; Sons</t></r><rPh sb="0"><t>no</t></rPh></si><si/><si><t>line_x000D_
two _x005F_x0041_</t></si></sst>`
	for name, c := range map[string]struct{ cells, want string }{
		"shared":          {`<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c>`, `1["Иван" "Smith & Sons" "" "line\ntwo _x0041_"]`},
		"inline":          {`<c t="inlineStr"><is><t>a&lt;b</t></is></c><c t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c>`, `1["a<b" "xy"]`},
		"formula":         {`<c t="str"><f>A1&amp;"x"</f><v>abc</v></c><c><f>1+1</f><v>2</v></c><c><f>1/0</f></c>`, `1["abc" "2"]`},
		"numbers":         {`<c><v>359881234567</v></c><c><v>3.59881234567E11</v></c><c><v>0.1</v></c><c><v>1.1000000000000001</v></c><c><v>12.0</v></c><c><v>-5</v></c><c><v>1E-3</v></c>`, `1["359881234567" "359881234567" "0.1" "1.1" "12" "-5" "0.001"]`},
		"booleans":        {`<c t="b"><v>1</v></c><c t="b"><v>0</v></c>`, `1["TRUE" "FALSE"]`},
		"errors":          {`<c t="e"><v>#N/A</v></c><c><v>1</v></c>`, `1["" "1"]`},
		"dates":           {`<c s="1"><v>31149</v></c><c s="2"><v>31149</v></c><c s="4"><v>31149.75</v></c><c s="5"><v>0.5</v></c><c s="1"><v>1</v></c><c s="1"><v>61</v></c><c t="d"><v>1985-04-12</v></c>`, `1["1985-04-12" "1985-04-12" "1985-04-12 18:00:00" "12:00:00" "1900-01-01" "1900-03-01" "1985-04-12"]`},
		"not dates":       {`<c s="3"><v>501</v></c><c s="6"><v>1234.5</v></c><c s="7"><v>3</v></c><c s="1"><v>-4</v></c><c s="1"><v>99999999</v></c><c s="99"><v>7</v></c>`, `1["00501" "1234.5" "3" "-4" "99999999" "7"]`},
		"gaps":            {`<c r="B1"><v>1</v></c><c><v>2</v></c><c r="AA1"><v>3</v></c>`, `1["" "1" "2"` + strings.Repeat(` ""`, 23) + ` "3"]`},
		"formatted empty": {`<c r="A1" s="1"/><c r="B1" s="2"/>`, ``},
		"cdata, comments": {`<!-- a --><c t="inlineStr"><is><t><![CDATA[a<b&amp;]]></t></is></c><?x y?>`, `1["a<b&amp;"]`},
		"prefix":          {`<x:c t="str"><x:v>p</x:v></x:c>`, `1["p"]`},
	} {
		p["xl/worksheets/sheet1.xml"] = head + `<worksheet><sheetData><row r="1">` + c.cells + `</row></sheetData></worksheet>`
		if got := shown(rowsOf(t, opened(t, pack(t, p)), 0)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestRows_NumbersAndHidden(t *testing.T) {
	book := opened(t, pack(t, parts(`<row r="3"><c><v>1</v></c></row><row><c><v>2</v></c></row><row r="9" hidden="1"><c><v>3</v></c></row><row r="10"/>`)))
	if got := shown(rowsOf(t, book, 0)); got != `3["1"] 4["2"] 9["3"]hidden` {
		t.Error(got)
	}
}

func TestRows_1904(t *testing.T) {
	p := parts(`<row><c s="1"><v>29687</v></c></row>`)
	p["xl/workbook.xml"] = head + `<workbook><workbookPr date1904="1"/><sheets><sheet name="One" sheetId="1" id="rId1"/></sheets></workbook>`
	p["xl/styles.xml"] = head + `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`
	if got := shown(rowsOf(t, opened(t, pack(t, p)), 0)); got != `1["1985-04-12"]` {
		t.Error(got)
	}
}

func TestOpen_Sheets(t *testing.T) {
	p := parts(`<row><c><v>1</v></c></row>`)
	p["xl/_rels/workbook.xml.rels"] = head + `<Relationships>` + `<Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="x/worksheet" Target="worksheets/second.xml"/><Relationship Id="c" Type="x/chartsheet" Target="chartsheets/c.xml"/></Relationships>`
	p["xl/worksheets/second.xml"] = p["xl/worksheets/sheet1.xml"]
	p["xl/chartsheets/c.xml"] = head + `<chartsheet/>`
	p["xl/workbook.xml"] = head + `<workbook><sheets><sheet name="Secret" state="veryHidden" r:id="a"/><sheet name="A &amp; B" r:id="b"/><sheet name="Chart" r:id="c"/></sheets></workbook>`
	if got := opened(t, pack(t, p)).Sheets; !slices.Equal(got, []string{"A & B"}) {
		t.Errorf("%q", got)
	}
}

func TestMerges(t *testing.T) {
	p := parts(`<row><c><v>1</v></c></row>`)
	p["xl/worksheets/sheet1.xml"] = strings.Replace(p["xl/worksheets/sheet1.xml"], "</worksheet>", `<mergeCells><mergeCell ref="B1:D1"/><mergeCell ref="A7:B7"/></mergeCells></worksheet>`, 1)
	m, err := opened(t, pack(t, p)).Merges(0, 2)
	if err != nil || len(m) != 1 || m[0] != (Merge{1, 1, 1, 3}) {
		t.Errorf("%v %v", m, err)
	}
}

func TestOpen_Refuses(t *testing.T) {
	good := pack(t, parts(`<row><c><v>1</v></c></row>`))
	with := func(name, text string) []byte {
		p := parts("")
		p[name] = text
		return pack(t, p)
	}
	locked := bytes.Clone(good)
	for i := range len(locked) - 4 {
		switch {
		case bytes.HasPrefix(locked[i:], []byte("PK\x03\x04")):
			locked[i+6] |= 1
		case bytes.HasPrefix(locked[i:], []byte("PK\x01\x02")):
			locked[i+8] |= 1
		}
	}
	for name, c := range map[string]struct {
		file []byte
		want Kind
	}{
		"truncated":     {good[:len(good)/2], Damaged},
		"no main part":  {with("xl/workbook.xml", ""), NoSheet},
		"macros":        {with("xl/vbaProject.bin", "x"), Macros},
		"macro type":    {with("[Content_Types].xml", `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`), Macros},
		"binary":        {with("_rels/.rels", `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`), Binary},
		"document type": {with("xl/workbook.xml", `<!DOCTYPE x [<!ENTITY a "aaa">]><workbook/>`), Damaged},
		"not XML":       {with("xl/workbook.xml", `<workbook <sheets`), Damaged},
		"password":      {locked, Password},
		"large part":    {with("xl/styles.xml", strings.Repeat("<a/>", 1<<18)), Bomb},
	} {
		_, err := open(bytes.NewReader(c.file), int64(len(c.file)), 512<<10)
		if f, ok := errors.AsType[*Fault](err); !ok || f.Kind != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func readAll(b []byte) error {
	book, err := open(bytes.NewReader(b), int64(len(b)), 512<<10)
	if err != nil {
		return err
	}
	defer book.Close()
	for i := range book.Sheets {
		r, err := book.Rows(i)
		if err != nil {
			return err
		}
		defer r.Close()
		for err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, io.EOF) {
			return err
		}
	}
	return nil
}

func TestRows_Refuses(t *testing.T) {
	rows := func(sheet string) []byte {
		p := parts("")
		p["xl/worksheets/sheet1.xml"] = sheet
		return pack(t, p)
	}
	for name, c := range map[string]struct {
		file []byte
		want Kind
	}{
		"cut off":      {rows(`<worksheet><sheetData><row><c><v>1</v></c></row>`), Damaged},
		"no such text": {rows(`<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData>`), Damaged},
		"row 2000000":  {rows(`<worksheet><sheetData><row r="2000000"><c><v>7</v></c></row></sheetData>`), Damaged},
		"bomb":         {rows(`<worksheet><sheetData><row>` + strings.Repeat(`<c r="A1"/>`, 1<<18) + `</row></sheetData>`), Bomb},
	} {
		err := readAll(c.file)
		if f, ok := errors.AsType[*Fault](err); !ok || f.Kind != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRows_TooMuch(t *testing.T) {
	long := strings.Repeat("x", 2<<20)
	got := rowsOf(t, opened(t, pack(t, parts(`<row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row><c t="str"><v>`+long+`</v></c></row><row><c><v>3</v></c></row>`))), 0)
	if shown(got) != `1["1"]wide 2[]long 3["3"]` {
		t.Errorf("%.200s", shown(got))
	}
}

func TestStrings_GoToDisk(t *testing.T) {
	var sst, rows strings.Builder
	const n = 120_000
	for i := range n {
		fmt.Fprintf(&sst, "<si><t>text %d %s</t></si>", i, strings.Repeat("ж", 110))
	}
	for _, i := range []int{0, 1, 31, 32, n / 2, n - 1, 5} {
		fmt.Fprintf(&rows, `<row><c t="s"><v>%d</v></c></row>`, i)
	}
	p := parts(rows.String())
	p["xl/sharedStrings.xml"] = "<sst>" + sst.String() + "</sst>"
	book := opened(t, pack(t, p))
	if book.temp == nil {
		t.Fatal("all in memory")
	}
	got := rowsOf(t, book, 0)
	for i, want := range []int{0, 1, 31, 32, n / 2, n - 1, 5} {
		if begin := fmt.Sprintf("text %d ж", want); !strings.HasPrefix(got[i].Cells[0], begin) {
			t.Errorf("%.30q, want %q", got[i].Cells[0], begin)
		}
	}
	if err := book.Close(); err != nil {
		t.Error(err)
	}
}

func TestWriter_RoundTrip(t *testing.T) {
	var b bytes.Buffer
	w, err := NewWriter(&b, "Кон/такти: 'all'", []Column{{"Name", 30}, {"Born", 12}, {"Amount", 0}, {"When", 0}, {"Active", 0}, {"Notes", 0}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := w.Row(); err != nil {
			t.Fatal(err)
		}
		w.Text([]string{"Иван & <Co>", "=1+1", " a\r\nb_x0041_\x01\xff "}[i])
		w.Date([]string{"1985-04-12", "--04-12", "1850-01-01"}[i])
		w.Money([]string{"1234.56", "-0.05", "0"}[i])
		w.Time(time.Date(2026, 4, 3, 21, 5, 7, 0, time.FixedZone("", 3*3600)))
		w.Bool(i == 0)
		w.Empty()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	book := opened(t, b.Bytes())
	want := `1["Name" "Born" "Amount" "When" "Active" "Notes"] 2["Иван & <Co>" "1985-04-12" "1234.56" "2026-04-03 21:05:07" "TRUE"] 3["=1+1" "--04-12" "-0.05" "2026-04-03 21:05:07" "FALSE"] 4[" a\nb_x0041_ " "1850-01-01" "0" "2026-04-03 21:05:07" "FALSE"]`
	if got := shown(rowsOf(t, book, 0)); got != want || book.Sheets[0] != "Кон такти  'all" {
		t.Errorf("%q\n%s\n%s", book.Sheets, got, want)
	}
}

func TestWriter_GoesOnInNextSheet(t *testing.T) {
	var b bytes.Buffer
	w, err := NewWriter(&b, "People", []Column{{"N", 0}})
	if err != nil {
		t.Fatal(err)
	}
	w.most = 3
	for i := range 5 {
		if err := w.Row(); err != nil {
			t.Fatal(err)
		}
		w.Number(strconv.Itoa(i))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	book := opened(t, b.Bytes())
	if !slices.Equal(book.Sheets, []string{"People", "People 2", "People 3"}) || shown(rowsOf(t, book, 2)) != `1["N"] 2["4"]` {
		t.Errorf("%q %s", book.Sheets, shown(rowsOf(t, book, 2)))
	}
}

func TestWriter_LongText(t *testing.T) {
	if got := fitting(strings.Repeat("я", 40000)); len([]rune(got)) != mostWritten {
		t.Error(len([]rune(got)))
	}
}
