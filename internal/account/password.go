package account

import (
	"context"
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

const (
	minPassword = 8
	maxPassword = 256
	maxGuessed  = 64 // letters that the strength is judged by: judging takes longer than their number
)

// weakness returns what is wrong with a new password of somebody whose own
// data are given, or "".
func weakness(ctx context.Context, password string, own ...string) string {
	letters := utf8.RuneCountInString(password)
	switch {
	case letters < minPassword:
		return i18n.T(ctx, "Use at least %d characters.", minPassword)
	case letters > maxPassword:
		return i18n.T(ctx, "Use at most %d characters.", maxPassword)
	case isCommon(password):
		return i18n.T(ctx, "This password is among the first ones to be tried. Choose another one.")
	case isLike(password, own):
		return i18n.T(ctx, "This is too close to your name, email or workspace. Choose something else.")
	case isGuessable(password, own):
		return i18n.T(ctx, "This is easy to guess. Add another word or two.")
	}
	return ""
}

//go:embed common.txt
var commonText string

// common are passwords that many people choose, in lower case.
var common = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(commonText) {
		all[word] = true
	}
	return all
})

// isCommon also sees through what people add to a word to satisfy a rule.
func isCommon(password string) bool {
	lower := strings.ToLower(password)
	stem := strings.Trim(lower, "0123456789!?.,@#$%&*-_+ ")
	plain := strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "@", "a", "$", "s", "!", "i").Replace(lower)
	return common()[lower] || common()[plain] || common()[stem] && len(lower)-len(stem) <= 6
}

// isLike tells whether little is left of the password without the own data.
func isLike(password string, own []string) bool {
	rest := search.Fold(password)
	found := false
	for _, part := range ownWords(own) {
		if strings.Contains(rest, part) {
			rest, found = strings.ReplaceAll(rest, part, ""), true
		}
	}
	return found && utf8.RuneCountInString(strings.Trim(rest, "0123456789!?.,@#$%&*-_+ ")) < 4
}

// ownWords are the words of four letters and more, the longest text first.
func ownWords(own []string) []string {
	var words []string
	for _, text := range own {
		folded := search.Fold(text)
		words = append(words, folded)
		words = append(words, strings.FieldsFunc(folded, func(r rune) bool { return strings.ContainsRune(" @._-+,/", r) })...)
	}
	var long []string
	for _, w := range words {
		if utf8.RuneCountInString(w) >= 4 {
			long = append(long, w)
		}
	}
	return long
}

func isGuessable(password string, own []string) bool {
	if letters := []rune(password); len(letters) > maxGuessed {
		password = string(letters[:maxGuessed])
	}
	words := append(ownWords(own), strings.Fields(commonText)...)
	return guesses(password, words) < easyGuesses
}
