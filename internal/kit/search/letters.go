package search

// latinOf returns how a lower-case letter is written in plain Latin; ok is
// false for letters that decomposition alone takes care of.
func latinOf(r rune) (latin string, ok bool) {
	if 'а' <= r && r <= 'я' {
		return bulgarian[r-'а'], true
	}
	latin, ok = others[r]
	return latin, ok
}

// bulgarian is the official transliteration, а to я. ы and э, which Bulgarian
// lacks, are written as Russian does; ь depends on the letter after it.
var bulgarian = [...]string{
	"a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p",
	"r", "s", "t", "u", "f", "h", "ts", "ch", "sh", "sht", "a", "y", "", "e", "yu", "ya",
}

// others are letters of other languages that do not decompose to a plain one.
var others = map[rune]string{
	'є': "ye", 'і': "i", 'ґ': "g", 'ё': "e", 'ђ': "d", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz", 'ѕ': "dz",
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h", 'ŧ': "t", 'ŋ': "n", 'ĸ': "k",
	'‘': "'", '’': "'", 'ʼ': "'", '“': `"`, '”': `"`, '„': `"`, '‐': "-", '‑': "-", '–': "-", '—': "-", '№': "no",
}
