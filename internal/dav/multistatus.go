package dav

import (
	"encoding/xml"
	"io"
	"net/http"
	"slices"
	"strings"
)

// props are properties by name, as XML.
type props map[xml.Name]string

func dav(local string) xml.Name { return xml.Name{Space: nsDAV, Local: local} }

// answer is what is said of one resource.
type answer struct {
	href  string
	gone  bool
	props props
}

// multistatus writes an answer about several resources.
type multistatus struct {
	b     strings.Builder
	names []xml.Name
	all   bool
}

func newMultistatus(names []xml.Name, all bool) *multistatus {
	m := &multistatus{names: names, all: all}
	m.b.WriteString(xmlHead + "<D:multistatus " + spaces + ">")
	return m
}

func (m *multistatus) add(a answer) {
	m.b.WriteString("<D:response><D:href>" + escaped(a.href) + "</D:href>")
	if a.gone {
		m.b.WriteString("<D:status>HTTP/1.1 404 Not Found</D:status></D:response>")
		return
	}
	var missing []xml.Name
	m.b.WriteString("<D:propstat><D:prop>")
	if m.all {
		for name, value := range a.props {
			m.prop(name, value)
		}
	}
	for _, name := range m.names {
		if value, ok := a.props[name]; ok {
			m.prop(name, value)
		} else {
			missing = append(missing, name)
		}
	}
	m.b.WriteString("</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>")
	m.refuse(missing, "404 Not Found")
	m.b.WriteString("</D:response>")
}

func (m *multistatus) prop(name xml.Name, value string) {
	open, end := tag(name)
	if value == "" {
		m.b.WriteString("<" + open + "/>")
		return
	}
	m.b.WriteString("<" + open + ">" + value + "</" + end + ">")
}

func (m *multistatus) refuse(names []xml.Name, status string) {
	if len(names) == 0 {
		return
	}
	m.b.WriteString("<D:propstat><D:prop>")
	for _, name := range names {
		m.prop(name, "")
	}
	m.b.WriteString("</D:prop><D:status>HTTP/1.1 " + status + "</D:status></D:propstat>")
}

// send ends the answer; more stands behind the resources.
func (m *multistatus) send(w http.ResponseWriter, more string) error {
	m.b.WriteString(more + "</D:multistatus>")
	w.Header().Set("Content-Type", xmlType)
	w.WriteHeader(http.StatusMultiStatus)
	_, err := io.WriteString(w, m.b.String())
	return err
}

// wants tells whether a property is asked for by its name.
func (m *multistatus) wants(space, local string) bool {
	return slices.Contains(m.names, xml.Name{Space: space, Local: local})
}
