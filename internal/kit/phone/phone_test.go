package phone

import (
	"strings"
	"testing"
)

func TestE164(t *testing.T) {
	for _, c := range []struct{ text, country, want string }{
		{"0888 123 456", "BG", "+359888123456"},
		{"+359 888 123456", "", "+359888123456"},
		{"888123456", "BG", "+359888123456"},
		{"00359888123456", "BG", "+359888123456"},
		{"00 359 888 123 456", "BG", "+359888123456"},
		{" +359 (0) 888 123-456 ", "DE", "+359888123456"},
		{"+359 889990608", "BG", "+359889990608"},
		{"072 / 439599", "BG", "+35972439599"},
		{"+49 221 1234-0", "BG", "+4922112340"},
		{"02/981 23 45", "bg", "+35929812345"},
		{"(905) 555-1234", "US", "+19055551234"},
		{"+1-418-656-9254 ext. 102", "BG", "+14186569254"},
		{"٠٨٨٨١٢٣٤٥٦", "BG", "+359888123456"},
		{"1", "BG", ""},
		{"", "BG", ""},
		{"n/a", "BG", ""},
		{"0888 123 456", "", ""},
		{"call Ivan", "BG", ""},
		{strings.Repeat("1", 500), "BG", ""},
	} {
		if got := E164(c.text, c.country); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.text, c.country, got, c.want)
		}
	}
}

func TestDigits_SameNumberHoweverWritten(t *testing.T) {
	written := []string{"0888 123 456", "+359 888 123456", "888123456", "00359888123456", "+359 (0)888 123 456", "0888/123-456"}
	for _, stored := range written {
		index := Index(stored, "BG")
		for _, query := range written {
			if !strings.Contains(index, Digits(query)) && !strings.Contains(Digits(query), index) {
				t.Errorf("%q (stored as %s) is not found by %q (%s)", stored, index, query, Digits(query))
			}
		}
		for _, query := range []string{"123456", "888 123", "3456"} {
			if !strings.Contains(index, Digits(query)) {
				t.Errorf("%q is not found by its part %q", stored, query)
			}
		}
	}
	if Index("12", "BG") != "12" || Digits("ext.") != "" || Digits("000") != "" {
		t.Error("digits of what is no number")
	}
}

func TestDisplay(t *testing.T) {
	for _, c := range []struct{ e164, country, want string }{
		{"+359888123456", "BG", "088 812 3456"},
		{"+359888123456", "DE", "+359 88 812 3456"},
		{"+4922112340", "BG", "+49 221 12340"},
		{"0888", "BG", "0888"},
		{"", "BG", ""},
	} {
		if got := Display(c.e164, c.country); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.e164, c.country, got, c.want)
		}
	}
}

func TestPlausible(t *testing.T) {
	for text, want := range map[string]bool{"0888 55": true, "+1-418 ext. 102": true, "n/a": false, "няма": false, "": false, "12": false, "call me on 112 tomorrow": false} {
		if Plausible(text) != want {
			t.Errorf("%q", text)
		}
	}
}

func TestMobile(t *testing.T) {
	for e164, want := range map[string]bool{"+359888123456": true, "+35929812345": false, "+13105551234": true, "+35972439599": false, "": false, "0888": false} {
		if Mobile(e164) != want {
			t.Errorf("%q", e164)
		}
	}
}

func FuzzE164(f *testing.F) {
	for _, s := range []string{"0888 123 456", "+359 (0) 2 981 23 45", "tel:+1-418;ext=1", "００359", "1-800-FLOWERS"} {
		f.Add(s, "BG")
	}
	f.Fuzz(func(t *testing.T, text, country string) {
		e := E164(text, country)
		if e == "" {
			return
		}
		if len(e) < 3 || len(e) > 22 || e[0] != '+' || strings.Trim(e[1:], "0123456789") != "" {
			t.Fatalf("%q in %q gave %q", text, country, e)
		}
		if again := E164(e, country); again != e {
			t.Fatalf("%q became %q when read again", e, again)
		}
		if Digits(e) != Index(text, country) {
			t.Fatalf("%q is indexed as %q", e, Index(text, country))
		}
	})
}

func BenchmarkE164(b *testing.B) {
	for b.Loop() {
		E164("0888 123 456", "BG")
	}
}

func BenchmarkE164_NobodysNumber(b *testing.B) {
	for b.Loop() {
		E164("072 / 439599", "BG")
	}
}
