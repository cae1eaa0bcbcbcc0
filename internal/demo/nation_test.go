package demo

import (
	"math/rand/v2"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

func TestNations_SharesAddUpToAll(t *testing.T) {
	sum := 0
	for _, n := range nations() {
		sum += n.share
	}
	if sum != 100 {
		t.Errorf("the shares add up to %d, want 100", sum)
	}
}

// The numbers are of firms and authorities that print them in public.
func TestNumbers_CheckDigitsAreThoseInUse(t *testing.T) {
	for _, c := range []struct {
		name, number string
		check        func(string) int
	}{
		{"Bulgaria", "175074752", eikCheck},
		{"Germany", "136695976", germanCheck},
		{"Austria", "13585627", austrianCheck},
		{"France", "732829320", luhn},
		{"Poland", "5260250274", polishCheck},
		{"Czechia", "25123891", czechCheck},
		{"Romania", "18547290", romanianCheck},
		{"Italy", "00743110157", luhn},
		{"Netherlands", "004495445", dutchCheck},
		{"Sweden", "5560360793", luhn},
		{"Norway", "923609016", norwegianCheck},
		{"Denmark", "13585628", danishCheck},
		{"Finland", "20774740", finnishCheck},
		{"Portugal", "501964843", portugueseCheck},
	} {
		last := len(c.number) - 1
		if got, want := c.check(c.number[:last]), int(c.number[last]-'0'); got != want {
			t.Errorf("%s: the check digit of %s is %d, want %d", c.name, c.number[:last], got, want)
		}
	}
	if key := frenchKey("732829320"); key != "44" {
		t.Errorf("the key of 732829320 is %s, want 44", key)
	}
}

func TestNations_PhonesCanBeDialled(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range nations() {
		patterns := n.mobiles
		for _, c := range n.cities {
			patterns = append(patterns, c.landline)
		}
		for _, p := range patterns {
			for range 50 {
				text := digits(r, p)
				number, err := phonenumbers.Parse(text, "")
				if err != nil {
					t.Fatalf("%s: %s: %v", n.country, text, err)
				}
				if !phonenumbers.IsValidNumberForRegion(number, n.country) {
					t.Errorf("%s: %s (%s) is not a number there", n.country, text, p)
					break
				}
			}
		}
	}
}

func TestFeminine_FollowsTheLanguage(t *testing.T) {
	for _, c := range []struct {
		nation     nation
		man, woman string
	}{
		{bulgaria(), "Стоянов", "Стоянова"}, {bulgaria(), "Рилски", "Рилска"},
		{poland(), "Zieliński", "Zielińska"}, {poland(), "Nowak", "Nowak"},
		{czechia(), "Dvořák", "Dvořáková"}, {czechia(), "Novotný", "Novotná"}, {czechia(), "Svoboda", "Svobodová"},
		{czechia(), "Vaněk", "Vaňková"}, {czechia(), "Sedláček", "Sedláčková"}, {czechia(), "Němec", "Němcová"}, {czechia(), "Krejčí", "Krejčí"},
	} {
		if got := c.nation.feminine(c.man); got != c.woman {
			t.Errorf("%s becomes %s, want %s", c.man, got, c.woman)
		}
	}
}
