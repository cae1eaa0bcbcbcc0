package dav

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"

	"kontor/internal/kit/fault"
)

// Namespaces.
const (
	nsDAV    = "DAV:"
	nsCal    = "urn:ietf:params:xml:ns:caldav"
	nsCard   = "urn:ietf:params:xml:ns:carddav"
	nsServer = "http://calendarserver.org/ns/"
	nsApple  = "http://apple.com/ns/ical/"
)

const (
	xmlType = "application/xml; charset=utf-8"
	xmlHead = `<?xml version="1.0" encoding="utf-8"?>` + "\n"
	spaces  = `xmlns:D="` + nsDAV + `" xmlns:C="` + nsCal + `" xmlns:R="` + nsCard + `" xmlns:S="` + nsServer + `" xmlns:A="` + nsApple + `"`
)

// node is an element of a request.
type node struct {
	name  xml.Name
	attrs []xml.Attr
	text  string
	all   []*node
}

const (
	maxRequest = 1 << 20
	maxNodes   = 20_000
	maxDepth   = 20
)

// parse reads a request; nil for an empty one.
func parse(w http.ResponseWriter, r *http.Request) (*node, error) {
	in := xml.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest))
	top, open, count := &node{}, []*node{}, 0
	open = append(open, top)
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fault.Malformed{Text: "This is not XML."}
		}
		last := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if count++; count > maxNodes || len(open) > maxDepth {
				return nil, fault.Malformed{Text: "This is too much XML."}
			}
			n := &node{name: t.Name, attrs: t.Attr}
			last.all, open = append(last.all, n), append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += string(t)
		case xml.Directive:
			return nil, fault.Malformed{Text: "A DOCTYPE is not taken."}
		}
	}
	if len(top.all) == 0 {
		return nil, nil
	}
	return top.all[0], nil
}

// find returns the first child of a name, or nil; of nil too.
func (n *node) find(space, local string) *node {
	if n == nil {
		return nil
	}
	for _, c := range n.all {
		if c.name.Space == space && c.name.Local == local {
			return c
		}
	}
	return nil
}

// said is the text of the first child of a name.
func (n *node) said(space, local string) string {
	if c := n.find(space, local); c != nil {
		return strings.TrimSpace(c.text)
	}
	return ""
}

func (n *node) attr(local string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// wanted are the properties that a request asks for; all of them unless it
// names some.
func (n *node) wanted() (names []xml.Name, all bool) {
	prop := n.find(nsDAV, "prop")
	if prop == nil {
		return nil, true
	}
	for _, c := range prop.all {
		names = append(names, c.name)
	}
	return names, false
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // writing to memory cannot fail
	return b.String()
}

// tag is the name of an element with its prefix; other namespaces are told on
// the spot.
func tag(n xml.Name) (open, end string) {
	for prefix, space := range map[string]string{"D": nsDAV, "C": nsCal, "R": nsCard, "S": nsServer, "A": nsApple} {
		if n.Space == space {
			return prefix + ":" + n.Local, prefix + ":" + n.Local
		}
	}
	if n.Space == "" {
		return n.Local, n.Local
	}
	return "X:" + n.Local + ` xmlns:X="` + escaped(n.Space) + `"`, "X:" + n.Local
}
