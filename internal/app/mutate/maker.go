package mutate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
)

// Request is one request that was made.
type Request struct {
	Method, Path string
	Body         []byte
	Header       []string // names and values in turn
	Harm         int      // 0 for one that is as the document says
}

// Maker makes requests, the same ones for the same seed and the same answers.
type Maker struct {
	doc   *Document
	ops   []string
	dice  *rand.Rand
	known map[string][]string // ids that answers told of, by collection
}

// NewMaker returns a maker of requests of the document.
func NewMaker(doc *Document, seed uint64) *Maker {
	return &Maker{doc: doc, ops: doc.Operations(), dice: rand.New(rand.NewPCG(seed, 1)), known: map[string][]string{}}
}

func (m *Maker) one(in int) bool { return m.dice.IntN(in) == 0 }

func pick[T any](m *Maker, all []T) T { return all[m.dice.IntN(len(all))] }

// Next makes a request: of three one is as the document says, one has a fault
// or two, one is broken.
func (m *Maker) Next() Request {
	method, path, op := m.doc.operation(pick(m, m.ops))
	harm := m.dice.IntN(3)
	r := Request{Method: method, Harm: harm}
	query := url.Values{}
	for _, p := range op.Parameters {
		switch p.In {
		case "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(m.id(path, harm)))
		case "query":
			if m.one(3) {
				query.Set(p.Name, m.text(m.parameter(p.Name, p.Schema, harm)))
			}
		case "header":
			if m.one(2) {
				r.Header = append(r.Header, p.Name, pick(m, []string{`"1"`, `W/"1"`, `"2"`, "*", "", "x", `"`, `"999999999999999999999"`}))
			}
		}
	}
	if harm > 0 && m.one(6) {
		query.Set(pick(m, hostileTexts), pick(m, hostileTexts))
	}
	r.Path = path
	if len(query) > 0 {
		r.Path += "?" + query.Encode()
	}
	if method != "GET" && m.one(8) {
		r.Header = append(r.Header, "Idempotency-Key", pick(m, []string{"k", "l", strings.Repeat("k", 300)}))
	}
	m.body(&r, op, harm)
	return r
}

func (m *Maker) body(r *Request, op Operation, harm int) {
	if len(op.RequestBody.Content) == 0 {
		if harm == 2 {
			r.Body = []byte(pick(m, hostileTexts))
		}
		return
	}
	var kinds []string
	for kind := range op.RequestBody.Content {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	kind := kinds[0]
	if harm > 0 {
		kind = pick(m, append(kinds, "text/plain", "application/xml", "application/x-www-form-urlencoded", "", "a/b; charset=\"", kinds[0], kinds[0], kinds[0]))
	}
	r.Header = append(r.Header, "Content-Type", kind)
	content, isJSON := op.RequestBody.Content["application/json"]
	if !isJSON {
		r.Body = pick(m, files)
		if kind == "multipart/form-data" {
			r.Header[len(r.Header)-1] = "multipart/form-data; boundary=b"
			r.Body = []byte("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + strings.NewReplacer("\r", "", "\n", "").Replace(pick(m, hostileTexts)) + "\"\r\n\r\n" + string(r.Body) + "\r\n--b--\r\n")
		}
		return
	}
	value := m.value("", content.Schema, 0)
	for range harm * (1 + m.dice.IntN(2)) {
		value = m.harm(value)
	}
	r.Body = encode(value)
	if harm == 2 && m.one(3) {
		r.Body = m.breakUp(r.Body)
	}
}

// breakUp damages a body as text.
func (m *Maker) breakUp(b []byte) []byte {
	switch at := m.dice.IntN(len(b) + 1); m.dice.IntN(5) {
	case 0:
		return b[:at]
	case 1:
		return append(b, b...)
	case 2:
		return slices.Insert(b, at, byte(m.dice.IntN(256)))
	case 3:
		return bytes.ReplaceAll(b, []byte(`"`), []byte("'"))
	}
	return []byte(pick(m, []string{"", "null", "[]", `""`, "0", "{", `{"a":1,"a":2}`, "\xff\xfe", strings.Repeat("[", 20_000), strings.Repeat(`{"a":`, 5000)}))
}

// id is an id of the collection that the path is about, or one that is not.
func (m *Maker) id(path string, harm int) string {
	parts := strings.Split(strings.TrimPrefix(path, "/api/v1/"), "/")
	if all := m.known[parts[0]]; len(all) > 0 && (harm == 0 || !m.one(4)) {
		return pick(m, all)
	}
	return pick(m, append([]string{"00000000-0000-0000-0000-000000000000", "01a20d9c-9dd0-7607-bdc3-9f4cdb03026b"}, hostileTexts...))
}

// idNamed is an id of what a field is about, such as company_id.
func (m *Maker) idNamed(field string) string {
	collection := strings.TrimSuffix(strings.TrimSuffix(field, "s"), "_id") + "s"
	switch field {
	case "company_id":
		collection = "companies"
	case "owner_id", "owner", "assigned_to_id", "assigned_to", "member":
		collection = "members"
	}
	if all := m.known[collection]; len(all) > 0 {
		return pick(m, all)
	}
	return m.anyID()
}

func (m *Maker) anyID() string {
	var names []string
	for name := range m.known {
		names = append(names, name)
	}
	if len(names) == 0 {
		return "01a20d9c-9dd0-7607-bdc3-9f4cdb03026b"
	}
	slices.Sort(names)
	return pick(m, m.known[pick(m, names)])
}

func (m *Maker) parameter(name string, s *Schema, harm int) any {
	if harm > 0 && m.one(2) {
		return pick(m, hostileTexts)
	}
	if name == "sort" || name == "cols" || name == "filter" {
		return pick(m, []string{"name", "-created_at", "name,-created_at", "any(name:a,name:b)", "all(created_at:last.30d)", "owner", "-x", "activity_at"})
	}
	return m.value(name, s, 0)
}

func (m *Maker) text(v any) string { return fmt.Sprint(v) }

// Learn remembers the ids that an answer tells of.
func (m *Maker) Learn(path, body string) {
	collection, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/v1/"), "?")
	collection, _, _ = strings.Cut(collection, "/")
	var one struct {
		ID   string `json:"id"`
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if json.Unmarshal([]byte(body), &one) != nil {
		return
	}
	for _, d := range append(one.Data, struct {
		ID string `json:"id"`
	}{one.ID}) {
		if d.ID != "" && len(d.ID) == 36 && !slices.Contains(m.known[collection], d.ID) {
			m.known[collection] = append(m.known[collection], d.ID)
			if len(m.known[collection]) > 60 {
				m.known[collection] = m.known[collection][1:]
			}
		}
	}
}
