package account

import (
	"math"
	"slices"
	"strings"

	"github.com/trustelem/zxcvbn/frequency"
)

// easyGuesses is how many guesses somebody who knows what people choose makes
// in a moment, as a power of ten.
const easyGuesses = 7

// guesses estimates how many guesses find a password, as a power of ten, in
// the way of zxcvbn: the password is cut so that its parts are found soonest.
// A word takes as many guesses as more frequent words there are, a run such as
// 1234 or qwerty a few, a year a hundred, any other letter ten. The library
// itself keeps every word in memory; here the lists are read when a password
// is chosen.
func guesses(password string, known []string) float64 {
	letters := []rune(strings.ToLower(password))
	ranks := ranked(letters, known)
	n := len(letters)
	found := make([][]float64, n) // of the letters from i on, j of them
	for i := range found {
		found[i] = make([]float64, n-i+1)
	}
	for size := 1; size <= n; size++ {
		for i := 0; i+size <= n; i++ {
			best := whole(letters[i:i+size], ranks)
			for cut := 1; cut < size; cut++ {
				best = min(best, found[i][cut]+found[i+cut][size-cut])
			}
			if times := repeats(letters[i : i+size]); times > 1 {
				best = min(best, found[i][size/times]+math.Log10(float64(times)))
			}
			found[i][size] = best
		}
	}
	return found[0][n]
}

// whole estimates a part that is not cut.
func whole(part []rune, ranks map[string]int) float64 {
	if rank, is := ranks[string(part)]; is {
		return math.Log10(float64(rank) + 1)
	}
	if isRun(part) {
		return math.Log10(float64(10 * len(part)))
	}
	if len(part) == 4 && isYear(string(part)) {
		return 2
	}
	return float64(len(part))
}

// ranked finds the parts of a password that are words, and how frequent they
// are; what is known of the person comes first.
func ranked(letters []rune, known []string) map[string]int {
	ranks := map[string]int{}
	for i := range letters {
		for j := i + 3; j <= len(letters); j++ {
			ranks[string(letters[i:j])] = 0
		}
	}
	for rank, word := range known {
		note(ranks, word, rank+1)
	}
	for _, list := range frequency.FrequencyLists {
		for rank, word := range list {
			note(ranks, word, rank+1)
		}
	}
	for part, rank := range ranks {
		if rank == 0 {
			delete(ranks, part)
		}
	}
	return ranks
}

func note(ranks map[string]int, word string, rank int) {
	if was, is := ranks[word]; is && (was == 0 || rank < was) {
		ranks[word] = rank
	}
}

// rows are letters in an order that people type along.
var rows = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "явертъуиоп", "асдфгхйкл", "зьцжбнм"}

// isRun tells letters that stand one after the other in the alphabet or on the
// keyboard, forwards or backwards.
func isRun(part []rune) bool {
	if len(part) < 3 {
		return false
	}
	step, ordered := part[1]-part[0], true
	for i := 2; i < len(part); i++ {
		ordered = ordered && part[i]-part[i-1] == step
	}
	if ordered && step >= -1 && step <= 1 {
		return true
	}
	back := slices.Clone(part)
	slices.Reverse(back)
	return slices.ContainsFunc(rows[:], func(row string) bool {
		return strings.Contains(row, string(part)) || strings.Contains(row, string(back))
	})
}

func isYear(s string) bool {
	return (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20")) && strings.Trim(s, "0123456789") == ""
}

// repeats is how often the shortest beginning of which a part consists stands
// in it.
func repeats(part []rune) int {
	for size := 1; size <= len(part)/2; size++ {
		if len(part)%size == 0 && slices.Equal(part[size:], part[:len(part)-size]) {
			return len(part) / size
		}
	}
	return 1
}
