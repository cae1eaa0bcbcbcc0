package money_test

import (
	"testing"

	"kontor/internal/kit/money"
)

func TestParse_AsPeopleWriteIt(t *testing.T) {
	for text, want := range map[string]int64{
		"851802.60": 85180260, "851802,60": 85180260, "851 802,60": 85180260, "851,802.60": 85180260, "851.802,60": 85180260,
		"851\u00a0802,6": 85180260, "851'802.60": 85180260, "851,802": 85180200, "1.234.567": 123456700, "12": 1200, "0.05": 5, ".5": 50, "−3": -300,
	} {
		if got, ok := money.Parse(text, 2); !ok || got != want {
			t.Errorf("%q: %d %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "a lot", "1.234.5", "12.345,678", "1,2,3", "1..2", "12-3", "1e5", "0x10", "1/2", ",", "99999999999999999999"} {
		if got, ok := money.Parse(text, 2); ok {
			t.Errorf("%q: %d", text, got)
		}
	}
	if got, ok := money.Parse("1,500", 0); !ok || got != 1500 {
		t.Errorf("yen: %d %v", got, ok)
	}
}
