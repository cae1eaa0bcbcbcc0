package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kontor/internal/kit/textfile"
)

func openText(t testing.TB, text string, opt Options) (*Sheet, error) {
	t.Helper()
	return Open(strings.NewReader(text), int64(len(text)), opt)
}

func all(t testing.TB, s *Sheet) []Row {
	t.Helper()
	var rows []Row
	for {
		r, err := s.Next()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
}

func read(t testing.TB, text string, opt Options) (*Sheet, []Row) {
	t.Helper()
	s, err := openText(t, text, opt)
	if err != nil {
		t.Fatalf("%.60q: %v", text, err)
	}
	return s, all(t, s)
}

func brief(rows []Row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%d:%q", r.Number, r.Cells)
		if r.Problem != "" {
			fmt.Fprintf(&b, "(%s)", r.Problem)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestOpen_RealFiles(t *testing.T) {
	for name, want := range map[string]struct {
		encoding string
		sep      byte
		columns  int
		rows     int
		footer   int
		first    map[string]string
	}{
		"google-contacts.csv":   {"UTF-8", ',', 20, 60, 0, map[string]string{"Given Name": "Георги", "Birthday": " --01-17", "Notes": "Met at the fair.\nWants a call, \"soon\".", "Phone 2 - Value": "+49 221 1234-0"}},
		"outlook.csv":           {"UTF-8", ',', 20, 60, 0, map[string]string{"Title": "", "First Name": "Hélène", "Birthday": "8/16/1996", "Categories": "Key;VIP"}},
		"hubspot-contacts.csv":  {"UTF-8", ',', 12, 60, 0, map[string]string{"Record ID": "9100000000", "Associated Company": "Тунджа Металс АД"}},
		"salesforce-report.csv": {"UTF-8", ',', 12, 60, 3, map[string]string{"Salutation": "Mr.", "Account Owner": "Jonas Weber"}},
		"klienti-cp1251.csv":    {"Windows-1251", ';', 10, 60, 0, map[string]string{"Име": "Ралица", "Оборот": "851\u00a0802,60", "Дата на раждане": "21.07.1993"}},
		"excel-unicode.txt":     {"UTF-16 LE", '\t', 6, 60, 0, map[string]string{"First name": "Петър", "Company": `Smith & Sons "Fine Tools" Ltd`, "City": "Kraków"}},
		"messy.csv":             {"UTF-8", ',', 7, 44, 0, map[string]string{"first_name": "Hélène", "tags": "a, b"}},
	} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		s, rows := read(t, string(b), Options{})
		if s.Encoding != want.encoding || s.Separator != want.sep || len(s.Header) != want.columns || len(rows) != want.rows || len(s.Footer) != want.footer || !s.HasHeader {
			t.Errorf("%s: %s %q %d columns, %d rows, footer %q", name, s.Encoding, s.Separator, len(s.Header), len(rows), s.Footer)
		}
		for i, h := range s.Header {
			if v, ok := want.first[h]; ok && rows[0].Cells[i] != v {
				t.Errorf("%s: %s is %q", name, h, rows[0].Cells[i])
			}
		}
		for _, r := range rows {
			if r.Problem == "" && len(r.Cells) != want.columns {
				t.Errorf("%s: row %d has %d cells", name, r.Number, len(r.Cells))
			}
			if r.Problem != "" && name != "messy.csv" {
				t.Errorf("%s: row %d: %s", name, r.Number, r.Problem)
			}
		}
	}
}

func TestNext_MessyFileReportsRowByRow(t *testing.T) {
	b, _ := os.ReadFile("testdata/messy.csv")
	_, rows := read(t, string(b), Options{})
	problems := map[int]Problem{}
	for _, r := range rows {
		if r.Problem != "" {
			problems[r.Number] = r.Problem
		}
	}
	want := map[int]Problem{43: TooManyCells, 44: NulByte, 45: UnclosedQuote}
	if !reflect.DeepEqual(problems, want) {
		t.Errorf("%v", problems)
	}
	if n := len(rows[39].Cells[5]); n != 70000 || rows[39].Number != 41 {
		t.Errorf("long note: row %d, %d characters", rows[39].Number, n)
	}
	if got := rows[36].Cells[5]; got != `=HYPERLINK("http://evil.example","click")` {
		t.Errorf("formula: %q", got)
	}
	if rows[35].Number != 37 || filledCells(rows[35].Cells) != 0 {
		t.Errorf("row of empty cells: %+v", rows[35])
	}
	if got := rows[40].Cells; len(got) != 7 || got[1] != "Row" {
		t.Errorf("short row: %q", got)
	}
	if got := rows[41].Cells; len(got) != 10 {
		t.Errorf("long row: %q", got)
	}
}

func TestOpen_FindsForm(t *testing.T) {
	for name, c := range map[string]struct {
		text, header string
		sep          byte
		rows         string
	}{
		"comma":             {"a,b\n1,2\n", "a b", ',', "2:[\"1\" \"2\"]\n"},
		"decimal comma":     {"име;сума\nИван;1,5\nПетър;2,5\n", "име сума", ';', "2:[\"Иван\" \"1,5\"]\n3:[\"Петър\" \"2,5\"]\n"},
		"tab":               {"a\tb\n1,0\t2\n", "a b", '\t', "2:[\"1,0\" \"2\"]\n"},
		"pipe":              {"a|b|c\n1|2|3\n", "a b c", '|', "2:[\"1\" \"2\" \"3\"]\n"},
		"sep line":          {"sep=;\r\na,x;b\r\n1;2\r\n", "a,x b", ';', "2:[\"1\" \"2\"]\n"},
		"sep line quoted":   {"\"sep=|\"\na|b\n1|2\n", "a b", '|', "2:[\"1\" \"2\"]\n"},
		"separator quoted":  {"a;b\n\"1,2,3\";\"x,y\"\n\"4,5,6\";\"z,z\"\n", "a b", ';', "2:[\"1,2,3\" \"x,y\"]\n3:[\"4,5,6\" \"z,z\"]\n"},
		"one column":        {"email\na@b.example\nc@d.example\n", "email", ',', "2:[\"a@b.example\"]\n3:[\"c@d.example\"]\n"},
		"old Mac lines":     {"a,b\r1,2\r3,4\r", "a b", ',', "2:[\"1\" \"2\"]\n3:[\"3\" \"4\"]\n"},
		"no last line end":  {"a,b\n1,2", "a b", ',', "2:[\"1\" \"2\"]\n"},
		"title above":       {"Client list 2026\n\nname,mail,city\nx,y,z\n", "name mail city", ',', "4:[\"x\" \"y\" \"z\"]\n"},
		"no header":         {"Ivan,ivan@x.example\nPetar,petar@x.example\n", "A B", ',', "1:[\"Ivan\" \"ivan@x.example\"]\n2:[\"Petar\" \"petar@x.example\"]\n"},
		"mark and quotes":   {"\ufeff\"a\",\"b\"\r\n\"1\",\"2\"\r\n", "a b", ',', "2:[\"1\" \"2\"]\n"},
		"header has spare":  {"a,b,,\n1,2,,\n", "a b", ',', "2:[\"1\" \"2\"]\n"},
		"apostrophes taken": {"a,b\n'=1+1,'+359\n", "a b", ',', "2:[\"=1+1\" \"+359\"]\n"},
	} {
		s, rows := read(t, c.text, Options{})
		if got := strings.Join(s.Header, " "); got != c.header || s.Separator != c.sep || brief(rows) != c.rows {
			t.Errorf("%s: header %q, separator %q, rows\n%s", name, got, s.Separator, brief(rows))
		}
	}
}

func TestNext_Rows(t *testing.T) {
	for name, c := range map[string]struct{ text, rows string }{
		"line break in quotes":  {"a,b\n\"1\n2\",3\n4,5\n", "2:[\"1\\n2\" \"3\"]\n3:[\"4\" \"5\"]\n"},
		"doubled quotes":        {"a,b\n\"say \"\"hi\"\"\",x\n", "2:[\"say \\\"hi\\\"\" \"x\"]\n"},
		"bare quote":            {"a,b\n5\" pipe,x\n", "2:[\"5\\\" pipe\" \"x\"]\n"},
		"stray quotes inside":   {"a,b\n\"the \"big\" one\",x\n", "2:[\"the \\\"big\\\" one\" \"x\"]\n"},
		"space before quote":    {"a,b\nx, \"1,2\" \n", "2:[\"x\" \"1,2\"]\n"},
		"empty quotes":          {"a,b\n\"\",\"\"\nx,y\n", "2:[\"\" \"\"]\n3:[\"x\" \"y\"]\n"},
		"short":                 {"a,b,c\n1\n1,2,3\n", "2:[\"1\" \"\" \"\"]\n3:[\"1\" \"2\" \"3\"]\n"},
		"long but empty":        {"a,b\n1,2,,\n", "2:[\"1\" \"2\"]\n"},
		"long":                  {"a,b\n1,2,3\n", "2:[\"1\" \"2\" \"3\"](too many cells)\n"},
		"empty lines":           {"a,b\n\n1,2\n\n\n3,4\n\n", "3:[\"1\" \"2\"]\n6:[\"3\" \"4\"]\n"},
		"empty cells between":   {"a,b,c\n,,\n,,\n1,2,3\n,,\n", "2:[\"\" \"\" \"\"]\n3:[\"\" \"\" \"\"]\n4:[\"1\" \"2\" \"3\"]\n"},
		"footer":                {"a,b,c\n1,2,3\n\nTotal 1\nPrinted today\n", "2:[\"1\" \"2\" \"3\"]\n"},
		"no footer, rows go on": {"a,b,c\n1,2,3\n\nlone\n4,5,6\n", "2:[\"1\" \"2\" \"3\"]\n4:[\"lone\" \"\" \"\"]\n5:[\"4\" \"5\" \"6\"]\n"},
		"unclosed at the end":   {"a,b\n1,2\n\"3,4\n", "2:[\"1\" \"2\"]\n3:[\"\\\"3\" \"4\"](unclosed quote)\n"},
		"unclosed, then quotes": {"a,b,c\n\"1,2,3\n4,\"x, y\",6\n7,8,9\n", "2:[\"\\\"1\" \"2\" \"3\"](unclosed quote)\n3:[\"4\" \"x, y\" \"6\"]\n4:[\"7\" \"8\" \"9\"]\n"},
		"unclosed, neatly shut": {"a,b,c\n\"1,2,3\n4,5,6\n7,8,9\"\n", "2:[\"\\\"1\" \"2\" \"3\"](unclosed quote)\n3:[\"4\" \"5\" \"6\"]\n4:[\"7\" \"8\" \"9\\\"\"]\n"},
		"nul":                   {"a,b\nx\x00,1\ny,2\n", "2:[\"x\\x00\" \"1\"](nul byte)\n3:[\"y\" \"2\"]\n"},
		"bad text":              {"a,b\n" + strings.Repeat("é,é\n", 10) + "\xff\xfe,1\n", ""},
	} {
		_, rows := read(t, c.text, Options{Separator: ','})
		if name == "bad text" {
			if last := rows[len(rows)-1]; last.Problem != BadText || len(rows) != 11 {
				t.Errorf("bad text: %s", brief(rows))
			}
			continue
		}
		if brief(rows) != c.rows {
			t.Errorf("%s:\n%swant\n%s", name, brief(rows), c.rows)
		}
	}
}

func TestNext_CountsLinesOfTheFile(t *testing.T) {
	_, rows := read(t, "sep=,\na,b\n\"1\n2\",x\n3,4\n", Options{})
	if rows[0].Line != 3 || rows[1].Line != 5 || rows[1].Number != 3 {
		t.Errorf("%+v", rows)
	}
}

func TestNext_RowLongerThanAnyBuffer(t *testing.T) {
	text := "a,b\n1,2\n" + strings.Repeat("x", 9<<20) + "\n3,4\n\"" + strings.Repeat("line\n", 2<<20) + "5,6\n"
	s, err := openText(t, text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []Row
	for range 4 {
		r, err := s.Next()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	if got[1].Problem != TooLong || got[2].Cells[0] != "3" || got[3].Problem != UnclosedQuote {
		t.Errorf("%s", brief(got))
	}
	if scan := s.src.(*scanner); len(scan.buf) > 2*maxRecord {
		t.Errorf("buffer grew to %d", len(s.src.(*scanner).buf))
	}
}

func TestOpen_Refuses(t *testing.T) {
	for text, want := range map[string]textfile.Kind{"": textfile.Empty, "a,b,c\n": textfile.NoRows, "a,b\n,\n\n,\n": textfile.NoRows} {
		_, err := openText(t, text, Options{})
		var f *textfile.Fault
		if !errors.As(err, &f) || f.Kind != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWriter_RoundTrip(t *testing.T) {
	rows := [][]string{
		{"=1+1", "+359 888 123456", "-5", "@SUM(1)"},
		{"plain", "a,b", "say \"hi\"", "two\nlines"},
		{"'=quoted", "''+x", "'plain", "\tx"},
		{" padded ", "", "Иван", "＝1"},
		{"sep=;", "x", "\rx", "."},
	}
	for _, sep := range []byte{',', ';', '\t'} {
		var b bytes.Buffer
		w := NewWriter(&b, sep, true)
		w.Write("one", "two", "three", "four")
		for _, r := range rows {
			if err := w.Write(r...); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), string(sep)) {
			if line != "" && strings.ContainsAny(line[:1], "=+-@") {
				t.Errorf("a formula is left: %q", line)
			}
		}
		s, got := read(t, b.String(), Options{})
		if s.Separator != sep || len(got) != len(rows) {
			t.Fatalf("separator %q, %d rows", s.Separator, len(got))
		}
		for i := range rows {
			if !reflect.DeepEqual(got[i].Cells, rows[i]) {
				t.Errorf("%q came back as %q", rows[i], got[i].Cells)
			}
		}
	}
}

func TestLetter(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := Letter(i); got != want {
			t.Errorf("%d: %s", i, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.[ct][sx][vt]")
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b[:min(len(b), 3000)])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Open(bytes.NewReader(b), int64(len(b)), Options{})
		if err != nil {
			if err.Error() == "" {
				t.Fatal("a fault without a sentence")
			}
			return
		}
		last := 0
		for _, r := range all(t, s) {
			if r.Number <= last || len(r.Cells) < len(s.Header) {
				t.Fatalf("row %+v after %d, header %q", r, last, s.Header)
			}
			if len(r.Cells) != len(s.Header) && r.Problem == "" {
				t.Fatalf("row of another width without a problem: %+v", r)
			}
			last = r.Number
		}
	})
}

func FuzzWriter(f *testing.F) {
	f.Add("=1", "a,b", "x\ny")
	f.Add("'=1", "\"", "")
	f.Add(" x", "\t", "-")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		for _, s := range []string{a, b, c} {
			if strings.ContainsAny(s, "\x00\r") || strings.ToValidUTF8(s, "") != s {
				return
			}
		}
		var out bytes.Buffer
		w := NewWriter(&out, ',', true)
		w.Write("one", "two", "three", "four")
		w.Write("x", a, b, c)
		w.Write("y", "", "", "z")
		w.Flush()
		s, err := Open(bytes.NewReader(out.Bytes()), int64(out.Len()), Options{Separator: ','})
		if err != nil {
			return
		}
		rows := all(t, s)
		if len(rows) != 2 || !reflect.DeepEqual(rows[0].Cells, []string{"x", a, b, c}) {
			t.Fatalf("%q came back as %s", []string{a, b, c}, brief(rows))
		}
	})
}

func BenchmarkNext(b *testing.B) {
	var text strings.Builder
	text.WriteString("first_name,last_name,email,phone,company,notes,tags\r\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "Георги,Желязков,georgi.%d@maritsa.example,+359 88 %07d,\"Марица, Стъкло ООД\",,\"a, b\"\r\n", i, i)
	}
	src := text.String()
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		s, err := openText(b, src, Options{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for {
			if _, err := s.Next(); errors.Is(err, io.EOF) {
				break
			}
			n++
		}
		if n != 100_000 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
