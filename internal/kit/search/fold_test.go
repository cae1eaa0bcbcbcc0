package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"kontor/internal/kit/search"
)

func TestFold_MakesSpellingsEqual(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""}, {"  ", ""}, {"ivan", "ivan"}, {" Ivan   Petrov\t", "ivan petrov"}, {"a b ", "a b"},
		{"Иван Петров", "ivan petrov"}, {"ИВАН", "ivan"}, {"Тунджа Металс АД", "tundzha metals ad"},
		{"Щърбев", "shtarbev"}, {"Синьо", "sinyo"}, {"СИНЬО", "sinyo"}, {"Ольга", "olga"}, {"Йордан Юлиянов", "yordan yuliyanov"},
		{"Ёлка Эдуардовна Мышкина", "elka eduardovna myshkina"}, {"Київ", "kiiv"}, {"Ђорђе Љубић", "dorde ljubic"},
		{"Müller", "muller"}, {"Groß & Söhne", "gross & sohne"}, {"Łódź", "lodz"}, {"Đoković", "dokovic"}, {"Ægir Øster", "aegir oster"},
		{"İstanbul", "istanbul"}, {"Dvořák", "dvorak"}, {"Ｆｕｌｌ ﬁt ²™", "full fit 2tm"}, {"Άλφα", "αλφα"}, {"東京", "東京"},
		{"a\x00b\x01", "a b"}, {"ab\xffc", "abc"}, {"зло\u0301", "zlo"}, {"a\u200bb", "ab"}, {"O’Brien", "o'brien"},
	} {
		if got := search.Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFold_LeavesFoldedTextAlone(t *testing.T) {
	text := "ivan petrov, manager & owner"
	if n := testing.AllocsPerRun(100, func() { search.Fold(text) }); n != 0 {
		t.Errorf("%v allocations for text that is folded already", n)
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"Иван  Ünal\x00", "ЬОьо", "ǅ ŉ ſ ẞ", "a\u0301 \u0345", "²™ﬃ", "\xf0\x28"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := search.Fold(s)
		if twice := search.Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
		if !utf8.ValidString(once) {
			t.Errorf("Fold(%q) = %q is not UTF-8", s, once)
		}
	})
}

func BenchmarkFold_Cyrillic(b *testing.B) {
	for b.Loop() {
		search.Fold("Ивайло Стоянов Димитров")
	}
}

func TestKey_SortsByAlphabetAndIsFoundFromAnyScript(t *testing.T) {
	cities := []string{"Стара Загора", "berlin", "Ямбол", "Пловдив", "Århus", "Айтос", "Варна", "Йоаким Груево", "Zürich", "Ихтиман"}
	slices.SortFunc(cities, func(a, b string) int { return strings.Compare(search.Key(a), search.Key(b)) })
	want := []string{"Århus", "berlin", "Zürich", "Айтос", "Варна", "Ихтиман", "Йоаким Груево", "Пловдив", "Стара Загора", "Ямбол"}
	if !slices.Equal(cities, want) {
		t.Errorf("got %v, want %v", cities, want)
	}
	for text, in := range map[string]string{"Иван Петров": "ivan petrov", "Müller": "muller", "Ivan": "ivan"} {
		if !strings.Contains(search.Key(text), search.Fold(in)) {
			t.Errorf("%q is not found in the key of %q", in, text)
		}
	}
}
