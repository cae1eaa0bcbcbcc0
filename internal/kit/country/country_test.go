package country

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"BG": "BG", "bg": "BG", "BGR": "BG", "Bulgaria": "BG", "България": "BG", "българия ": "BG", "БЪЛГАРИЯ": "BG", "Bulgarien": "BG", "Bulgarie": "BG",
		"Germany": "DE", "Германия": "DE", "Deutschland": "DE", "Allemagne": "DE", "DEU": "DE",
		"Österreich": "AT", "osterreich": "AT", "Austria": "AT", "France": "FR", "Frankreich": "FR", "Франция": "FR",
		"U.S.A.": "US", "USA": "US", "United States of America": "US", "United States": "US", "САЩ": "US", "UK": "GB", "Great Britain": "GB", "Великобритания": "GB",
		"Česko": "CZ", "Czechia": "CZ", "Czech Republic": "CZ", "Чехия": "CZ", "España": "ES", "Espana": "ES", "Ελλάδα": "GR", "Greece": "GR", "Гърция": "GR", "Griechenland": "GR",
		"Hrvatska": "HR", "Magyarország": "HU", "Polska": "PL", "România": "RO", "Romania": "RO", "Румъния": "RO", "Türkiye": "TR", "Turkey": "TR", "Турция": "TR", "Sverige": "SE", "Norge": "NO",
		"Nederland": "NL", "Holland": "NL", "Belgique": "BE", "Suisse": "CH", "Schweiz": "CH", "Northern Macedonia": "", "North Macedonia": "MK", "Северна Македония": "MK", "Bosnia & Herzegovina": "BA", "Bosnia and Herzegovina": "BA",
		"Côte d'Ivoire": "CI", "Quebec": "", "": "", "XX": "", "EU": "", "Atlantis": "", "日本": "JP", "Japan": "JP",
	} {
		got, ok := Parse(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
	if _, ok := Parse(strings.Repeat("a", 1000)); ok {
		t.Error("a thousand letters are no country")
	}
}

func TestName(t *testing.T) {
	for _, c := range []struct{ code, lang, want string }{{"DE", "bg", "Германия"}, {"DE", "en", "Germany"}, {"DE", "de", "Deutschland"}, {"BG", "bg", "България"}, {"BG", "", "Bulgaria"}, {"XX", "en", "XX"}, {"", "en", ""}} {
		if got := Name(c.code, c.lang); got != c.want {
			t.Errorf("%s in %q: %q, want %q", c.code, c.lang, got, c.want)
		}
	}
}

func TestAll(t *testing.T) {
	for _, lang := range []string{"en", "bg"} {
		all := All(lang)
		if len(all) != 249 {
			t.Errorf("%s: %d countries", lang, len(all))
		}
		for _, c := range all {
			if c.Name == "" || c.Name == c.Code {
				t.Errorf("%s has no name in %s", c.Code, lang)
			}
			if code, ok := Parse(c.Name); !ok || code != c.Code {
				t.Errorf("%s: %q is read as %q", lang, c.Name, code)
			}
		}
	}
	en, bg := All("en"), All("bg")
	if en[0].Code != "AF" || bg[0].Name > bg[1].Name || bg[0].Code != "AU" {
		t.Errorf("order: %v %v", en[:3], bg[:3])
	}
}

func TestValid(t *testing.T) {
	for code, want := range map[string]bool{"BG": true, "bg": false, "GA": true, "B": false, "": false, "BGR": false, "A ": false, " A": false, "XK": false} {
		if Valid(code) != want {
			t.Errorf("%q", code)
		}
	}
}
