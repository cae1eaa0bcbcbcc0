package textfile

import (
	"bytes"
	"math"
	"unicode"
)

// language lists the letters of a language that lie beyond ASCII, the most frequent first, and the encodings it is
// written in. A Cyrillic or Greek text is made of nothing else, a Latin one sprinkles them among ASCII letters.
type language struct {
	letters   string
	encodings []string
	own       bool // has a script of its own
}

var cyrillic = []string{"Windows-1251", "CP866", "KOI8-R", "Mac Cyrillic", "ISO-8859-5"}

var languages = []language{
	{"аиоентрсвлкдпмзягбучъжцшщхюйфьэы", cyrillic, true},
	{"оеаинтслвркмдпуяыьгзбчйхжшюцщэфъё", cyrillic, true},
	{"оанівиертсклудмпязьбгйчхїюжцшєщф", []string{"Windows-1251"}, true},
	{"аоиенртсјкувдмплзбгчцжшљњћхђџф", []string{"Windows-1251"}, true},
	{"αιεοτνσηρπκλμυςγδχθάίόέήφβώύξζψωϊ", []string{"Windows-1253"}, true},
	{"éèàêçâîôùûëïœ", []string{"Windows-1252", "Mac Roman"}, false},
	{"üäöß", []string{"Windows-1252", "Mac Roman"}, false},
	{"íóáéñúü", []string{"Windows-1252"}, false},
	{"ãçáéíõóêúâà", []string{"Windows-1252"}, false},
	{"äöåéøæ", []string{"Windows-1252"}, false},
	{"øåæéö", []string{"Windows-1252"}, false},
	{"àèòùìé", []string{"Windows-1252"}, false},
	{"áíóéðúýæöþ", []string{"Windows-1252"}, false},
	{"łóążśęćńź", []string{"Windows-1250", "ISO-8859-2", "CP852"}, false},
	{"íáéěřčýžšůúťňďó", []string{"Windows-1250", "ISO-8859-2", "CP852"}, false},
	{"áíčéýžšúľťňôďäĺŕó", []string{"Windows-1250", "ISO-8859-2"}, false},
	{"áéőóöüíűú", []string{"Windows-1250", "ISO-8859-2"}, false},
	{"čšžćđ", []string{"Windows-1250"}, false},
	{"ăîâţş", []string{"Windows-1250"}, false},
	{"ıüşçğöâî", []string{"Windows-1254"}, false},
	{"ėšžįųąčęū", []string{"Windows-1257"}, false},
	{"āīēšņļūžčģķ", []string{"Windows-1257"}, false},
}

// words holds the words of a file that have bytes beyond ASCII, as many as are needed to tell the encoding.
type words struct{ text []byte }

const enoughWords = 64 << 10

func (w *words) gather(b []byte) {
	for len(b) > 0 && len(w.text) < enoughWords {
		i := bytes.IndexFunc(b, func(r rune) bool { return r >= 0x80 })
		if i < 0 {
			return
		}
		from, to := i, i
		for from > 0 && inWord(b[from-1]) {
			from--
		}
		for to < len(b) && inWord(b[to]) {
			to++
		}
		w.text = append(append(w.text, b[from:to]...), ' ')
		b = b[to:]
	}
}

func inWord(c byte) bool {
	return c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '\''
}

// encoding is the name of the encoding in which the words look most like a language.
func (w *words) encoding() string {
	best, score := "Windows-1252", math.Inf(-1)
	for _, lang := range languages {
		weight := weights(lang.letters)
		for _, name := range lang.encodings {
			if s := w.score(find(name), weight, lang.own); s > score {
				best, score = name, s
			}
		}
	}
	return best
}

func weights(letters string) map[rune]float64 {
	m, rank := map[rune]float64{}, 0
	for _, r := range letters {
		rank++
		m[r] = -math.Log(2 + float64(rank))
	}
	return m
}

const unlikely = -6.0

// score adds up how likely each byte beyond ASCII is, given the letter it stands for and its neighbours.
func (w *words) score(k *known, weight map[rune]float64, own bool) float64 {
	sum, prev := 0.0, rune(' ')
	for _, c := range w.text {
		r := k.table.DecodeByte(c)
		if c >= 0x80 {
			sum += letterScore(r, prev, weight, own)
		} else if own && isASCIILetter(r) && prev >= 0x80 && unicode.IsLetter(prev) {
			sum += unlikely
		}
		prev = r
	}
	return sum
}

func letterScore(r, prev rune, weight map[rune]float64, own bool) float64 {
	if !unicode.IsLetter(r) {
		return notALetter(r, prev)
	}
	s, ok := weight[unicode.ToLower(r)]
	if !ok {
		s = unlikely
	}
	if unicode.IsUpper(r) && unicode.IsLower(prev) {
		s += unlikely
	}
	switch {
	case own && isASCIILetter(prev):
		s += unlikely
	case !own && prev >= 0x80 && unicode.IsLetter(prev):
		s += unlikely / 2
	}
	return s
}

// notALetter is mild with what stands between words and severe inside one.
func notALetter(r, prev rune) float64 {
	switch r {
	case '\u00a0', '–', '—', '„', '“', '”', '’', '‘', '«', '»', '№', '€', '§', '°', '…', '•', '©', '®':
		return -2.5
	}
	if unicode.IsLetter(prev) {
		return 2 * unlikely
	}
	return unlikely
}

func isASCIILetter(r rune) bool { return r < 0x80 && unicode.IsLetter(r) }
