package textfile

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func open(t *testing.T, b []byte, opt Options) (*File, error) {
	t.Helper()
	return Open(bytes.NewReader(b), int64(len(b)), opt)
}

func encode(t *testing.T, s, name string) []byte {
	t.Helper()
	b, err := find(name).enc.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOpen_FindsEncoding(t *testing.T) {
	bulgarian := "Име;Фирма\r\nДесислава Тодорова;Марица Стъкло ООД\r\nИван;\r\n"
	for _, c := range []struct{ enc, text string }{
		{"Windows-1251", bulgarian},
		{"CP866", bulgarian},
		{"KOI8-R", bulgarian},
		{"Windows-1251", "a,b\r\nИван,x\r\n"},
		{"Windows-1251", "Имя;Компания\r\nНаталья Крылова;ООО «Ромашка»\r\n"},
		{"Windows-1250", "Imię;Nazwisko\r\nKrzysztof;Zieliński\r\nMałgorzata;Wójcik\r\n"},
		{"Windows-1250", "Jméno;Příjmení\r\nTomáš;Dvořák\r\nJiří;Růžička\r\n"},
		{"Windows-1250", "Név;Cég\r\nErzsébet Szőke;Körös Műhely\r\n"},
		{"Windows-1252", "Nom;Prénom\r\nMarchand;Hélène\r\n"},
		{"Windows-1252", "Vorname;Straße\r\nJürgen;Große Allee\r\nMüller;Köln\r\n"},
		{"Windows-1252", "name\r\nØyvind Ås\r\nBjørn\r\n"},
		{"Windows-1252", "nombre\r\nMuñoz Peña\r\nJosé\r\n"},
		{"Windows-1253", "Όνομα;Επώνυμο\r\nΓιώργος;Παπαδόπουλος\r\n"},
		{"Windows-1254", "Ad;Soyad\r\nAyşe;Yıldırım\r\nÇağlar;Gül\r\n"},
		{"Windows-1257", "vardas\r\nŽydrūnas Karčiauskas\r\nJūratė\r\n"},
	} {
		f, err := open(t, encode(t, c.text, c.enc), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.enc, err)
			continue
		}
		got, _ := io.ReadAll(f)
		if f.Encoding != c.enc || string(got) != c.text {
			t.Errorf("%q written in %s was read as %s: %q", c.text, c.enc, f.Encoding, got)
		}
	}
}

func TestOpen_FindsUnicode(t *testing.T) {
	text := "First name\tCity\r\nПетър\tKraków\r\n"
	le, be := encode(t, text, utf16le), encode(t, text, utf16be)
	for name, c := range map[string]struct {
		b   []byte
		enc string
	}{
		"le with mark":     {append([]byte("\xff\xfe"), le...), utf16le},
		"be with mark":     {append([]byte("\xfe\xff"), be...), utf16be},
		"le":               {le, utf16le},
		"be":               {be, utf16be},
		"8":                {[]byte(text), utf8name},
		"8 with mark":      {[]byte("\ufeff" + text), utf8name},
		"late letter":      {[]byte(strings.Repeat("plain text\n", 40000) + text), utf8name},
		"one bad sequence": {[]byte(strings.Repeat(text, 20) + "\xff"), utf8name},
	} {
		f, err := open(t, c.b, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, _ := io.ReadAll(f)
		if f.Encoding != c.enc || !strings.Contains(string(got), text) || strings.HasPrefix(string(got), "\ufeff") {
			t.Errorf("%s: read as %s: %.60q", name, f.Encoding, got)
		}
	}
}

func TestOpen_LateLetterDecides(t *testing.T) {
	text := strings.Repeat("plain,text\n", 50000) + "Калина,Георгиева\n"
	f, err := open(t, encode(t, text, "Windows-1251"), Options{})
	if err != nil || f.Encoding != "Windows-1251" {
		t.Fatalf("%v %v", f, err)
	}
}

func TestOpen_ChosenEncodingWins(t *testing.T) {
	f, err := open(t, encode(t, "Иван", "Windows-1251"), Options{Encoding: "cp1252"})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(f); string(got) != "Èâàí" || f.Encoding != "Windows-1252" {
		t.Errorf("%s %q", f.Encoding, got)
	}
	if _, err := open(t, []byte("a"), Options{Encoding: "klingon"}); kindOf(err) != UnknownEncoding {
		t.Errorf("%v", err)
	}
}

func kindOf(err error) Kind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return ""
}

func TestOpen_RefusesWithASentence(t *testing.T) {
	noise := make([]byte, 4000)
	for i := range noise {
		noise[i] = byte(i * 7919 >> 3)
	}
	zip := func(name string) []byte { return append([]byte("PK\x03\x04\x14\x00\x06\x00\x08\x00"), name...) }
	for want, files := range map[Kind][][]byte{
		Empty:        {nil, []byte("\ufeff"), []byte(" \r\n\t\r\n"), []byte("\xff\xfe"), make([]byte, 100)},
		Truncated:    {append([]byte("\xff\xfe"), encode(t, "ab;Иван", utf16le)[:9]...), []byte("име;Иван\xd0")},
		Workbook:     {zip("[Content_Types].xml"), zip("xl/workbook.xml")},
		OpenDocument: {zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")},
		Archive:      {zip("clients.csv"), []byte("\x1f\x8b\x08\x00"), []byte("Rar!\x1a\x07")},
		OldOffice:    {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00")},
		PDF:          {[]byte("%PDF-1.7\n%\xe2\xe3")},
		Picture:      {[]byte("\x89PNG\r\n\x1a\n"), []byte("\xff\xd8\xff\xe0")},
		WebPage:      {[]byte("<!DOCTYPE html><html>"), []byte("\ufeff<table><tr>")},
		XML:          {[]byte("<?xml version=\"1.0\"?>")},
		JSON:         {[]byte(`[{"name":"x"}]`), []byte("{\n \"a\": 1}")},
		RichText:     {[]byte(`{\rtf1\ansi`)},
		Binary:       {noise, []byte("\x7fELF\x02\x01"), bytes.Repeat([]byte("a\x00\x01b"), 50)},
	} {
		for _, b := range files {
			_, err := open(t, b, Options{})
			if kindOf(err) != want {
				t.Errorf("%.20q: want %s, got %v", b, want, err)
			} else if err.Error() == "" {
				t.Errorf("%s has no sentence", want)
			}
		}
	}
	if _, err := open(t, []byte("abcdef"), Options{Limit: 5}); kindOf(err) != TooLarge {
		t.Errorf("limit: %v", err)
	}
}

func TestOpen_AcceptsOddText(t *testing.T) {
	for _, s := range []string{"a", "[sic],b\n1,2", "{x},y\n", "<b>,c\n", "BM,1\n", "a,b\n1,\x00\n", "PK,x\n"} {
		if _, err := open(t, []byte(s), Options{}); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestOpen_RealFiles(t *testing.T) {
	want := map[string]string{"klienti-cp1251.csv": "Windows-1251", "excel-unicode.txt": utf16le}
	files, _ := filepath.Glob("../sheet/testdata/*.[ct][sx][vt]")
	if len(files) < 7 {
		t.Fatalf("only %d files", len(files))
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := open(t, b, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		enc := want[filepath.Base(name)]
		if enc == "" {
			enc = utf8name
		}
		if _, err := io.Copy(io.Discard, f); f.Encoding != enc || err != nil || f.Offset() != int64(len(b)) {
			t.Errorf("%s: %s, %d of %d, %v", name, f.Encoding, f.Offset(), len(b), err)
		}
	}
}
