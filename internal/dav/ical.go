package dav

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

func calName(local string) xml.Name { return xml.Name{Space: nsCal, Local: local} }

const calendarMedia = "text/calendar; charset=utf-8"

// components are the kinds that a room takes.
func components(name string) props {
	return props{calName("supported-calendar-component-set"): `<C:comp name="` + name + `"/>`,
		calName("supported-calendar-data"): `<C:calendar-data content-type="text/calendar" version="2.0"/>`}
}

// calendarText writes one component as a file.
func calendarText(c *ical.Component) (string, error) {
	cal := ical.NewCalendar()
	cal.Props.SetText(ical.PropVersion, "2.0")
	cal.Props.SetText(ical.PropProductID, "-//Kontor//DAV//EN")
	cal.Children = append(cal.Children, c)
	var b bytes.Buffer
	err := ical.NewEncoder(&b).Encode(cal)
	return b.String(), err
}

// component begins what every component says: which it is and when it changed.
func component(kind, uid string, created, updated int64) *ical.Component {
	c := ical.NewComponent(kind)
	c.Props.SetText(ical.PropUID, uid)
	for name, at := range map[string]int64{ical.PropDateTimeStamp: updated, ical.PropLastModified: updated, ical.PropCreated: created} {
		c.Props.SetDateTime(name, time.UnixMilli(at).UTC())
	}
	return c
}

// optional sets a text where there is one.
func optional(c *ical.Component, name, text string) {
	if text != "" {
		c.Props.SetText(name, text)
	}
}

// readComponent returns the first component of a kind in a file.
func readComponent(text []byte, kind string) (*ical.Component, error) {
	cal, err := ical.NewDecoder(bytes.NewReader(text)).Decode()
	if err != nil {
		return nil, fault.Malformed{Text: "This is no calendar."}
	}
	for _, c := range cal.Children {
		if c.Name == kind {
			return c, nil
		}
	}
	return nil, broken{403, "<C:supported-calendar-component/>"}
}

// textOf is the value of a property, empty without one.
func textOf(c *ical.Component, name string) string {
	p := c.Props.Get(name)
	if p == nil {
		return ""
	}
	if text, err := p.Text(); err == nil {
		return text
	}
	return p.Value
}

// when reads a day, and a time if there is one, in a zone.
func when(c *ical.Component, name string, zone *time.Location) (at time.Time, day, clock string) {
	p := c.Props.Get(name)
	if p == nil {
		return at, "", ""
	}
	at, err := p.DateTime(zone)
	if err != nil {
		return at, p.Value, "" // what is none is refused where it is kept
	}
	at = at.In(zone)
	if p.ValueType() == ical.ValueDate || len(strings.TrimSpace(p.Value)) == len("20060102") {
		return at, at.Format(time.DateOnly), ""
	}
	return at, at.Format(time.DateOnly), at.Format("15:04")
}

// uidOf is what a phone calls a thing, or the name that comes from its id.
func uidOf(uids map[db.ID]string, id db.ID, suffix string) string {
	if uid := uids[id]; uid != "" {
		return uid
	}
	return id.String() + suffix
}
