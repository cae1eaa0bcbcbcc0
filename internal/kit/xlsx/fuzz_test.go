package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"
)

// FuzzParts reads workbooks made of any parts: it ends, and what it cannot
// read is a fault with a sentence.
func FuzzParts(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>31149.5</v></c></row>`, `<sst><si><t>x</t></si></sst>`, `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`)
	f.Add(`<row><c t="inlineStr"><is><r><t>a</t></r></is></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>`, ``, `<styleSheet><numFmts><numFmt numFmtId="1" formatCode="[h]:mm;@"/></numFmts></styleSheet>`)
	f.Add(`<row hidden="1" r="1048577">`, `<sst><si/><si>`, `<a`)
	f.Add(`<row><c r="XFD9"><v>1e999</v></c><c><v>_x0000_</v></c></row></sheetData><mergeCells><mergeCell ref="A1:$B$2"/></mergeCells>`, `<sst>&#0;&#x110000;`, `<!DOCTYPE x>`)
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		p := parts(sheet)
		p["xl/sharedStrings.xml"], p["xl/styles.xml"] = texts, styles
		b := pack(t, p)
		if err := readAll(b); err != nil {
			if fault, ok := errors.AsType[*Fault](err); !ok || fault.Error() == "" {
				t.Errorf("%v", err)
			}
			return
		}
		book := opened(t, b)
		if _, err := book.Merges(0, 10); err != nil {
			t.Errorf("merges: %v", err)
		}
	})
}

// FuzzOpen reads any bytes.
func FuzzOpen(f *testing.F) {
	whole := pack(f, parts(`<row><c><v>1</v></c></row>`))
	f.Add(whole)
	f.Add(whole[:len(whole)-30])
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := readAll(b); err != nil {
			if fault, ok := errors.AsType[*Fault](err); !ok || fault.Error() == "" {
				t.Errorf("%v", err)
			}
		}
		Locked(bytes.NewReader(b))
	})
}

// FuzzTokens compares the tokens with those of the standard library, for what
// that one accepts.
func FuzzTokens(f *testing.F) {
	f.Add(`<a b="1>2" c='x'><d/>text &amp; &#x41; more<!-- - --><![CDATA[ <raw> ]]></a>`)
	f.Add(`<x:a xmlns:x="u"> <x:b y:z="&lt;"/></x:a>`)
	f.Add(`<?xml version="1.0"?><a>я&gt;</a>`)
	f.Fuzz(func(t *testing.T, s string) {
		want, ok := standard(s)
		if !ok {
			return
		}
		got, err := ours(s)
		if err != nil || got != want {
			t.Errorf("%q\n%s\n%s\n%v", s, got, want, err)
		}
	})
}

func standard(s string) (string, bool) {
	d := xml.NewDecoder(bytes.NewReader([]byte(s)))
	out := ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, true
		}
		if err != nil {
			return "", false
		}
		switch token := token.(type) {
		case xml.StartElement:
			out += "<" + token.Name.Local + ">"
		case xml.EndElement:
			out += "</" + token.Name.Local + ">"
		case xml.CharData:
			out += string(token)
		case xml.Directive:
			return "", false
		}
	}
}

func ours(s string) (string, error) {
	t := newTokens(bytes.NewReader(bytes.ReplaceAll(bytes.ReplaceAll([]byte(s), []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))))
	out := ""
	for {
		err := t.next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		switch t.kind {
		case elementStart:
			out += "<" + string(t.name) + ">"
		case elementEnd:
			out += "</" + string(t.name) + ">"
		case characters:
			out += string(t.appendText(nil))
		}
	}
}
