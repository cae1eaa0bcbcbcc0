// Package vcard reads and writes address cards: vCard 2.1, 3.0 and 4.0 as address books really write them. Pictures,
// sounds and keys are passed over; what is wrong with one card is a problem of that card; memory stays bounded.
package vcard

import "strings"

// Card is one person or company of a file.
type Card struct {
	Line     int // where it begins
	Number   int // first card is 1
	Version  string
	UID      string
	Group    bool // a list of other cards, no person
	FullName string

	Prefix, First, Middle, Last, Suffix string

	Nickname   string
	Company    string
	Department string
	Title      string
	Role       string
	Emails     []Item
	Phones     []Item
	Addresses  []Address
	URLs       []Item
	Profiles   []Item // social networks; Type is the network in lower case
	Birthday   string // as written: 1985-04-12, 19850412, --0412 and the like
	Note       string
	Categories []string
	Problem    Problem
}

// Item is an e-mail address, a phone number or an address in the web.
type Item struct {
	Value     string
	Type      string // work, home, mobile, fax, pager, main, other; empty if nothing is said
	Label     string // the owner's own word for it
	Preferred bool
}

// Address is a postal address.
type Address struct {
	Street, City, Region, PostalCode, Country string

	Type      string
	Preferred bool
}

// Problem says what is wrong with the form of a card; empty if nothing is.
type Problem string

// The problems a card can have.
const (
	NotEnded Problem = "not ended"
	TooLong  Problem = "too long"
	NulByte  Problem = "nul byte"
	BadText  Problem = "bad text"
)

// Sniff tells whether a file with this beginning holds cards, whatever its name says.
func Sniff(head []byte) bool {
	text := strings.TrimPrefix(string(head[:min(len(head), 4096)]), "\ufeff")
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} { // of UTF-16
		text = strings.TrimPrefix(text, mark)
	}
	text = strings.TrimLeft(strings.ReplaceAll(text, "\x00", ""), " \t\r\n")
	return len(text) >= 11 && strings.EqualFold(text[:11], "BEGIN:VCARD")
}
