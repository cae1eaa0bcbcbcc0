// Package country knows the countries of ISO 3166-1: their codes, their names in a language, and the many ways people
// write them.
package country

import (
	"sort"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country is one entry of a list to choose from.
type Country struct{ Code, Name string }

// Valid tells whether code is an officially assigned ISO 3166-1 alpha-2 code, in capitals.
func Valid(code string) bool {
	if len(code) != 2 {
		return false
	}
	i := strings.Index(codes, code)
	return i >= 0 && i%3 == 0
}

// Name is the name of a country in a language ("bg", "en", …), or the code itself if it is none.
func Name(code, lang string) string {
	if !Valid(code) {
		return code
	}
	base, _ := language.Make(lang).Base()
	if name := renamed[code+" "+base.String()]; name != "" {
		return name
	}
	if name := namer(lang).Name(language.MustParseRegion(code)); name != "" {
		return name
	}
	return code
}

// renamed are names that changed after the tables of golang.org/x/text were made.
var renamed = map[string]string{
	"MK en": "North Macedonia", "MK bg": "Северна Македония", "SZ en": "Eswatini", "SZ bg": "Есватини",
}

func namer(lang string) display.Namer {
	if n := display.Regions(language.Make(lang)); n != nil {
		return n
	}
	return display.Regions(language.English)
}

// All lists every country by name, in the order of the language.
func All(lang string) []Country {
	var all []Country
	for _, code := range strings.Fields(codes) {
		all = append(all, Country{code, Name(code, lang)})
	}
	c := collate.New(language.Make(lang))
	sort.Slice(all, func(i, j int) bool { return c.CompareString(all[i].Name, all[j].Name) < 0 })
	return all
}

// Parse finds the country that text means: a code of two or three letters, a name in English, Bulgarian, German,
// French, Spanish, Italian or the country's own language, whatever its case and accents; ok is false if it means none.
func Parse(text string) (code string, ok bool) {
	text = strings.TrimSpace(text)
	if up := strings.ToUpper(text); Valid(up) {
		return up, true
	}
	if len(text) == 3 {
		if r, err := language.ParseRegion(text); err == nil && Valid(r.String()) {
			return r.String(), true
		}
	}
	if len(text) > 100 {
		return "", false
	}
	code, ok = names()[fold(text)]
	return code, ok
}

// names is built when the first name is asked for: it takes some milliseconds, and most processes never need it.
var names = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, code := range strings.Fields(codes) {
		region := language.MustParseRegion(code)
		for _, lang := range []string{"en", "bg", "de", "fr", "es", "it", "ru"} {
			add(m, Name(code, lang), code)
			add(m, display.Regions(language.Make(lang)).Name(region), code)
		}
		own, _ := language.Compose(language.Und, region)
		if base, confidence := own.Base(); confidence != language.No {
			if n := display.Regions(language.Make(base.String())); n != nil {
				add(m, n.Name(region), code)
			}
		}
	}
	for name, code := range others {
		m[fold(name)] = code
	}
	return m
})

func add(m map[string]string, name, code string) {
	key := fold(name)
	if _, taken := m[key]; key != "" && !taken {
		m[key] = code
	}
}

// others are names that the tables of languages lack.
var others = map[string]string{
	"U.S.A.": "US", "United States of America": "US", "America": "US", "САЩ": "US", "Съединени американски щати": "US", "Vereinigte Staaten von Amerika": "US",
	"UK": "GB", "U.K.": "GB", "Great Britain": "GB", "England": "GB", "Scotland": "GB", "Wales": "GB", "Northern Ireland": "GB", "Великобритания": "GB", "Англия": "GB", "Großbritannien": "GB",
	"Holland": "NL", "The Netherlands": "NL", "Холандия": "NL", "Czech Republic": "CZ", "Чешка република": "CZ", "Tschechische Republik": "CZ", "Česká republika": "CZ", "Slovak Republic": "SK", "Slovenská republika": "SK",
	"Република България": "BG", "Republic of Bulgaria": "BG", "Bulgarien": "BG", "Macedonia": "MK", "Македония": "MK", "FYROM": "MK", "Russian Federation": "RU", "Руска федерация": "RU",
	"Republic of Ireland": "IE", "Federal Republic of Germany": "DE", "Bundesrepublik Deutschland": "DE", "BRD": "DE", "Turkey": "TR", "Türkiye": "TR", "Turkiye": "TR", "South Korea": "KR", "Republic of Korea": "KR",
	"North Korea": "KP", "Korea": "KR", "Vietnam": "VN", "Viet Nam": "VN", "UAE": "AE", "ОАЕ": "AE", "Moldova": "MD", "Republic of Moldova": "MD", "Vatican": "VA", "Taiwan": "TW", "Hong Kong": "HK", "Macao": "MO", "Macau": "MO",
	"Ivory Coast": "CI", "Cape Verde": "CV", "Burma": "MM", "Palestine": "PS", "Iran": "IR", "Syria": "SY", "Laos": "LA", "Tanzania": "TZ", "Bolivia": "BO", "Venezuela": "VE", "Brunei": "BN", "Kingdom of Spain": "ES",
	"Bosnia": "BA", "Bosnia and Herzegovina": "BA", "Босна": "BA", "Swaziland": "SZ", "Congo": "CG", "East Timor": "TL", "White Russia": "BY", "Беларус": "BY", "Белорусия": "BY", "Nordmazedonien": "MK", "PRC": "CN", "P.R. China": "CN", "КНР": "CN",
}

const codes = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
