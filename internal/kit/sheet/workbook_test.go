package sheet

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"kontor/internal/kit/textfile"
	"kontor/internal/kit/xlsx"
	"kontor/internal/kit/xlsx/xlsxtest"
)

func openBook(t testing.TB, parts map[string]string, opt Options) *Sheet {
	t.Helper()
	b := xlsxtest.Pack(t, parts)
	s, err := Open(bytes.NewReader(b), int64(len(b)), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestWorkbook_Forms(t *testing.T) {
	row, text := xlsxtest.Row, xlsxtest.Text
	merged := func(sheet, merges string) string {
		return sheet + `</sheetData><mergeCells>` + merges + `</mergeCells><sheetData>`
	}
	for name, c := range map[string]struct {
		sheet, header, rows string
	}{
		"plain":          {row("Name", "Mail") + row("Ivan", "i@x.example"), "Name|Mail", "2:[\"Ivan\" \"i@x.example\"]\n"},
		"title above":    {`<row r="2">` + text("Clients 2026") + `</row><row r="4">` + text("Name") + text("Mail") + text("City") + `</row>` + row("Ivan", "", "Varna"), "Name|Mail|City", "5:[\"Ivan\" \"\" \"Varna\"]\n"},
		"no header":      {row("Ivan", "i@x.example") + row("Petar", "p@x.example"), "A|B", "1:[\"Ivan\" \"i@x.example\"]\n2:[\"Petar\" \"p@x.example\"]\n"},
		"gap":            {row("Name", "Mail") + row("Ivan", "") + `<row r="9">` + text("Petar") + text("x") + `</row>`, "Name|Mail", "2:[\"Ivan\" \"\"]\n9:[\"Petar\" \"x\"]\n"},
		"footer":         {row("a", "b", "c") + row("1", "2", "3") + `<row r="6">` + text("Total 1") + `</row>`, "a|b|c", "2:[\"1\" \"2\" \"3\"]\n"},
		"unnamed column": {row("a", "b") + row("1", "2", "3"), "a|b|", "2:[\"1\" \"2\" \"3\"]\n"},
		"too wide":       {row("a", "b") + strings.Repeat(row("1", "2"), 70) + row("1", "2", "3"), "a|b", ""},
		"merged":         {merged(row("Name", "Phone", "")+row("Ivan", "0888", "02 9"), `<mergeCell ref="B1:C1"/>`), "Name|Phone|Phone", "2:[\"Ivan\" \"0888\" \"02 9\"]\n"},
		"two rows":       {merged(row("Name", "Phone", "", "City")+row("", "Office", "Mobile")+row("Ivan", "02 9", "0888", "Varna"), `<mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="D1:D2"/>`), "Name|Phone Office|Phone Mobile|City", "3:[\"Ivan\" \"02 9\" \"0888\" \"Varna\"]\n"},
		"merged title":   {merged(row("Clients")+row("Name", "Mail")+row("Ivan", "i@x.example"), `<mergeCell ref="A1:B1"/>`), "Name|Mail", "3:[\"Ivan\" \"i@x.example\"]\n"},
	} {
		s := openBook(t, xlsxtest.Parts(c.sheet), Options{})
		rows := all(t, s)
		if name == "too wide" {
			if last := rows[len(rows)-1]; last.Problem != TooManyCells || last.Number != 72 {
				t.Errorf("too wide: %+v", last)
			}
			continue
		}
		if got := strings.Join(s.Header, "|"); got != c.header || brief(rows) != c.rows || !s.Workbook {
			t.Errorf("%s: %s, rows\n%swant\n%s", name, got, brief(rows), c.rows)
		}
	}
}

func TestWorkbook_ChoosesSheet(t *testing.T) {
	p := xlsxtest.Parts(`<row r="3"/>`, xlsxtest.Row("a", "b")+xlsxtest.Row("1", "2"), xlsxtest.Row("c", "d")+xlsxtest.Row("3", "4"))
	if s := openBook(t, p, Options{}); s.Name != "Two" || len(s.Sheets) != 3 || brief(all(t, s)) != "2:[\"1\" \"2\"]\n" {
		t.Errorf("%s of %q", s.Name, s.Sheets)
	}
	if s := openBook(t, p, Options{Sheet: "Three"}); brief(all(t, s)) != "2:[\"3\" \"4\"]\n" {
		t.Error(s.Name)
	}
	b := xlsxtest.Pack(t, p)
	_, err := Open(bytes.NewReader(b), int64(len(b)), Options{Sheet: "Four"})
	if f, ok := errors.AsType[*xlsx.Fault](err); !ok || f.Kind != xlsx.NoSuchSheet {
		t.Error(err)
	}
}

func TestWorkbook_HiddenRows(t *testing.T) {
	p := xlsxtest.Parts(xlsxtest.Row("a", "b") + `<row r="2" hidden="1">` + xlsxtest.Text("1") + `</row>` + xlsxtest.Row("2", "x"))
	if s := openBook(t, p, Options{}); brief(all(t, s)) != "2:[\"1\" \"\"]\n3:[\"2\" \"x\"]\n" || s.Hidden != 1 {
		t.Errorf("%d hidden", s.Hidden)
	}
	if s := openBook(t, p, Options{NoHidden: true}); brief(all(t, s)) != "3:[\"2\" \"x\"]\n" || s.Hidden != 1 {
		t.Errorf("%d hidden", s.Hidden)
	}
}

func TestWorkbook_Refuses(t *testing.T) {
	whole := xlsxtest.Pack(t, xlsxtest.Parts(xlsxtest.Row("a", "b")+xlsxtest.Row("1", "2")))
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"truncated":   {whole[:len(whole)-40], (&xlsx.Fault{Kind: xlsx.Damaged}).Error()},
		"empty":       {xlsxtest.Pack(t, xlsxtest.Parts("")), (&xlsx.Fault{Kind: xlsx.NoSheet}).Error()},
		"header only": {xlsxtest.Pack(t, xlsxtest.Parts(xlsxtest.Row("a", "b"))), (&textfile.Fault{Kind: textfile.NoRows}).Error()},
		"archive":     {xlsxtest.Pack(t, map[string]string{"a.txt": "x"}), (&textfile.Fault{Kind: textfile.Archive}).Error()},
		"old":         {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 2000)...), (&textfile.Fault{Kind: textfile.OldOffice}).Error()},
		"locked":      {lockedBook(), (&xlsx.Fault{Kind: xlsx.Password}).Error()},
	} {
		if _, err := Open(bytes.NewReader(c.file), int64(len(c.file)), Options{}); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// lockedBook is the container that Office puts around an encrypted workbook,
// as far as it tells what it is.
func lockedBook() []byte {
	b := make([]byte, 2048)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	b[30], b[48] = 9, 1 // sectors of 512 bytes, the directory in the second
	for i, c := range "EncryptedPackage" {
		b[1024+128+2*i] = byte(c)
	}
	return b
}
