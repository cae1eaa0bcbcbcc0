package account

import "testing"

// TestGuesses puts passwords that are guessed in a moment apart from those that
// are not. The estimate of a library is not asked for to the letter.
func TestGuesses(t *testing.T) {
	known := []string{"vitosha", "instruments", "parola", "dnes"}
	for _, easy := range []string{"aaaaaaaaaaaaaaa", "abcdefghijklm", "qwertyuiop12", "zaqzaqzaqzaq", "paroladnes", "vitosha instruments", "dragon1984",
		"monkey123", "baseballbaseball", "сссссссссссс", "йклйклйклйкл", "lkjhgfdsa1"} {
		if g := guesses(easy, known); g >= easyGuesses {
			t.Errorf("%s takes 10^%.1f guesses", easy, g)
		}
	}
	for _, good := range []string{"quiet-river-4711", "correct horse battery", "Xk3!vb92", "синя-лодка-7", "tr0ub4dor&3x", "кафе с мляко"} {
		if g := guesses(good, known); g < easyGuesses {
			t.Errorf("%s takes only 10^%.1f guesses", good, g)
		}
	}
}

func BenchmarkGuesses(b *testing.B) {
	for b.Loop() {
		guesses("a password as long as those that are judged whole, sixty-four let", nil)
	}
}
