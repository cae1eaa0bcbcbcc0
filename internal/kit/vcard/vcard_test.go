package vcard

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
	"unicode/utf8"
)

func read(t testing.TB, text string) []Card {
	t.Helper()
	r := NewReader(strings.NewReader(text))
	var cards []Card
	for {
		c, err := r.Next()
		if errors.Is(err, io.EOF) {
			return cards
		}
		if err != nil {
			t.Fatal(err)
		}
		cards = append(cards, c)
	}
}

func readFile(t testing.TB, name string) []Card {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if !Sniff(b) {
		t.Errorf("%s is not seen to be cards", name)
	}
	return read(t, string(b))
}

func items(list []Item) string {
	var out []string
	for _, i := range list {
		s := i.Value + "/" + i.Type
		if i.Label != "" {
			s += "/" + i.Label
		}
		if i.Preferred {
			s += "!"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func summary(c Card) string {
	s := fmt.Sprintf("%s|%s,%s,%s,%s,%s|%s,%s,%s|%s|%s", c.FullName, c.Prefix, c.First, c.Middle, c.Last, c.Suffix, c.Company, c.Department, c.Title, items(c.Emails), items(c.Phones))
	for _, a := range c.Addresses {
		s += fmt.Sprintf("|%s:%q,%s,%s,%s,%s", a.Type, a.Street, a.City, a.Region, a.PostalCode, a.Country)
	}
	return s + "|" + items(c.URLs) + "|" + c.Birthday + "|" + strings.Join(c.Categories, ",") + "|" + string(c.Problem)
}

func TestNext_RealFiles(t *testing.T) {
	for name, want := range map[string][]string{
		"rfc2426-example.vcf": {
			`Frank Dawson|,,,,|Lotus Development Corporation,,|Frank_Dawson@Lotus.com/! fdawson@earthlink.net/|+1-919-676-9515/work +1-919-676-9564/fax|work:"6544 Battleford Drive",Raleigh,NC,27613-3502,U.S.A.|http://home.earthlink.net/~fdawson/|||`,
			`Tim Howes|,,,,|Netscape Communications Corp.,,|howes@netscape.com/|+1-415-937-3419/work +1-415-528-4164/fax|work:"501 E. Middlefield Rd.",Mountain View,CA,94043,U.S.A.||||`,
		},
		"rfc6350-example.vcf": {
			`Simon Perreault|,Simon,,Perreault,ing. jr M.Sc.|Viagenie,,|simon.perreault@viagenie.ca/work|+1-418-656-9254 ext. 102/work! +1-418-262-6501/mobile|work:"2875 Laurier\nSuite D2-630",Quebec,QC,G1V 2M2,Canada|http://nomis80.org/home|--0203||`,
		},
		"gmail-list.vcf": {
			"Arnold Smith|,Arnold,,Smith,|,,|asmithk@gmail.com/|||||", "Chris Beatle|,Chris,,Beatle,|,,|chrisy55d@yahoo.com/|||||", "Doug White|,Doug,,White,|,,|dwhite@gmail.com/|||||",
		},
		"John_Doe_GMAIL.vcf": {
			`Mr. John Richter, James Doe Sr.|Mr.,John,Richter James,Doe,Sr.|IBM,,Money Counter|john.doe@ibm.com/home|905-555-1234/mobile 905-666-1234/home|home:"Crescent moon drive\n555-asd\nNice Area, Albaney, New York 12345\nUnited States of America",,,,|http://www.ibm.com/work|1980-03-22||`,
		},
		"John_Doe_EVOLUTION.vcf": {
			`Mr. John Richter, James Doe Sr.|Mr.,John,Richter James,Doe,Sr.|IBM,Accounting, Dungeon,Money Counter|john.doe@ibm.com/work|905-666-1234/mobile 905-555-1234/work|home:"15 Crescent moon drive\nASB-123",Albaney,New York,12345,United States of America|http://www.ibm.com/|1980-03-22|VIP|`,
		},
		"John_Doe_IPHONE.vcf": {
			`Mr. John Richter James Doe Sr.|Mr.,John,Richter James,Doe,Sr.|IBM,Accounting,Money Counter|john.doe@ibm.com/!|905-555-1234/mobile! 905-666-1234/home 905-777-1234/work 905-888-1234/fax 905-999-1234/fax 905-111-1234/pager 905-222-1234/other/AssistantPhone|home:"Silicon Alley 5,",New York,New York,12345,United States of America|work:"Street4\nBuilding 6\nFloor 8",New York,,12345,USA|http://www.ibm.com/other/HomePage!|2012-06-06||`,
		},
		"John_Doe_MS_OUTLOOK.vcf": {
			`Mr. John Richter James Doe Sr.|Mr.,John,Richter James,Doe,Sr.|IBM,Accounting,Money Counter|john.doe@ibm.cm/!|(905) 555-1234/work (905) 666-1234/home|work:"Cresent moon drive",Albaney,New York,12345,United States of America|home:"Silicon Alley 5,",New York,New York,12345,United States of America|http://www.ibm.com/work|19800322||`,
		},
		"outlook-2007.vcf": {
			`Mr. Michael Angstadt Jr.|Mr.,Michael,,Angstadt,Jr.|TheCompany,TheDepartment,TheJobTitle|mike.angstadt@gmail.com/!|(111) 555-1111/work (111) 555-2222/home (111) 555-4444/mobile (111) 555-3333/fax|work:"222 Broadway\nTheOffice",New York,NY,99999,USA|http://mikeangstadt.name/home http://mikeangstadt.name/work|19220310||`,
		},
		"John_Doe_MAC_ADDRESS_BOOK.vcf": {
			`Mr. John Richter,James Doe Sr.|Mr.,John,Richter James,Doe,Sr.|IBM,Accounting,Money Counter|john.doe@ibm.com/work!|905-777-1234/work! 905-666-1234/home 905-555-1234/mobile 905-888-1234/fax 905-999-1234/fax 905-111-1234/pager 905-222-1234/other/AssistantPhone|home:"Silicon Alley 5,",New York,New York,12345,United States of America|work:"Street4\nBuilding 6\nFloor 8",New York,,12345,USA|http://www.ibm.com/other/HomePage!|2012-06-06||`,
		},
	} {
		cards := readFile(t, name)
		if len(cards) != len(want) {
			t.Errorf("%s: %d cards", name, len(cards))
			continue
		}
		for i, c := range cards {
			if got := summary(c); got != want[i] {
				t.Errorf("%s:\n got %s\nwant %s", name, got, want[i])
			}
		}
	}
}

func TestNext_QuotedPrintableNote(t *testing.T) {
	c := readFile(t, "outlook-2007.vcf")[0]
	want := "This is the NOTE field	\nI assume it encodes this text inside a NOTE vCard type.\nBut I'm not sure because there's text formatting going on here.\nIt does not preserve the formatting"
	if c.Note != want || c.Version != "2.1" || c.Nickname != "Mike" || c.Role != "TheProfession" {
		t.Errorf("%q", c.Note)
	}
}

func TestNext_OldEncodings(t *testing.T) {
	qp := "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=C8=E2=E0=\r\n=ED=EE=E2;=CF=E5=F2=FA=F0\r\nORG;QUOTED-PRINTABLE;CHARSET=UTF-8:=D0=A2=D0=9C\r\nEND:VCARD\r\n"
	plain := "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=windows-1251:\xc8\xe2\xe0\xed\xee\xe2;\xcf\xe5\xf2\xfa\xf0\nORG:\xd2\xf3\xed\xe4\xe6\xe0 \xcc\xe5\xf2\xe0\xeb\xf1\nEND:VCARD\n"
	a, b := read(t, qp)[0], read(t, plain)[0]
	if a.Last != "Иванов" || a.First != "Петър" || a.Company != "ТМ" || a.FullName != "Петър Иванов" {
		t.Errorf("%+v", a)
	}
	if b.Last != "Иванов" || b.First != "Петър" || b.Company != "Тунджа Металс" || b.Problem != "" {
		t.Errorf("%+v", b)
	}
}

func TestNext_BrokenCardIsItsOwnProblem(t *testing.T) {
	text := "junk before\r\nBEGIN:VCARD\r\nFN:One\r\nBEGIN:VCARD\r\nFN:Two\r\nno colon here\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Nu\x00l\r\nEND:VCARD\r\n" +
		"BEGIN:VCARD\r\nFN:Big\r\nNOTE:" + strings.Repeat("x", 2<<20) + "\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:After\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Cut o"
	var got []string
	for _, c := range read(t, text) {
		got = append(got, fmt.Sprintf("%d %s %s", c.Number, c.FullName, c.Problem))
	}
	want := []string{"1 One not ended", "2 Two ", "3 Nul nul byte", "4 Big too long", "5 After ", "6 Cut o not ended"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func TestNext_Varieties(t *testing.T) {
	text := "begin:vcard\nversion:4.0\nkind:group\nfn:Team\nend:vcard\n" +
		"BEGIN:VCARD\nVERSION:3.0\nN:A;B\nitem1.TEL:1\nitem1.X-ABLabel:Mobile\nX-SOCIALPROFILE;type=twitter:http://twitter.com/x\nX-LINKEDIN:https://linkedin.com/in/x\n" +
		"PHOTO;ENCODING=b;TYPE=JPEG:AAAA\n BBBB\nCATEGORIES:one,two\\, three\nCATEGORIES:four\nEMAIL;TYPE=\"WORK,INTERNET\":mailto:a@b.example\nEND:VCARD\n" +
		"BEGIN:VCARD\nVERSION:2.1\nFN:P\nPHOTO;JPEG;BASE64:\nAAAAAAAA\nBBBB==\n\nTEL;CELL:2\nAGENT:\nBEGIN:VCARD\nFN:Inner\nEND:VCARD\nEMAIL:p@x.example\nEND:VCARD\n"
	c := read(t, text)
	if len(c) != 3 || !c[0].Group {
		t.Fatalf("%+v", c)
	}
	if items(c[1].Phones) != "1/mobile/Mobile" || items(c[1].Profiles) != "http://twitter.com/x/twitter https://linkedin.com/in/x/linkedin" || items(c[1].Emails) != "a@b.example/work" {
		t.Errorf("%+v", c[1])
	}
	if strings.Join(c[1].Categories, "|") != "one|two, three|four" {
		t.Errorf("%q", c[1].Categories)
	}
	if items(c[2].Phones) != "2/mobile" || c[2].FullName != "P" || items(c[2].Emails) != "p@x.example/" || c[2].Problem != "" {
		t.Errorf("%+v", c[2])
	}
}

func TestWriter_RoundTrip(t *testing.T) {
	c := Card{UID: "u-1", FullName: "Петър Иванов", Prefix: "Mr.", First: "Петър", Last: "Иванов", Company: "Тунджа; Металс, АД", Department: "Sales", Title: "Управител",
		Emails:     []Item{{Value: "a@b.example", Type: "work", Preferred: true}, {Value: "c@d.example", Type: "home"}},
		Phones:     []Item{{Value: "+359888123456", Type: "mobile"}, {Value: "02 123", Type: "fax"}},
		Addresses:  []Address{{Street: "ул. „Шипка“ 1\nвх. Б", City: "София", PostalCode: "1000", Country: "България", Type: "work"}},
		URLs:       []Item{{Value: "https://x.example/?a=1;b=2"}},
		Profiles:   []Item{{Value: "https://linkedin.com/in/x", Type: "linkedin"}},
		Birthday:   "--0412",
		Note:       strings.Repeat("дълга бележка, ", 30) + "край\nнов ред \\ обратна",
		Categories: []string{"a, b", "клиент"},
	}
	for _, version := range []string{"3.0", "4.0"} {
		var b bytes.Buffer
		w := NewWriter(&b, version)
		if err := w.Write(&c); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		for _, line := range strings.Split(b.String(), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Errorf("line of %d bytes: %q", len(line), line)
			}
		}
		got := read(t, b.String())
		want := c
		want.Line, want.Number, want.Version = 1, 1, version
		if len(got) != 1 || !reflect.DeepEqual(got[0], want) {
			t.Errorf("%s:\n got %+v\nwant %+v", version, got[0], want)
		}
	}
}

func TestWriter_NameIsNeverMissing(t *testing.T) {
	for _, c := range []Card{{Company: "X"}, {Emails: []Item{{Value: "a@b.example"}}}, {}} {
		var b bytes.Buffer
		w := NewWriter(&b, "")
		w.Write(&c)
		w.Flush()
		if strings.Contains(b.String(), "FN:\r\n") {
			t.Errorf("%s", b.String())
		}
	}
}

func TestSniff(t *testing.T) {
	for text, want := range map[string]bool{"BEGIN:VCARD\r\n": true, "\ufeff\r\nbegin:vcard\n": true, "\xff\xfeB\x00E\x00G\x00I\x00N\x00:\x00V\x00C\x00A\x00R\x00D\x00": true, "a,b\nBEGIN:VCARD": false, "": false, "BEGIN:VCALENDAR": false} {
		if Sniff([]byte(text)) != want {
			t.Errorf("%q", text)
		}
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.vcf")
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b[:min(len(b), 2000)])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := NewReader(bytes.NewReader(b))
		for n := 1; ; n++ {
			c, err := r.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil || c.Number != n || c.Line < 1 {
				t.Fatalf("%v %+v", err, c)
			}
			if !utf8.ValidString(summary(c) + c.Note) {
				t.Fatalf("text is no UTF-8: %+v", c)
			}
			var out bytes.Buffer
			w := NewWriter(&out, "4.0")
			w.Write(&c)
			w.Flush()
			if again := read(t, out.String()); len(again) != 1 || c.Problem == "" && again[0].Last != c.Last {
				t.Fatalf("%+v was written as %q", c, out.String())
			}
		}
	})
}
