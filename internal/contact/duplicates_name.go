package contact

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"kontor/internal/kit/search"
)

// legalForms are what stands behind, or before, the name of a firm, folded and
// without dots.
const legalForms = " ad ead eood ood et sd kd kda dzzd gmbh mbh ag kg ohg ug gbr co ltd limited llc llp inc corp corporation plc company" +
	" sa sas sasu sarl eurl sprl srl spa snc bv nv vof oy oyj ab as aps asa sro spol sp z oo zoo spolka doo dd ks vos kft zrt nyrt rt sia uab ou lda sl slu se ooo zao oao pao "

func isLegalForm(word string) bool { return strings.Contains(legalForms, " "+word+" ") }

// plainWords are the words of a text, folded, without dots: S.p.A. is spa.
func plainWords(text string) []string { return foldedWords(search.Fold(text)) }

func foldedWords(folded string) []string {
	folded = strings.NewReplacer(".", "", "'", "", "’", "").Replace(folded)
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// coreWords are the words of a firm's name without its legal form, of which
// one word always stays.
func coreWords(words []string) []string {
	for len(words) > 1 && isLegalForm(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	for len(words) > 1 && isLegalForm(words[0]) {
		words = words[1:]
	}
	return words
}

// coreName is the name of a firm as two spellings of it are compared.
func coreName(folded string) string {
	return strings.Join(looseWords(coreWords(foldedWords(folded))), " ")
}

// foldedKey is the folded text of a column made by search.Key.
func foldedKey(key string) string {
	_, folded, apart := strings.Cut(key, search.Apart)
	if !apart {
		return key
	}
	return strings.TrimSuffix(folded, search.Apart)
}

// isCyrillic tells whether a name is written in Cyrillic.
func isCyrillic(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// freeMail are hosts where anybody has an address: they name no firm.
const freeMail = " gmail.com googlemail.com abv.bg mail.bg dir.bg outlook.com hotmail.com live.com msn.com yahoo.com yahoo.de yahoo.fr icloud.com me.com" +
	" aol.com gmx.de gmx.net gmx.at web.de t-online.de freenet.de proton.me protonmail.com mail.ru yandex.ru seznam.cz wp.pl o2.pl onet.pl interia.pl" +
	" orange.fr free.fr laposte.net libero.it hotmail.it hotmail.fr facebook.com linkedin.com instagram.com "

// domainOf is the domain of a firm: that of its website, or of its e-mail
// address; empty where that is one that anybody may have.
func domainOf(website, email string) string {
	if host := hostOf(website); host != "" {
		return host
	}
	_, host, _ := strings.Cut(strings.ToLower(email), "@")
	return ownDomain(host)
}

func hostOf(website string) string {
	u, err := url.Parse(website)
	if err != nil {
		return ""
	}
	return ownDomain(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."))
}

func ownDomain(host string) string {
	if host == "" || strings.Contains(freeMail, " "+host+" ") {
		return ""
	}
	return host
}

// firmNumber is a VAT or registration number as two are compared: without the
// letters of the country, for in Bulgaria the one holds the other.
func firmNumber(number string) string {
	number = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, number)
	if rest := strings.TrimLeft(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"); len(rest) >= 6 {
		return rest
	}
	if len(number) < 6 {
		return ""
	}
	return number
}

// sameWords tells whether one name holds all words of the other, or words that
// begin with its initials.
func sameWords(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	missing := func(word string) bool {
		return !slices.ContainsFunc(b, func(other string) bool {
			return word == other || (len(word) == 1 || len(other) == 1) && word[0] == other[0]
		})
	}
	return len(a) > 0 && !slices.ContainsFunc(a, missing)
}

// looseWords are words in one spelling for what Latin writes in several ways.
func looseWords(words []string) []string {
	loose := make([]string, len(words))
	for i, word := range words {
		loose[i] = search.Loose(word)
	}
	return loose
}

// looseText is a folded text in one spelling.
func looseText(folded string) string { return strings.Join(looseWords(strings.Fields(folded)), " ") }

// oneLetter tells whether two texts differ by one letter that is missing, too
// much, another one, or has changed places with the next. Different digits are
// no slip, nor is an a at the end of a word: it makes another person.
func oneLetter(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		atEnd := i+1 == len(b) || b[i+1] == ' '
		return a[i:] == b[i+1:] && !isDigit(b[i]) && b[i] != ' ' && (b[i] != 'a' || !atEnd)
	}
	if isDigit(a[i]) || isDigit(b[i]) || a[i] == ' ' || b[i] == ' ' {
		return false
	}
	swapped := i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	return swapped || a[i+1:] == b[i+1:]
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
